"""
zbar in binary mode, called in the shared library that pyzbar finds.

Never `pyzbar.decode`: it lets zbar guess the character set, which corrupts most short Vietnamese texts.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import c_int, c_uint, c_ulong, c_void_p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conformance.reading.readers import Corners, Reader, Reading, is_mirrored, missing

ALL, QRCODE = 0, 64  # zbar.h: zbar_symbol_type_t
ENABLE, BINARY = 0, 4  # zbar.h: zbar_config_t; BINARY is newer than pyzbar
Y800 = int.from_bytes(b"Y800", "little")  # the fourcc of 8-bit grey
LEAST_VERSION = (0, 23, 1)  # zbar's ChangeLog: the first with BINARY; pyzbar's Windows wheel brings an older one
INSTALL = "apt-get install libzbar0 (macOS: brew install zbar)"

SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "zbar_version": (c_int, (c_void_p, c_void_p, c_void_p)),
    "zbar_image_scanner_create": (c_void_p, ()),
    "zbar_image_scanner_destroy": (None, (c_void_p,)),
    "zbar_image_scanner_set_config": (c_int, (c_void_p, c_int, c_int, c_int)),
    "zbar_image_create": (c_void_p, ()),
    "zbar_image_destroy": (None, (c_void_p,)),
    "zbar_image_set_format": (None, (c_void_p, c_ulong)),
    "zbar_image_set_size": (None, (c_void_p, c_uint, c_uint)),
    "zbar_image_set_data": (None, (c_void_p, c_void_p, c_ulong, c_void_p)),
    "zbar_scan_image": (c_int, (c_void_p, c_void_p)),
    "zbar_image_first_symbol": (c_void_p, (c_void_p,)),
    "zbar_symbol_next": (c_void_p, (c_void_p,)),
    "zbar_symbol_get_type": (c_int, (c_void_p,)),
    "zbar_symbol_first_component": (c_void_p, (c_void_p,)),
    "zbar_symbol_get_data": (c_void_p, (c_void_p,)),
    "zbar_symbol_get_data_length": (c_uint, (c_void_p,)),
    "zbar_symbol_get_loc_size": (c_uint, (c_void_p,)),
    "zbar_symbol_get_loc_x": (c_int, (c_void_p, c_uint)),
    "zbar_symbol_get_loc_y": (c_int, (c_void_p, c_uint)),
}


class Zbar:
    """
    The image scanner of libzbar, with every symbology but QR switched off. Knows neither version, level nor mask, and
    finds no inverted code.
    """

    name = "zbar"
    text_only = False
    patience = 12_000_000  # 10 ms a million pixels; slower on noise

    def __init__(self, library: ctypes.CDLL) -> None:
        self._call = {name: _function(library, name) for name in SIGNATURES}
        self.version = ".".join(map(str, _version(self._call)))
        self._call["zbar_image_scanner_destroy"](self._scanner())  # so that a library that refuses is found out now

    def read(self, grey: NDArray[np.uint8]) -> list[Reading]:
        """
        All QR codes, without those of a structured append: zbar joins their parts to one text that stands in no symbol,
        and puts a NUL before a part that it finds alone.
        """
        scanner = self._scanner()
        try:
            image = self._call["zbar_image_create"]()
            try:
                return self._scan(scanner, image, np.ascontiguousarray(grey))
            finally:
                self._call["zbar_image_destroy"](image)
        finally:
            self._call["zbar_image_scanner_destroy"](scanner)

    def _scanner(self) -> int:
        """
        A scanner, new for each picture (9 microseconds): it holds the random numbers by which zbar fits a tilted
        symbol, so that with an old one the corners depend on what was looked at before.
        """
        scanner: int = self._call["zbar_image_scanner_create"]()
        configure = self._call["zbar_image_scanner_set_config"]
        for setting in ((ALL, ENABLE, 0), (QRCODE, ENABLE, 1), (QRCODE, BINARY, 1)):
            if configure(scanner, *setting):
                self._call["zbar_image_scanner_destroy"](scanner)
                raise OSError(f"libzbar {self.version}: set_config{setting}")
        return scanner

    def _scan(self, scanner: int, image: int, pixels: NDArray[np.uint8]) -> list[Reading]:
        height, width = pixels.shape
        self._call["zbar_image_set_format"](image, Y800)
        self._call["zbar_image_set_size"](image, width, height)
        self._call["zbar_image_set_data"](image, pixels.ctypes.data, pixels.size, None)  # None: the pixels stay ours
        if self._call["zbar_scan_image"](scanner, image) < 0:
            return []
        return [self._reading(symbol) for symbol in self._symbols(image)]

    def _symbols(self, image: int) -> Iterator[int]:
        symbol = self._call["zbar_image_first_symbol"](image)
        while symbol:
            single = not self._call["zbar_symbol_first_component"](symbol)
            four = self._call["zbar_symbol_get_loc_size"](symbol) == 4
            if single and four and self._call["zbar_symbol_get_type"](symbol) == QRCODE:
                yield symbol
            symbol = self._call["zbar_symbol_next"](symbol)

    def _reading(self, symbol: int) -> Reading:
        length = self._call["zbar_symbol_get_data_length"](symbol)
        data = ctypes.string_at(self._call["zbar_symbol_get_data"](symbol), length)
        top_left, bottom_left, bottom_right, top_right = (self._point(symbol, index) for index in range(4))
        corners: Corners = (top_left, top_right, bottom_right, bottom_left)
        return Reading(self.name, data, corners, inverted=False, mirrored=is_mirrored(corners))

    def _point(self, symbol: int, index: int) -> tuple[float, float]:
        x = self._call["zbar_symbol_get_loc_x"](symbol, index)
        y = self._call["zbar_symbol_get_loc_y"](symbol, index)
        return float(x), float(y)


def _function(library: ctypes.CDLL, name: str) -> Any:
    function = getattr(library, name)
    function.restype, function.argtypes = SIGNATURES[name]
    return function


def _version(call: dict[str, Any]) -> tuple[int, ...]:
    parts = [c_uint(0), c_uint(0), c_uint(0)]
    call["zbar_version"](*(ctypes.byref(part) for part in parts))
    version = tuple(part.value for part in parts)
    if version < LEAST_VERSION:
        raise OSError("libzbar {}.{}.{} < {}.{}.{}".format(*version, *LEAST_VERSION))
    return version


def open_zbar() -> Reader:
    """
    The reader, or ReaderMissing when pyzbar or the shared library is not there or is too old.
    """
    try:
        from pyzbar import zbar_library  # pyzbar.pyzbar would load the library on import
    except ImportError as error:
        raise missing("zbar", error, "pip install pyzbar") from error
    try:
        library, _ = zbar_library.load()
        return Zbar(library)
    except (ImportError, OSError, AttributeError) as error:
        raise missing("zbar", error, INSTALL) from error

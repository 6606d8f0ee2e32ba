"""
zxing-cpp, the reader that decides: exact bytes, version, level, mask and corners.
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conformance.reading.format_information import LEVEL_BITS, is_transposed
from conformance.reading.readers import DECIDER, Corners, Reader, ReaderMissing, Reading
from conformance.texts import say


class Zxing:
    """
    One pass for dark codes on light ground and one for light codes on dark, so that an inverted code is known as such.

    Both are always made (the second costs 1.6 ms on a 1080 x 2400 screen): an inverted code beside a normal one is
    as readable to a phone as the normal one.
    """

    name = DECIDER
    text_only = False
    patience = 80_000_000

    def __init__(self, zxingcpp: Any, version: str) -> None:
        self.version = version
        self._zxingcpp = zxingcpp

    def read(self, grey: NDArray[np.uint8]) -> list[Reading]:
        """
        All QR codes of model 2: no Micro QR, rMQR or model 1.
        """
        return self._pass(grey, inverted=False) + self._pass(255 - grey, inverted=True)

    def _pass(self, grey: NDArray[np.uint8], inverted: bool) -> list[Reading]:
        found = self._zxingcpp.read_barcodes(grey, formats=self._zxingcpp.BarcodeFormat.QRCodeModel2, try_invert=False)
        return [self._reading(barcode, inverted) for barcode in found]

    def _reading(self, barcode: Any, inverted: bool) -> Reading:
        extra = dict(barcode.extra)  # its UEC is printed wrongly (0.0833 as 0.8) and must not be used
        version, mask, level = str(extra.get("Version", "")), extra.get("DataMask"), str(barcode.ec_level)
        mirrored = _is_mirrored(barcode, level, mask)
        return Reading(
            self.name,
            bytes(barcode.bytes),
            _corners(barcode.position, mirrored),
            version=int(version) if version.isdigit() else None,
            level=level if level in LEVEL_BITS else None,
            mask=mask,
            inverted=inverted,
            mirrored=mirrored,
        )


def _is_mirrored(barcode: Any, level: str, mask: int | None) -> bool | None:
    """
    From the modules as they were sampled: neither the corners nor the orientation that zxing-cpp gives tell it.
    """
    if level not in LEVEL_BITS or mask is None:
        return None
    dark = np.asarray(barcode.to_image(scale=1, add_quiet_zones=False)) == 0
    return is_transposed(dark, level, mask)


def _corners(position: Any, mirrored: bool | None) -> Corners:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    first, second, third, fourth = ((float(point.x), float(point.y)) for point in points)  # clockwise in the picture
    return (first, fourth, third, second) if mirrored else (first, second, third, fourth)


def open_zxing() -> Reader:
    """
    The reader, or ReaderMissing when its package is not installed.
    """
    try:
        import zxingcpp
    except ImportError as error:
        raise ReaderMissing(
            say(
                "The reader {reader} cannot be used on this machine ({reason}). It decides what a code says, so "
                "nothing can be judged without it. To install it: {command}",
                reader=DECIDER,
                reason=error,
                command="pip install zxing-cpp",
            )
        ) from error
    return Zxing(zxingcpp, metadata.version("zxing-cpp"))

"""
The clean reference symbol of a payload: what no reader can read even there, it is not asked to read on a screen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import dist

import numpy as np
import segno
from numpy.typing import NDArray

from conformance.exceptions import PictureError
from conformance.reading.opencv import cv2
from conformance.reading.panel import Panel, Symbol
from conformance.reading.pictures import Picture
from conformance.reading.symbol import NotMeasurable, measure
from conformance.standard import load_standard
from conformance.texts import say

Bits = NDArray[np.bool_]

LEAST_PX = 2  # px a module: zbar and WeChatQRCode read clean codes from here on, whatever their position
LARGE_PX = 24  # px a module before scaling down to a size that is no whole number
QUIET_ZONE = 4  # modules; ISO/IEC 18004, section 9.1 (all editions: 4X for QR Code)


def draw(data: bytes, module_px: int, version: int | None = None, level: str = "M", mask: int | None = None) -> Picture:
    """
    A QR code (model 2, byte mode, never Micro QR), black on white with its quiet zone, `module_px` px per module.

    Without a `version`, or with one too small for the data, the smallest that fits. Raises PictureError when none does.
    """
    grey = _enlarged(_encoded(data, version, level, mask), module_px)
    return Picture("reference symbol", grey, grey.shape[1], grey.shape[0], transparent=False, load_ms=0.0)


@dataclass(frozen=True)
class Clean:
    """
    A symbol as it was meant: its modules, True for dark, and the grey of its dark and its light ones.
    """

    modules: Bits
    dark: int = 0
    light: int = 255

    def painted(self, drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """
        A drawing of it in black on white, in its own two tones.
        """
        return cv2.LUT(drawn, np.linspace(self.dark, self.light, 256).round().astype(np.uint8)).astype(np.uint8)


def in_place(screen: Picture, symbol: Symbol, shift: int = 0) -> Picture:
    """
    The screen with a clean symbol of the same modules in the place of `symbol`: as they were meant, before any damage.

    A reader may fail on a picture for reasons of its own that have nothing to do with the code: it is held to what it
    makes of a clean code at the same place, at the same size, in the same two tones where their contrast is enough,
    among the same surroundings. Where the displayed code is inverted, so is the clean one: that, and what contrast it
    has, is decided by PQR-083 alone. `shift` moves it by so many px.
    """
    xs, ys = zip(*symbol.corners, strict=True)
    module_px = _module_px(symbol)
    meant = _meant(screen, symbol)
    clean = meant.painted(_at_size(meant.modules, module_px))
    border = round(QUIET_ZONE * module_px)
    left, top = (max(0, round(min(values)) - border + shift) for values in (xs, ys))
    grey = screen.grey.copy()
    height, width = grey[top : top + clean.shape[0], left : left + clean.shape[1]].shape
    pixels = 255 - clean if symbol.inverted else clean
    grey[top : top + height, left : left + width] = pixels[:height, :width]
    return replace(screen, grey=grey)


def _module_px(symbol: Symbol) -> float:
    """
    The displayed module size in px, at least 1: the mean side of the symbol over its 17 + 4 v modules.
    """
    corners = symbol.corners
    side = sum(dist(corners[index], corners[index - 1]) for index in range(4)) / 4
    return max(1.0, side / (17 + 4 * (symbol.version or 5)))


def _meant(screen: Picture, symbol: Symbol) -> Clean:
    """
    The displayed symbol as it was meant. Another encoder may have cut the content into other segments, and a reader may
    fail on exactly those modules however well they are drawn; and on a coloured ground that is light enough for people.
    Where the symbol cannot be measured, the content encoded anew; where its contrast is too low, black on white.
    """
    try:
        measured = measure(screen, symbol)
    except NotMeasurable:
        return Clean(_encoded(symbol.data, symbol.version, symbol.level or "M", symbol.mask))
    modules = measured.dark ^ measured.damage
    if measured.contrast_ratio < Fraction(load_standard().get("PQR-083").limits["contrast_ratio"]):
        return Clean(modules)
    right = ~measured.damage
    dark, light = (int(np.median(measured.reflectance[kind & right])) for kind in (modules, ~modules))
    return Clean(modules, dark, light)


def _encoded(data: bytes, version: int | None, level: str, mask: int | None) -> Bits:
    symbol = _smallest(data, version, level, mask)
    return np.array([list(row) for row in symbol.matrix_iter(border=0)], dtype=np.bool_)


def _enlarged(modules: Bits, module_px: int) -> NDArray[np.uint8]:
    """
    Black on white with the quiet zone, `module_px` px a module.
    """
    light = ~np.pad(modules, QUIET_ZONE)
    return np.kron(light, np.ones((module_px, module_px), dtype=np.bool_)).astype(np.uint8) * np.uint8(255)


def _at_size(modules: Bits, module_px: float) -> NDArray[np.uint8]:
    """
    The clean symbol in whole px a module where that is its size, else scaled down by area to the displayed size.
    """
    whole = round(module_px)
    if abs(module_px - whole) * len(modules) < 1:
        return _enlarged(modules, whole)
    large = _enlarged(modules, LARGE_PX)
    side = round(large.shape[0] * module_px / LARGE_PX)
    return cv2.resize(large, (side, side), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _smallest(data: bytes, version: int | None, level: str, mask: int | None) -> segno.QRCode:
    for wanted in (version, None):
        try:
            return segno.make(data, version=wanted, error=level, mode="byte", micro=False, boost_error=False, mask=mask)
        except segno.DataOverflowError:
            continue
    raise PictureError(
        say("{size} bytes do not fit in any QR code of level {level}. Shorten the text", size=len(data), level=level)
    )


def readers_of(panel: Panel, picture: Picture, data: bytes) -> frozenset[str]:
    """
    The names of the readers of the panel that read these bytes on a picture, exactly and without a rescue.
    """
    readings = [reading for symbol in panel.look(picture).symbols for reading in symbol.readings]
    return frozenset(each.reader for each in readings if each.exact and each.rescue is None and each.data == data)


def able(panel: Panel, screen: Picture, symbol: Symbol) -> frozenset[str]:
    """
    The readers that a displayed symbol may be held to: they read the clean one in its place, and a pixel beside it,
    so that none is held to a lucky look at a code that is at the limit of what it can read. Below 2 px a module every
    look is a lucky one, and PQR-081 decides.
    """
    if _module_px(symbol) < LEAST_PX:
        return frozenset()
    looks = (readers_of(panel, in_place(screen, symbol, shift), symbol.data) for shift in (0, 1))
    return frozenset.intersection(*looks)

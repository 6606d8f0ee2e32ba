"""
The clean reference symbol of a payload: what no reader can read even there, it is not asked to read on a screen.
"""

from __future__ import annotations

from dataclasses import replace
from math import dist

import numpy as np
import segno

from conformance.exceptions import PictureError
from conformance.reading.panel import Panel, Symbol
from conformance.reading.pictures import Picture
from conformance.texts import say

QUIET_ZONE = 4  # modules; ISO/IEC 18004, section 9.1 (all editions: 4X for QR Code)


def draw(data: bytes, module_px: int, version: int | None = None, level: str = "M", mask: int | None = None) -> Picture:
    """
    A QR code (model 2, byte mode, never Micro QR), black on white with its quiet zone, `module_px` px per module.

    Without a `version`, or with one too small for the data, the smallest that fits. Raises PictureError when none does.
    """
    symbol = _smallest(data, version, level, mask)
    modules = np.array([list(row) for row in symbol.matrix_iter(border=QUIET_ZONE)], dtype=np.uint8)
    grey = np.kron(1 - modules, np.full((module_px, module_px), 255, dtype=np.uint8))
    return Picture("reference symbol", grey, grey.shape[1], grey.shape[0], transparent=False, load_ms=0.0)


def in_place(screen: Picture, symbol: Symbol) -> Picture:
    """
    The screen with the clean reference symbol of the same content, version, level and mask in the place of `symbol`.

    A reader may fail on a picture for reasons of its own that have nothing to do with the code: it is held to what it
    makes of a clean code at the same place, at the same size, among the same surroundings. Where the displayed code is
    inverted, so is the clean one: that it is inverted is decided by PQR-083 alone.
    """
    xs, ys = zip(*symbol.corners, strict=True)
    clean = draw(symbol.data, module_px(symbol), symbol.version, symbol.level or "M", symbol.mask)
    border = QUIET_ZONE * module_px(symbol)
    left, top = max(0, round(min(xs)) - border), max(0, round(min(ys)) - border)
    grey = screen.grey.copy()
    height, width = grey[top : top + clean.height, left : left + clean.width].shape
    pixels = 255 - clean.grey if symbol.inverted else clean.grey
    grey[top : top + height, left : left + width] = pixels[:height, :width]
    return replace(screen, grey=grey)


def module_px(symbol: Symbol) -> int:
    """
    The displayed module size in whole px, at least 1: the mean side of the symbol over its 17 + 4 v modules.
    """
    corners = symbol.corners
    side = sum(dist(corners[index], corners[index - 1]) for index in range(4)) / 4
    return max(1, round(side / (17 + 4 * (symbol.version or 5))))


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

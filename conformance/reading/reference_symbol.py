"""
The clean reference symbol of a payload: what no reader can read even there, it is not asked to read on a screen.
"""

from __future__ import annotations

import numpy as np
import segno

from conformance.exceptions import PictureError
from conformance.reading.panel import Panel
from conformance.reading.pictures import Picture
from conformance.texts import say

QUIET_ZONE = 4  # modules; ISO/IEC 18004, section 9.1 (all editions: 4X for QR Code)


def draw(data: bytes, module_px: int, version: int | None = None, level: str = "M") -> Picture:
    """
    A QR code (model 2, byte mode, never Micro QR), black on white with its quiet zone, `module_px` px per module.

    Without a `version`, or with one too small for the data, the smallest that fits. Raises PictureError when none does.
    """
    symbol = _smallest(data, version, level)
    modules = np.array([list(row) for row in symbol.matrix_iter(border=QUIET_ZONE)], dtype=np.uint8)
    grey = np.kron(1 - modules, np.full((module_px, module_px), 255, dtype=np.uint8))
    return Picture("reference symbol", grey, grey.shape[1], grey.shape[0], transparent=False, load_ms=0.0)


def _smallest(data: bytes, version: int | None, level: str) -> segno.QRCode:
    for wanted in (version, None):
        try:
            return segno.make(data, version=wanted, error=level, mode="byte", micro=False, boost_error=False)
        except segno.DataOverflowError:
            continue
    raise PictureError(
        say("{size} bytes do not fit in any QR code of level {level}. Shorten the text", size=len(data), level=level)
    )


def readers_of(
    panel: Panel, data: bytes, module_px: int, version: int | None = None, level: str = "M"
) -> frozenset[str]:
    """
    The names of the readers of the panel that read the reference symbol, exactly and without a rescue.
    """
    readings = [
        reading for symbol in panel.look(draw(data, module_px, version, level)).symbols for reading in symbol.readings
    ]
    return frozenset(each.reader for each in readings if each.exact and each.rescue is None and each.data == data)

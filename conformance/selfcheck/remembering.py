"""
A panel that looks at the same picture only once. Most screens of mutants are those of the reference candidate, pixel by
pixel, and a reader gives the same readings of the same picture.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from conformance.reading.panel import Panel
from conformance.reading.readers import Reader, Reading


class Remembering:
    """
    A reader that remembers what it read, by the SHA-256 of the pixels.
    """

    def __init__(self, reader: Reader) -> None:
        self.name, self.version = reader.name, reader.version
        self.text_only, self.patience = reader.text_only, reader.patience
        self._reader = reader
        self._known: dict[tuple[tuple[int, ...], bytes], tuple[Reading, ...]] = {}

    def read(self, grey: NDArray[np.uint8]) -> list[Reading]:
        """
        What the reader reads of the picture, now or before.
        """
        key = (grey.shape, hashlib.sha256(np.ascontiguousarray(grey).data).digest())
        if key not in self._known:
            self._known[key] = tuple(self._reader.read(grey))
        return list(self._known[key])


def remembering(panel: Panel) -> Panel:
    """
    The panel with readers that remember.
    """
    return Panel([Remembering(reader) for reader in panel.readers], panel.missing)

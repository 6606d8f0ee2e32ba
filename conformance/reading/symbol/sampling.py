"""
The reflectance of every module, as whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from conformance.reading.symbol.geometry import Floats
from conformance.reading.symbol.layout import Bits
from conformance.reading.symbol.locate import Grid

Sums = NDArray[np.int64]

# The aperture: nine points in the middle 0.6 of a module's side. ISO/IEC 15415 leaves the aperture to the application
# and names 0.8 of the module as usual; a smaller one, since a screenshot has no ink that flows.
POINTS = (-0.3, 0.0, 0.3)
TAPS = len(POINTS) ** 2
WHITE = 255 * TAPS  # the sum of a module that is all white
WINDOW = 7  # modules: the neighbourhood of the local threshold, as large as a finder pattern, holds dark and light


def points_of(grid: Grid) -> Iterator[tuple[Floats, Floats]]:
    """
    The px of each of the nine points, for all modules at once.
    """
    centres = np.arange(grid.form.size) + 0.5
    for down in POINTS:
        for across in POINTS:
            yield grid.map.at((centres + across)[None, :], (centres + down)[:, None])


def binarised(sums: Sums) -> Iterator[Bits]:
    """
    The ways to tell dark from light, the standard's first: by one threshold half way between the lightest and the
    darkest module, and by one for each neighbourhood.
    """
    yield 2 * sums < int(sums.max()) + int(sums.min())
    low, high = _filtered(sums, np.minimum), _filtered(sums, np.maximum)
    yield 2 * sums < low + high


def _filtered(sums: Sums, extreme: np.ufunc) -> Sums:
    """
    The least or greatest value of each neighbourhood, rows first and then columns.
    """
    for axis in (0, 1):
        padded = np.pad(sums, [(WINDOW // 2,) * 2 if side == axis else (0, 0) for side in (0, 1)], mode="edge")
        windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW, axis=axis)
        sums = extreme.reduce(windows, axis=-1)
    return sums

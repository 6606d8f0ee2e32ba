"""
Where everything stands in a QR code of each version: which modules are fixed, and in which order the others are read.

True is dark. Positions are (row, column), counted from the top left; the tables are segno's, from the standard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from segno import consts

Bits = NDArray[np.bool_]
Places = tuple[NDArray[np.intp], NDArray[np.intp]]

FINDER = 7  # modules a side; ISO/IEC 18004:2015, 6.3.3
ALIGNMENT = 5  # modules a side; ISO/IEC 18004:2015, 6.3.6
TIMING = 6  # row and column of the timing patterns; ISO/IEC 18004:2015, 6.3.5
WITH_VERSION = 7  # the first version with version information; ISO/IEC 18004:2015, 7.10
VERSIONS = range(1, 41)


@dataclass(frozen=True)
class Layout:
    """
    One version: `fixed` modules (all that no codeword stands in), how the patterned ones look (`dark`, where
    `patterned`), and the places of the data bits in reading order.
    """

    version: int
    size: int
    fixed: Bits
    patterned: Bits
    dark: Bits
    bits: Places
    alignments: tuple[tuple[int, int], ...]  # centres

    @property
    def finders(self) -> tuple[tuple[int, int], ...]:
        """
        The top left modules of the three finder patterns: top left, top right, bottom left.
        """
        far = self.size - FINDER
        return ((0, 0), (0, far), (far, 0))


@lru_cache(maxsize=len(VERSIONS))
def layout(version: int) -> Layout:
    """
    The layout of a version from 1 to 40.
    """
    size = size_of(version)
    patterned, dark = np.zeros((size, size), np.bool_), np.zeros((size, size), np.bool_)
    centres = tuple(_alignments(version, size))
    _draw_timing(patterned, dark)
    for row, column in centres:
        _draw(patterned, dark, (row - 2, column - 2), _rings(ALIGNMENT))
    framed = np.pad(_rings(FINDER), 1)
    for corner in ((-1, -1), (-1, size - FINDER - 1), (size - FINDER - 1, -1)):
        _draw(patterned, dark, corner, framed)
    patterned[size - 8, 8] = dark[size - 8, 8] = True  # the dark module: ISO/IEC 18004:2015, 7.9.1
    fixed = patterned | _information(version, size)
    places = np.array([place for place in _zigzag(size) if not fixed[place]], np.intp)
    return Layout(version, size, fixed, patterned, dark, (places[:, 0], places[:, 1]), centres)


def size_of(version: int) -> int:
    """
    Modules a side: ISO/IEC 18004:2015, 6.3.2.
    """
    return 17 + 4 * version


def version_places(size: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """
    The places of bits 0 to 17 of the version information, top right and bottom left: ISO/IEC 18004:2015, figure 28.
    """
    top = [(bit // 3, size - 11 + bit % 3) for bit in range(18)]
    return top, [(column, row) for row, column in top]


def _alignments(version: int, size: int) -> Iterator[tuple[int, int]]:
    axes = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    corners = {(TIMING, TIMING), (TIMING, size - FINDER), (size - FINDER, TIMING)}  # the finders stand there
    yield from ((row, column) for row in axes for column in axes if (row, column) not in corners)


def _rings(side: int) -> Bits:
    """
    The concentric squares of a finder (7) or alignment pattern (5).
    """
    distance = np.abs(np.arange(side) - side // 2)
    ring = np.maximum(distance[:, None], distance[None, :])
    return np.asarray(ring != side // 2 - 1, np.bool_)


def _draw(patterned: Bits, dark: Bits, corner: tuple[int, int], shape: Bits) -> None:
    size, (top, left), (height, width) = len(dark), corner, shape.shape
    rows, columns = slice(max(0, top), min(size, top + height)), slice(max(0, left), min(size, left + width))
    part = shape[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    patterned[rows, columns], dark[rows, columns] = True, part


def _draw_timing(patterned: Bits, dark: Bits) -> None:
    patterned[TIMING, :] = patterned[:, TIMING] = True
    dark[TIMING, ::2] = dark[::2, TIMING] = True


def _information(version: int, size: int) -> Bits:
    """
    The modules of format and version information.
    """
    area = np.zeros((size, size), np.bool_)
    area[:9, 8] = area[8, :9] = area[8, size - 8 :] = area[size - 8 :, 8] = True
    if version >= WITH_VERSION:
        area[:6, size - 11 : size - 8] = area[size - 11 : size - 8, :6] = True
    return area


def _zigzag(size: int) -> Iterator[tuple[int, int]]:
    """
    Two columns at a time from the right, upwards and downwards in turn: ISO/IEC 18004:2015, 7.7.3.
    """
    upwards = True
    for right in (*range(size - 1, TIMING, -2), *range(TIMING - 1, 0, -2)):
        for row in range(size - 1, -1, -1) if upwards else range(size):
            yield row, right
            yield row, right - 1
        upwards = not upwards

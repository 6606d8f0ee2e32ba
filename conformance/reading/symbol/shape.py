"""
Parameters of shape: module size, squareness, axial and grid non-uniformity, print growth, quiet zone.

Lengths are whole numbers of 1/1024 px or module: what floats compute is rounded once, then only counted with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isqrt

import numpy as np

from conformance.reading.readers import Point
from conformance.reading.symbol.geometry import Grey, between, nearest
from conformance.reading.symbol.grades import LEAST_QUIET_ZONE, MOST_AXIAL, MOST_GRID, Name, Parameter, least, most
from conformance.reading.symbol.layout import FINDER, TIMING, Bits
from conformance.reading.symbol.locate import STEPS, Grid, alignment, found_at

PARTS = 1024
TOLERANCE_PX = Fraction(1, 32)  # of a module's side: `docs/measurement.md` has the errors that were measured
TOLERANCE_QUIET = Fraction(1, 8)  # modules: of a side of the quiet zone
TOLERANCE_SKEW = Fraction(1, 1000)
DEEPEST = 6  # modules of quiet zone that are looked at
DEPTHS = 16  # looks for each module of depth
ACROSS = 4  # looks for each module along the side
ROUGH = DEPTHS // 2  # looks in the first half module, where the blurred edge of a dark module may still be dark


@dataclass(frozen=True)
class Shape:
    """
    The outline: mean lengths of the sides and the two diagonals, in 1/1024 px.
    """

    width: int
    height: int
    diagonals: tuple[int, int]
    size: int  # modules

    @property
    def module_px(self) -> tuple[Fraction, Fraction]:
        """
        Width and height of a module, in px.
        """
        return Fraction(self.width, PARTS * self.size), Fraction(self.height, PARTS * self.size)

    @property
    def skew(self) -> Fraction:
        """
        How far from a square: the difference of width and height, or of the diagonals, divided by the larger.
        """
        pairs = ((self.width, self.height), self.diagonals)
        return max(Fraction(abs(a - b), max(a, b, 1)) for a, b in pairs)

    def axial(self) -> Parameter:
        """
        The difference of width and height of a module, divided by their mean. ISO/IEC 15415:2011, 7.8.6.
        """
        value = Fraction(2 * abs(self.width - self.height), max(1, self.width + self.height))
        return Parameter(Name.AXIAL, value, most(value, MOST_AXIAL))


def shape_of(grid: Grid) -> Shape:
    """
    The outline of a grid.
    """
    top_left, top_right, bottom_right, bottom_left = outline(grid)
    return Shape(
        (_length(top_left, top_right) + _length(bottom_left, bottom_right)) // 2,
        (_length(top_left, bottom_left) + _length(top_right, bottom_right)) // 2,
        (_length(top_left, bottom_right), _length(top_right, bottom_left)),
        grid.form.size,
    )


def outline(grid: Grid) -> tuple[Point, Point, Point, Point]:
    """
    The corners in px: the symbol's top left, top right, bottom right, bottom left.
    """
    size = float(grid.form.size)
    return grid.map.point(0, 0), grid.map.point(size, 0), grid.map.point(size, size), grid.map.point(0, size)


# ------------------------------------------------------------------------------------------------------------- timing


@dataclass(frozen=True)
class Timing:
    """
    The edges along one timing pattern, in 1/1024 module from where the first should be; the modules between them are
    light and dark in turn, the first and the last light.
    """

    edges: tuple[int, ...]

    @property
    def deviations(self) -> Iterator[int]:
        """
        How far the middle of each module is from its place.
        """
        for place, (left, right) in enumerate(pairwise(self.edges)):
            yield abs(left + right - (2 * place + 1) * PARTS) // 2

    @property
    def growth(self) -> Fraction:
        """
        Half of what dark modules are wider than light ones, in modules.
        """
        widths = [right - left for left, right in pairwise(self.edges)]
        light, dark = widths[::2], widths[1::2]
        return (Fraction(sum(dark), len(dark)) - Fraction(sum(light), len(light))) / 2 / PARTS


def timings(grey: Grey, grid: Grid) -> tuple[Timing | None, Timing | None]:
    """
    The horizontal and the vertical timing pattern, None where one does not have its edges.
    """
    return _timing(grey, grid, across=True), _timing(grey, grid, across=False)


def _timing(grey: Grey, grid: Grid, across: bool) -> Timing | None:
    first, last = FINDER, grid.form.size - FINDER
    along = np.arange((first - 0.5) * STEPS, (last + 0.5) * STEPS + 1) / STEPS
    beside = np.full_like(along, TIMING + 0.5)
    line = between(grey, *(grid.map.at(along, beside) if across else grid.map.at(beside, along)))
    line = line - (line.min() + line.max()) / 2
    turns = np.flatnonzero((line[1:] < 0) != (line[:-1] < 0))
    if len(turns) != last - first + 1 or line[0] >= 0:
        return None
    before, after = line[turns], line[turns + 1]
    edges = along[turns] + before / (before - after) / STEPS - first
    return Timing(tuple(int(edge) for edge in np.rint(edges * PARTS)))


def print_growth(both: tuple[Timing | None, Timing | None]) -> Parameter:
    """
    The growth along the timing pattern where it is larger, in modules; reported without grade, as in ISO/IEC 15415.
    """
    values = [each.growth for each in both if each is not None]
    return Parameter(Name.GROWTH, max(values, key=abs) if values else None, None)


def grid_non_uniformity(grey: Grey, grid: Grid, both: tuple[Timing | None, Timing | None], damage: Bits) -> Parameter:
    """
    How far the centre of any whole alignment pattern, or module of the timing patterns, is from its place in the grid,
    in modules. ISO/IEC 15415:2011, 7.8.7.
    """
    found = [max(each.deviations) for each in both if each is not None]
    for row, column in grid.form.alignments:
        centre = found_at(grey, grid, alignment(row, column))
        if centre is not None and not damage[row - 2 : row + 3, column - 2 : column + 3].any():
            found.append(_length(centre, (column + 0.5, row + 0.5)))
    value = Fraction(max(found), PARTS) if found else None
    return Parameter(Name.GRID, value, None if value is None else most(value, MOST_GRID))


def _length(one: Point, other: Point) -> int:
    across, down = round((one[0] - other[0]) * PARTS), round((one[1] - other[1]) * PARTS)
    return isqrt(across * across + down * down)


# --------------------------------------------------------------------------------------------------------- quiet zone


def quiet_zone(grey: Grey, grid: Grid, threshold: Fraction) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """
    The light modules above, to the right of, below and to the left of the symbol, in sixteenths, at most six.

    What lies outside of the picture is not light: the picture does not show it.
    """
    size = grid.form.size
    away = ((np.arange(DEEPEST * DEPTHS) + 0.5) / DEPTHS)[:, None]
    along = ((np.arange(size * ACROSS) + 0.5) / ACROSS)[None, :]
    sides = ((along, -away), (size + away, along), (along, size + away), (-away, along))
    top, right, bottom, left = (_light(grey, grid, column, row, threshold) for column, row in sides)
    return top, right, bottom, left


def _light(grey: Grey, grid: Grid, column: np.ndarray, row: np.ndarray, threshold: Fraction) -> Fraction:
    x, y = grid.map.at(column + 0 * row, row + 0 * column)
    height, width = grey.shape
    seen = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    light = seen & (nearest(grey, x, y).astype(np.int64) * threshold.denominator >= threshold.numerator)
    clear = light.all(axis=1)
    if not clear[ROUGH:].size or not clear[ROUGH]:
        return Fraction(0)
    dark = np.flatnonzero(~clear[ROUGH:])
    return Fraction(ROUGH + int(dark[0]) if len(dark) else len(clear), DEPTHS)


def quiet_zone_grade(sides: tuple[Fraction, ...]) -> Parameter:
    """
    The narrowest side; four modules are what ISO/IEC 18004 demands, the lower grades are this project's.
    """
    value = min(sides)
    return Parameter(Name.QUIET_ZONE, value, least(value, LEAST_QUIET_ZONE))

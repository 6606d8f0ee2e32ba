"""
The grid of a symbol at a fraction of a pixel: from a reader's whole-pixel corners to the centres of the patterns.

The centre of a finder or alignment pattern is the middle between the edges on its two sides, so that it does not move
when all dark modules are drawn too large or too small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conformance.reading.readers import Corners, Point
from conformance.reading.symbol.geometry import Floats, Grey, Perspective, between
from conformance.reading.symbol.layout import FINDER, Layout

STEPS = 16  # samples for each module along a line; an edge is interpolated between two of them
LINES = (-0.75, -0.375, 0.0, 0.375, 0.75)  # modules off the centre of a finder's core, which is three modules wide
NARROW = (-0.25, 0.0, 0.25)  # the same for the core of an alignment pattern, one module wide
ROUNDS = 3  # the grid of one round tells the next where to look
PARTS = 256  # of a grey level
FIRST_LOOK = 1.0  # modules from where the centre should be: the core must begin within


@dataclass(frozen=True)
class Grid:
    """
    Where the modules of a symbol are: the map from (column, row) in modules to px.
    """

    form: Layout
    map: Perspective


@dataclass(frozen=True)
class Square:
    """
    A finder or alignment pattern: its centre in modules (column, row), how many edges on each side belong to it for
    certain, and the lines to look along.
    """

    column: float
    row: float
    edges: int
    lines: tuple[float, ...]


Finders = tuple[Point, Point, Point]
Fourth = Callable[[Grey, Grid, Finders], tuple[Point, Point] | None]  # (column, row) and its px


def finder(row: int, column: int) -> Square:
    """
    The finder pattern whose top left module is given; its outermost edge lies at the quiet zone and the separator.
    """
    return Square(column + FINDER / 2, row + FINDER / 2, 3, LINES)


def alignment(row: int, column: int) -> Square:
    """
    The alignment pattern around a module; what lies outside of its outermost edge is data, so that it is not used.
    """
    return Square(column + 0.5, row + 0.5, 2, NARROW)


def first_grid(form: Layout, corners: Corners) -> Grid:
    """
    The grid through the corners that a reader gives. Raises ZeroDivisionError where three lie on one line.
    """
    size = float(form.size)
    return Grid(form, Perspective.through(((0.0, 0.0), (size, 0.0), (size, size), (0.0, size)), corners))


def grids(grey: Grey, form: Layout, corners: Corners) -> Iterator[Grid]:
    """
    The grids worth trying, the best first: through the three finders and the last alignment pattern, the parallelogram
    of the finders, the finders and the reader's fourth corner, and that of the corners alone.
    """
    try:
        first = first_grid(form, corners)
        for fourth in (_by_alignment, _by_parallelogram, _by_corner):
            grid = _refined(grey, first, fourth)
            if grid is not None:
                yield grid
        yield first
    except ZeroDivisionError:
        return


def found_at(grey: Grey, grid: Grid, square: Square) -> Point | None:
    """
    The centre of a pattern in modules (column, row) by the grid, None where it is not there.
    """
    across, down = _shift(grey, grid, square, across=True), _shift(grey, grid, square, across=False)
    return None if across is None or down is None else (square.column + across, square.row + down)


# ---------------------------------------------------------------------------------------------------- the four points


def _refined(grey: Grey, grid: Grid, fourth: Fourth) -> Grid | None:
    low, high = FINDER / 2, grid.form.size - FINDER / 2
    for _ in range(ROUNDS):
        top_left, top_right, bottom_left = (_pixel(grey, grid, finder(*corner)) for corner in grid.form.finders)
        if top_left is None or top_right is None or bottom_left is None:
            return None
        last = fourth(grey, grid, (top_left, top_right, bottom_left))
        if last is None:
            return None
        sources = ((low, low), (high, low), last[0], (low, high))
        grid = Grid(grid.form, Perspective.through(sources, (top_left, top_right, last[1], bottom_left)))
    return grid


def _pixel(grey: Grey, grid: Grid, square: Square) -> Point | None:
    found = found_at(grey, grid, square)
    return None if found is None else grid.map.point(*found)


def _by_alignment(grey: Grey, grid: Grid, finders: Finders) -> tuple[Point, Point] | None:
    del finders
    if not grid.form.alignments:
        return None
    square = alignment(*max(grid.form.alignments))
    found = _pixel(grey, grid, square)
    return None if found is None else ((square.column, square.row), found)


def _by_parallelogram(grey: Grey, grid: Grid, finders: Finders) -> tuple[Point, Point] | None:
    del grey
    (x, y), (right_x, right_y), (left_x, left_y) = finders
    high = grid.form.size - FINDER / 2
    return (high, high), (right_x + left_x - x, right_y + left_y - y)


def _by_corner(grey: Grey, grid: Grid, finders: Finders) -> tuple[Point, Point] | None:
    del grey, finders
    size = float(grid.form.size)
    return (size, size), grid.map.point(size, size)


# ------------------------------------------------------------------------------------------------------------- edges


def _shift(grey: Grey, grid: Grid, square: Square, across: bool) -> float | None:
    """
    How far the pattern's centre lies from its place along one axis, in modules: the median over lines and edges.
    """
    reach = square.edges + 1.5  # the centre of the core is half a module from no edge: 1.5, 2.5, 3.5 or 0.5, 1.5
    along = np.arange(-round(reach * STEPS), round(reach * STEPS) + 1) / STEPS
    off = np.array(square.lines)[:, None]
    columns, rows = (along[None, :], off) if across else (off, along[None, :])
    x, y = grid.map.at(square.column + columns + 0 * rows, square.row + rows + 0 * columns)
    values = between(grey, x, y)
    level = (values.min() + values.max()) / 2
    middles = [middle for line in values for middle in _middles(line - level, along, square.edges)]
    if len(middles) < len(values) * square.edges // 2:
        middles = _middles(_smoothed(values) - level, along, square.edges)
    return sorted(middles)[len(middles) // 2] if middles else None


def _smoothed(lines: Floats) -> Floats:
    """
    The mean of all lines, each sample that of half a module around it: for noise and grain. Summed as whole numbers.
    """
    reach = STEPS // 4
    total = np.rint(np.pad(lines, ((0, 0), (reach + 1, reach)), mode="edge") * PARTS).astype(np.int64).sum(axis=0)
    before = np.cumsum(total)
    width = 2 * reach + 1
    smoothed: Floats = (before[width:] - before[:-width]) / (PARTS * width * len(lines))
    return smoothed


def _middles(line: Floats, along: Floats, edges: int) -> list[float]:
    """
    The middles between the first, second, ... edges to the left and to the right of the core, which is below zero.
    """
    start = _core(line)
    turns = np.flatnonzero((line[1:] < 0) != (line[:-1] < 0))
    left, right = turns[turns < start][::-1][:edges], turns[turns >= start][:edges]
    if start < 0 or min(len(left), len(right)) < edges:
        return []
    return [
        float((a + b) / 2) for a, b in zip(_crossing(line, along, left), _crossing(line, along, right), strict=True)
    ]


def _core(line: Floats) -> int:
    """
    The sample below zero that is nearest to the middle of the line, -1 where it is too far away.
    """
    middle = len(line) // 2
    below: NDArray[np.intp] = np.flatnonzero(line < 0)
    if not len(below):
        return -1
    nearest = int(below[np.argmin(np.abs(below - middle))])
    return nearest if abs(nearest - middle) <= FIRST_LOOK * STEPS else -1


def _crossing(line: Floats, along: Floats, turns: NDArray[np.intp]) -> Sequence[float]:
    """
    Where the line crosses zero between a sample and the next.
    """
    before, after = line[turns], line[turns + 1]
    return list(along[turns] + before / (before - after) / STEPS)

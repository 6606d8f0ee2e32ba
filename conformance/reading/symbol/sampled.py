"""
A located symbol, sampled and decoded: of the grids and thresholds worth trying, those that leave the fewest errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from conformance.exceptions import PictureError
from conformance.reading.readers import Corners
from conformance.reading.symbol.codewords import Decoded, Kind, decode
from conformance.reading.symbol.geometry import Grey, nearest
from conformance.reading.symbol.information import Information, read_information
from conformance.reading.symbol.layout import TIMING, VERSIONS, Bits, layout, size_of
from conformance.reading.symbol.locate import Grid, first_grid, grids
from conformance.reading.symbol.sampling import Sums, binarised, points_of
from conformance.reading.symbols import Symbol
from conformance.texts import Message, say


class NotMeasurable(PictureError):
    """
    A reader sees a symbol, but its modules cannot be made out well enough to be measured.
    """


@dataclass(frozen=True, eq=False)
class Sampled:
    """
    The modules of a symbol as they are seen: `sums` of nine samples each, `dark` as they are taken for, and what they
    hold after correction.
    """

    grid: Grid
    sums: Sums
    dark: Bits
    kind: Kind
    information: Information
    decoded: Decoded

    @property
    def damage(self) -> Bits:
        """
        The modules that are not what they were meant to be.
        """
        return self.dark ^ self.decoded.dark

    @property
    def errors(self) -> tuple[int, int]:
        """
        Corrected codewords, and wrong modules.
        """
        corrected = sum(block.corrected for block in self.decoded.blocks)
        return corrected, int(self.damage.sum())


def sample(grey: Grey, corners: Corners, symbol: Symbol) -> Sampled:
    """
    The symbol with those corners, dark on light in `grey`. Raises NotMeasurable.
    """
    version = symbol.version or _version(grey, corners)
    best: Sampled | None = None
    for grid in grids(grey, layout(version), corners):
        for each in _readings(grey, grid, symbol):
            best = each if best is None or each.errors < best.errors else best
            if best.errors == (0, 0):
                return best
        if best is not None and not best.damage[best.grid.form.patterned].any():
            return best  # every fixed pattern is where this grid looks for it: the errors are the symbol's own
    if best is None:
        raise NotMeasurable(_why())
    return best


def _readings(grey: Grey, grid: Grid, symbol: Symbol) -> Iterator[Sampled]:
    sums = np.zeros((grid.form.size, grid.form.size), np.int64)
    for x, y in points_of(grid):
        sums += nearest(grey, x, y)
    for dark in binarised(sums):
        information = read_information(dark, grid.form.version)
        named = [(information.level, information.mask)]
        if symbol.level is not None and symbol.mask is not None:
            named.append((symbol.level, symbol.mask))
        for level, mask in dict.fromkeys(named):
            kind = Kind(grid.form.version, level, mask)
            decoded = decode(dark, kind)
            if decoded is not None:
                yield Sampled(grid, sums, dark, kind, information, decoded)
                break


def _version(grey: Grey, corners: Corners) -> int:
    """
    The version whose timing patterns are seen best, for a symbol of which no reader tells it.
    """
    return max(VERSIONS, key=lambda version: _alternating(grey, corners, version))


def _alternating(grey: Grey, corners: Corners, version: int) -> int:
    """
    How many per mille of the neighbours in both timing patterns differ as they should.
    """
    size = size_of(version)
    try:
        grid = first_grid(layout(version), corners)
    except ZeroDivisionError:
        return 0
    along, beside = np.arange(7, size - 7) + 0.5, np.full(size - 14, TIMING + 0.5)
    lines = (nearest(grey, *grid.map.at(along, beside)), nearest(grey, *grid.map.at(beside, along)))
    right = total = 0
    for line in lines:
        dark = 2 * line.astype(np.int64) < int(line.max()) + int(line.min())
        right, total = right + int((dark[1:] != dark[:-1]).sum()), total + len(line) - 1
    return 1000 * right // total


def _why() -> Message:
    return say(
        "the modules of the symbol cannot be made out: their codewords cannot be corrected. Expected a flat, whole QR "
        "code; take the picture straight from the screen, not with a camera"
    )

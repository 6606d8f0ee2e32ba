"""
The symbols in a picture: the readings of all readers, brought together by where they were found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import dist

from conformance.reading.readers import DECIDER, Corners, Point, Reading

# Measured on the 614 symbols of 615 real pictures, all pairs of readers: centres less than 0.1 of the side apart, sides
# more than 0.8 alike. A symbol drawn in the logo of another one has 0.3 of its side.
NEAR = 0.25  # of the symbol's side: how far two readers' centres of one symbol may lie apart
ALIKE = 0.5  # the least ratio of two readers' sides of one symbol


@dataclass(frozen=True)
class Symbol:
    """
    One physical symbol and what each reader made of it: at most one reading each, the decider's first, the others in
    the order in which they were found.

    `data`, `corners` and what follows are the decider's; where it read nothing, those of the first reading. `inverted`
    and `mirrored` are what the first who can tell says, False where nobody can.
    """

    data: bytes
    corners: Corners
    readings: tuple[Reading, ...]
    version: int | None
    level: str | None
    mask: int | None
    inverted: bool
    mirrored: bool
    rescue: str | None

    @property
    def agreed(self) -> bool:
        """
        Whether all who give exact bytes give the same. A disagreement is a finding; nobody is outvoted.
        """
        return len({reading.data for reading in self.readings if reading.exact}) <= 1

    @property
    def read_by(self) -> frozenset[str]:
        """
        The names of the readers that read it, with or without a rescue, whatever they read.
        """
        return frozenset(reading.reader for reading in self.readings)


def gather(readings: Sequence[Reading], text_only: frozenset[str] = frozenset()) -> tuple[Symbol, ...]:
    """
    The symbols that the readings come from, in reading order: rows from top to bottom, each from left to right.

    Of readers in `text_only` the text may end where the bytes have a NUL; such a reading is kept as not exact.
    """
    groups: list[list[Reading]] = []
    for reading in sorted(readings, key=lambda reading: reading.reader != DECIDER):  # stable: the panel's order else
        places = [group for group in groups if _belongs(reading, group)]
        if places:
            min(places, key=lambda group: _strangeness(reading, group[0])).append(reading)
        else:
            groups.append([reading])
    return _in_reading_order([_symbol(group, text_only) for group in groups])


def _belongs(reading: Reading, group: Sequence[Reading]) -> bool:
    first = group[0]
    sides = sorted((side(reading.corners), side(first.corners)))
    alone = reading.reader not in {other.reader for other in group}
    near = dist(centre(reading.corners), centre(first.corners)) <= NEAR * sides[1]
    return alone and near and sides[0] >= ALIKE * sides[1]


def _strangeness(reading: Reading, first: Reading) -> tuple[bool, float]:
    return reading.data != first.data, dist(centre(reading.corners), centre(first.corners))


def _symbol(group: Sequence[Reading], text_only: frozenset[str]) -> Symbol:
    first = group[0]
    cut = first.data + b"\0"
    readings = tuple(
        replace(reading, exact=False)
        if reading.reader in text_only and cut.startswith(reading.data + b"\0") and reading.data != first.data
        else reading
        for reading in group
    )
    return Symbol(
        first.data,
        first.corners,
        readings,
        first.version,
        first.level,
        first.mask,
        inverted=_first_known(reading.inverted for reading in group),
        mirrored=_first_known(reading.mirrored for reading in group),
        rescue=first.rescue,
    )


def _first_known(answers: Iterable[bool | None]) -> bool:
    return next((answer for answer in answers if answer is not None), False)


def _in_reading_order(symbols: Sequence[Symbol]) -> tuple[Symbol, ...]:
    rows: list[list[Symbol]] = []
    for symbol in sorted(symbols, key=lambda symbol: centre(symbol.corners)[::-1]):
        if rows and centre(symbol.corners)[1] - centre(rows[-1][0].corners)[1] < side(rows[-1][0].corners) / 2:
            rows[-1].append(symbol)
        else:
            rows.append([symbol])
    return tuple(symbol for row in rows for symbol in sorted(row, key=lambda symbol: centre(symbol.corners)))


def centre(corners: Corners) -> Point:
    """
    The middle of the four corners, in px.
    """
    return sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4


def side(corners: Corners) -> float:
    """
    The mean length of the four sides, in px.
    """
    return (
        sum(dist(corner, following) for corner, following in zip(corners, corners[1:] + corners[:1], strict=True)) / 4
    )

"""
Where two texts differ. Linear in their length, since both may come from a candidate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, takewhile

from conformance.texts import visible

Piece = tuple[str, bool]  # a part of a text, and whether it differs from the other text

SEPARATORS = "|< "  # of the fields of a payload, of the sub-fields of EXT (annex of Decision 1405), and of words
LIMIT = 300  # characters of a text from outside that are shown
LEAD = 12  # characters shown before the first difference


def shown(text: str, limit: int = LIMIT) -> str:
    """
    `visible`, and never longer than twice the limit, however much of the text had to be spelled out.
    """
    found = visible(text, limit)
    return found if len(found) <= 2 * limit else f"{found[: 2 * limit]}…"


def compare(expected: str, seen: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """
    Both texts in pieces that are equal or differ: field by field and word by word where both have the same number.
    """
    pairs = list(_pairs(expected, seen, SEPARATORS))
    return _joined(one for one, _ in pairs), _joined(other for _, other in pairs)


def _pairs(one: str, other: str, separators: str) -> Iterator[tuple[list[Piece], list[Piece]]]:
    if not separators:
        yield _middles(one, other)
        return
    mark, left, right = separators[0], one.split(separators[0]), other.split(separators[0])
    if len(left) != len(right):
        left, right = [one], [other]
    for place, (part, its_other) in enumerate(zip(left, right, strict=True)):
        if place:
            yield [(mark, False)], [(mark, False)]
        yield from _pairs(part, its_other, separators[1:])


def _middles(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    start = _common(one, other)
    end = _common(one[start:][::-1], other[start:][::-1])
    return _cut(one, start, end), _cut(other, start, end)


def _common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(text: str, start: int, end: int) -> list[Piece]:
    stop = len(text) - end
    return [(text[:start], False), (text[start:stop], True), (text[stop:], False)]


def _joined(parts: Iterable[list[Piece]]) -> tuple[Piece, ...]:
    pieces = [piece for piece in chain.from_iterable(parts) if piece[0]]
    return tuple(("".join(text for text, _ in group), differs) for differs, group in groupby(pieces, lambda p: p[1]))


def around(expected: str, seen: str, width: int) -> tuple[str, str]:
    """
    Both texts, one line each, at most `width` characters long and cut at the same place so that what differs first
    is in sight.
    """
    start = 0
    if max(len(expected), len(seen)) > width:
        start = max(0, _common(expected, seen) - LEAD)
    return _window(expected, start, width), _window(seen, start, width)


def _window(text: str, start: int, width: int) -> str:
    found = text if start == 0 else f"…{text[start:]}"
    return found if len(found) <= width else f"{found[: width - 1]}…"

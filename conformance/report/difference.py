"""
Where two texts differ. Linear in their length, since both may come from a candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, groupby, takewhile

from conformance.texts import visible

Piece = tuple[str, bool]  # a part of a text, and whether it differs from the other text

SEPARATORS = re.compile(r"([|<])")  # of the fields of a payload and of the sub-fields of EXT; facts.md 1.1
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
    Both texts in pieces that are equal or differ: field by field where both have the same fields, else as a whole.
    """
    left, right = SEPARATORS.split(expected), SEPARATORS.split(seen)
    if left[1::2] != right[1::2]:
        left, right = [expected], [seen]
    pairs = [_middles(one, other) for one, other in zip(left, right, strict=True)]
    return _joined(one for one, _ in pairs), _joined(other for _, other in pairs)


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

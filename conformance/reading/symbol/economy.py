"""
How well a symbol uses its room: the fewest bits that the content needs, and the smallest version that holds it.
"""

from __future__ import annotations

from collections.abc import Sequence

from conformance.reading.symbol.codewords import capacity_bits
from conformance.reading.symbol.layout import VERSIONS
from conformance.reading.symbol.segments import (
    ALPHANUMERIC,
    BYTE,
    LENGTHS,
    MODE_BITS,
    NUMERIC,
    Segment,
    length_bits,
)

SIXTHS = {NUMERIC: 20, ALPHANUMERIC: 33, BYTE: 48}  # sixths of a bit a character: 10/3, 11/2 and 8
DIGITS = frozenset(b"0123456789")
ALPHANUMERICS = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")  # ISO/IEC 18004:2015, table 5
WRITABLE = {NUMERIC: DIGITS, ALPHANUMERIC: ALPHANUMERICS, BYTE: frozenset(range(256))}


def tight_version(segments: Sequence[Segment], own: int, level: str) -> int:
    """
    The smallest version of that level which holds these segments, at most the `own` version that they stand in.
    """
    for version in VERSIONS[: own - 1]:
        longer = sum(_length(each.mode, version) - _length(each.mode, own) for each in segments)
        if sum(each.bits for each in segments) + longer <= capacity_bits(version, level):
            return version
    return own


def _length(mode: str, version: int) -> int:
    return length_bits(mode, version) if mode in LENGTHS else 0


def fewest_bits(data: bytes, version: int) -> int:
    """
    The bits of the shortest sequence of numeric, alphanumeric and byte segments for the data, headers included.

    Dynamic programming over the modes, in sixths of a bit; a segment ends on a whole bit.
    """
    heads = {mode: 6 * (MODE_BITS + length_bits(mode, version)) for mode in SIXTHS}
    best = dict(heads)
    for byte in data:
        grown = {mode: cost + SIXTHS[mode] for mode, cost in best.items() if byte in WRITABLE[mode]}
        ended = min(-(-cost // 6) * 6 for cost in grown.values())
        best = {mode: min(grown.get(mode, ended + heads[mode]), ended + heads[mode]) for mode in SIXTHS}
    return 0 if not data else ended // 6

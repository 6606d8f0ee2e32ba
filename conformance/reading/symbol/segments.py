"""
The segments in the corrected data codewords: modes, lengths and ECI, as the encoder wrote them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from segno import consts

# Mode indicators: ISO/IEC 18004:2015, table 2. FNC1 is not in segno.
ECI, NUMERIC, ALPHANUMERIC, BYTE, KANJI = "eci", "numeric", "alphanumeric", "byte", "kanji"
HANZI, APPEND, FNC1_FIRST, FNC1_SECOND = "hanzi", "structured append", "fnc1 first", "fnc1 second"
MODES = {
    consts.MODE_NUMERIC: NUMERIC,
    consts.MODE_ALPHANUMERIC: ALPHANUMERIC,
    consts.MODE_BYTE: BYTE,
    consts.MODE_KANJI: KANJI,
    consts.MODE_HANZI: HANZI,
    consts.MODE_ECI: ECI,
    consts.MODE_STRUCTURED_APPEND: APPEND,
    5: FNC1_FIRST,
    9: FNC1_SECOND,
}
# ISO/IEC 18004:2015, table 3: bits of the length for versions 1 to 9, 10 to 26, 27 to 40.
LENGTHS = {NUMERIC: (10, 12, 14), ALPHANUMERIC: (9, 11, 13), BYTE: (8, 16, 16), KANJI: (8, 10, 12), HANZI: (8, 10, 12)}
MODE_BITS, TERMINATOR = 4, 0


@dataclass(frozen=True)
class Segment:
    """
    One segment: its mode, its characters (bytes for byte mode, 0 where a mode has none), its bits with header, and the
    number of an ECI.
    """

    mode: str
    length: int
    bits: int
    eci: int | None = None


class BrokenSegments(ValueError):
    """
    The corrected data are no sequence of segments.
    """


def segments_of(data: bytes, version: int) -> tuple[Segment, ...]:
    """
    The segments up to the terminator or the end of the data. Raises BrokenSegments.
    """
    return tuple(_segments(_Bits(data), version))


def length_bits(mode: str, version: int) -> int:
    """
    Bits of the length field of a mode: ISO/IEC 18004:2015, table 3.
    """
    return LENGTHS[mode][0 if version < 10 else 1 if version < 27 else 2]


def content_bits(mode: str, length: int) -> int:
    """
    Bits of so many characters in a mode, without header: ISO/IEC 18004:2015, 7.4.3 to 7.4.6.
    """
    if mode == NUMERIC:
        return length // 3 * 10 + (0, 4, 7)[length % 3]
    if mode == ALPHANUMERIC:
        return length // 2 * 11 + length % 2 * 6
    return length * (8 if mode == BYTE else 13)


class _Bits:
    """
    A stream of bits that tells when it is at its end.
    """

    def __init__(self, data: bytes) -> None:
        self.value, self.left = int.from_bytes(data, "big"), len(data) * 8

    def take(self, count: int) -> int:
        """
        The next bits as a number. Raises BrokenSegments.
        """
        if count > self.left:
            raise BrokenSegments("the data end inside of a segment")
        self.left -= count
        return self.value >> self.left & ((1 << count) - 1)


def _segments(stream: _Bits, version: int) -> Iterator[Segment]:
    while stream.left >= MODE_BITS:
        indicator, before = stream.take(MODE_BITS), stream.left + MODE_BITS
        if indicator == TERMINATOR:
            return
        if indicator not in MODES:
            raise BrokenSegments(f"there is no mode {indicator}")
        mode = MODES[indicator]
        length = eci = None
        if mode == ECI:
            eci = _eci(stream)
        elif mode in LENGTHS:
            length = _skip(stream, mode, version)
        else:
            stream.take({APPEND: 16, FNC1_SECOND: 8}.get(mode, 0))
        yield Segment(mode, length or 0, before - stream.left, eci)


def _skip(stream: _Bits, mode: str, version: int) -> int:
    if mode == HANZI:
        stream.take(4)  # the subset
    length = stream.take(length_bits(mode, version))
    stream.take(content_bits(mode, length))
    return length


def _eci(stream: _Bits) -> int:
    """
    ISO/IEC 18004:2015, table 4: one to three bytes, told apart by the leading ones.
    """
    first = stream.take(8)
    if first < 0x80:
        return first
    if first < 0xC0:
        return (first & 0x3F) << 8 | stream.take(8)
    if first < 0xE0:
        return (first & 0x1F) << 16 | stream.take(16)
    raise BrokenSegments("an ECI begins with three ones")

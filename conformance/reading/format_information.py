"""
The format information of a QR code: the 15 bits that name its level and mask, and stand in it twice.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LEVEL_BITS = {"L": 0b01, "M": 0b00, "Q": 0b11, "H": 0b10}  # ISO/IEC 18004:2015, table 12
GENERATOR = 0b10100110111  # ISO/IEC 18004:2015, annex C.2: the BCH (15,5) code
XOR_MASK = 0b101010000010010  # ISO/IEC 18004:2015, section 7.9.1

# ISO/IEC 18004:2015, figure 25: (row, column) of bits 0 to 14; below 0 counts from the bottom or the right edge.
AT_TOP_LEFT = (
    *((row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)),
    *((8, column) for column in (7, 5, 4, 3, 2, 1, 0)),
)
AT_THE_OTHERS = (*((8, -1 - bit) for bit in range(8)), *((bit - 15, 8) for bit in range(8, 15)))


def format_information(level: str, mask: int) -> int:
    """
    The 15 bits of a level (L, M, Q or H) and a mask (0 to 7), as they stand in the symbol.
    """
    data = (LEVEL_BITS[level] << 3 | mask) << 10
    rest = data
    for shift in range(4, -1, -1):
        if rest >> (10 + shift) & 1:
            rest ^= GENERATOR << shift
    return (data | rest) ^ XOR_MASK


def is_transposed(dark: NDArray[np.bool_], level: str, mask: int) -> bool:
    """
    Whether a sampled symbol, True where dark, has rows and columns exchanged, as one that was seen in a mirror.

    The two ways differ in 8 to 24 of the 30 bits, so that three wrong modules do not change the answer.
    """
    bits = format_information(level, mask)
    return _wrong_bits(dark.T, bits) < _wrong_bits(dark, bits)


def _wrong_bits(dark: NDArray[np.bool_], bits: int) -> int:
    places = (*enumerate(AT_TOP_LEFT), *enumerate(AT_THE_OTHERS))
    return sum(bool(dark[place]) != bool(bits >> bit & 1) for bit, place in places)

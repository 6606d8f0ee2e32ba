"""
What a symbol says of itself: format and version information, each copy with its own count of wrong bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from segno import consts

from conformance.reading.format_information import AT_THE_OTHERS, AT_TOP_LEFT, LEVEL_BITS, format_information
from conformance.reading.symbol.layout import WITH_VERSION, Bits, version_places

REPAIRABLE = 3  # wrong bits: ISO/IEC 18004:2015, annex C (15,5) and annex D (18,6)


@dataclass(frozen=True)
class Information:
    """
    Level and mask, and the wrong bits of each copy: format (at the top left, at the other two finders) of 15, version
    (top right, bottom left) of 18, None where the version has none.
    """

    level: str
    mask: int
    format_errors: tuple[int, int]
    version_errors: tuple[int, int] | None

    @property
    def repairable(self) -> bool:
        """
        Whether at least one copy of the format, and of the version where there is one, can be read.
        """
        version = self.version_errors is None or min(self.version_errors) <= REPAIRABLE
        return version and min(self.format_errors) <= REPAIRABLE


def read_information(dark: Bits, version: int) -> Information:
    """
    The level and mask that the sampled symbol names: those that differ least in either copy, then in both.
    """
    copies = _word(dark, AT_TOP_LEFT), _word(dark, AT_THE_OTHERS)

    def wrong(word: int) -> tuple[int, int]:
        first, second = ((copy ^ word).bit_count() for copy in copies)
        return first, second

    level, mask = min(_formats(), key=lambda each: (min(wrong(_formats()[each])), sum(wrong(_formats()[each]))))
    return Information(level, mask, wrong(_formats()[level, mask]), version_errors(dark, version))


def version_errors(dark: Bits, version: int) -> tuple[int, int] | None:
    """
    The wrong bits of both copies of the version information, if the symbol has that version.
    """
    if version < WITH_VERSION:
        return None
    word = consts.VERSION_INFO[version - WITH_VERSION]
    first, second = ((_word(dark, places) ^ word).bit_count() for places in version_places(len(dark)))
    return first, second


def _word(dark: Bits, places: tuple[tuple[int, int], ...] | list[tuple[int, int]]) -> int:
    return sum(bool(dark[place]) << bit for bit, place in enumerate(places))


@lru_cache(maxsize=1)
def _formats() -> dict[tuple[str, int], int]:
    return {(level, mask): format_information(level, mask) for level in LEVEL_BITS for mask in range(8)}

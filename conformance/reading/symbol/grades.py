"""
Parameters and their grades, 4 to 0, by the thresholds of ISO/IEC 15415. Fractions, so that no rounding decides a grade.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

BEST = 4


class Name(StrEnum):
    """
    What is measured and graded; `docs/measurement.md` tells how, with the clauses.
    """

    DECODE = "decode"
    CONTRAST = "symbol_contrast"
    MODULATION = "modulation"
    MARGIN = "reflectance_margin"
    FIXED_PATTERN = "fixed_pattern_damage"
    AXIAL = "axial_non_uniformity"
    GRID = "grid_non_uniformity"
    UNUSED = "unused_error_correction"
    FORMAT = "format_information"
    VERSION = "version_information"
    QUIET_ZONE = "quiet_zone"
    GROWTH = "print_growth"


def _per_cent(*values: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(value, 100) for value in values)


# The least value of grades 4, 3, 2, 1: ISO/IEC 15415:2011, 7.8.3, 7.8.4, 7.8.8.
LEAST_CONTRAST = _per_cent(70, 55, 40, 20)
LEAST_MODULATION = _per_cent(50, 40, 30, 20)
LEAST_UNUSED = _per_cent(62, 50, 37, 25)
# The greatest value of grades 4, 3, 2, 1: ISO/IEC 15415:2011, 7.8.6, 7.8.7.
MOST_AXIAL = _per_cent(6, 8, 10, 12)
MOST_GRID = _per_cent(38, 50, 63, 75)
# The greatest number of wrong modules of a finder (with its separator), and the greatest share of wrong modules of a
# timing pattern and of the alignment patterns: ISO/IEC 18004:2006, annex G.
MOST_FINDER = tuple(Fraction(count) for count in (0, 1, 2, 3))
MOST_TIMING = _per_cent(0, 7, 11, 14)
MOST_ALIGNMENT = _per_cent(0, 10, 20, 30)
MOST_INFORMATION = tuple(Fraction(count) for count in (0, 1, 2, 3))  # wrong bits of a copy; the same annex
LEAST_QUIET_ZONE = tuple(Fraction(count) for count in (4, 3, 2, 1))  # modules; 4 is ISO/IEC 18004, the rest is ours


@dataclass(frozen=True)
class Parameter:
    """
    One parameter: its value, None where the symbol does not have what it is measured on, and its grade, None where it
    is reported without one.
    """

    name: Name
    value: Fraction | None
    grade: int | None


def least(value: Fraction, limits: Sequence[Fraction]) -> int:
    """
    The grade of a value that should be large.
    """
    return next((BEST - place for place, limit in enumerate(limits) if value >= limit), 0)


def most(value: Fraction, limits: Sequence[Fraction]) -> int:
    """
    The grade of a value that should be small.
    """
    return next((BEST - place for place, limit in enumerate(limits) if value <= limit), 0)

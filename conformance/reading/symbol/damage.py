"""
Parameters of damage: fixed patterns, format and version information, what is covered.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from conformance.reading.symbol.grades import (
    MOST_ALIGNMENT,
    MOST_FINDER,
    MOST_INFORMATION,
    MOST_TIMING,
    Name,
    Parameter,
    most,
)
from conformance.reading.symbol.information import Information
from conformance.reading.symbol.layout import FINDER, TIMING, Bits, Layout

NEIGHBOURS = 5  # modules a side of the neighbourhood in which wrong modules are counted
COVERED = 6  # wrong modules of such a neighbourhood's 25; half of what is covered is right by chance


def fixed_pattern_damage(damage: Bits, form: Layout) -> Parameter:
    """
    The wrong modules of the fixed patterns as a share of them; the grade is that of the worst segment. Segments after
    ISO/IEC 18004:2006, annex G: three finders with their separators, two timing patterns, the alignment patterns.
    """
    value = Fraction(int(damage[form.patterned].sum()), int(form.patterned.sum()))
    return Parameter(Name.FIXED_PATTERN, value, min(_segment_grades(damage, form)))


def _segment_grades(damage: Bits, form: Layout) -> Iterator[int]:
    size = form.size
    for row, column in form.finders:
        area = damage[max(0, row - 1) : row + FINDER + 1, max(0, column - 1) : column + FINDER + 1]
        yield most(Fraction(int(area.sum())), MOST_FINDER)
    inner = slice(FINDER + 1, size - FINDER - 1)
    for line in (damage[TIMING, inner], damage[inner, TIMING]):
        yield most(Fraction(int(line.sum()), len(line)), MOST_TIMING)
    if form.alignments:
        wrong = sum(int(damage[row - 2 : row + 3, column - 2 : column + 3].sum()) for row, column in form.alignments)
        yield most(Fraction(wrong, 25 * len(form.alignments)), MOST_ALIGNMENT)


def information_grades(information: Information) -> Iterator[Parameter]:
    """
    Format information, and version information where there is one: the mean grade of both copies, rounded down; the
    value is the wrong bits of the worse copy. ISO/IEC 18004:2006, annex G.
    """
    named = ((Name.FORMAT, information.format_errors), (Name.VERSION, information.version_errors))
    for name, errors in named:
        if errors is not None:
            grades = [most(Fraction(count), MOST_INFORMATION) for count in errors]
            yield Parameter(name, Fraction(max(errors)), sum(grades) // 2)


def covered(damage: Bits) -> Fraction:
    """
    The share of the symbol that something covers, as a logo does: modules with many wrong ones around them.
    """
    reach = NEIGHBOURS // 2
    padded = np.pad(damage.astype(np.int64), reach)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (NEIGHBOURS, NEIGHBOURS))
    return Fraction(int((windows.sum(axis=(2, 3)) >= COVERED).sum()), damage.size)

"""
The parameters of ISO/IEC 15415 fitted to a display: values of drawn symbols whose truth is known, grades, order.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from conformance.reading.opencv import cv2
from conformance.reading.pictures import Picture
from conformance.reading.symbol import Measurement, Name, measure
from conformance.reading.symbol.codewords import Kind, decode
from conformance.reading.symbol.economy import fewest_bits, tight_version
from conformance.reading.symbol.grades import LEAST_UNUSED, MOST_GRID, least, most
from conformance.reading.symbol.layout import layout
from conformance.reading.symbol.segments import Segment
from conformance.reading.symbol.wording import decimal, plain
from conformance.reading.symbols import Symbol

Bits = NDArray[np.bool_]
Grey = NDArray[np.uint8]
Made = Callable[..., Bits]
Drawn = Callable[..., Grey]
Measured = Callable[..., Measurement]


def value(seen: Measurement, name: Name) -> float:
    """
    The value of a parameter that there must be.
    """
    found = seen.parameter(name)
    assert found is not None
    assert found.value is not None
    return float(found.value)


def grade(seen: Measurement, name: Name) -> int | None:
    """
    The grade of a parameter that there must be.
    """
    found = seen.parameter(name)
    assert found is not None
    return found.grade


def resized(grey: Grey, width: int, height: int) -> Grey:
    """
    Nearest pixels in another size.
    """
    return np.asarray(cv2.resize(grey, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def test_a_clean_symbol_has_the_best_grade_in_everything(modules: Made, drawn: Drawn, measured: Measured) -> None:
    """
    Grade 4 for each parameter that has one, and overall.
    """
    seen = measured(drawn(modules(version=7)))
    assert 4 == seen.grade
    assert {4} == {each.grade for each in seen.parameters if each.name is not Name.GROWTH}
    assert set(Name) == {each.name for each in seen.parameters}


@pytest.mark.parametrize(
    ("dark", "light", "expected"), [(0, 255, 4), (60, 220, 3), (90, 200, 2), (100, 160, 1), (140, 160, 0)]
)
def test_symbol_contrast_is_exact_and_graded(
    dark: int, light: int, expected: int, modules: Made, drawn: Drawn, measured: Measured
) -> None:
    """
    The difference of the two greys; the other parameters of lightness do not change with it.
    """
    seen = measured(drawn(modules(), dark=dark, light=light))
    assert (light - dark) / 255 == pytest.approx(value(seen, Name.CONTRAST))
    assert expected == grade(seen, Name.CONTRAST)
    assert (4, 4) == (grade(seen, Name.MODULATION), grade(seen, Name.MARGIN))


@pytest.mark.parametrize("narrow", [1, 2, 3, 4, 5])
def test_the_quiet_zone_is_measured_on_each_side(narrow: int, modules: Made, drawn: Drawn, measured: Measured) -> None:
    """
    What is dark so many modules away on one side, and nothing on the others.
    """
    grey = drawn(modules(), 6, 6)
    grey[: (6 - narrow) * 6] = 0
    seen = measured(grey)
    assert [narrow, 6, 6, 6] == [float(side) for side in seen.quiet_zone]
    assert min(narrow, 4) == grade(seen, Name.QUIET_ZONE)


def test_the_edge_of_the_picture_ends_the_quiet_zone(modules: Made, drawn: Drawn, measured: Measured) -> None:
    """
    What a screenshot does not show is not counted as quiet.
    """
    assert [2.0] * 4 == [float(side) for side in measured(drawn(modules(), 6, 2)).quiet_zone]


@pytest.mark.parametrize(("percent", "expected"), [(0, 4), (5, 4), (7, 3), (9, 2), (11, 1), (15, 0)])
def test_axial_non_uniformity_is_how_far_the_symbol_is_stretched(
    percent: int, expected: int, modules: Made, drawn: Drawn, measured: Measured
) -> None:
    """
    A symbol that is wider than high by so many percent, and no other fault.
    """
    grey = drawn(modules(version=6), 20)
    seen = measured(resized(grey, len(grey) * (100 + percent) // 100, len(grey)))
    assert percent / (100 + percent / 2) == pytest.approx(value(seen, Name.AXIAL), abs=0.002)
    assert percent / (100 + percent) == pytest.approx(float(seen.skew), abs=0.002)
    assert expected == grade(seen, Name.AXIAL)


def test_a_leaning_symbol_is_not_square(modules: Made, drawn: Drawn, measured: Measured) -> None:
    """
    Its sides are alike, its diagonals are not.
    """
    grey = drawn(modules(), 8)
    matrix = np.array([[1, -0.1, 0.1 * len(grey) / 2], [0, 1, 0]], np.float32)
    leaning = cv2.warpAffine(grey, matrix, grey.shape, borderValue=(255,))
    seen = measured(np.asarray(leaning, np.uint8))
    assert 0.095 == pytest.approx(float(seen.skew), abs=0.005)
    assert 4 == grade(seen, Name.AXIAL)


@pytest.mark.parametrize("change", [-2, -1, 0, 1, 2])
def test_print_growth_is_measured_and_not_graded(change: int, modules: Made, drawn: Drawn, measured: Measured) -> None:
    """
    Dark modules drawn wider or narrower by so many of eight px.
    """
    grey, kernel = drawn(modules(), 8), np.ones((1 + abs(change),) * 2, np.uint8)
    changed = cv2.erode(grey, kernel) if change > 0 else cv2.dilate(grey, kernel)
    seen = measured(np.asarray(changed, np.uint8))
    assert change / 8 == pytest.approx(value(seen, Name.GROWTH), abs=0.01)
    assert grade(seen, Name.GROWTH) is None


@pytest.mark.parametrize(("version", "level"), [(1, "H"), (2, "M"), (5, "L"), (7, "Q"), (15, "M")])
def test_unused_error_correction_falls_with_each_wrong_codeword(
    version: int, level: str, modules: Made, drawn: Drawn, measured: Measured
) -> None:
    """
    Exactly two of the codewords that may be used up go for each one that is corrected, and its grade follows.
    """
    truth = modules(b"1234", version, level, 2)
    whole = decode(truth, Kind(version, level, 2))
    assert whole is not None
    rows, columns = layout(version).bits
    spoiled, spare = truth.copy(), whole.blocks[0].spare
    for number, codeword in enumerate(np.flatnonzero(whole.block_of == 0)[: spare // 2], 1):
        spoiled[rows[8 * codeword], columns[8 * codeword]] ^= True
        seen = measured(drawn(spoiled, 5))
        left = Fraction(spare - 2 * number, spare)
        assert (number, float(left)) == (seen.corrected, value(seen, Name.UNUSED))
        assert least(left, LEAST_UNUSED) == grade(seen, Name.UNUSED)
        assert number == seen.damage.sum()


def test_one_wrong_module_does_not_fail_modulation(modules: Made, drawn: Drawn, measured: Measured) -> None:
    """
    Error correction makes up for it: the weakest module has no margin, but the grade stays that of the rest.
    """
    truth = modules(version=7)
    rows, columns = layout(7).bits
    truth[rows[40], columns[40]] ^= True
    seen = measured(drawn(truth))
    assert (1.0, 0.0) == (value(seen, Name.MODULATION), value(seen, Name.MARGIN))
    assert (4, 4) == (grade(seen, Name.MODULATION), grade(seen, Name.MARGIN))


@pytest.mark.parametrize("wrong", [0, 1, 2, 3, 4])
def test_wrong_modules_of_a_finder_are_counted(
    wrong: int, modules: Made, drawn: Drawn, found: Callable[[Grey], Symbol], as_picture: Callable[[Grey], Picture]
) -> None:
    """
    One grade for each, on the edge of a finder where nothing else stands.
    """
    truth = modules(b"12345", version=3)
    symbol = found(drawn(truth, 8))
    truth[0, 1 : 1 + wrong] = False
    seen = measure(as_picture(drawn(truth, 8)), symbol)
    assert max(0, 4 - wrong) == grade(seen, Name.FIXED_PATTERN)
    assert wrong == round(value(seen, Name.FIXED_PATTERN) * layout(3).patterned.sum())


def test_wrong_bits_of_format_and_version_information_are_counted(
    modules: Made, drawn: Drawn, measured: Measured
) -> None:
    """
    In each copy on its own; up to three in one copy do no harm.
    """
    truth = modules(version=8, level="Q", mask=5)
    truth[8, 0:2] ^= True
    truth[0, len(truth) - 11] ^= True
    seen = measured(drawn(truth))
    assert (Kind(8, "Q", 5), (2, 0), (1, 0)) == (
        seen.kind,
        seen.information.format_errors,
        seen.information.version_errors,
    )
    assert (3, 3) == (grade(seen, Name.FORMAT), grade(seen, Name.VERSION))


def test_blur_lowers_modulation_step_by_step(modules: Made, drawn: Drawn, measured: Measured) -> None:
    """
    The more blur, the less modulation.
    """
    grey = drawn(modules(), 8)
    blurred = [cv2.GaussianBlur(grey, (0, 0), sigma) for sigma in (0.5, 1, 1.5, 2, 2.5)]
    values = [value(measured(np.asarray(each, np.uint8)), Name.MODULATION) for each in blurred]
    assert sorted(values, reverse=True) == values
    assert len(set(values)) == len(values)


@pytest.mark.parametrize("share", [15, 25])
def test_what_a_logo_covers_is_estimated(share: int, modules: Made, drawn: Drawn, measured: Measured) -> None:
    """
    Within one percent of the symbol's area, and it costs error correction.
    """
    truth = modules(version=10, level="H")
    side = len(truth) * share // 100
    first = (6 + (len(truth) - side) // 2) * 6
    grey = drawn(truth)
    grey[first : first + side * 6, first : first + side * 6] = 255
    seen = measured(grey)
    assert side**2 / truth.size == pytest.approx(float(seen.covered), abs=0.01)
    assert value(seen, Name.UNUSED) < 1


@pytest.mark.parametrize(
    ("colour", "expected"),
    [((0, 0, 0), 21.0), ((255, 255, 255), 1.0), ((0, 0, 255), 4.0), ((255, 0, 0), 8.59), ((0, 128, 0), 5.14)],
)
def test_the_contrast_of_luminance_is_that_of_wcag(
    colour: tuple[int, int, int], expected: float, modules: Made, drawn: Drawn, measured: Measured
) -> None:
    """
    Coloured (blue, green, red) on white, with the ratios that are published for these colours.
    """
    grey = drawn(modules())
    bgr = np.where((grey == 0)[..., None], np.array(colour, np.uint8), np.uint8(255))
    assert expected == pytest.approx(float(measured(grey, bgr).contrast_ratio), abs=0.01)


def test_an_inverted_symbol_has_a_contrast_below_one(modules: Made, drawn: Drawn, measured: Measured) -> None:
    """
    Light to dark, where the dark modules of the code are the light ones of the screen.
    """
    seen = measured(255 - drawn(modules()))
    assert seen.inverted
    assert Fraction(1, 21) == seen.contrast_ratio
    assert 4 == grade(seen, Name.CONTRAST)


def test_sizes_in_mm_come_from_the_density(modules: Made, drawn: Drawn, measured: Measured) -> None:
    """
    Ten px a mm and modules of six px.
    """
    seen = measured(drawn(modules(), 6), ppmm=10.0)
    assert seen.module_mm is not None
    assert [0.6, 0.6] == [float(side) for side in seen.module_mm]
    for unknown in (None, 1e-9, float("nan"), float("inf")):
        assert measured(drawn(modules(), 6), ppmm=unknown).module_mm is None


def test_economy_tells_the_smallest_version_and_the_fewest_bits() -> None:
    """
    Digits in byte mode waste room; so does a version that is too large. Bits by ISO/IEC 18004:2015, 7.4.
    """
    digits = b"0123456789" * 4
    assert 4 + 10 + 134 == fewest_bits(digits, 1)
    assert 4 + 8 + 8 * 3 == fewest_bits(b"abc", 1)
    assert 4 + 8 + 24 + 4 + 10 + 40 == fewest_bits(b"abc" + digits[:12], 1)
    assert 0 == fewest_bits(b"", 1)
    assert 3 == tight_version([Segment("byte", 40, 4 + 16 + 320)], 12, "M")
    assert 2 == tight_version([Segment("byte", 26, 4 + 8 + 208)], 2, "M")


def test_grades_are_decided_without_rounding() -> None:
    """
    A value at the limit has the grade, one beside it does not.
    """
    assert 4 == least(Fraction(62, 100), LEAST_UNUSED)
    assert 3 == least(Fraction(6199999, 10000000), LEAST_UNUSED)
    assert 4 == most(Fraction(38, 100), MOST_GRID)
    assert 3 == most(Fraction(3800001, 10000000), MOST_GRID)
    assert (0, 0) == (least(Fraction(0), LEAST_UNUSED), most(Fraction(1), MOST_GRID))


@pytest.mark.parametrize(
    ("number", "expected"), [(Fraction(7, 2), "3.5"), (Fraction(39999, 10000), "3.999"), (Fraction(-1, 4), "-0.25")]
)
def test_decimals_never_reach_a_limit_that_is_missed(number: Fraction, expected: str) -> None:
    """
    They are cut, not rounded.
    """
    assert expected == decimal(number)


def test_the_same_picture_gives_the_same_numbers(modules: Made, drawn: Drawn, measured: Measured) -> None:
    """
    Twice, on a picture where no edge is at a whole px.
    """
    grey = drawn(modules(), 7)
    small = np.asarray(cv2.resize(grey, (len(grey) * 53 // 100,) * 2, interpolation=cv2.INTER_AREA), np.uint8)
    assert plain(measured(small)) == plain(measured(small))

"""
What the texts of a screen disclose: layouts that honest apps use, and disclosures that must not pass.
"""

from __future__ import annotations

from datetime import date

import pytest

from conformance.contract import VisibleText
from conformance.model import DisplayVector
from conformance.reading.screen import dates, folded, lines, masked_dates, masked_numbers, shows
from conformance.vectors import load_vectors

BORN = date(1987, 1, 18)
CCCD = "001093029317"


@pytest.mark.parametrize(
    "text",
    [
        "******029317",
        "Số giấy tờ: ******029317",
        "CCCD ****** 029317",
        "*** *** 029 317",
        "CCCD:******029317 (đã che)",
        "Số giấy tờ · ******029317",
        "• ******029317",
        "CCCD • ******029317",
        "Số # ******029317",
        "****.**02.9317",
        "**** **02 9317",
        "\u00a0******029317\u00a0",
    ],
)
def test_a_masked_number_is_known_in_any_grouping(text: str) -> None:
    """
    Apps group digits and put labels before them; nothing of the first six can be read.
    """
    found = masked_numbers([text], CCCD)
    assert ("******029317", 0) in {(each.written, each.disclosed) for each in found}
    assert not shows([text], CCCD)


@pytest.mark.parametrize(
    ("text", "written", "disclosed"),
    [
        ("*****3029317", "*****3029317", 1),
        ("001***029317", "001***029317", 3),
        ("*******029317", "*******029317", 0),
        ("************", "************", 0),
        ("•••••• 029317".replace(" ", ""), "••••••029317", 0),
        ("*********317", "*********317", 0),
    ],
)
def test_a_wrongly_masked_number_is_seen_as_it_is_written(text: str, written: str, disclosed: int) -> None:
    """
    Too few asterisks disclose; too many, other signs and a hidden rest are another shape.
    """
    found = masked_numbers([f"Số giấy tờ: {text}"], CCCD)
    assert (written, disclosed) in {(each.written, each.disclosed) for each in found}
    assert "******029317" not in {each.written for each in found}


@pytest.mark.parametrize(
    "text", ["******3700", "**/**/1987", "****", "0944 *** 700", "Thẻ BHYT ****821", "#1", "* Bắt buộc", "**********"]
)
def test_other_masked_values_are_not_taken_for_the_number(text: str) -> None:
    """
    Phone, birth date and health-insurance card may be masked on the same screen.
    """
    assert [] == masked_numbers([text], CCCD)


@pytest.mark.parametrize(
    "text",
    [
        "001093029317",
        "Số giấy tờ: 001093029317",
        "001 093 029 317",
        "0010 9302 9317",
        "CCCD001093029317",
        "001.093.029.317",
        "001-093-029-317",
        "001093029317 CCCD",
        "001093029317 do Cục Cảnh sát cấp",
        "CCCD 001093029317 da xac thuc",
        "*001093029317",
    ],
)
def test_a_clear_number_is_found_in_any_grouping(text: str) -> None:
    """
    Grouping never hides a disclosed number.
    """
    assert shows([text], CCCD)


@pytest.mark.parametrize("text", ["9001093029317", "0010930293170"])
def test_a_number_inside_a_longer_one_is_another_number(text: str) -> None:
    """
    A longer number does not show it.
    """
    assert not shows([text], CCCD)


@pytest.mark.parametrize(
    "text",
    [
        "18/01/1987",
        "18-01-1987",
        "18.01.1987",
        "18/1/1987",
        "1987-01-18",
        "1987/01/18",
        "18 tháng 01 năm 1987",
        "Ngày sinh: ngày 18 tháng 1 năm 1987",
        "18 thg 1, 1987",
        "18 tháng 1, 1987",
        "18 01 1987",
    ],
)
def test_a_clear_birth_date_is_found_in_common_layouts(text: str) -> None:
    """
    Decision 3 accepts any common layout; a layout that we did not know would accuse an honest app.
    """
    assert any(each.is_the(BORN) for each in dates([text]))


@pytest.mark.parametrize(
    "text",
    [
        "**/**/1987",
        "**-**-1987",
        "1987-**-**",
        "**.**.1987",
        "ngày ** tháng ** năm 1987",
        "** / ** / 1987",
        "** tháng **, 1987",
        "** ** 1987",
        "*/*/1987",
    ],
)
def test_a_masked_birth_date_is_found_in_common_layouts(text: str) -> None:
    """
    Day and month are all asterisks, the year is in clear.
    """
    (found,) = masked_dates([text])
    assert (False, True, "1987") == (found.discloses(BORN), found.hides_day_and_month, found.year)


@pytest.mark.parametrize("text", ["18/**/1987", "**/01/1987", "1987-01-**", "*8/**/1987"])
def test_half_a_mask_discloses(text: str) -> None:
    """
    A readable digit of the day or of the month is a disclosure.
    """
    (found,) = masked_dates([text])
    assert found.discloses(BORN)


def test_day_and_month_exchanged_disclose_but_do_not_show() -> None:
    """
    A reader of the screen learns both digits, and the full view must still write them in their order.
    """
    (found,) = dates(["01/18/1987"])
    assert (True, False) == (found.discloses(BORN), found.is_the(BORN))


@pytest.mark.parametrize(
    "vector", [each for each in load_vectors() if isinstance(each, DisplayVector)], ids=lambda vector: vector.id
)
def test_every_layout_that_the_vectors_publish_is_recognised(vector: DisplayVector) -> None:
    """
    What a vector accepts of the screen, no check may fail.
    """
    for person, expected in zip(vector.people, vector.expected, strict=True):
        if person.born_precision == "year":
            continue
        for text in expected.screen.born_full:
            assert any(each.is_the(person.born) for each in dates([text])), text
        for text in expected.screen.born_masked:
            assert any(each.hides_day_and_month and not each.discloses(person.born) for each in dates([text])), text
        if expected.screen.paper_masked and expected.screen.paper_full:
            written = [
                each.written for each in masked_numbers([expected.screen.paper_masked], expected.screen.paper_full)
            ]
            assert expected.screen.paper_masked in written


def test_values_split_over_texts_are_read_together() -> None:
    """
    An accessibility tree gives day, month and year, or the groups of a number, as texts of their own.
    """
    row = [VisibleText(text=text, box=(left, 100, 40, 30)) for left, text in ((0, "18"), (50, "/01/"), (100, "1987"))]
    column = VisibleText(text="Nguyễn\n001 093 029 317", box=(0, 200, 200, 80))
    words = lines([*row, column])
    assert any(each.is_the(BORN) for each in dates(words))
    assert shows(words, CCCD)


@pytest.mark.parametrize("text", ["09:41", "24/11/2026 18:30", "0944713700", "162979388586171100", "******029317"])
def test_other_values_are_no_masked_birth_date(text: str) -> None:
    """
    A clock, the date of today, a phone, a QID or a masked number.
    """
    assert [] == masked_dates([text])
    assert not any(each.is_the(BORN) for each in dates([text]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Lê Kha Hân", "NGUYEN LE KHA HAN"),
        ("Đặng Đỗ Đình Đạt", "dang do dinh dat"),
        ("H'Hen Niê", "HHEN NIE"),
        ("Võ <script> Em", "VO SCRIPT EM"),
    ],
)
def test_two_spellings_of_a_name_fold_alike(one: str, other: str) -> None:
    """
    Marks, case, blanks and signs do not make another person.
    """
    assert folded(one) == folded(other)

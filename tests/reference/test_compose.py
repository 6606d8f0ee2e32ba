"""
From a person to the string in the code.
"""

from __future__ import annotations

import unicodedata

import pytest

from conformance.model import Paper, PaperKind, Sex
from conformance.reference.compose import Composer, mask_number, transliterate

EXAMPLE = "001093029317|NGUYEN LE KHA HAN|1987-01-18|0|162979388586171100|<1<HS4010120878821<0944713700"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nguyễn Thị Ánh Nguyệt", "NGUYEN THI ANH NGUYET"),  # worked by hand
        ("Đặng Đỗ Đình Đạt", "DANG DO DINH DAT"),
        ("Trương Mỹ Ưu Ơn", "TRUONG MY UU ON"),
        ("Y Ban Niê", "Y BAN NIE"),
        ("ðặng Ðình", "DANG DINH"),  # U+00F0 and U+00D0, the look-alikes
        ("H’Hen Niê", "H'HEN NIE"),
        ("Hʼ Mông", "H' MONG"),
        ("Anne‑Marie Lê–Trần", "ANNE-MARIE LE-TRAN"),
        ("\u00a0Lê\u00a0\u00a0Hà \t\r\n", "LE HA"),
        ("Lê|Hà<Thu>", "LE HA THU"),
        ("Lê｜Hà＜Thu", "LE HA THU"),  # wide forms, which decompose to the separators
        ("<b>Trần</b> &amp; Anh", "B TRAN B AMP ANH"),
        ("\u202eẨn\u200b Danh", "AN DANH"),
        ("istanbul ı", "ISTANBUL I"),
        ("Strauß", "STRAUSS"),
        ("王", ""),
    ],
)
def test_a_name_is_transliterated(name: str, expected: str) -> None:
    """
    Worked examples and hard names give the value of HoTen.
    """
    assert expected == transliterate(name)


def test_both_normalisation_forms_give_the_same_name() -> None:
    """
    Every Vietnamese letter is folded alike whether it is composed or not, and nothing but A to Z comes out.
    """
    letters = [
        unicodedata.normalize("NFC", base + tone)
        for base in "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    ]
    composed = [transliterate(letter) for letter in letters]

    assert set("AEIOUY") == set(composed)
    assert composed == [transliterate(unicodedata.normalize("NFD", letter)) for letter in letters]


@pytest.mark.parametrize(
    ("number", "expected"),
    [("001093029317", "******029317"), ("012345678", "******678"), ("B1234567", "******67"), ("X12", "***")],
)
def test_six_characters_are_masked(number: str, expected: str) -> None:
    """
    The first six characters are hidden, the length stays.
    """
    assert expected == mask_number(number)


def test_the_full_form_is_the_ministrys_example(person) -> None:
    """
    The published example of Decision 1405 comes out to the letter.
    """
    assert EXAMPLE == Composer().payload(person(), masked=False)


def test_the_default_form_discloses_nothing(person) -> None:
    """
    The default form masks number and birth date and leaves out BHYT and phone.
    """
    expected = "******029317|NGUYEN LE KHA HAN|1987-**-**|0|162979388586171100|<1"

    assert expected == Composer().payload(person(), masked=True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"sex": None, "health_insurance": None, "phone": None}, ""),
        ({"health_insurance": None, "phone": None}, "<1"),
        ({"sex": None, "health_insurance": None}, "<<<0944713700"),
        ({"declared_by": "077", "sex": Sex.NO_INFORMATION, "health_insurance": None, "phone": None}, "077<0"),
        ({"signature": "MEUCIQ=="}, "<1<HS4010120878821<0944713700<MEUCIQ=="),
        ({"phone": "09|44<713 700"}, "<1<HS4010120878821<0944713700"),
    ],
)
def test_the_sub_fields_keep_their_places(person, changes: dict[str, object], expected: str) -> None:
    """
    Empty sub-fields keep their place, those at the end are left out, and the fifth bar is always there.
    """
    payload = Composer().payload(person(**changes), masked=False)

    assert 5 == payload.count("|")
    assert expected == payload.rpartition("|")[2]


def test_a_person_without_paper_has_an_empty_number(person) -> None:
    """
    Declared by another and without paper: the first field is empty, the fourth is 1.
    """
    payload = Composer().payload(person(paper=None, declared_by="162979388586171101"), masked=True)

    assert payload.startswith("|NGUYEN LE KHA HAN|1987-**-**|1|162979388586171100|162979388586171101<1")


def test_a_passport_keeps_its_letters(person) -> None:
    """
    A passport number is carried as it is registered.
    """
    paper = Paper(kind=PaperKind.PASSPORT_VN, number="B1234567")

    assert Composer().payload(person(paper=paper), masked=False).startswith("B1234567|")

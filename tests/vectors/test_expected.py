"""
From a person to what is expected: worked examples that were calculated by hand.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest

from conformance.model import Paper, PaperKind, Person, Sex
from conformance.vectors.expected import accepted_names, expected_of, masked_number


def person(**changes: Any) -> Person:
    values: dict[str, Any] = {
        "qid": "162979388586171103",
        "paper": Paper(kind=PaperKind.CCCD, number="001090345678"),
        "name": "Đỗ Văn D",
        "born": date(1990, 12, 1),
        "declared_by": None,
        "sex": None,
        "health_insurance": None,
        "phone": None,
        "signature": None,
    }
    return Person(**(values | changes))


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        ("Nguyễn Thị Ánh Nguyệt", "NGUYEN THI ANH NGUYET"),
        ("Đặng Đỗ Đình Đạt", "DANG DO DINH DAT"),
        ("Trương Mỹ Ưu Ơn", "TRUONG MY UU ON"),
        ("Y Ban Niê", "Y BAN NIE"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_worked_transliterations(registered: str, expected: str, form: Any) -> None:
    """
    The examples of facts 8, in both normalisation forms.
    """
    assert (expected,) == accepted_names(unicodedata.normalize(form, registered))


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        ("Ðặng ðình Đạt đ", "DANG DINH DAT D"),
        ("nGUYỄN mINH iI", "NGUYEN MINH II"),
        ("a\u0302\u0323 a\u0323\u0302", "A A"),
        ("Trần\u00a0Văn\u00a0 \u3000Nam", "TRAN VAN NAM"),
        ("\t Lê\r\nAn\u2029", "LE AN"),
        ("Strauß", "STRAUSS"),
        ("Ngọc ımit", "NGOC IMIT"),
        ("José Núñez", "JOSE NUNEZ"),
    ],
)
def test_letters_and_blanks_have_one_spelling(registered: str, expected: str) -> None:
    """
    Look-alikes, mixed case, marks in any order and every white space.
    """
    assert (expected,) == accepted_names(registered)


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        ("H'Hen Niê", ("H'HEN NIE", "HHEN NIE")),
        ("K’Brể", ("K'BRE", "KBRE", "K’BRE")),
        ("KʼBrể", ("K'BRE", "KBRE", "KʼBRE")),
        ("Jean-Luc", ("JEAN-LUC", "JEANLUC", "JEAN LUC")),
        ("Trần <Bình> An", ("TRAN BINH AN", "TRAN BINH> AN")),
        ("Lê &amp; Hà", ("LE AMP HA", "LE &AMP; HA")),
        ("Võ <script> Em", ("VO SCRIPT EM", "VO SCRIPT> EM")),
        ("Lý Minh|An", ("LY MINH AN", "LY MINHAN")),
        ("Bùi Lộc <Hùng", ("BUI LOC HUNG",)),
    ],
)
def test_what_is_no_letter_may_be_treated_in_several_ways(registered: str, expected: tuple[str, ...]) -> None:
    """
    Apostrophes and hyphens kept or dropped; separators never kept; every treatment the same for all of a kind.
    """
    assert expected == accepted_names(registered)


@pytest.mark.parametrize("registered", ["|", " ", "''", "<>"])
def test_a_name_without_letters_is_refused(registered: str) -> None:
    """
    Nothing can be expected of it.
    """
    with pytest.raises(ValueError, match="no letter"):
        accepted_names(registered)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {
                "qid": "162979388586171102",
                "paper": None,
                "name": "Lê Thị C",
                "born": date(2015, 5, 6),
                "declared_by": "162979388586171100",
                "sex": Sex.FEMALE,
                "phone": "0944713700",
            },
            "|LE THI C|2015-05-06|1|162979388586171102|162979388586171100<2<<0944713700",
        ),
        (
            {"paper": Paper(kind=PaperKind.PASSPORT_VN, number="B1234567")},
            "B1234567|DO VAN D|1990-12-01|0|162979388586171103|",
        ),
        ({"sex": Sex.NO_INFORMATION}, "001090345678|DO VAN D|1990-12-01|0|162979388586171103|<0"),
        ({"signature": "AA=="}, "001090345678|DO VAN D|1990-12-01|0|162979388586171103|<<<<AA=="),
        ({"declared_by": "77"}, "001090345678|DO VAN D|1990-12-01|1|162979388586171103|77"),
    ],
)
def test_full_payloads(changes: dict[str, Any], expected: str) -> None:
    """
    The ready-made strings of facts 10.1 that are right, and EXT with a single value.
    """
    assert expected == expected_of(person(**changes)).payload.full


def test_masked_payload_of_an_old_identity_card() -> None:
    """
    "cmnd-masked" of facts 10.1.
    """
    tran = person(
        qid="162979388586171101",
        paper=Paper(kind=PaperKind.CMND, number="123456789"),
        name="Trần Văn B",
        born=date(1975, 8, 30),
    )

    assert "******789|TRAN VAN B|1975-**-**|0|162979388586171101|" == expected_of(tran).payload.masked


def test_the_minimal_payload_hides_insurance_and_phone_and_keeps_the_places() -> None:
    """
    Sex and signature stay where they were; without a signature the empty places at the end vanish.
    """
    signed = person(sex=Sex.MALE, health_insurance="0123456789", phone="0944713700", signature="AA==")
    unsigned = person(health_insurance="0123456789", phone="0944713700")

    head = "******345678|DO VAN D|1990-**-**|0|162979388586171103|"
    assert head + "<1<<<AA==" == expected_of(signed).payload.masked_minimal
    assert head == expected_of(unsigned).payload.masked_minimal
    assert head + "<<0123456789<0944713700" == expected_of(unsigned).payload.masked


@pytest.mark.parametrize(
    ("number", "expected"),
    [("", ""), ("12345", "*****"), ("123456", "******"), ("AB12345", "******5"), ("001093029317", "******029317")],
)
def test_six_characters_are_masked(number: str, expected: str) -> None:
    """
    Always the first six, and all of a shorter number.
    """
    assert expected == masked_number(number)


def test_screen_texts() -> None:
    """
    Common layouts with and without leading zeros; masked ones keep the year in clear and nothing else.
    """
    screen = expected_of(person(born=date(1990, 2, 1))).screen

    assert ("001090345678", "******345678") == (screen.paper_full, screen.paper_masked)
    assert {"01/02/1990", "1/2/1990", "01-02-1990", "01.02.1990", "1990-02-01", "1990/02/01"} <= set(screen.born_full)
    assert {"ngày 01 tháng 02 năm 1990", "1 tháng 2 năm 1990"} <= set(screen.born_full)
    assert {"**/**/1990", "*/*/1990", "**-**-1990", "1990-**-**", "** tháng ** năm 1990"} <= set(screen.born_masked)
    assert "02/01/1990" not in screen.born_full
    assert all("1990" in text and not set("012") & set(text.replace("1990", "")) for text in screen.born_masked)


def test_no_spelling_stands_twice() -> None:
    """
    A day and month of two digits have fewer spellings.
    """
    screen = expected_of(person(born=date(1990, 12, 11))).screen

    assert len(set(screen.born_full)) == len(screen.born_full)
    assert len(set(screen.born_masked)) == len(screen.born_masked)


def test_a_year_only_is_a_full_and_a_masked_form() -> None:
    """
    The payload holds the placeholder date; the screen may show the bare year or the placeholder.
    """
    expected = expected_of(person(born=date(1950, 1, 1), born_precision="year"))

    assert "001090345678|DO VAN D|1950-01-01|0|162979388586171103|" == expected.payload.full
    assert "1950" == expected.screen.born_full[0]
    assert "01/01/1950" in expected.screen.born_full
    assert "1950" == expected.screen.born_masked[-1]


def test_without_a_paper_there_is_no_text_of_it() -> None:
    """
    Null, not an empty text.
    """
    screen = expected_of(person(paper=None, declared_by="77")).screen

    assert (None, None) == (screen.paper_full, screen.paper_masked)

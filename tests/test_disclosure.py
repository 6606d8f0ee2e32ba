"""
In which spellings data of a person are found in a text, and in which they are not there.
"""

from __future__ import annotations

import base64
from datetime import date
from urllib.parse import quote

import pytest

from conformance.disclosure import Told, leak_or_name_in
from conformance.model import Paper, PaperKind, Person, Sex

PERSON = Person(
    qid="1",
    paper=Paper(kind=PaperKind.CCCD, number="031166756890"),
    name="Đỗ Thị Ánh",
    born=date(1966, 6, 2),
    declared_by=None,
    sex=Sex.FEMALE,
    health_insurance="HS4010120878821",
    phone="0912345678",
    signature=None,
)
GIVEN_AWAY = [
    "031166756890", "031-166-756-890", "031,166,756,890", "031_166_756_890", "x031166756890y",
    base64.b64encode(b'{"id":"031166756890"}').decode(), "%30%33%31166756890",
    "0912345678", "+84912345678", "+84 (0) 912 345 678", "0084-912-345-678", "84.912.345.678",
    "hs4010120878821", "1966-06-02", "1966-6-2", "2/6/1966", "02.06.1966", "6/2/1966", "19660602", "1966,6,2",
    "2 tháng 6 năm 1966", "ngày 02 tháng 06 năm 1966", "2 THANG 6 NAM 1966", quote("2 tháng 6 năm 1966"),
    "Đỗ Thị Ánh", "do thi anh", "DO_THI_ANH", "do-thi-anh", "DoThiAnh", quote("Đỗ Thị Ánh"),
]  # fmt: skip
KEPT = [
    "", "******756890", "031166******", "0912345***", "+84", "1966", "1966-**-**", "11966-6-21", "1966-6-21", 
    "12/6/1966", "02/06/1967", "2 tháng 6", "Đỗ Thị ***", "Do Anh", "2026-11-24T22:27:05.038717+00:00",
]  # fmt: skip


@pytest.mark.parametrize("text", GIVEN_AWAY)
def test_a_datum_is_found_however_it_is_written(text: str) -> None:
    """
    With separators, without zeros, in words, percent-encoded, packed.
    """
    assert None is not leak_or_name_in(Told(f"a text with {text} in it"), PERSON)


@pytest.mark.parametrize("text", KEPT)
def test_what_is_masked_or_somebody_elses_is_none(text: str) -> None:
    """
    Masked data, other dates, and times of today.
    """
    assert None is leak_or_name_in(Told(f"a text with {text} in it"), PERSON)

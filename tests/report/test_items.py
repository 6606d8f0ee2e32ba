"""
Every item of ISO/IEC 17025:2017, clause 7.8.2.1, is stated or its absence has a reason, in every document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from conformance.report import Finished
from conformance.report.centre import Centre
from conformance.report.items import LETTERS, RULE, Item, items
from conformance.report.markdown import inert, render

Get = Callable[[str], Finished]
CENTRE = Centre(
    issuing_body="Trung tâm Mẫu",
    address="1 Phố Giả Định",
    document_number="17/BC-TTM",
    place="Thành phố Ví Dụ",
    evaluator="Nguyễn Thị Mẫu",
    authoriser="Trần Văn Ví Dụ",
    work_place="Phòng 2",
    customer_contact="mau@vendor.example",
    received=date(2021, 10, 1),
    issued=date(2021, 10, 9),
)
STATED = {  # what the report says to each item in English, for the failing story and the centre above
    "a": "Conformity evaluation report: Personal QR display module",
    "b": "Trung tâm Mẫu, 1 Phố Giả Định",
    "c": "Phòng 2",
    "d": "3f0c9a52-6f1e-4d0b-9a37-0d5b8f2a1c44",
    "e": "Công ty Ví Dụ; contact: mau@vendor.example",
    "f": "qrconform 1.0; pqr-1.1",
    "g": "Ứng dụng Mẫu Đỗ Quyên 4.0.4 (7f3a91c)",
    "h": "2021-10-01",
    "i": "collected from 2021-10-07 08:30:12 UTC; judged at 2021-10-07 08:30:12 UTC",
    "j": "2021-10-09",
    "k": "all that were selected were driven",
    "l": "relate only to the item tested",
    "m": "units (px, mm, s) stand beside each number",
    "n": "This run was not made as an official run.",
    "o": "Trần Văn Ví Dụ",
    "p": "No result comes from an external provider.",
    RULE: "A requirement is met when it held on every vector",
}
ONLY_THE_CENTRE_KNOWS = ("b", "c", "h", "o")


def by_letter(finished: Finished) -> dict[str, Item]:
    """
    The items by their letter.
    """
    return {item.letter: item for item in items(finished)}


@pytest.mark.parametrize("letter", [*LETTERS, RULE])
def test_a_signed_report_states_the_item(finished: Get, letter: str) -> None:
    """
    With a centre every item is stated, in the table of the items and so in every document.
    """
    made = replace(finished("failing"), centre=CENTRE)
    item = by_letter(made)[letter]

    assert item.stated
    assert STATED[letter] in item.text.en
    assert inert(item.text.vi) in render(made)


@pytest.mark.parametrize("letter", [*LETTERS, RULE])
def test_a_self_test_states_the_item_or_why_not(finished: Get, letter: str) -> None:
    """
    Without a centre nothing is invented: what only the centre knows is not stated, and the reason is.
    """
    item = by_letter(finished("failing"))[letter]

    assert (letter not in ONLY_THE_CENTRE_KNOWS) == item.stated
    assert item.stated or "Not stated: no file on the evaluating body was given" in item.text.en
    assert "contact not stated" in by_letter(finished("failing"))["e"].text.en


def test_a_key_that_the_centre_leaves_out_is_named(finished: Get) -> None:
    """
    A centre that does not say where the work was done does not make the report say it.
    """
    made = replace(finished("passing"), centre=CENTRE.model_copy(update={"work_place": None}))

    assert "Not stated: the file on the evaluating body does not give work_place" == by_letter(made)["c"].text.en
    assert not by_letter(made)["c"].stated


def test_deviations_name_what_was_not_as_the_method_says(finished: Get, tell: Callable[..., Finished]) -> None:
    """
    A missing reader, strange vectors and what was not evaluated are deviations; an official run has no more than that.
    """
    deviating = by_letter(finished("failing"))["n"].text.en
    official = by_letter(tell(run={"official": True}))["n"].text.en

    assert "The reader zbar cannot be used" in deviating
    assert "official run" not in official
    assert official.startswith("None but ")

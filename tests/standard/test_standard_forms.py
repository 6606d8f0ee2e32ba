"""
The forms of an evaluator: each of a row on documents, under laws that are known.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from conformance.exceptions import StandardError
from conformance.model import Method
from conformance.reviewing import laws_on
from conformance.standard import load_forms, load_standard
from conformance.standard.reading import read_forms, read_standard

Doctor = Callable[[str, str, str], Path]
FORM = 'requirement = "PQR-110"'


def test_a_form_belongs_to_a_row_that_only_documents_decide() -> None:
    """
    No row with a check has one, and each says in both languages what is to be filed.
    """
    rows = [load_standard().get(id) for id in load_forms()]

    assert {Method.DOCUMENT} == {row.method for row in rows}
    assert all(row.why_no_check and row.least.positive == 0 for row in rows)
    assert all(form.documents.vi != form.documents.en for form in load_forms().values())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (FORM, 'requirement = "PQR-014"', r"reviews\.toml: PQR-014 is no row in force that is decided on documents"),
        (FORM, 'requirement = "PQR-999"', r"reviews\.toml: PQR-999 is no row in force"),
        (FORM, 'requirement = "PQR-066"', r"reviews\.toml: PQR-066 is no row in force .* or has a form already"),
        ('laws = ["regulation-733-2020"]', 'laws = ["law-0"]', r"PQR-114: there is no law law-0 in laws\.toml"),
        (FORM, f"{FORM}\ndokuments = 1", "the key dokuments is unknown"),
    ],
)
def test_a_form_that_fits_nothing_is_refused(doctor: Doctor, old: str, new: str, message: str) -> None:
    """
    Of a row with a check, of none, a second one, under an unknown law, misspelt.
    """
    folder = doctor("reviews.toml", old, new)

    with pytest.raises(StandardError, match=message):
        read_forms(folder, read_standard(folder))


def test_what_is_reviewed_is_part_of_the_digest(doctor: Doctor) -> None:
    """
    Another set of forms is another standard: it decides which rows count.
    """
    shipped = load_standard().digest

    assert shipped != read_standard(doctor("reviews.toml", "The data policy", "The whole policy")).digest


def test_data_protection_rows_follow_the_laws() -> None:
    """
    Whatever the day since the first decree, one law on personal data bears on each of the rows on them.
    """
    data = ("PQR-110", "PQR-111", "PQR-112", "PQR-113")
    for day, expected in ((date(2025, 12, 31), "decree-13-2023"), (date(2026, 1, 1), "law-91-2025")):
        assert [] == [id for id in data if expected not in {law.id for law in laws_on(load_forms()[id], day)}]

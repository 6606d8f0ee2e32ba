"""
The rows of the shipped edition: complete, in both languages, and no bolder than their sources.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest

from conformance.model import Level, MaskingScope, Method, Requirement, Role
from conformance.standard import load_laws, load_profile, load_standard
from conformance.texts import Bilingual


def words(text: str) -> list[str]:
    """
    The words of a table that is typed in.
    """
    return text.split()


IDS = words(
    """
    PQR-001 PQR-002 PQR-003 PQR-004
    PQR-010 PQR-011 PQR-012 PQR-013 PQR-014 PQR-015
    PQR-020 PQR-021 PQR-022
    PQR-030 PQR-031 PQR-032
    PQR-040
    PQR-050 PQR-051 PQR-052 PQR-053 PQR-054
    PQR-060 PQR-061 PQR-062 PQR-063 PQR-064 PQR-065 PQR-066 PQR-067
    PQR-070 PQR-071 PQR-072 PQR-073 PQR-074 PQR-075 PQR-076 PQR-077
    PQR-080 PQR-081 PQR-082 PQR-083 PQR-084 PQR-085
    PQR-090 PQR-091 PQR-092 PQR-093
    PQR-100 PQR-101 PQR-102 PQR-103
    PQR-110 PQR-111 PQR-112 PQR-113 PQR-114
    PQR-120 PQR-121 PQR-122
    """
)
MUST = words(
    """
    PQR-001 PQR-002 PQR-004 PQR-010 PQR-011 PQR-014 PQR-015 PQR-020 PQR-021 PQR-022 PQR-030 PQR-031 PQR-040 PQR-050
    PQR-051 PQR-052 PQR-053 PQR-060 PQR-061 PQR-062 PQR-067 PQR-070 PQR-071 PQR-072 PQR-076 PQR-077 PQR-080 PQR-090
    PQR-092 PQR-100 PQR-101 PQR-110 PQR-112 PQR-113 PQR-120 PQR-121 PQR-122
    """
)
# the daggers of the catalogue, and the panel of readers
OWN_DECISIONS = words("PQR-002 PQR-004 PQR-053 PQR-067 PQR-076 PQR-077 PQR-080 PQR-090 PQR-092 PQR-121 PQR-122")
NO_CHECK = words(
    """
    PQR-013 PQR-066 PQR-110 PQR-111 PQR-112 PQR-113 PQR-114 PQR-120 PQR-121 PQR-122
    """
)

ROWS = list(load_standard().requirements.values())
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)


def texts(row: Requirement) -> Iterator[Bilingual]:
    """
    All the texts of a row that a user may read.
    """
    found = (row.title, row.text, row.rule, row.limits_reason, row.why_no_check)
    return (text for text in found if text is not None)


def test_all_sixty_are_there_in_their_order() -> None:
    """
    The edition has the 60 statements, none more, and a chapter keeps its number range together.
    """
    assert IDS == [row.id for row in ROWS]


def test_each_row_knows_its_chapter() -> None:
    """
    The loader sets the chapter from the file.
    """
    expected = {row.id: chapter.id for chapter in load_standard().chapters for row in chapter.requirements}

    assert expected == {row.id: row.chapter for row in ROWS}


def test_levels_are_those_decided() -> None:
    """
    What is a MUST is written down twice on purpose: a changed level must be a decision.
    """
    assert MUST == [row.id for row in ROWS if row.level is Level.MUST]


def test_rows_without_a_check_are_those_decided() -> None:
    """
    No reason for having no check slips in unseen.
    """
    assert NO_CHECK == [row.id for row in ROWS if row.why_no_check]


@every_row
def test_vietnamese_is_vietnamese(row: Requirement) -> None:
    """
    Each Vietnamese text has letters with marks, is in NFC, and is not the English one.
    """
    for text in texts(row):
        assert re.search("[đĐ\u0300-\u036f]", unicodedata.normalize("NFD", text.vi)), text.vi
        assert unicodedata.normalize("NFC", text.vi) == text.vi
        assert text.vi != text.en


@every_row
def test_texts_are_whole_sentences(row: Requirement) -> None:
    """
    Demands and rules end as sentences do; titles are short.
    """
    for text in (row.text, row.rule):
        assert text.vi.endswith(".")
        assert text.en.endswith(".")
    assert max(len(row.title.vi), len(row.title.en)) <= 60


@every_row
def test_a_must_rests_on_a_source_or_a_decision(row: Requirement) -> None:
    """
    A MUST needs an A or B source, or is one of the project's own decisions.
    """
    assert (row.id in OWN_DECISIONS) == (row.source.certainty == "*")
    if row.level is Level.MUST:
        assert row.source.certainty in {"A", "B", "*"}


@every_row
def test_a_number_has_its_reason(row: Requirement) -> None:
    """
    Every number in `limits` has a reason beside it, and the texts name the same number.
    """
    spelled = " ".join(text.en for text in texts(row)).replace(",", "").replace("one user action", "1 user action")

    assert bool(row.limits) == (row.limits_reason is not None)
    assert [] == [key for key, value in row.limits.items() if not re.search(rf"\b{value:g}\b", spelled)]


@every_row
def test_rules_name_only_requirements_that_exist(row: Requirement) -> None:
    """
    A rule that hands a fault over to another requirement hands it to a real one, in both languages alike.
    """
    for text in texts(row):
        named = set(re.findall(r"PQR-\d+", text.en))

        assert named == set(re.findall(r"PQR-\d+", text.vi))
        assert named <= set(IDS)


@every_row
def test_no_fault_is_handed_to_a_row_without_a_check(row: Requirement) -> None:
    """
    A decided rule leaves faults only to requirements that are decided too.
    """
    if not row.why_no_check:
        assert set() == set(re.findall(r"PQR-\d+", row.rule.en)) & set(NO_CHECK)


@every_row
def test_what_stands_in_documents_is_decided_by_people(row: Requirement) -> None:
    """
    Requirements on documents, or on the evaluation itself, have no check and demand no vectors.
    """
    if row.role is Role.ALL or row.method is Method.DOCUMENT:
        assert row.why_no_check
        assert row.least.positive == 0


def test_profiles_are_those_decided() -> None:
    """
    A profile changes what its title says and nothing else.
    """
    names = ("default", "payload-masking", "hanoi-print", "strict-names", "lenient-ext")
    profiles = {name: load_profile(name) for name in names}

    assert {"PQR-075": Level.MUST} == profiles["payload-masking"].levels
    assert {"PQR-084": Level.MUST} == profiles["hanoi-print"].levels
    assert ["payload-masking"] == [n for n, p in profiles.items() if p.masking_scope is not MaskingScope.SCREEN]
    assert ["strict-names"] == [n for n, p in profiles.items() if p.strict_names]
    assert ["lenient-ext"] == [n for n, p in profiles.items() if p.lenient_ext]
    assert all(p.title.vi != p.title.en for p in profiles.values())


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 6, 30), set()),
        (date(2023, 7, 1), {"decree-13-2023"}),
        (date(2025, 12, 31), {"decree-13-2023"}),
        (date(2026, 1, 1), {"law-91-2025", "decree-356-2025"}),
    ],
)
def test_data_laws_follow_each_other_without_a_gap(day: date, expected: set[str]) -> None:
    """
    On the turn of 2025 to 2026 the decree ends and the law and its decree begin.
    """
    personal_data = {"decree-13-2023", "law-91-2025", "decree-356-2025"}

    assert expected == {law.id for law in load_laws() if law.in_force(day)} & personal_data

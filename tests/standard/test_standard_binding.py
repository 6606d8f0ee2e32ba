"""
The standard against profiles and checks: no id without a row, no row without a check or a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from conformance.exceptions import StandardError
from conformance.model import Level, Profile
from conformance.standard import Standard, bind, load_profile, load_standard, with_profile
from conformance.texts import Bilingual

SAYING = Bilingual(vi="Lý do", en="Reason")


def checks() -> dict[str, object]:
    """
    One check for each row that needs one.
    """
    return {id: object() for id, row in load_standard().requirements.items() if not row.why_no_check}


def altered(id: str, **changes: object) -> Standard:
    """
    The standard with one row changed.
    """
    rows = dict(load_standard().requirements)
    rows[id] = rows[id].model_copy(update=changes)
    return replace(load_standard(), requirements=MappingProxyType(rows))


def test_the_shipped_profile_changes_the_level_and_not_the_digest() -> None:
    """
    A profile is applied to rows and chapters alike; the digest stays that of the edition.
    """
    standard = with_profile(load_standard(), load_profile("payload-masking"))
    in_chapter = {row.id: row.level for chapter in standard.chapters for row in chapter.requirements}

    assert Level.SHOULD is load_standard().get("PQR-075").level
    assert Level.MUST is standard.get("PQR-075").level
    assert Level.MUST is in_chapter["PQR-075"]
    assert load_standard().digest == standard.digest
    assert ["PQR-075"] == [id for id, row in standard.requirements.items() if row != load_standard().get(id)]


@pytest.mark.parametrize("name", ["default", "strict-names", "lenient-ext"])
def test_other_profiles_change_no_level(name: str) -> None:
    """
    These profiles change how a rule is applied, never how strongly it binds.
    """
    assert load_standard() == with_profile(load_standard(), load_profile(name))


def test_a_profile_of_an_unknown_id_is_refused() -> None:
    """
    A level for a requirement that does not exist is an error, not a wish.
    """
    profile = Profile(name="odd", title=SAYING, levels={"PQR-999": Level.MUST})

    with pytest.raises(StandardError, match=r"profiles\.toml, odd names PQR-999"):
        with_profile(load_standard(), profile)


def test_complete_checks_are_accepted() -> None:
    """
    50 rows have a check and 10 say why not; that binds.
    """
    bind(load_standard(), checks())

    assert 50 == len(checks())


FAULTS: Mapping[str, tuple[Standard, dict[str, object], str]] = {
    "unknown id": (load_standard(), {**checks(), "PQR-999": object()}, "conformance/checks names PQR-999"),
    "mistyped id": (load_standard(), {**checks(), "pqr-021": object()}, "conformance/checks names pqr-021"),
    "neither": (
        load_standard(),
        {k: v for k, v in checks().items() if k != "PQR-021"},
        r"name\.toml, PQR-021.*neither",
    ),
    "both": (load_standard(), {**checks(), "PQR-110": object()}, r"data_law\.toml, PQR-110.*also a reason"),
    "retired": (
        altered("PQR-021", retired=SAYING),
        checks(),
        r"name\.toml, PQR-021: a retired requirement has a check",
    ),
}


@pytest.mark.parametrize(("standard", "found", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_gap_between_rows_and_checks_is_refused(standard: Standard, found: dict[str, object], message: str) -> None:
    """
    Whatever does not fit together stops the run before the first check.
    """
    with pytest.raises(StandardError, match=message):
        bind(standard, found)


def test_a_retired_row_needs_no_check() -> None:
    """
    A retired row keeps its place without one.
    """
    without = {id: check for id, check in checks().items() if id != "PQR-021"}

    bind(altered("PQR-021", retired=SAYING), without)

    assert "PQR-021" not in without

"""
What is demanded: the standard as data, one TOML file per chapter.

A row has either a check or the reason why it has none (`why_no_check`); `bind` holds that against the checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from conformance.exceptions import StandardError, UsageError
from conformance.model import Profile, Requirement
from conformance.standard.nouns import Chapter, Form, Law, Standard
from conformance.standard.reading import read_forms, read_laws, read_profiles, read_standard
from conformance.texts import say

__all__ = [
    "Chapter", "Form", "Law", "Standard",
    "bind", "load_forms", "load_laws", "load_profile", "load_standard", "with_profile",
]  # fmt: skip


@cache
def load_standard() -> Standard:
    """
    The standard that ships with the suite. Raises StandardError.
    """
    return read_standard(resources.files(__name__))


def load_profile(name: str) -> Profile:
    """
    A profile that ships with the suite. Raises UsageError listing the names where there is none of that name.
    """
    profiles = read_profiles(resources.files(__name__))
    if name not in profiles:
        raise UsageError(
            say("There is no profile {name}. Choose one of: {names}", name=name, names=", ".join(profiles))
        )
    return profiles[name]


def load_laws() -> tuple[Law, ...]:
    """
    The laws that a report may cite, with their dates of validity. Raises StandardError.
    """
    return read_laws(resources.files(__name__))


@cache
def load_forms() -> Mapping[str, Form]:
    """
    Id -> the form by which an evaluator decides that requirement on documents. Raises StandardError.
    """
    return read_forms(resources.files(__name__), load_standard())


def with_profile(standard: Standard, profile: Profile) -> Standard:
    """
    The standard with the levels that the profile replaces; its digest stays. Raises StandardError for an unknown id.
    """
    for id in profile.levels:
        _must_be_known(standard, id, f"profiles.toml, {profile.name}")
    return standard.at_levels(profile.levels)


def bind(standard: Standard, checks: Mapping[str, object]) -> None:
    """
    Hold that every row has either a check or a reason for none, and every check a row that is not retired.

    Raises StandardError at the first fault: nothing may be judged then.
    """
    for id in checks:
        _must_be_known(standard, id, "conformance/checks")
    for id, row in standard.requirements.items():
        fault = _binding_fault(row, id in checks)
        if fault:
            raise StandardError(say(fault, file=f"{row.chapter}.toml", id=id))


def _must_be_known(standard: Standard, id: str, where: str) -> None:
    if id not in standard.requirements:
        raise StandardError(
            say(
                "{where} names {id}, which is no requirement of edition {edition}. Correct the id or write its row.",
                where=where,
                id=id,
                edition=standard.edition,
            )
        )


def _binding_fault(row: Requirement, has_check: bool) -> str | None:
    if has_check and row.retired:
        return "{file}, {id}: a retired requirement has a check. Remove the check."
    if has_check and row.why_no_check:
        return "{file}, {id}: the row has a check and also a reason for having none. Remove `why_no_check`."
    if not (has_check or row.why_no_check or row.retired):
        return "{file}, {id}: the row has neither a check nor a reason for having none. Write one of the two."
    return None

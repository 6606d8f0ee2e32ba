"""
What the reduced view of a person may show: no more than the code in its default mode, and what the contract lets a
location's list show.
"""

from __future__ import annotations

import re

from conformance.contract.platform import LookUpAnswer
from conformance.model import Person

PHONE_SHOWN = 7  # first digits of a phone that a starred one keeps, as in the list of a location (PQR-101)
PAPER_HIDDEN = 6  # first characters of a paper number (Decision 1405/QD-BTTTT, annex table, field SoGiayTo)
_STARS = re.compile(r"[*]*", re.ASCII)
_FEWEST_STARS = 3  # as `***` of PQR-101


def shown_too_much(answer: LookUpAnswer, person: Person) -> tuple[str, str, str] | None:
    """
    The first field of a reduced view that is neither empty nor masked as the contract says: its name, what it may be,
    and its value. None where all are.
    """
    number = person.paper.number if person.paper else ""
    masked, year = "*" * min(PAPER_HIDDEN, len(number)) + number[PAPER_HIDDEN:], f"{person.born.year:04d}"
    found: tuple[tuple[str, str, str, set[str]], ...] = (
        ("paper", masked, answer.paper or "", {masked}),
        ("born", f"{year}-**-**", answer.born or "", {year, f"{year}-**-**"}),
        ("phone", "***", answer.phone or "", _starred_phones(answer.phone or "", person.phone or "")),
        ("health_insurance", "***", answer.health_insurance or "", set()),
    )
    for field, expected, value, allowed in found:
        if value not in allowed and not _STARS.fullmatch(value):
            return field, expected, value
    return None


def _starred_phones(value: str, phone: str) -> set[str]:
    """
    The value itself where it is at most the first digits of the phone, and asterisks.
    """
    shown = value.rstrip("*")
    starred = len(value) - len(shown) >= _FEWEST_STARS and len(shown) <= PHONE_SHOWN and phone.startswith(shown)
    return {value} if starred else set()

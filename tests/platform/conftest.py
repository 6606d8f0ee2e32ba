"""
Platforms driven over HTTP and judged in this process, without a report.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from inspect import signature

import pytest

from conformance.candidates import Options
from conformance.candidates.http import open_http
from conformance.checks import all_checks
from conformance.exceptions import Undecided
from conformance.model import PlatformVector
from conformance.reading.replies import Asked, PlatformObservation
from conformance.reference.server import serve
from conformance.standard import load_profile, load_standard
from conformance.vectors.platform import generate_platform
from conformance.vectors.situations import SEED

CROWD = "PLT-015"  # ten thousand people take two seconds
Judged = dict[str, dict[str, str]]  # requirement -> vector -> pass, fail, or the name of what undecided it


def drive(url: str, vectors: Collection[PlatformVector]) -> list[PlatformObservation]:
    """
    What a platform at a URL replied in each of the vectors.
    """
    found = []
    with open_http(url, Options()) as candidate:
        description = candidate.describe()
        for vector in vectors:
            with candidate.session(vector) as session:
                asked = tuple(
                    Asked(number, step, session.perform(number, step), "journal.jsonl", datetime.now(UTC))
                    for number, step in enumerate(vector.steps)
                )
            found.append(PlatformObservation(vector, asked, description, load_profile("default")))
    return found


def judge(seen: PlatformObservation, requirement_id: str) -> str:
    """
    The answer of one check on one vector.
    """
    check, row = all_checks()[requirement_id], load_standard().get(requirement_id)
    given = {"seen": seen, "limits": row.limits}
    try:
        check(**{name: given[name] for name in signature(check).parameters})
    except AssertionError:
        return "fail"
    except Undecided as why:
        return type(why).__name__
    return "pass"


def judged(observations: Collection[PlatformObservation]) -> Judged:
    """
    The answers of all checks on all vectors that put them to the test.
    """
    found: Judged = {}
    for seen in observations:
        for row in load_standard().requirements.values():
            if row.id in all_checks() and row.applies_to(seen.vector):
                found.setdefault(row.id, {})[seen.vector.id] = judge(seen, row.id)
    return found


@pytest.fixture(scope="session")
def vectors() -> tuple[PlatformVector, ...]:
    """
    All vectors of the role platform but the crowd.
    """
    return tuple(vector for vector in generate_platform(SEED) if vector.id != CROWD)


@pytest.fixture(scope="session")
def reference_seen(vectors: tuple[PlatformVector, ...]) -> Callable[[str], PlatformObservation]:
    """
    What the reference platform replied, by the id of the vector.
    """
    with serve() as url:
        found = {seen.vector.id: seen for seen in drive(url, vectors)}
    return lambda vector_id: found[vector_id]

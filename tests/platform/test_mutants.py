"""
Every check on platforms bites: each mutant fails exactly the requirement that it breaks, and the reference fails none.
"""

from __future__ import annotations

import pytest

from conformance.checks import all_checks
from conformance.model import PlatformVector, Role
from conformance.reference.mutants import MUTANTS
from conformance.reference.server import serve
from conformance.standard import load_standard
from conformance.vectors.platform import generate_platform
from conformance.vectors.situations import SEED

from .conftest import CROWD, drive, judged

PLATFORM_MUTANTS = {name: mutant for name, mutant in MUTANTS.items() if mutant.role is Role.PLATFORM}


@pytest.mark.parametrize("seed", [SEED, 7])
def test_the_reference_platform_passes_everything(seed: int) -> None:
    """
    Every check on every vector, the crowd of ten thousand too, and with other people as well.
    """
    with serve() as url:
        found = judged(drive(url, generate_platform(seed)))

    assert {"pass"} == {answer for answers in found.values() for answer in answers.values()}
    assert CROWD in found["PQR-053"]


@pytest.mark.parametrize("name", PLATFORM_MUTANTS)
def test_a_mutant_fails_exactly_its_requirement(name: str, vectors: tuple[PlatformVector, ...]) -> None:
    """
    One requirement fails, and every other one is exercised enough to pass.
    """
    with serve(name) as url:
        found = judged(drive(url, vectors))
    failed = {row for row, answers in found.items() if "fail" in answers.values()}
    held = {row: list(answers.values()).count("pass") for row, answers in found.items()}
    demanded = {row: load_standard().get(row).least for row in found}
    short = {row for row, least in demanded.items() if held[row] < least.positive + least.negative}

    assert {PLATFORM_MUTANTS[name].requirement} == failed
    assert set() == short - failed
    assert {"pass", "fail"} >= {
        answer for row in found if row not in failed | {"PQR-054"} for answer in found[row].values()
    }


def test_every_check_on_platforms_has_an_obvious_mutant_and_a_subtle_one() -> None:
    """
    At least two for each requirement that a platform is judged on.
    """
    rows = [
        row.id
        for row in load_standard().requirements.values()
        if row.binds({Role.PLATFORM}) and row.role is not Role.ALL
    ]
    breaking = [mutant.requirement for mutant in PLATFORM_MUTANTS.values()]

    assert {} == {row: breaking.count(row) for row in rows if row in all_checks() and breaking.count(row) < 2}

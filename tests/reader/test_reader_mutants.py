"""
Every check on readers bites: each mutant fails exactly the requirement that it breaks, where the reference passes.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from conformance.model import Role, Verdict
from conformance.reference.mutants import MUTANTS, with_fault
from conformance.reference.scanner import Scanner

from .conftest import by, verdicts

READERS = [name for name, mutant in MUTANTS.items() if mutant.role is Role.READER]


def test_the_reference_reader_passes_everything(honest: Mapping[str, Mapping[str, Verdict]]) -> None:
    """
    On every vector, and every requirement has some.
    """
    assert ["PQR-067", "PQR-090", "PQR-091", "PQR-092", "PQR-093"] == sorted(honest)
    assert {Verdict.PASS} == {each for found in honest.values() for each in found.values()}
    assert all(honest.values())


@pytest.mark.parametrize("name", READERS)
def test_a_mutant_fails_exactly_its_requirement(name: str) -> None:
    """
    One requirement fails on some vector; every other passes on all.
    """
    found = verdicts(by(with_fault(name, Role.READER, Scanner)))
    failing = {row: set(each.values()) - {Verdict.PASS} for row, each in found.items()}
    assert {MUTANTS[name].requirement: {Verdict.FAIL}} == {row: each for row, each in failing.items() if each}


def test_every_requirement_on_readers_has_two_mutants() -> None:
    """
    One that anybody sees, and one that only the vectors find.
    """
    counted = [MUTANTS[name].requirement for name in READERS]
    assert all(counted.count(row) >= 2 for row in ("PQR-067", "PQR-090", "PQR-091", "PQR-092", "PQR-093"))

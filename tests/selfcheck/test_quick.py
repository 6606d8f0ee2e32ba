"""
The quick self-check, run for real as CI runs it: every check bites, and nobody is accused who conforms.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.checks import all_checks
from conformance.proof import Proof, read
from conformance.selfcheck.subjects import QUICK_VARIANTS

Command = Callable[..., Any]


@pytest.fixture(scope="module")
def quick(qrconform: Command, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Proof]:
    """
    How the command ended, and its proof.
    """
    folder = tmp_path_factory.mktemp("quick")
    ended = qrconform("selfcheck", "--quick", "-n", 2, "--out", "proof.json", cwd=folder)
    return ended, read(folder / "proof.json")


def test_every_check_bites_and_nobody_is_accused(quick: tuple[Any, Proof]) -> None:
    """
    The command ends with 0 and says so; the proof holds.
    """
    ended, proof = quick
    assert 0 == ended.code, ended.out + ended.err
    assert proof.holds
    assert "every check bites, and nobody is accused who conforms" in ended.out


def test_one_mutant_of_every_requirement_is_tried(quick: tuple[Any, Proof]) -> None:
    """
    No requirement with a check is left out, and each mutant is caught on one of its vectors.
    """
    _, proof = quick
    assert set(all_checks()) == set(proof.mutants)
    assert all(tried.caught_on for mutants in proof.mutants.values() for tried in mutants)


def test_the_matrix_and_the_digest_are_printed(quick: tuple[Any, Proof]) -> None:
    """
    Each requirement stands beside its mutant.
    """
    ended, proof = quick
    assert proof.digest in ended.out
    for row, (tried, *_) in proof.mutants.items():
        assert any(row in line and tried.name in line for line in ended.out.splitlines())


def test_the_reference_candidate_and_some_variants_are_tried(quick: tuple[Any, Proof]) -> None:
    """
    A check that accuses everybody would catch every mutant as well.
    """
    _, proof = quick
    assert "" == proof.reference.name
    assert len(proof.variants) >= 60 // QUICK_VARIANTS

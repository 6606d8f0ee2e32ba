"""
The proof as a file: read strictly, held to its digest, and whether it fits what the suite is today.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance.checks import all_checks
from conformance.model import Verdict
from conformance.proof import NotTried, Proof, Tried, fits, home, read, render, selfcheck_digest
from conformance.reference.mutants import MUTANTS
from conformance.reference.variants import VARIANTS
from conformance.selfcheck.table import page
from conformance.standard import load_standard
from conformance.texts import say
from conformance.vectors import load_vectors, vectors_digest


def proof(**changed: object) -> Proof:
    """
    A small proof of today.
    """
    tried = Tried(name="", vectors=("DSP-001",), verdicts={Verdict.PASS: ("PQR-001",)}, caught_on=(), findings=())
    values: dict[str, object] = {
        "suite": "1",
        "standard_digest": load_standard().digest,
        "vectors_digest": vectors_digest(load_vectors()),
        "panel": {"zxing-cpp": "3"},
        "quick": False,
        "reference": tried,
        "mutants": {"PQR-001": (tried.model_copy(update={"name": "six-bars", "caught_on": ("DSP-001",)}),)},
        "variants": (tried.model_copy(update={"name": "mask-0"}),),
        "not_tried": (NotTried(name="npm-qrcode", reason=say("node is not installed")),),
        "seconds": {"six-bars": 1.5},
    }
    made = Proof.model_validate({**values, **changed})
    return made.model_copy(update={"digest": made.digested()})


def accused() -> Tried:
    """
    A reference candidate that was accused.
    """
    return proof().reference.model_copy(update={"findings": (say("node is not installed"),)})


def test_a_proof_is_read_as_it_was_written(tmp_path: Path) -> None:
    """
    With a line for each candidate, so that a change can be seen.
    """
    file = tmp_path / "selfcheck.json"
    file.write_text(render(proof()), encoding="utf-8")

    assert proof() == read(file)
    assert 1 == sum("six-bars" in line and "DSP-001" in line for line in render(proof()).splitlines())


@pytest.mark.parametrize(("old", "new"), [('"mask-0"', '"mask-1"'), ('"suite": "1"', '"suite": "2"')])
def test_a_changed_proof_is_refused(tmp_path: Path, old: str, new: str) -> None:
    """
    What was altered by hand no longer has its digest.
    """
    file = tmp_path / "selfcheck.json"
    file.write_text(render(proof()).replace(old, new), encoding="utf-8")

    with pytest.raises(ValueError, match=r"selfcheck\.json does not have the digest that it states"):
        read(file)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": 1, "format": 1}', "\ud7ff"])
def test_a_damaged_proof_is_refused(tmp_path: Path, text: str) -> None:
    """
    Whatever the file holds, it is a ValueError and nothing else.
    """
    file = tmp_path / "selfcheck.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match=r"."):
        read(file)


def test_only_a_whole_proof_of_today_that_holds_fits() -> None:
    """
    A quick one, one that accuses, and one of another standard or of other vectors do not.
    """
    assert fits(proof())
    assert not fits(proof(quick=True))
    assert not fits(proof(reference=accused()))
    assert not fits(proof(standard_digest="0" * 64))
    assert not fits(proof(vectors_digest="0" * 64))


def test_the_committed_proof_is_of_today() -> None:
    """
    Every mutant and every variant of today was tried, and the suite said of each what it should.
    """
    file = home()
    assert file is not None, "make it: qrconform selfcheck"
    committed = read(file)
    mutants = {(row, tried.name) for row, found in committed.mutants.items() for tried in found}
    variants = {tried.name for tried in (*committed.variants, *committed.not_tried)}

    assert {(mutant.requirement, name) for name, mutant in MUTANTS.items()} == mutants
    assert set(all_checks()) == set(committed.mutants)
    assert set(VARIANTS) == variants
    assert (committed.digest, True) == selfcheck_digest(), "make it anew: qrconform selfcheck"


def test_the_page_names_every_mutant_of_the_committed_proof() -> None:
    """
    One row for each, with what it does wrong.
    """
    lines = page().splitlines()

    for name, mutant in MUTANTS.items():
        assert any(line.startswith(f"| {mutant.requirement} |") and f"| `{name}` |" in line for line in lines)
    assert {7} == {line.replace("\\|", "").count("|") for line in lines if line.startswith("| PQR-")}
    assert json.dumps(page(), ensure_ascii=True)  # no lone surrogate

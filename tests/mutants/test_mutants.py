"""
Every check bites: each mutant fails exactly the requirement that it breaks, where the reference candidate passes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.checks import all_checks
from conformance.model import Level, DisplayVector
from conformance.reference.mutants import MUTANTS
from conformance.reference.server import ReferenceServer
from conformance.standard import load_standard
from conformance.vectors import load_vectors

Command = Callable[..., Any]
FOR_THE_REQUIREMENT = 4  # vectors of the mutant's own requirement, beside those that cover every tag
VARIED = ("name-apostrophe", "passport-vn", "passport-foreign")  # tags whose vectors differ among themselves


def covering(vectors: tuple[DisplayVector, ...]) -> list[DisplayVector]:
    """
    A small set of vectors that has every tag at least once, all spellings of the varied ones, and a QID with a leading
    zero.
    """
    chosen = [next(vector for vector in vectors if vector.people[0].qid.startswith("0"))]
    chosen += [vector for vector in vectors if not set(VARIED).isdisjoint(vector.tags)]
    missing = {tag for vector in vectors for tag in vector.tags} - {tag for vector in chosen for tag in vector.tags}
    while missing:
        best = max(vectors, key=lambda vector: len(missing & set(vector.tags)))
        chosen.append(best)
        missing -= set(best.tags)
    return chosen


def selection(requirement_id: str) -> str:
    """
    The vectors that a mutant of this requirement is shown.
    """
    vectors, row = load_vectors(), load_standard().get(requirement_id)
    own = [vector for vector in vectors if row.applies_to(vector)]
    own.sort(key=lambda vector: len(vector.tags), reverse=True)
    return ",".join(sorted({vector.id for vector in [*covering(vectors), *own[:FOR_THE_REQUIREMENT]]}))


def test_every_requirement_with_a_check_has_a_mutant() -> None:
    """
    A check without a mutant could be one that cannot fail.
    """
    assert set(all_checks()) == {mutant.requirement for mutant in MUTANTS.values()}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_fails_exactly_its_requirement(
    name: str, qrconform: Command, report_of: Callable[[Path], Any], tmp_path: Path
) -> None:
    """
    One requirement fails; no other fails, blocks, is inconclusive or breaks the suite.
    """
    broken = MUTANTS[name].requirement
    with ReferenceServer(fault=name) as server:
        ended = qrconform("run", server.url, "--vectors", selection(broken), "--out", tmp_path / "run", cwd=tmp_path)
    report = report_of(tmp_path / "run")
    found = {row["requirement"]["id"]: row["verdict"] for row in report["results"]}
    assert {broken: "fail"} == {each: word for each, word in found.items() if word not in ("pass", "insufficient")}
    must = load_standard().get(broken).level is Level.MUST
    assert (1 if must else 3) == ended.code, ended.err  # a subset of the vectors is too few to conform
    assert broken in ended.out


def test_the_reference_candidate_passes_where_the_mutants_fail(
    reference: ReferenceServer, qrconform: Command, report_of: Callable[[Path], Any], tmp_path: Path
) -> None:
    """
    On the union of all vectors that the mutants are shown, nothing fails.
    """
    union = ",".join(sorted({each for row in all_checks() for each in selection(row).split(",")}))
    qrconform("run", reference.url, "--vectors", union, "--out", tmp_path / "run", "-n", 2, cwd=tmp_path)
    report = report_of(tmp_path / "run")
    assert set() == {row["verdict"] for row in report["results"]} - {"pass", "insufficient"}

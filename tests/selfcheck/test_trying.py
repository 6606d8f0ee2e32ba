"""
One candidate tried: what is found when the suite does not say of it what it should.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.model import Verdict
from conformance.proof import Tried
from conformance.selfcheck.proving import prove
from conformance.selfcheck.subjects import Kind, Subject
from conformance.selfcheck.trying import Ended, try_out

CAUGHT = Subject("six-bars", Kind.MUTANT, ("DSP-012", "DSP-001"), "PQR-001", enough=1)
UNHARMED = Subject("six-bars", Kind.MUTANT, ("DSP-001",), "PQR-001")  # nobody in DSP-001 has a signature
ABSENT = Subject("no-such-mutant", Kind.MUTANT, ("DSP-001",), "PQR-001")
REFERENCE = Subject("", Kind.REFERENCE, ("DSP-001",))


def findings(tried: Tried) -> list[str]:
    """
    What was found, in English.
    """
    return [finding.render("en") for finding in tried.findings]


def test_a_mutant_that_is_caught_is_tried_no_further() -> None:
    """
    The first vector catches it, and one is enough.
    """
    tried = try_out(CAUGHT).tried

    assert ("DSP-012",) == tried.vectors == tried.caught_on
    assert ("PQR-001",) == tried.verdicts[Verdict.FAIL]
    assert [] == findings(tried)


def test_a_mutant_that_survives_is_named() -> None:
    """
    On vectors that do not show its fault a mutant survives, and the finding says which check is too weak.
    """
    (found,) = findings(try_out(UNHARMED).tried)

    assert "the mutant six-bars survived: PQR-001 is “insufficient” on 1 vectors" in found


def test_a_mutant_that_trips_another_requirement_is_named() -> None:
    """
    Expected to break another requirement, the mutant is caught by the wrong one.
    """
    survived, accused = findings(try_out(replace(CAUGHT, breaks="PQR-002")).tried)[::-1]

    assert "survived: PQR-002" in survived
    assert "the mutant six-bars is accused by PQR-001 (“fail” on DSP-012): the text has 6 bars" in accused
    assert "qrconform run reference:six-bars --vectors DSP-012" in accused


def test_a_variant_that_is_accused_is_named() -> None:
    """
    Whoever calls himself honest and is not, is accused.
    """
    (found,) = findings(try_out(replace(CAUGHT, kind=Kind.VARIANT, breaks=None)).tried)

    assert "the variant six-bars is accused by PQR-001" in found


def test_a_variant_must_leave_unmet_what_it_says() -> None:
    """
    A recommendation that a variant says it does not meet must be seen as not met.
    """
    (found,) = findings(try_out(Subject("mask-0", Kind.VARIANT, ("DSP-001",), "PQR-075")).tried)

    assert "the variant mask-0 leaves PQR-075 unmet, but it is “insufficient”" in found


def test_a_variant_with_a_recommendation_unmet_by_design_is_as_it_should_be() -> None:
    """
    Its one failing requirement is the one that it names.
    """
    tried = try_out(Subject("clear-string", Kind.VARIANT, ("DSP-001",), "PQR-075")).tried

    assert ("PQR-075",) == tried.verdicts[Verdict.FAIL]
    assert [] == findings(tried)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_mutant_that_does_not_start_is_one_message_and_the_others_are_tried(workers: int) -> None:
    """
    In one process and in two, the rest still runs.
    """
    ended: list[Ended] = []
    proof = prove([REFERENCE, ABSENT, CAUGHT], workers, quick=True, told=ended.append)

    assert {"", "no-such-mutant", "six-bars"} == {each.subject.name for each in ended}
    assert not proof.holds
    absent, caught = proof.mutants["PQR-001"]
    (found,) = findings(absent)
    assert found.startswith("the mutant no-such-mutant did not start: ValueError: no mutant is called no-such-mutant")
    assert [] == findings(caught) == findings(proof.reference)


def test_two_proofs_have_one_digest_whatever_time_they_took() -> None:
    """
    Times are kept apart.
    """
    first, second = (prove([REFERENCE, CAUGHT], 1, quick=True, told=lambda ended: None) for _ in range(2))
    slower = first.model_copy(update={"seconds": {"six-bars": 1000.0}})

    assert first.digest == second.digest == slower.digested()

"""
Answers gathered from many processes: every pair of check and vector has exactly one.
"""

from __future__ import annotations

from conformance.answers import Answers
from conformance.model import Verdict
from conformance.result import Outcome


def outcome(verdict: Verdict, vector: str = "DSP-001") -> Outcome:
    """
    An answer of PQR-001.
    """
    return Outcome(requirement="PQR-001", vector=vector, verdict=verdict)


def test_a_pair_without_an_answer_is_an_error_of_the_suite() -> None:
    """
    A check whose process died is never taken for a pass.
    """
    answers = Answers()
    answers.add(outcome(Verdict.PASS))
    answers.account_for([("PQR-001", "DSP-001", 1), ("PQR-001", "DSP-002", 1)], deselected=False)
    assert [Verdict.PASS, Verdict.SUITE_ERROR] == [each.verdict for each in answers.outcomes]


def test_a_pair_that_the_user_deselected_is_counted_and_nothing_more() -> None:
    """
    pytest's -k leaves pairs without an answer, and the report says how many.
    """
    answers = Answers()
    answers.account_for([("PQR-001", "DSP-001", 1), ("PQR-001", "DSP-002", 1)], deselected=True)
    assert (2, []) == (answers.left_out, answers.outcomes)


def test_an_answer_given_twice_counts_once_and_a_different_one_is_inconclusive() -> None:
    """
    After a worker died its vector is judged again; two different answers are a finding, not a coin toss.
    """
    answers = Answers()
    for verdict in (Verdict.PASS, Verdict.PASS):
        answers.add(outcome(verdict))
    for verdict in (Verdict.PASS, Verdict.FAIL):
        answers.add(outcome(verdict, "DSP-002"))
    assert [Verdict.PASS, Verdict.INCONCLUSIVE] == [each.verdict for each in answers.outcomes]

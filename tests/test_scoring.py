"""
From outcomes to the conclusion: every verdict word, once.
"""

from __future__ import annotations

import pytest

from conformance.model import Conclusion, ExitCode, Least, Level, Role, Verdict
from conformance.result import Outcome, Result, Tally
from conformance.scoring import EXIT_CODES, conclude, judge_requirement, tally, verdict_digest
from conformance.standard import load_standard
from conformance.texts import say

DISPLAY = (Role.DISPLAY,)
MUST_ROW = load_standard().get("PQR-001")  # at least 20 vectors
SHOULD_ROW = load_standard().get("PQR-003")
OPTIONAL_ROW = load_standard().get("PQR-054")  # capability edit, at least 2 vectors


def outcomes(*verdicts: Verdict, row: str = "PQR-001") -> list[Outcome]:
    """
    One outcome per verdict, on vectors DSP-001, DSP-002, ...
    """
    return [
        Outcome(requirement=row, vector=f"DSP-{number:03d}", verdict=verdict, message=say("why"))
        for number, verdict in enumerate(verdicts, 1)
    ]


def result(verdict: Verdict, level: Level = Level.MUST) -> Result:
    """
    A result with a verdict, on a row of the level.
    """
    row = (MUST_ROW if level is Level.MUST else SHOULD_ROW).model_copy(update={"level": level})
    return Result(requirement=row, verdict=verdict, held=0, exercised=0, least=1, outcomes=())


@pytest.mark.parametrize(
    ("spoiler", "expected"),
    [
        (Verdict.SUITE_ERROR, Verdict.SUITE_ERROR),
        (Verdict.FAIL, Verdict.FAIL),
        (Verdict.BLOCKED, Verdict.BLOCKED),
        (Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE),
        (Verdict.REVIEW, Verdict.REVIEW),
        (Verdict.INSUFFICIENT, Verdict.PASS),
        (Verdict.NOT_APPLICABLE, Verdict.PASS),
    ],
)
def test_one_bad_vector_among_thirty_decides(spoiler: Verdict, expected: Verdict) -> None:
    """
    A requirement holds only when it held every time; a vector that did not exercise it decides nothing.
    """
    made = judge_requirement(MUST_ROW, outcomes(*[Verdict.PASS] * 30, spoiler), DISPLAY)
    assert expected == made.verdict


def test_a_fail_outweighs_all_but_an_error_of_ours() -> None:
    """
    With several kinds of trouble the gravest is the verdict.
    """
    every = [Verdict.REVIEW, Verdict.INCONCLUSIVE, Verdict.BLOCKED, Verdict.FAIL]
    assert judge_requirement(MUST_ROW, outcomes(*every), DISPLAY).verdict == Verdict.FAIL
    assert judge_requirement(MUST_ROW, outcomes(*every, Verdict.SUITE_ERROR), DISPLAY).verdict == Verdict.SUITE_ERROR


@pytest.mark.parametrize(
    ("held", "expected"), [(0, Verdict.INSUFFICIENT), (19, Verdict.INSUFFICIENT), (20, Verdict.PASS)]
)
def test_too_few_vectors_never_pass(held: int, expected: Verdict) -> None:
    """
    Fewer vectors than the row demands give insufficient.
    """
    assert expected == judge_requirement(MUST_ROW, outcomes(*[Verdict.PASS] * held), DISPLAY).verdict


BOTH = MUST_ROW.model_copy(update={"least": Least(positive=2, negative=3)})
REFUSED = frozenset({"DSP-001", "DSP-002", "DSP-003", "DSP-004", "DSP-005"})


@pytest.mark.parametrize(
    ("held", "negatives", "expected"),
    [
        (5, 3, Verdict.PASS),
        (7, 5, Verdict.PASS),
        (5, 2, Verdict.INSUFFICIENT),
        (9, 2, Verdict.INSUFFICIENT),
        (9, 0, Verdict.INSUFFICIENT),
        (4, 3, Verdict.INSUFFICIENT),
        (5, 5, Verdict.INSUFFICIENT),
        (0, 0, Verdict.INSUFFICIENT),
    ],
)
def test_negative_vectors_are_counted_apart(held: int, negatives: int, expected: Verdict) -> None:
    """
    Two positive and three negative are demanded: however many there are of the one, they never stand for the other.
    """
    refused = sorted(REFUSED)[:negatives]
    made = judge_requirement(BOTH, outcomes(*[Verdict.PASS] * held), DISPLAY, refused)
    assert (expected, 5) == (made.verdict, made.least)


def test_too_few_negative_vectors_say_so() -> None:
    """
    The reason names which kind is missing, and only held ones count: a vector that was not exercised is none.
    """
    answers = outcomes(*[Verdict.PASS] * 2, *[Verdict.INSUFFICIENT] * 3, *[Verdict.PASS] * 4)
    made = judge_requirement(BOTH, answers, DISPLAY, REFUSED)
    assert made.reason is not None
    assert "negative vectors that put it to the test: 2; at least 3 must" == made.reason.render("en")


def test_a_negative_vector_that_was_not_refused_fails() -> None:
    """
    Enough of both kinds, and one wrong answer: a fail.
    """
    answers = outcomes(Verdict.FAIL, *[Verdict.PASS] * 8)
    assert Verdict.FAIL == judge_requirement(BOTH, answers, DISPLAY, REFUSED).verdict


def test_a_row_of_negatives_alone_can_pass() -> None:
    """
    Nothing positive is demanded; without any vector it still cannot pass.
    """
    row = MUST_ROW.model_copy(update={"least": Least(positive=0, negative=3)})
    assert Verdict.PASS == judge_requirement(row, outcomes(*[Verdict.PASS] * 3), DISPLAY, REFUSED).verdict
    assert Verdict.INSUFFICIENT == judge_requirement(row, [], DISPLAY, REFUSED).verdict


SHARED_ROW = load_standard().get("PQR-053")  # a display and a platform, at least 2 vectors
EDIT_ROW = load_standard().get("PQR-054")  # as well, with the capability edit
BOTH_ROLES = (Role.DISPLAY, Role.PLATFORM)


def of_role(role: Role, *verdicts: Verdict, row: str = "PQR-053") -> list[Outcome]:
    """
    One outcome per verdict, on vectors of the role.
    """
    return [
        Outcome(requirement=row, vector=f"{role.value[:3].upper()}-{number:03d}", verdict=verdict, message=say("why"))
        for number, verdict in enumerate(verdicts, 1)
    ]


def playing(*made: Outcome) -> dict[str, Role]:
    """
    The role of each vector of some outcomes.
    """
    roles = {role.value[:3].upper(): role for role in Role}
    return {each.vector: roles[each.vector[:3]] for each in made}


@pytest.mark.parametrize(
    ("shown", "issued", "expected"),
    [(2, 2, Verdict.PASS), (9, 0, Verdict.INSUFFICIENT), (9, 1, Verdict.INSUFFICIENT), (0, 9, Verdict.INSUFFICIENT)],
)
def test_each_role_is_put_to_the_test_often_enough(shown: int, issued: int, expected: Verdict) -> None:
    """
    What an app showed says nothing of what a platform issued, nor the other way round.
    """
    found = [*of_role(Role.DISPLAY, *[Verdict.PASS] * shown), *of_role(Role.PLATFORM, *[Verdict.PASS] * issued)]
    made = judge_requirement(SHARED_ROW, found, BOTH_ROLES, playing=playing(*found))
    alone = judge_requirement(SHARED_ROW, found, (Role.DISPLAY,), playing=playing(*found))

    assert expected == made.verdict
    assert Verdict.PASS == alone.verdict
    assert (expected is Verdict.PASS) == (made.reason is None)


def test_what_a_role_lacks_is_named() -> None:
    """
    A platform that refused good people was not put to the test, however often the app was.
    """
    found = [*of_role(Role.DISPLAY, *[Verdict.PASS] * 5), *of_role(Role.PLATFORM, *[Verdict.INSUFFICIENT] * 5)]
    made = judge_requirement(SHARED_ROW, found, BOTH_ROLES, playing=playing(*found))

    assert made.reason is not None
    expected = "of the role platform: vectors that put it to the test: 0; at least 2 must"
    assert expected == made.reason.render("en")


def test_a_capability_that_one_role_lacks_excuses_that_role_alone() -> None:
    """
    An app that takes edits beside a platform that has none is judged as an app; with neither nothing applies.
    """
    absent = of_role(Role.PLATFORM, *[Verdict.NOT_APPLICABLE] * 3)
    found = [*of_role(Role.DISPLAY, *[Verdict.PASS] * 2), *absent]
    neither = [*of_role(Role.DISPLAY, Verdict.NOT_APPLICABLE), *absent]

    assert Verdict.PASS == judge_requirement(EDIT_ROW, found, BOTH_ROLES, playing=playing(*found)).verdict
    made = judge_requirement(EDIT_ROW, neither, BOTH_ROLES, playing=playing(*neither))
    assert Verdict.NOT_APPLICABLE == made.verdict


def test_a_failure_in_one_role_decides() -> None:
    """
    However often the other held.
    """
    found = [*of_role(Role.DISPLAY, *[Verdict.PASS] * 9), *of_role(Role.PLATFORM, Verdict.FAIL)]
    assert Verdict.FAIL == judge_requirement(SHARED_ROW, found, BOTH_ROLES, playing=playing(*found)).verdict


def test_an_absent_role_is_not_applicable() -> None:
    """
    A requirement on a role that the candidate does not play does not apply.
    """
    assert judge_requirement(MUST_ROW, [], (Role.READER,)).verdict == Verdict.NOT_APPLICABLE


def test_an_absent_capability_is_not_applicable_only_where_the_row_allows_it() -> None:
    """
    A capability that a row does not name cannot excuse it.
    """
    absent = outcomes(*[Verdict.NOT_APPLICABLE] * 3)
    assert judge_requirement(OPTIONAL_ROW, absent, DISPLAY).verdict == Verdict.NOT_APPLICABLE
    assert judge_requirement(MUST_ROW, absent, DISPLAY).verdict == Verdict.INSUFFICIENT


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([], Conclusion.UNDETERMINED),
        ([result(Verdict.NOT_APPLICABLE)], Conclusion.UNDETERMINED),
        ([result(Verdict.PASS, Level.SHOULD)], Conclusion.UNDETERMINED),
        ([result(Verdict.PASS)], Conclusion.CONFORMS),
        ([result(Verdict.PASS), result(Verdict.FAIL, Level.SHOULD)], Conclusion.CONFORMS),
        ([result(Verdict.PASS), result(Verdict.BLOCKED, Level.SHOULD)], Conclusion.CONFORMS),
        ([result(Verdict.PASS), result(Verdict.NOT_APPLICABLE)], Conclusion.CONFORMS),
        ([result(Verdict.PASS), result(Verdict.FAIL)], Conclusion.DOES_NOT_CONFORM),
        ([result(Verdict.PASS), result(Verdict.BLOCKED)], Conclusion.DOES_NOT_CONFORM),
        ([result(Verdict.PASS), result(Verdict.INSUFFICIENT)], Conclusion.UNDETERMINED),
        ([result(Verdict.PASS), result(Verdict.INCONCLUSIVE)], Conclusion.UNDETERMINED),
        ([result(Verdict.PASS), result(Verdict.REVIEW)], Conclusion.UNDETERMINED),
        ([result(Verdict.FAIL), result(Verdict.REVIEW)], Conclusion.DOES_NOT_CONFORM),
        ([result(Verdict.FAIL), result(Verdict.SUITE_ERROR, Level.SHOULD)], Conclusion.VOID),
    ],
)
def test_the_conclusion_rests_on_must_alone(results: list[Result], expected: Conclusion) -> None:
    """
    Every combination that decides differently.
    """
    assert expected == conclude(results)


def test_a_run_that_is_not_complete_never_conforms() -> None:
    """
    A selection of vectors could leave out exactly the one that fails; what fails in it still fails.
    """
    assert Conclusion.UNDETERMINED == conclude([result(Verdict.PASS)], complete=False)
    assert Conclusion.DOES_NOT_CONFORM == conclude([result(Verdict.FAIL)], complete=False)


def test_documents_alone_never_conform() -> None:
    """
    A decision on documents is no sight of what the app does; beside a check that held it is counted.
    """
    row = load_standard().get("PQR-110")
    met = result(Verdict.PASS).model_copy(update={"requirement": row})
    assert Conclusion.UNDETERMINED == conclude([met])
    assert Conclusion.CONFORMS == conclude([met, result(Verdict.PASS)])
    assert Conclusion.DOES_NOT_CONFORM == conclude(
        [met.model_copy(update={"verdict": Verdict.FAIL}), result(Verdict.PASS)]
    )


def test_every_conclusion_has_the_exit_code_of_the_design() -> None:
    """
    0 conforms, 1 does not, 3 undetermined, 5 void.
    """
    assert {
        Conclusion.CONFORMS: ExitCode(0),
        Conclusion.DOES_NOT_CONFORM: ExitCode(1),
        Conclusion.UNDETERMINED: ExitCode(3),
        Conclusion.VOID: ExitCode(5),
    } == EXIT_CODES


def test_the_tally_leaves_out_what_does_not_apply() -> None:
    """
    Neither met nor counted.
    """
    made = tally(
        [result(Verdict.PASS), result(Verdict.FAIL), result(Verdict.NOT_APPLICABLE), result(Verdict.PASS, Level.SHOULD)]
    )
    assert Tally(must_met=1, must=2, should_met=1, should=1) == made
    assert made.should_percent == 100.0


def test_the_digest_changes_with_any_verdict_and_with_nothing_else() -> None:
    """
    Order and sentences do not matter; one verdict does.
    """
    first = outcomes(Verdict.PASS, Verdict.FAIL)
    second = [each.model_copy(update={"message": say("other"), "seen": "x"}) for each in reversed(first)]
    third = outcomes(Verdict.PASS, Verdict.PASS)
    rows = [result(Verdict.FAIL)]
    assert verdict_digest(rows, first) == verdict_digest(rows, second)
    assert verdict_digest(rows, first) != verdict_digest(rows, third)
    assert verdict_digest(rows, first) != verdict_digest([result(Verdict.PASS)], first)

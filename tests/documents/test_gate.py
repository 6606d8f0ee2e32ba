"""
The gate: the conclusion decides, and a policy can only make it stricter.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conformance.documents import open_run
from conformance.exceptions import UsageError
from conformance.gate import Accepted, Policy, decide
from conformance.model import Conclusion, ExitCode, Level, Verdict
from conformance.report.summary import Decision
from conformance.result import Report
from conformance.scoring import EXIT_CODES, conclude
from conformance.settings import read_settings
from conformance.texts import say

TODAY = date(2021, 10, 7)
ACCEPTED = Accepted(requirement="PQR-084", reason="the new screen comes in November", until=TODAY)


@pytest.fixture(scope="module")
def clean(good: Path) -> Report:
    """
    The good run as if it were complete: every MUST is met, and so is every SHOULD.
    """
    report = open_run(good).report
    return concluded(report, {each.requirement.id: Verdict.PASS for each in report.results})


def concluded(report: Report, verdicts: dict[str, Verdict]) -> Report:
    """
    The report with other verdicts, and the conclusion that follows.
    """
    results = tuple(
        each.model_copy(update={"verdict": verdicts.get(each.requirement.id, each.verdict)}) for each in report.results
    )
    conclusion = conclude(results)
    parts = {"conclusion": conclusion, "exit_code": EXIT_CODES[conclusion], "shortfalls": ()}
    return report.model_copy(update={"results": results, "score": report.score.model_copy(update=parts)})


def recommended(report: Report) -> str:
    """
    A recommendation that was evaluated.
    """
    return next(each.requirement.id for each in report.results if each.requirement.level is Level.SHOULD)


def bound(report: Report) -> str:
    """
    A MUST that was evaluated.
    """
    return next(each.requirement.id for each in report.results if each.requirement.level is Level.MUST)


@pytest.mark.parametrize("verdict", Verdict)
def test_without_a_policy_it_ends_as_the_conclusion(clean: Report, verdict: Verdict) -> None:
    """
    Whatever one MUST and one SHOULD say, the exit code is that of the conclusion.
    """
    for id in (bound(clean), recommended(clean)):
        report = concluded(clean, {id: verdict})
        decision = decide(report, Policy(), TODAY)

        assert report.score.exit_code is decision.code
        assert (decision.code is ExitCode.CONFORMS) == (report.score.conclusion is Conclusion.CONFORMS)


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("policy", [Policy(recommendations=True), Policy(official=True), Policy(complete_panel=True)])
def test_no_policy_opens_what_was_shut(clean: Report, verdict: Verdict, policy: Policy) -> None:
    """
    A policy never turns a blocked release into a passed one.
    """
    report = concluded(clean, {bound(clean): verdict})

    if report.score.exit_code is not ExitCode.CONFORMS:
        assert report.score.exit_code is decide(report, policy, TODAY).code


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (Verdict.PASS, ExitCode.CONFORMS),
        (Verdict.NOT_APPLICABLE, ExitCode.CONFORMS),
        (Verdict.FAIL, ExitCode.DOES_NOT_CONFORM),
        (Verdict.BLOCKED, ExitCode.DOES_NOT_CONFORM),
        (Verdict.REVIEW, ExitCode.UNDETERMINED),
        (Verdict.INSUFFICIENT, ExitCode.UNDETERMINED),
        (Verdict.INCONCLUSIVE, ExitCode.UNDETERMINED),
        (Verdict.SUITE_ERROR, ExitCode.SUITE_ERROR),
    ],
)
def test_recommendations_can_be_made_binding(clean: Report, verdict: Verdict, code: ExitCode) -> None:
    """
    With `recommendations` an unmet one blocks, an undecided one leaves it open, and both are named.
    """
    id = recommended(clean)
    decision = decide(concluded(clean, {id: verdict}), Policy(recommendations=True), TODAY)

    assert code is decision.code
    assert (code in (ExitCode.DOES_NOT_CONFORM, ExitCode.UNDETERMINED)) == (id in decision.failing)
    assert decision.failing <= {id}


def accepting(id: str, until: date = TODAY) -> Policy:
    """
    A policy that accepts one recommendation.
    """
    return Policy(recommendations=True, accepted=(ACCEPTED.model_copy(update={"requirement": id, "until": until}),))


def test_an_acceptance_holds_until_its_last_day(clean: Report) -> None:
    """
    On its day it still holds; the day after it blocks again and says why.
    """
    id = recommended(clean)
    report = concluded(clean, {id: Verdict.FAIL})
    holds, ended = decide(report, accepting(id), TODAY), decide(report, accepting(id), date(2021, 10, 8))

    assert (ExitCode.CONFORMS, [id]) == (holds.code, [each.requirement for each in holds.accepted])
    assert (ExitCode.DOES_NOT_CONFORM, ()) == (ended.code, ended.accepted)
    assert say("the acceptance of {id} ended on {day}", id=id, day=TODAY) in ended.reasons


def test_an_acceptance_that_is_not_needed_is_not_told(clean: Report) -> None:
    """
    What is met needs none.
    """
    assert () == decide(clean, accepting(recommended(clean)), TODAY).accepted


def test_only_known_recommendations_can_be_accepted(clean: Report) -> None:
    """
    A MUST, an unknown id, and one that stands twice are refused.
    """
    twice = accepting(recommended(clean))
    twice = twice.model_copy(update={"accepted": twice.accepted * 2})
    for policy, message in (
        (accepting(bound(clean)), "which is a MUST"),
        (accepting("PQR-999"), "which is no requirement of edition"),
        (twice, "more than once"),
    ):
        with pytest.raises(UsageError, match=message):
            decide(clean, policy, TODAY)


def reasons(decision: Decision) -> str:
    """
    The reasons in English.
    """
    return " ".join(each.render("en") for each in decision.reasons)


def test_official_and_complete_panel_can_be_demanded(clean: Report) -> None:
    """
    A run that is not official, or was judged without a reader, is undetermined then, and says what to do.
    """
    missing = clean.run.model_copy(update={"panel_missing": (say("no zbar"),)})
    official = decide(clean, Policy(official=True), TODAY)
    panel = decide(clean.model_copy(update={"run": missing}), Policy(complete_panel=True), TODAY)

    assert [ExitCode.UNDETERMINED] * 2 == [official.code, panel.code]
    assert "Run again with --official" in reasons(official)
    assert "Install what is missing" in reasons(panel)
    assert ExitCode.CONFORMS is decide(clean, Policy(complete_panel=True), TODAY).code


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("must = false", "the key must is wrong: Extra inputs are not permitted"),
        ('recommendations = "no"', "the key recommendations is wrong: Input should be a valid boolean"),
        ('[[accepted]]\nrequirement = "PQR-084"\nuntil = 2021-10-07', r"the key accepted\.0\.reason is wrong"),
        ('[[accepted]]\nrequirement = "84"', r"the key accepted\.0\.requirement is wrong"),
        ("[[accepted]]\nreason = 1", r"the key accepted\.0"),
        ("recommendations = tru", "cannot be read"),
        ("#" * 70_000, "longer than 65536 bytes"),
    ],
)
def test_a_wrong_policy_is_one_message(tmp_path: Path, text: str, message: str) -> None:
    """
    Unknown keys, wrong types, missing reasons, no TOML, a file without end.
    """
    (tmp_path / "policy.toml").write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match=message):
        read_settings(tmp_path / "policy.toml", Policy)


def test_a_policy_is_read_whole(tmp_path: Path) -> None:
    """
    All its keys.
    """
    (tmp_path / "policy.toml").write_text(
        "recommendations = true\nofficial = true\ncomplete_panel = true\n[[accepted]]\n"
        'requirement = "PQR-084"\nreason = "the new screen comes in November"\nuntil = 2021-10-07\n',
        encoding="utf-8",
    )

    expected = Policy(recommendations=True, official=True, complete_panel=True, accepted=(ACCEPTED,))
    assert expected == read_settings(tmp_path / "policy.toml", Policy)


def test_the_documented_policy_is_one(tmp_path: Path) -> None:
    """
    The example of the page on reports is read as it stands, and names every key.
    """
    page = (Path(__file__).parent.parent.parent / "docs" / "reports.md").read_text(encoding="utf-8")
    example = page[page.index("```toml") + 7 :]
    (tmp_path / "policy.toml").write_text(example[: example.index("```")], encoding="utf-8")

    assert set(Policy.model_fields) == read_settings(tmp_path / "policy.toml", Policy).model_fields_set

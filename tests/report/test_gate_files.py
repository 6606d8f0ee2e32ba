"""
What a gate leaves for CI: JUnit per requirement, SARIF, the job summary.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from conformance.model import ExitCode, Verdict
from conformance.report import Finished
from conformance.report.junit import blocking, junit
from conformance.report.sarif import sarif
from conformance.report.summary import Acceptance, Decision, job_summary
from conformance.report.words import CONCLUSIONS
from conformance.texts import say

Get = Callable[[str], Finished]
STORY_NAMES = ("passing", "failing", "undetermined", "void")
TAGS = {
    Verdict.PASS: None,
    Verdict.FAIL: "failure",
    Verdict.BLOCKED: "failure",
    Verdict.INSUFFICIENT: "failure",
    Verdict.INCONCLUSIVE: "failure",
    Verdict.REVIEW: "failure",
    Verdict.NOT_APPLICABLE: "skipped",
    Verdict.SUITE_ERROR: "error",
}  # of a MUST requirement


def cases(finished: Finished) -> dict[str, Xml.Element]:
    """
    The cases by requirement.
    """
    root = Xml.fromstring(junit(finished.report, blocking(finished.report)))
    return {case.attrib["name"][:7]: case for case in root.iter("testcase")}


def properties(case: Xml.Element) -> dict[str, str]:
    """
    The properties of a case.
    """
    return {each.attrib["name"]: each.attrib["value"] for each in case.iter("property")}


def tag(case: Xml.Element) -> str | None:
    """
    How JUnit calls the outcome.
    """
    return next((each.tag for each in case if each.tag != "properties"), None)


@pytest.mark.parametrize("name", STORY_NAMES)
def test_every_requirement_is_one_case_with_its_true_verdict(finished: Get, name: str) -> None:
    """
    Evaluated or not, each requirement has a case; its verdict and level are properties.
    """
    report, found = finished(name).report, cases(finished(name))

    assert {*(each.requirement.id for each in report.results), *(row.id for row in report.undecided)} == set(found)
    for result in report.results:
        case = properties(found[result.requirement.id])
        assert (result.verdict.value, result.requirement.level.value) == (case["verdict"], case["level"])
    assert {"not evaluated"} == {properties(found[row.id])["verdict"] for row in report.undecided}


@pytest.mark.parametrize("verdict", Verdict)
def test_only_a_must_that_is_not_met_fails(finished: Get, verdict: Verdict) -> None:
    """
    A MUST that is not met, or not decided, fails; a recommendation is skipped; an error of the suite is an error.
    """
    report = finished("passing").report
    results = tuple(each.model_copy(update={"verdict": verdict}) for each in report.results)
    changed = Finished(report.model_copy(update={"results": results}), finished("passing").bundle)
    found = {each.requirement.id: tag(cases(changed)[each.requirement.id]) for each in results}
    must = {id for id, case in cases(changed).items() if properties(case)["level"] == "must"} & set(found)

    assert {TAGS[verdict]} == {found[id] for id in must}
    lenient = "skipped" if TAGS[verdict] == "failure" else TAGS[verdict]
    assert {lenient} == {found[id] for id in set(found) - must}


def test_the_counts_of_a_suite_are_those_of_its_cases(finished: Get) -> None:
    """
    Tests, failures, errors and skipped are what the cases hold.
    """
    root = Xml.fromstring(junit(finished("void").report, blocking(finished("void").report)))
    for suite in root:
        tags = [tag(case) for case in suite.iter("testcase")]
        counted = [tags.count("failure"), tags.count("error"), tags.count("skipped"), len(tags)]
        assert counted == [int(suite.attrib[name]) for name in ("failures", "errors", "skipped", "tests")]


def log(name: str, finished: Get) -> Any:
    """
    The SARIF run of a story.
    """
    report = finished(name).report
    found = json.loads(sarif(report, blocking(report)))
    assert "2.1.0" == found["version"]
    return found["runs"][0]


def test_sarif_points_at_the_evidence(finished: Get) -> None:
    """
    Each vector that is not a pass is a result with rule, level, message and the screen that shows it.
    """
    run = log("failing", finished)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    first = next(each for each in run["results"] if each["ruleId"] == "PQR-014")

    assert "PQR-014" == rules[first["ruleIndex"]]
    assert "error" == first["level"]
    place = {"uri": "vectors/DSP-002/01-show.png", "uriBaseId": "EVIDENCE"}
    assert place == first["locations"][0]["physicalLocation"]["artifactLocation"]
    assert "shows 5 of its first six characters" in first["message"]["text"]
    assert {"error", "warning"} >= {each["level"] for each in run["results"]}
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in run["results"])
    names = [each["message"]["text"] for each in run["results"] if each["ruleId"] == "PQR-021"]
    assert 5 == len(names)
    assert [False] * 4 + [True] == ["(and 3 more vectors)" in each for each in names]


def test_sarif_of_a_clean_run_is_empty(finished: Get) -> None:
    """
    Nothing is reported where all is met.
    """
    assert [] == log("passing", finished)["results"]


@pytest.mark.parametrize("name", STORY_NAMES)
def test_the_summary_tells_the_decision_and_why(finished: Get, name: str) -> None:
    """
    Open or blocked with its code, the conclusion, the reasons, what was accepted, and the command for each that blocks.
    """
    report = finished(name).report
    accepted = (Acceptance("PQR-084", "a new printer is ordered", date(2021, 12, 31)),)
    decision = Decision(report.score.exit_code, (say("the readers disagree"),), blocking(report), accepted)
    text = job_summary(report, decision, "en")

    state = "Open" if report.score.exit_code is ExitCode.CONFORMS else f"Blocked (exit code {report.score.exit_code:d})"
    assert text.startswith(f"## Release gate: {state}\n")
    assert f"**{CONCLUSIONS[report.score.conclusion].en}**" in text
    assert "- the readers disagree" in text
    assert "- **PQR-084** a new printer is ordered (until 2021-12-31)" in text
    assert ("`qrconform run http://127.0.0.1:8141 --vectors DSP-002`" in text) == (name == "failing")

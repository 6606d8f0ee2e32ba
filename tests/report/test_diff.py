"""
Two runs compared: every way from one verdict to another has its name, and nothing that got worse is missed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.model import Verdict
from conformance.report import Finished, put
from conformance.report.diff import Kind, compare
from conformance.report.diff_writers import DIFF_WRITERS, DiffContent, spoken
from conformance.result import Report

Get = Callable[[str], Finished]
FAILS = (Verdict.FAIL, Verdict.BLOCKED)
OPEN = (Verdict.INSUFFICIENT, Verdict.INCONCLUSIVE, Verdict.REVIEW, Verdict.SUITE_ERROR)


def with_verdict(report: Report, verdict: Verdict | None) -> Report:
    """
    The report with another verdict on PQR-021, or without it.
    """
    kept = (each for each in report.results if verdict or each.requirement.id != "PQR-021")
    changed = (
        each.model_copy(update={"verdict": verdict}) if each.requirement.id == "PQR-021" else each for each in kept
    )
    return report.model_copy(update={"results": tuple(changed)})


def expected_kind(before: Verdict | None, after: Verdict | None) -> Kind | None:
    """
    What a step is called, written apart from the code.
    """
    if after is None:
        return Kind.REMOVED
    if after in FAILS:
        return Kind.STILL_FAILING if before in FAILS else Kind.NEWLY_FAILING
    if before is None:
        return Kind.ADDED
    if before == after:
        return None
    if before in FAILS and after is Verdict.PASS:
        return Kind.MENDED
    return Kind.LOST if before is Verdict.PASS and after in OPEN else Kind.CHANGED


@pytest.mark.parametrize("before", [*Verdict, None])
@pytest.mark.parametrize("after", [*Verdict, None])
def test_every_step_has_its_name(finished: Get, before: Verdict | None, after: Verdict | None) -> None:
    """
    From each verdict, or none, to each other; only new failures and lost passes are worse.
    """
    report = finished("passing").report
    if before is None and after is None:
        assert () == compare(with_verdict(report, None), with_verdict(report, None)).changes
        return
    found = compare(with_verdict(report, before), with_verdict(report, after))
    kind = expected_kind(before, after)

    assert [(kind, "PQR-021")] * (kind is not None) == [(each.kind, each.requirement.id) for each in found.changes]
    assert (kind in (Kind.NEWLY_FAILING, Kind.LOST)) == found.worse


def test_a_run_and_itself_do_not_differ(finished: Get) -> None:
    """
    Nothing changed, and the comparison says so.
    """
    found = compare(finished("failing").report, finished("failing").report)
    text = "\n".join(line for line, _ in spoken(found, "en"))

    assert {Kind.STILL_FAILING} == {each.kind for each in found.changes}
    assert () == found.conditions
    assert not found.worse
    assert "Nothing changed." in "\n".join(
        line for line, _ in spoken(compare(finished("passing").report, finished("passing").report), "en")
    )
    assert "Still failing" in text


def test_other_measurements_and_conditions_are_told(finished: Get, tell: Callable[..., Finished]) -> None:
    """
    The same verdict on other numbers, another suite, panel and time are named with both values.
    """
    old = finished("passing").report
    results = tuple(each.model_copy(update={"exercised": each.exercised + 1}) for each in old.results[:1])
    shots = {file: shot.model_copy(update={"elapsed_ms": 99.0}) for file, shot in old.shots.items()}
    run = old.run.model_copy(update={"suite": "2.0", "panel_judging": {"zbar": "0.24"}})
    new = old.model_copy(update={"results": (*results, *old.results[1:]), "shots": shots, "run": run})
    found = compare(old, new)

    assert [Kind.MEASURED] == [each.kind for each in found.changes]
    assert {"diff_suite", "diff_panel", "diff_median"} == {name for name, _, _ in found.conditions}
    assert ("diff_median", "12", "99") in found.conditions


@pytest.mark.parametrize("suffix", DIFF_WRITERS)
def test_what_is_written_names_both_runs_and_every_change(finished: Get, suffix: str, tmp_path: Path) -> None:
    """
    Conclusions, kinds, requirements, both verdicts and the reason, in both languages.
    """
    found = compare(finished("passing").report, finished("failing").report)
    put(DIFF_WRITERS, DiffContent(found, ("vi", "en")), tmp_path / f"diff{suffix}")
    text = (tmp_path / f"diff{suffix}").read_text(encoding="utf-8")

    for each in ("Mới không đạt", "Newly failing", "Conforms", "Does not conform", "PQR-014", "first six characters"):
        assert each in text
    assert text.index("Mới không đạt") < text.index("Newly failing")

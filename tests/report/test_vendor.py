"""
The vendor's list: what to do, in order of weight.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.exceptions import UsageError
from conformance.model import Level, Verdict
from conformance.report import TODO_WRITERS, Audience, Finished, write
from conformance.report.vendor import todo_lists, weight
from conformance.result import Result
from conformance.standard import load_standard

Get = Callable[[str], Finished]


def result(level: Level, verdict: Verdict) -> Result:
    """
    A result of a requirement of that level.
    """
    row = load_standard().get("PQR-021").model_copy(update={"level": level})
    return Result(requirement=row, verdict=verdict, held=0, exercised=1, least=1, outcomes=())


def test_what_binds_comes_first_and_failures_before_the_rest() -> None:
    """
    Errors of the suite, then MUST: fail, blocked, inconclusive, review, insufficient; then recommendations.
    """
    open_verdicts = (Verdict.INCONCLUSIVE, Verdict.REVIEW, Verdict.INSUFFICIENT)
    ordered: list[Result] = [result(Level.SHOULD, Verdict.SUITE_ERROR)]
    for level in (Level.MUST, Level.SHOULD):
        ordered += [result(level, each) for each in (Verdict.FAIL, Verdict.BLOCKED, *open_verdicts)]

    places = [weight(each) for each in ordered]

    assert sorted(set(places)) == places


def test_the_list_holds_what_is_open_and_nothing_else(finished: Get) -> None:
    """
    Each open point once, in order of weight, with cause, whose fault, what would satisfy it, and the first vector.
    """
    english = todo_lists(finished("failing"))[1]
    listed = [todo.id for todo in english.todos]
    first = english.todos[0]
    names = dict(first.facts)

    assert {"PQR-014", "PQR-021", "PQR-071", "PQR-075"} == set(listed)
    assert "PQR-071" == [todo.id for todo in english.todos if todo.level == "MUST"][-1]
    assert {"Cause", "Whose fault", "What would satisfy it"} == set(names)
    assert "5 of its first six characters" in names["Cause"]
    assert load_standard().get("PQR-014").rule.en in names["What would satisfy it"]
    assert first.sight
    assert "qrconform run http://127.0.0.1:8141 --vectors DSP-002" == first.sight.drive


@pytest.mark.parametrize("suffix", TODO_WRITERS)
def test_every_format_is_the_same_every_time(finished: Get, suffix: str, tmp_path: Path) -> None:
    """
    Two writings of one list do not differ.
    """
    for name in ("one", "two"):
        write(finished("failing"), tmp_path / f"{name}{suffix}", Audience.VENDOR)

    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


def test_one_language_alone(finished: Get, tmp_path: Path) -> None:
    """
    A list in English has no Vietnamese heading, and one that is empty says so.
    """
    write(replace(finished("passing"), languages=("en",)), tmp_path / "todo.md", Audience.VENDOR)
    text = (tmp_path / "todo.md").read_text(encoding="utf-8")

    assert "# What the vendor has to do" in text
    assert "There is nothing to do." in text
    assert not re.search("Việc cần làm", text)


def test_a_format_that_only_the_report_has_is_refused(finished: Get, tmp_path: Path) -> None:
    """
    The list is no data: JSON and XML are refused with the formats that there are.
    """
    with pytest.raises(UsageError, match=r"no report format \.json.*\.html, \.pdf, \.md"):
        write(finished("passing"), tmp_path / "todo.json", Audience.VENDOR)

"""
`rejudge`: the same evidence under this suite, against what was concluded before.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.model import Verdict
from conformance.rejudging import Rejudged, rejudged

Command = Callable[..., Any]
Change = Callable[[dict[str, Any]], None]


def stored(run: Path, place: Path, change: Change) -> Path:
    """
    The report of a run as an older suite could have left it, apart from its evidence; its conclusion, tally and digest
    are made to follow.
    """
    from conformance.documents import read_report
    from conformance.result import Report
    from conformance.scoring import rescore, verdict_digest
    from conformance.standard import load_standard

    value = json.loads((run / "report.json").read_bytes())
    change(value)
    report = Report.model_validate_json(json.dumps(value))
    score = rescore(report.score, load_standard(), report.results)
    outcomes = [
        outcome.model_copy(update={"vector": vector, "requirement": id, "verdict": verdict})
        for id, cells in report.cells.items()
        for vector, verdict in cells.items()
        for outcome in report.results[0].outcomes[:1]
    ]
    score = score.model_copy(update={"verdict_digest": verdict_digest(report.results, outcomes)})
    place.write_text(report.model_copy(update={"score": score}).model_dump_json(), encoding="utf-8")
    assert read_report(place).run.bundle_digest == report.run.bundle_digest
    return place


def row(value: dict[str, Any], id: str) -> dict[str, Any]:
    """
    The result of one requirement.
    """
    return next(each for each in value["results"] if each["requirement"]["id"] == id)


def once_passed(value: dict[str, Any]) -> None:
    """
    The older suite saw nothing wrong with the asterisks.
    """
    value["run"]["suite"] = "0.0.1"
    for vector in value["cells"]["PQR-014"]:
        value["cells"]["PQR-014"][vector] = "pass"
    its = row(value, "PQR-014")
    its["verdict"], its["reason"], its["outcomes"] = "pass", None, []


def without_cells(value: dict[str, Any]) -> None:
    value["cells"] = {}
    value["run"]["suite"] = "0.0.1"


def another_rule(value: dict[str, Any]) -> None:
    row(value, "PQR-021")["requirement"]["rule"] = {"vi": "Quy tắc cũ.", "en": "The old rule."}
    value["results"] = [each for each in value["results"] if each["requirement"]["id"] != "PQR-003"]
    del value["cells"]["PQR-003"]


def once_more(value: dict[str, Any]) -> None:
    gone = json.loads(json.dumps(row(value, "PQR-021")))
    gone["requirement"]["id"] = "PQR-999"
    value["results"].append(gone)


def flips(found: Rejudged) -> list[tuple[str, str | None, Verdict | None, Verdict | None]]:
    """
    What flipped, without its sentences.
    """
    assert found.error is None, found.error
    return [(flip.requirement, flip.vector, flip.before, flip.after) for flip in found.flips]


def test_the_same_suite_flips_nothing(qrconform: Command, bad: Path) -> None:
    """
    Against the report beside the evidence, and against the same named as a file: 0, whatever the conclusion is.
    """
    ended = qrconform("rejudge", bad, cwd=bad.parent)
    named = qrconform("rejudge", bad / "evidence.zip", "--against", bad / "report.json", cwd=bad.parent)

    assert [(0, ""), (0, "")] == [(each.code, each.err) for each in (ended, named)]
    assert "nothing flips" in ended.out


def test_what_flips_is_told_per_requirement_and_per_vector(qrconform: Command, bad: Path, tmp_path: Path) -> None:
    """
    What passed and fails now: each vector, with the sentences; exit 1, on the terminal and as JSON.
    """
    old = stored(bad, tmp_path / "old.json", once_passed)
    ended = qrconform("rejudge", bad, "--against", old, cwd=tmp_path)
    value = json.loads(qrconform("rejudge", bad, "--against", old, "--json", cwd=tmp_path).out)[0]
    found = [(each["requirement"], each["vector"]) for each in value["flips"]]

    assert 1 == ended.code
    assert [("PQR-014", None), *(("PQR-014", f"DSP-00{n}") for n in (1, 2, 3))] == found
    assert {("pass", "fail")} == {(each["before"], each["after"]) for each in value["flips"]}
    assert all(each["said_after"] for each in value["flips"])
    assert {"before": "0.0.1", "after": value["suite"]["after"]} == value["suite"]
    assert "PQR-014, DSP-001: Pass -> Fail" in ended.out
    assert "verdicts that flip: 4" in ended.out


def test_a_mended_verdict_keeps_its_old_sentence(bad: Path, tmp_path: Path) -> None:
    """
    What failed on the stored report and holds now flips as well, and the old sentence is told.
    """

    def once_failed(value: dict[str, Any]) -> None:
        value["cells"]["PQR-021"]["DSP-002"] = "fail"
        its = row(value, "PQR-021")
        said = {"text": "HoTen is {seen}", "values": {"seen": "x"}}
        outcome = {"requirement": "PQR-021", "vector": "DSP-002", "verdict": "fail", "message": said}
        its["verdict"], its["reason"], its["outcomes"] = "fail", said, [outcome]

    found = rejudged(bad, [str(stored(bad, tmp_path / "old.json", once_failed))])

    assert [("PQR-021", "DSP-002", Verdict.FAIL, Verdict.PASS)] == [each for each in flips(found) if each[1]]
    assert ["HoTen is x", "HoTen is x"] == [f.said_before.render("en") for f in found.flips if f.said_before]


def test_a_report_without_every_answer_is_compared_as_far_as_it_goes(
    qrconform: Command, bad: Path, tmp_path: Path
) -> None:
    """
    Reports of before the answers were kept: what decided is compared, and the limit is said.
    """
    old = stored(bad, tmp_path / "old.json", without_cells)
    ended = qrconform("rejudge", bad, "--against", old, cwd=tmp_path)

    assert 0 == ended.code
    assert "only those that decided are compared" in ended.out


def test_rows_that_changed_came_or_went_are_listed(bad: Path, tmp_path: Path) -> None:
    """
    A changed rule names the part; a row that is demanded no more was a verdict and is none now; a new one that is met
    flips nothing.
    """
    changed = rejudged(bad, [str(stored(bad, tmp_path / "one.json", another_rule))])
    gone = rejudged(bad, [str(stored(bad, tmp_path / "two.json", once_more))])

    assert [("PQR-003", (), False), ("PQR-021", ("rule",), False)] == [
        (each.requirement, each.changed, each.gone) for each in changed.rows
    ]
    assert [("PQR-999", (), True)] == [(each.requirement, each.changed, each.gone) for each in gone.rows]
    assert ["PQR-999"] == [each.requirement for each in gone.flips]
    assert 1 == gone.code


def test_several_bundles_find_their_reports_in_a_folder(
    qrconform: Command, good: Path, bad: Path, tmp_path: Path
) -> None:
    """
    Each by the digest of its evidence, whatever the files are called.
    """
    for run in (good, bad):
        (tmp_path / "kept" / f"of-{run.parent.name}").mkdir(parents=True)
        shutil.copy(run / "report.json", tmp_path / "kept" / f"of-{run.parent.name}" / "report.json")
    ended = qrconform("rejudge", good / "evidence", bad / "evidence", "--against", "kept", cwd=tmp_path)

    assert (0, "") == (ended.code, ended.err)
    assert 2 == ended.out.count("nothing flips")


def test_a_damaged_bundle_takes_nothing_from_the_other(
    qrconform: Command, copy: Path, bad: Path, tmp_path: Path
) -> None:
    """
    The damaged one is one message and exit 2; the other is judged and shown.
    """
    (copy / "evidence" / "vectors" / "DSP-001" / "01-show.png").unlink()
    old = stored(bad, tmp_path / "old.json", once_passed)
    ended = qrconform("rejudge", copy, bad, "--against", old, cwd=tmp_path)
    values = json.loads(qrconform("rejudge", copy, bad, "--against", old, "--json", cwd=tmp_path).out)

    assert 2 == ended.code
    assert "01-show.png: it is missing" in ended.err
    assert 1 == len(ended.err.splitlines())
    assert "verdicts that flip: 4" in ended.out
    assert [True, False] == ["error" in each for each in values]


@pytest.mark.parametrize(
    ("against", "message"),
    [
        ("picture.png", "is no report of this suite"),
        ("nowhere/report.json", "is neither a stored report, nor a folder of runs, nor a version of the suite"),
        ("0.0.1", "was made by suite"),
        ("empty", "no stored report of the evidence"),
        ("other.json", "no stored report of the evidence"),
    ],
)
def test_what_is_no_stored_report_is_one_message(
    qrconform: Command, good: Path, bad: Path, tmp_path: Path, against: str, message: str
) -> None:
    """
    A picture, a path that leads nowhere, a version that the report is not of, an empty folder, another run's report.
    """
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "empty").mkdir()
    shutil.copy(good / "report.json", tmp_path / "other.json")
    ended = qrconform("rejudge", bad, "--against", against, cwd=tmp_path)

    assert (2, "") == (ended.code, ended.out)
    assert message in ended.err
    assert 1 == len(ended.err.splitlines())


def test_the_version_that_the_report_says_is_accepted(qrconform: Command, copy: Path) -> None:
    """
    A version names the report beside the evidence, when that is of it.
    """
    stored(copy, copy / "report.json", once_passed)

    assert 1 == qrconform("rejudge", copy, "--against", "0.0.1", cwd=copy.parent).code

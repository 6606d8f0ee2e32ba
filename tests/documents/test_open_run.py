"""
A run on disk is opened strictly: whole, unchanged, and with its own evidence; each fault is one clear message.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.documents import open_run, read_report
from conformance.exceptions import BundleError, UsageError
from conformance.model import Conclusion, Verdict

Change = Callable[[dict[str, Any]], None]


def spoil(run: Path, change: Change) -> Path:
    """
    The run with another report.json.
    """
    place = run / "report.json"
    value = json.loads(place.read_bytes())
    change(value)
    place.write_text(json.dumps(value), encoding="utf-8")
    return run


def test_a_run_is_its_report_and_its_evidence(bad: Path) -> None:
    """
    The report comes back as it was written, and the screens can be read.
    """
    found = open_run(bad)
    failed = next(each for each in found.report.results if each.verdict is Verdict.FAIL)

    assert Conclusion.DOES_NOT_CONFORM is found.report.score.conclusion
    assert "PQR-014" == failed.requirement.id
    assert found.bundle.read(failed.outcomes[0].file or "").startswith(b"\x89PNG")


@pytest.mark.parametrize("kept", ["evidence", "evidence.zip"])
def test_folder_or_zip_of_the_evidence_suffices(copy: Path, kept: str) -> None:
    """
    Either form of the bundle stands for the other.
    """
    for name in {"evidence", "evidence.zip"} - {kept}:
        shutil.rmtree(copy / name) if (copy / name).is_dir() else (copy / name).unlink()

    assert kept == open_run(copy).bundle.place.name


@pytest.mark.parametrize("form", ["evidence", "evidence.zip"])
def test_a_bundle_is_judged_first(bad: Path, form: str) -> None:
    """
    From the evidence alone comes the same report, and nothing is left beside it.
    """
    before = sorted(bad.iterdir())
    judged, recorded = open_run(bad / form).report, open_run(bad).report

    assert recorded.score == judged.score
    assert recorded.results == judged.results
    assert before == sorted(bad.iterdir())


def newer(value: dict[str, Any]) -> None:
    value["format"] = 2


def strange(value: dict[str, Any]) -> None:
    value["more"] = 1


def without_score(value: dict[str, Any]) -> None:
    del value["score"]


def surrogate(value: dict[str, Any]) -> None:
    value["candidate"]["name"] = "a\ud800"


def passing(value: dict[str, Any]) -> None:
    value["score"]["conclusion"], value["score"]["exit_code"] = "conforms", 0


def one_exit_code(value: dict[str, Any]) -> None:
    value["score"]["exit_code"] = 0


def better_tally(value: dict[str, Any]) -> None:
    value["score"]["total"]["must_met"] += 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (newer, "written by a newer suite (report format 2; this one reads 1)"),
        (strange, "no report of this suite: more: Extra inputs are not permitted"),
        (without_score, "no report of this suite: score: Field required"),
        (surrogate, "no report of this suite"),
        (passing, "contradicts itself"),
        (one_exit_code, "contradicts itself"),
        (better_tally, "contradicts itself"),
    ],
)
def test_a_report_that_was_changed_is_refused(copy: Path, change: Change, message: str) -> None:
    """
    Newer, with a key too many or too few, with half a character, or with another conclusion than follows.
    """
    with pytest.raises(UsageError) as caught:
        open_run(spoil(copy, change))
    assert message in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"format": 1, "format": 1}', b"\xff", b"[" * 100_000])
def test_what_is_no_json_report_is_one_message(tmp_path: Path, data: bytes) -> None:
    """
    Cut, of another shape, with a key twice, in no UTF-8, nested without end.
    """
    (tmp_path / "report.json").write_bytes(data)

    with pytest.raises(UsageError, match=r"is no report of this suite: .*Judge the evidence again"):
        read_report(tmp_path / "report.json")


def test_missing_evidence_is_named(copy: Path) -> None:
    """
    A report without its bundle says what to put where.
    """
    shutil.rmtree(copy / "evidence")
    (copy / "evidence.zip").unlink()
    spoil(copy, lambda value: value["run"].update(bundle="nowhere/evidence"))

    with pytest.raises(BundleError, match=r"is not there: put evidence or evidence\.zip beside its report\.json"):
        open_run(copy)


def test_the_evidence_of_another_run_is_refused(copy: Path, good: Path) -> None:
    """
    A bundle that is whole, but another one.
    """
    shutil.rmtree(copy / "evidence")
    shutil.copytree(good / "evidence", copy / "evidence")

    with pytest.raises(BundleError, match="is not the evidence of the report in"):
        open_run(copy)


def test_a_missing_part_of_the_bundle_is_named(copy: Path) -> None:
    """
    A screen that is gone is found before anything is written.
    """
    (copy / "evidence" / "vectors" / "DSP-001" / "01-show.png").unlink()

    with pytest.raises(BundleError, match=r"vectors/DSP-001/01-show\.png: it is missing"):
        open_run(copy)


def test_a_place_without_a_run_is_named(tmp_path: Path) -> None:
    """
    An empty folder and a path that leads nowhere.
    """
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UsageError, match=r"neither a run's folder with a report\.json nor an evidence bundle"):
            open_run(place)

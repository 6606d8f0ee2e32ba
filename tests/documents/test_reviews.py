"""
`review` as an evaluator uses it: what is asked for, what is recorded, and what every report made from then on shows.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conformance.documents import open_run, read_report
from conformance.exceptions import BundleError
from conformance.model import Verdict

Command = Callable[..., Any]
SAID = ("--by", "Trần Thị Mẫu", "--reason", "Mục đích được nêu rõ: chỉ phòng, chống dịch")
MET = ("--verdict", "met", *SAID)
FILE = "evidence.reviews.json"


@pytest.fixture
def run(good: Path, tmp_path: Path) -> Path:
    """
    A copy of the good run, to be reviewed.
    """
    return Path(shutil.copytree(good, tmp_path / "run"))


def verdict_of(run: Path, id: str) -> Verdict | None:
    """
    The verdict on one requirement, None where the run does not decide it.
    """
    return next((each.verdict for each in open_run(run).report.results if each.requirement.id == id), None)


def test_what_is_asked_for_is_listed(qrconform: Command, run: Path) -> None:
    """
    Seven requirements, each with the documents to be filed and the laws in force; the demands on the report itself are
    nobody's to review.
    """
    listed = qrconform("review", run, cwd=run.parent)
    values = json.loads(qrconform("review", run, "--json", cwd=run.parent).out)
    ids = ["PQR-066", "PQR-110", "PQR-111", "PQR-112", "PQR-113", "PQR-114", "PQR-120"]

    assert (0, "") == (listed.code, listed.err)
    assert ids == [each["requirement"] for each in values]
    assert "PQR-110 Epidemic control only (MUST): not reviewed yet" in listed.out
    assert "documents to be filed: The data policy and the terms of use of the app." in listed.out
    assert not (run / FILE).exists()


@pytest.mark.parametrize(
    ("day", "laws"), [("2025-12-31", ["decree-13-2023"]), ("2026-01-01", ["law-91-2025", "decree-356-2025"])]
)
def test_the_laws_are_those_of_the_day(qrconform: Command, run: Path, day: str, laws: list[str]) -> None:
    """
    On the last day of 2025 one decree, the next day the law and its own decree.
    """
    shown = json.loads(qrconform("review", run, "PQR-112", "--date", day, "--json", cwd=run.parent).out)

    assert [laws] == [each["laws"] for each in shown]


def test_a_review_is_recorded_with_name_day_reason_and_hashes(qrconform: Command, run: Path, tmp_path: Path) -> None:
    """
    The content of a document is nowhere; the sealed evidence is untouched, and the report shows the decision.
    """
    (tmp_path / "policy.txt").write_text("only for epidemic control", encoding="utf-8")
    sealed = (run / "evidence" / "manifest.json").read_bytes()
    ended = qrconform("review", run, "pqr-110", *MET, "--document", "policy.txt", "--date", "2026-01-05", cwd=tmp_path)
    recorded = json.loads((run / FILE).read_text(encoding="utf-8"))["reviews"]
    report = open_run(run).report

    assert (0, "") == (ended.code, ended.err)
    assert [("PQR-110", "met", SAID[1], "2026-01-05", SAID[3])] == [
        tuple(each[key] for key in ("requirement", "decision", "by", "day", "reason")) for each in recorded
    ]
    digest = hashlib.sha256(b"only for epidemic control").hexdigest()
    assert [{"name": "policy.txt", "sha256": digest}] == recorded[0]["documents"]
    assert "only for epidemic control" not in (run / FILE).read_text(encoding="utf-8")
    assert sealed == (run / "evidence" / "manifest.json").read_bytes()
    assert Verdict.PASS is verdict_of(run, "PQR-110")
    assert recorded[0]["digest"] == report.reviews[0].digest


def test_a_later_review_replaces_and_both_stay(qrconform: Command, run: Path) -> None:
    """
    Met, then not met: the second is in effect, both stand in the file, in the list and in the report.
    """
    qrconform("review", run, "PQR-110", *MET, cwd=run.parent)
    later = ("--by", "Lê Văn Thử", "--reason", "A clause allows advertising")
    qrconform("review", run, "PQR-110", "--verdict", "not-met", *later, cwd=run.parent)
    listed = qrconform("review", run, "PQR-110", cwd=run.parent).out
    qrconform("report", run, "--to", "made.md", "--lang", "en", cwd=run.parent)
    document = (run.parent / "made.md").read_text(encoding="utf-8")

    assert Verdict.FAIL is verdict_of(run, "PQR-110")
    assert ["met", "not-met"] == [each.decision.value for each in open_run(run).report.reviews]
    assert f"replaced: met, {SAID[1]}" in listed
    assert "in effect: not met, Lê Văn Thử" in listed
    assert SAID[1] in document
    assert "A clause allows advertising" in document
    assert "(replaced by a later decision)" in document


def test_one_review_makes_documents_part_of_a_self_test(qrconform: Command, run: Path) -> None:
    """
    Before it no such row is among the results; after it all are, the others as `review`, and the digest of what the
    checks said is the same.
    """
    before = open_run(run).report
    qrconform("review", run, "PQR-110", *MET, cwd=run.parent)
    after = open_run(run).report

    assert [] == [each for each in before.results if each.requirement.id == "PQR-112"]
    assert Verdict.REVIEW is verdict_of(run, "PQR-112")
    assert before.score.verdict_digest == after.score.verdict_digest
    assert len(before.undecided) - 7 == len(after.undecided)


@pytest.mark.parametrize("form", ["evidence", "evidence.zip"])
def test_judging_again_takes_the_reviews_along(qrconform: Command, run: Path, form: str) -> None:
    """
    Folder and zip file of one bundle share their reviews; a report judged elsewhere shows them.
    """
    qrconform("review", run / form, "PQR-110", *MET, cwd=run.parent)
    ended = qrconform("judge", run / "evidence.zip", "--out", "again", cwd=run.parent)

    made = read_report(run.parent / "again" / "report.json")

    assert 3 == ended.code
    assert [Verdict.PASS] == [each.verdict for each in made.results if each.requirement.id == "PQR-110"]
    assert "PQR-112 Needs review (MUST)" in ended.out


def test_gate_and_diff_see_the_decision(qrconform: Command, run: Path, good: Path) -> None:
    """
    A MUST that an evaluator found not met shuts the gate with 1, and the comparison calls it newly failing.
    """
    qrconform("review", run, "PQR-113", "--verdict", "not-met", *SAID, cwd=run.parent)
    gate = qrconform("gate", run, cwd=run.parent)
    diff = qrconform("diff", good, run, cwd=run.parent)

    assert [1, 1] == [gate.code, diff.code]
    assert "PQR-113" in diff.out.split("Newly failing")[1]


@pytest.mark.parametrize("suffix", [".html", ".md", ".json", ".xml", ".pdf"])
def test_every_format_shows_it(qrconform: Command, run: Path, suffix: str) -> None:
    """
    Name, reason and the hash of the document in all that can be searched; the PDF is set.
    """
    (run.parent / "terms.txt").write_text("terms", encoding="utf-8")
    by = ("--verdict", "not-met", "--by", "Hoàng <b>Thị</b> Kiểm", "--reason", "refusing takes five taps")
    qrconform("review", run, "PQR-112", *by, "--document", "terms.txt", cwd=run.parent)
    ended = qrconform("report", run, "--to", f"made{suffix}", cwd=run.parent)
    made = (run.parent / f"made{suffix}").read_bytes()

    assert (0, "") == (ended.code, ended.err)
    assert b"<b>Th" not in made or suffix == ".json"
    assert suffix == ".pdf" or b"refusing takes five taps" in made
    assert suffix in (".pdf", ".xml") or hashlib.sha256(b"terms").hexdigest().encode() in made


def test_the_vendor_is_told_what_to_file(qrconform: Command, run: Path) -> None:
    """
    The list for the vendor names the documents of what is not decided yet.
    """
    qrconform("review", run, "PQR-110", *MET, cwd=run.parent)
    qrconform("report", run, "--for", "vendor", "--to", "todo.md", "--lang", "en", cwd=run.parent)
    todo = (run.parent / "todo.md").read_text(encoding="utf-8")

    assert "**Documents to file:** Pictures of every consent screen" in todo
    assert "The data policy and the terms of use of the app" not in todo


TOMORROW = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("PQR-110", "--verdict", "met", "--reason", "fine"), "--by says nothing"),
        (("PQR-110", "--verdict", "met", "--by", " \u200b ", "--reason", "fine"), "--by says nothing"),
        (("PQR-110", "--verdict", "met", "--by", "Mẫu", "--reason", "  "), "--reason says nothing"),
        (("PQR-110", "--verdict", "met", "--by", "M" * 201, "--reason", "fine"), "--by is longer than 200 characters"),
        (("PQR-999", *MET), "There is no requirement PQR-999 in edition"),
        (("PQR-014", *MET), "PQR-014 is not decided by an evaluator on documents"),
        (("PQR-121", *MET), "PQR-121 is not decided by an evaluator on documents"),
        (("PQR-110", *MET, "--document", "nowhere.pdf"), "the document nowhere.pdf cannot be read"),
        (("PQR-110", *MET, "--document", "."), "the document . cannot be read"),
        (("PQR-110", *MET, "--date", TOMORROW), "lies in the future"),
        (("PQR-110", *MET, "--date", "5/1/2026"), "5/1/2026 is no day. Write it as YYYY-MM-DD"),
        (("PQR-110", *SAID), "a review needs a verdict"),
        (MET, "a verdict is given on one requirement"),
    ],
)
def test_what_cannot_be_recorded_is_one_message(
    qrconform: Command, run: Path, arguments: tuple[str, ...], message: str
) -> None:
    """
    Nobody's name, no reason, no such row, one that is not to be reviewed, no such document, a day to come.
    """
    ended = qrconform("review", run, *arguments, cwd=run.parent)

    assert (2, "") == (ended.code, ended.out)
    assert message in ended.err
    assert 1 == len(ended.err.splitlines())
    assert [] == list(run.glob("*reviews*"))


def edited(file: Path, old: str, new: str) -> None:
    """
    Edit a file by hand.
    """
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} does not hold {old}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"decision": "met"', '"decision": "not-met"', "the entry 1 was changed after it was recorded"),
        ('"day": "2026-01-05"', '"day": "2026-01-06"', "the entry 1 was changed after it was recorded"),
        ('"decision": "met"', '"decision": "fine"', "reviews.0.decision"),
        ('"by"', '"who"', "reviews.0.by"),
        ('"format": 1', '"format": 2', "was written by a newer suite (format 2)"),
        ('"reviews": [', '"reviews": ', "is damaged"),
    ],
)
def test_a_reviews_file_that_was_edited_is_refused(
    qrconform: Command, run: Path, old: str, new: str, message: str
) -> None:
    """
    By every command that would show it, before any work, and nothing is written over it.
    """
    qrconform("review", run, "PQR-110", *MET, "--date", "2026-01-05", cwd=run.parent)
    edited(run / FILE, old, new)
    spoiled = (run / FILE).read_bytes()
    commands = (
        ("review", run),
        ("review", run, "PQR-112", *MET),
        ("report", run, "--to", "made.md"),
        ("judge", run / "evidence", "--out", "again"),
    )
    for command in commands:
        ended = qrconform(*command, cwd=run.parent)

        assert (2, "") == (ended.code, ended.out)
        assert message in ended.err
        assert 1 == len(ended.err.splitlines())
    assert spoiled == (run / FILE).read_bytes()
    assert not (run.parent / "again").exists()


def test_a_reviews_file_that_lost_its_end_is_refused(qrconform: Command, run: Path) -> None:
    """
    The newest decision cannot be taken out by hand, so that the one before it would count again.
    """
    qrconform("review", run, "PQR-110", *MET, cwd=run.parent)
    qrconform("review", run, "PQR-110", "--verdict", "not-met", "--by", "B", "--reason", "Sai", cwd=run.parent)
    value = json.loads((run / FILE).read_text(encoding="utf-8"))
    value["reviews"].pop()
    (run / FILE).write_text(json.dumps(value), encoding="utf-8")
    ended = qrconform("review", run, cwd=run.parent)

    assert 2 == ended.code
    assert "the newest entry is missing" in ended.err


def test_a_pipe_is_neither_a_document_nor_a_reviews_file(qrconform: Command, run: Path) -> None:
    """
    What would never end is refused at once.
    """
    os.mkfifo(run.parent / "pipe")
    document = qrconform("review", run, "PQR-110", *MET, "--document", "pipe", cwd=run.parent)
    os.mkfifo(run / FILE)
    file = qrconform("review", run, cwd=run.parent)

    assert [2, 2] == [document.code, file.code]
    assert "the document pipe cannot be read: it is not there, or is no file" in document.err
    assert "evidence.reviews.json is damaged: it is no file" in file.err


def test_reviews_of_other_evidence_are_refused(qrconform: Command, run: Path, bad: Path) -> None:
    """
    The file of one run beside the evidence of another.
    """
    qrconform("review", run, "PQR-110", *MET, cwd=run.parent)
    other = Path(shutil.copytree(bad, run.parent / "other"))
    shutil.copy(run / FILE, other / FILE)

    with pytest.raises(BundleError, match=r"evidence\.reviews\.json holds reviews of other evidence than"):
        open_run(other)
    assert 2 == qrconform("review", other, "PQR-110", *MET, cwd=run.parent).code


@pytest.mark.parametrize("place", ["run", "run/evidence"])
def test_evidence_whose_manifest_was_edited_takes_no_review(qrconform: Command, run: Path, place: str) -> None:
    """
    One digest in the manifest is another one.
    """
    manifest = run / "evidence" / "manifest.json"
    digest = json.loads(manifest.read_text(encoding="utf-8"))["files"]["bundle.json"]
    edited(manifest, digest, "0" * 64)
    ended = qrconform("review", place, "PQR-110", *MET, cwd=run.parent)

    assert (2, "") == (ended.code, ended.out)
    assert "its SHA-256 is not the recorded one" in ended.err
    assert not (run / FILE).exists()


def test_a_review_that_a_report_shows_cannot_vanish(qrconform: Command, run: Path) -> None:
    """
    The reviews file is gone, but a report was made with what it held.
    """
    qrconform("review", run, "PQR-110", *MET, cwd=run.parent)
    qrconform("report", run, "--to", "run/report.json", cwd=run.parent)
    (run / FILE).unlink()

    with pytest.raises(BundleError, match=r"shows reviews that evidence\.reviews\.json no longer holds"):
        open_run(run)


def test_two_evaluators_lose_nothing(qrconform: Command, run: Path) -> None:
    """
    While another review is being written, none is: the second evaluator is told to try again.
    """
    (run / f"{FILE}.new").touch()
    refused = qrconform("review", run, "PQR-110", *MET, cwd=run.parent)
    (run / f"{FILE}.new").unlink()

    assert 2 == refused.code
    assert "another review is being recorded" in refused.err
    assert 0 == qrconform("review", run, "PQR-110", *MET, cwd=run.parent).code

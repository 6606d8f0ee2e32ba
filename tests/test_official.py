"""
What makes a run at the national centre hold: control vectors, repeats, sealed people, fresh screenshots, and whose each
failure is.
"""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

import pytest

from conformance import answers, controls
from conformance.answers import Answers
from conformance.exceptions import ControlFailed, UsageError
from conformance.model import Blame, Seal, Verdict
from conformance.reading.freshness import nonces_in
from conformance.reading.panel import Panel
from conformance.reference.server import ReferenceServer
from conformance.result import Outcome
from conformance.sealing import make_seal, read_seal
from conformance.standard import load_standard
from conformance.vectors import generate

Command = Callable[..., Any]
Report = Callable[[Path], Any]


# ---------------------------------------------------------------------------------------------------- control vectors


def test_the_controls_hold_on_this_machine() -> None:
    """
    One is accused of nothing, the other of what it breaks; nothing is raised.
    """
    controls.try_controls(Panel.open(), load_standard())


def test_a_machine_that_misjudges_its_controls_judges_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A check that no longer bites is found before any candidate is looked at, and no candidate is blamed.
    """
    tame = {**answers.all_checks(), "PQR-014": lambda seen: None}
    monkeypatch.setattr(answers, "all_checks", lambda: tame)
    with pytest.raises(ControlFailed, match=r"must fail PQR-014 fails - on this machine") as error:
        controls.try_controls(Panel.open(), load_standard())
    assert 5 == error.value.exit_code


# ------------------------------------------------------------------------------------------------------------- repeats


def answered(*verdicts: Verdict) -> Outcome:
    """
    What becomes of one vector's answers, one for each time that it was driven.
    """
    answers = Answers()
    for repeat, verdict in enumerate(verdicts, 1):
        answers.add(Outcome(requirement="PQR-001", vector="DSP-001", verdict=verdict, repeat=repeat))
    (outcome,) = answers.outcomes
    return outcome


def test_a_fault_in_some_of_the_repeats_is_inconclusive_with_its_rate() -> None:
    """
    No coin toss: neither a pass nor a fail; a fault in all of them is a fail, an error of ours an error.
    """
    mixed = answered(Verdict.PASS, Verdict.FAIL, Verdict.PASS)
    assert Verdict.INCONCLUSIVE is mixed.verdict
    assert mixed.message is not None
    assert "a fault in 1 of 3 repeats of the vector: -" == mixed.message.render("en")
    assert Verdict.FAIL is answered(Verdict.FAIL, Verdict.FAIL).verdict
    assert Verdict.PASS is answered(Verdict.PASS, Verdict.PASS).verdict
    assert Verdict.SUITE_ERROR is answered(Verdict.PASS, Verdict.SUITE_ERROR).verdict


@pytest.mark.parametrize("doubt", [Verdict.INCONCLUSIVE, Verdict.REVIEW, Verdict.INSUFFICIENT])
def test_no_doubt_is_lost_among_passes(doubt: Verdict) -> None:
    """
    What could not be decided once is not decided.
    """
    assert doubt is answered(Verdict.PASS, doubt, Verdict.PASS).verdict


def test_every_vector_is_driven_and_judged_as_often_as_ordered(
    reference: ReferenceServer, qrconform: Command, report_of: Report, tmp_path: Path
) -> None:
    """
    The evidence holds every repeat, and judging it again gives the same digest.
    """
    out, again = tmp_path / "run", tmp_path / "again"
    qrconform("run", reference.url, "--vectors", "DSP-00[12]", "--repeats", 3, "--out", out, cwd=tmp_path)
    qrconform("judge", out / "evidence", "--out", again, cwd=tmp_path)
    assert 3 == report_of(out)["run"]["repeats"]
    assert {"DSP-001", "DSP-002"} == {place.name for place in (out / "evidence/repeats/3").iterdir()}
    digests = {report_of(place)["score"]["verdict_digest"] for place in (out, again)}
    assert 1 == len(digests)


# -------------------------------------------------------------------------------------------------- people nobody knew


def test_a_seal_commits_to_its_seed(tmp_path: Path) -> None:
    """
    The commitment is the SHA-256 that the documents say; the file is for its owner, and is made once.
    """
    file = tmp_path / "seal.json"
    seal = make_seal(file)
    secret = read_seal(file)
    assert seal == secret.seal
    assert hashlib.sha256(f"qrconform seal 1 {secret.seed} {secret.salt}".encode()).hexdigest() == seal.commitment
    assert 0o600 == file.stat().st_mode & 0o777
    with pytest.raises(UsageError, match="exists already"):
        make_seal(file)
    file.write_text('{"format": 1, "seed": "7"}', encoding="ascii")
    with pytest.raises(UsageError, match="is no seal"):
        read_seal(file)


def test_a_sealed_run_reveals_what_it_was_committed_to(
    reference: ReferenceServer, qrconform: Command, report_of: Report, tmp_path: Path
) -> None:
    """
    Other people than the published ones, and a report from which anybody can compute the commitment.
    """
    said = qrconform("seal", "seal.json", cwd=tmp_path)
    out = tmp_path / "run"
    options = ("--official", "--sealed", "seal.json", "--vectors", "DSP-002", "--out", out)
    qrconform("run", reference.url, *options, cwd=tmp_path)
    run = report_of(out)["run"]
    assert Seal.of(run["seed"], run["sealed"]["salt"]).model_dump() == run["sealed"]
    assert run["sealed"]["commitment"] in said.out
    assert run["vectors_known"]
    assert run["sealed"]["commitment"] in (out / "report.html").read_text(encoding="utf-8")


def test_an_official_run_whose_people_were_chosen_by_hand_concludes_nothing(
    reference: ReferenceServer, qrconform: Command, report_of: Report, tmp_path: Path
) -> None:
    """
    Whoever chose the seed could have told it.
    """
    out = tmp_path / "run"
    qrconform("run", reference.url, "--official", "--seed", 1405, "--vectors", "DSP-002", "--out", out, cwd=tmp_path)
    shortfalls = [each["text"] for each in report_of(out)["score"]["shortfalls"]]
    assert 1 == sum("the seed {seed} was given by hand" in text for text in shortfalls)


def test_a_seal_that_was_made_up_afterwards_is_found_out() -> None:
    """
    Another seed, or another commitment, does not fit.
    """
    seal = Seal.of(7, "0" * 32)
    assert seal.fits(7)
    assert not seal.fits(8)
    assert not seal.model_copy(update={"commitment": "ab" * 32}).fits(7)


def test_an_app_that_knows_the_published_vectors_fails_an_official_run(
    qrconform: Command, verdicts: Callable[[Path], dict[str, str]], tmp_path: Path
) -> None:
    """
    On the published people it cannot be told from a good app; on people that nobody knew it shows somebody else.
    """
    learnt, fresh = tmp_path / "published", tmp_path / "official"
    with ReferenceServer(fault="learnt-by-heart") as server:
        qrconform("run", server.url, "--vectors", "DSP-00*", "--out", learnt, cwd=tmp_path)
        official = qrconform("run", server.url, "--vectors", "DSP-00*", "--official", "--out", fresh, cwd=tmp_path)
    assert "fail" not in verdicts(learnt).values()
    assert "fail" in verdicts(fresh).values()
    assert 1 == official.code


# ---------------------------------------------------------------------------------------------------- fresh screenshots


def test_an_official_run_sees_its_nonces(
    reference: ReferenceServer, qrconform: Command, report_of: Report, tmp_path: Path
) -> None:
    """
    The reference candidate shows each; every step of the evidence has its own.
    """
    out = tmp_path / "run"
    qrconform("run", reference.url, "--official", "--vectors", "DSP-002", "--out", out, cwd=tmp_path)
    lines = (out / "evidence/vectors/DSP-002/journal.jsonl").read_text(encoding="utf-8").splitlines()
    screens = [json.loads(line)["screen"] for line in lines if '"screen"' in line]
    assert len(screens) == len({screen["nonce"] for screen in screens}) > 1
    assert all(screen["nonce"] in {text["text"] for text in screen["texts"]} for screen in screens)
    assert "fail" not in {row["verdict"] for row in report_of(out)["results"]}


@pytest.mark.parametrize(
    "text", ["12345678", "Mã kiểm tra:12345678", "(12345678)", "#12345678", "1234 5678", "12.34.56.78", "1234-5678"]
)
def test_a_nonce_may_stand_as_an_app_likes(text: str) -> None:
    """
    In groups, in brackets, with words round it; never as a part of a longer number.
    """
    assert ["12345678"] == nonces_in(text)
    assert [] == nonces_in("0012345678")


@pytest.mark.parametrize("fault", ["nonce-of-before", "nonce-painted-over"])
def test_a_screenshot_that_is_not_fresh_blocks_its_vector(
    fault: str, qrconform: Command, report_of: Report, tmp_path: Path
) -> None:
    """
    One that shows the nonce of the action before, and one whose text is new but whose pixels are not.
    """
    out = tmp_path / "run"
    with ReferenceServer(fault=fault) as server:
        qrconform("run", server.url, "--official", "--vectors", "DSP-002", "--out", out, cwd=tmp_path)
    results = report_of(out)["results"]
    blocked = [outcome for row in results for outcome in row["outcomes"] if outcome["verdict"] == "blocked"]
    assert blocked
    assert {"adapter"} == {outcome["blame"] for outcome in blocked}
    assert "nonce" in blocked[0]["message"]["text"]


# --------------------------------------------------------------------------------------------------------- whose fault


def test_a_fail_is_the_candidates(qrconform: Command, report_of: Report, tmp_path: Path) -> None:
    """
    With controls that held, and on a vector of this suite.
    """
    out = tmp_path / "run"
    with ReferenceServer(fault="five-asterisks") as server:
        ended = qrconform("run", server.url, "--vectors", "DSP-002", "--out", out, cwd=tmp_path)
    failed = [each for row in report_of(out)["results"] for each in row["outcomes"] if each["verdict"] == "fail"]
    assert {"candidate"} == {outcome["blame"] for outcome in failed}
    assert "Whose fault: the candidate" in ended.out


class _Cut(ThreadingHTTPServer):
    """
    A candidate that describes itself, and cuts the line when it is to install; `dies`: it is silent after that.
    """

    def __init__(self, description: bytes, dies: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Cutting)
        self.description, self.dies, self.dead = description, dies, False


class _Cutting(BaseHTTPRequestHandler):
    server: _Cut

    def do_GET(self) -> None:
        """
        The description, as long as it lives.
        """
        if self.server.dead:
            self.connection.close()
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(self.server.description)

    def do_POST(self) -> None:
        """
        No answer.
        """
        self.server.dead = self.server.dies
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:
        """
        Nothing.
        """


@pytest.mark.parametrize(("dies", "blame"), [(True, Blame.NETWORK), (False, Blame.CANDIDATE)])
def test_whoever_still_answers_has_cut_the_line(
    dies: bool, blame: Blame, reference: ReferenceServer, qrconform: Command, report_of: Report, tmp_path: Path
) -> None:
    """
    After a broken line the candidate is asked for its description once more.
    """
    out = tmp_path / "run"
    with urlopen(f"{reference.url}/v1/candidate") as answer:
        server = _Cut(answer.read(), dies)
    with server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        qrconform("run", url, "--vectors", "DSP-002", "--out", out, cwd=tmp_path)
        server.shutdown()
    outcomes = [each for row in report_of(out)["results"] for each in row["outcomes"]]
    assert {("blocked", blame.value)} == {(each["verdict"], each["blame"]) for each in outcomes}


def test_a_bridge_that_breaks_the_contract_is_to_blame_and_not_the_app(
    reference: ReferenceServer, qrconform: Command, report_of: Report, tmp_path: Path
) -> None:
    """
    A folder of screenshots whose file is no PNG; and a capability that is declared and not there is the declaration's.
    """
    (tmp_path / "001.png").write_bytes(b"GIF89a")
    with urlopen(f"{reference.url}/v1/candidate") as answer:
        described = {**json.loads(answer.read()), "roles": ["display"], "capabilities": ["texts"]}
    shots = [{"vector": "DSP-002", "step": step, "file": "001.png", "texts": []} for step in (1, 2)]
    (tmp_path / "screens.json").write_text(json.dumps({"candidate": described, "shots": shots}), encoding="utf-8")
    out = tmp_path / "run"
    qrconform("run", f"screens:{tmp_path}", "--out", out, cwd=tmp_path)
    outcomes = [each for row in report_of(out)["results"] for each in row["outcomes"]]
    assert {("blocked", "adapter")} == {(each["verdict"], each["blame"]) for each in outcomes}


# ------------------------------------------------------------------------------------------------ QIDs that are issued


def test_a_platform_issues_the_qids_that_the_display_must_show(
    reference: ReferenceServer, qrconform: Command, report_of: Report, tmp_path: Path
) -> None:
    """
    The codes hold QIDs that did not exist before; the vectors count as the suite's own, and judging again agrees.
    """
    out, again = tmp_path / "run", tmp_path / "again"
    options = ("--platform", reference.url, "--vectors", "DSP-002,edit,two-installations,several-people", "--out", out)
    qrconform("run", reference.url, *options, cwd=tmp_path)
    qrconform("judge", out / "evidence", "--out", again, cwd=tmp_path)
    found = report_of(out)
    recorded = {vector["id"]: vector["people"][0]["qid"] for vector in found["vectors"] if vector["role"] == "display"}
    published = {vector.id: vector.people[0].qid for vector in generate()}
    assert all(qid != published[vector] for vector, qid in recorded.items())
    assert {"pass", "insufficient", "not applicable"} >= {row["verdict"] for row in found["results"]}
    assert found["run"]["vectors_known"]
    assert reference.url in (out / "report.html").read_text(encoding="utf-8")
    assert found["score"]["verdict_digest"] == report_of(again)["score"]["verdict_digest"]


def test_a_display_that_shows_another_qid_than_the_platform_issued_fails(
    reference: ReferenceServer, qrconform: Command, verdicts: Callable[[Path], dict[str, str]], tmp_path: Path
) -> None:
    """
    PQR-051, seen and not believed.
    """
    out = tmp_path / "run"
    with ReferenceServer(fault="qid-with-check-digit") as server:
        options = ("--platform", reference.url, "--vectors", "DSP-002", "--out", out)
        qrconform("run", server.url, *options, cwd=tmp_path)
    assert "fail" == verdicts(out)["PQR-051"]


def test_a_platform_that_is_none_is_found_before_anything_is_written(
    reference: ReferenceServer, qrconform: Command, tmp_path: Path
) -> None:
    """
    Exit code 2 for one that answers something else, 4 for one that is not there.
    """
    server = _Cut(b"{}", dies=False)
    with server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        ended = qrconform("run", reference.url, "--platform", url, "--out", tmp_path / "run", cwd=tmp_path)
        server.shutdown()
    assert 2 == ended.code
    assert "that is to issue the QIDs does not answer as it should" in ended.err
    assert not (tmp_path / "run").exists()

"""
Readers behind a real server on 127.0.0.1: honest ones, ones that are wrong in one named way, and hostile ones.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from conformance.candidates import Options, open_candidate
from conformance.conduct import Conduct, Order
from conformance.contract.reader import ReaderRequest, ScanAnswer
from conformance.exceptions import CandidateFault, UsageError, WiringError
from conformance.model import ReaderVector
from conformance.probing import probe
from conformance.reference.scanner import Scanner
from conformance.vectors import home

from .conftest import reader_vectors

Command = Callable[..., Any]
Telling = Callable[[Scanner, dict[str, Any]], Any]
SMALL = ",".join(("RDR-001", "RDR-033", "RDR-037", "RDR-053", "RDR-058"))  # one vector of each requirement
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"
WORD = "one hears nothing"


def honest(scanner: Scanner, request: dict[str, Any]) -> Any:
    """
    What the reference reader says.
    """
    return json.loads(scanner.scan(request["png"], request["text"]).model_dump_json())


@contextmanager
def reader(telling: Telling = honest, capabilities: tuple[str, ...] = ("scan-text", "hc1")) -> Iterator[str]:
    """
    The address of a reader that says what `telling` makes of a request; bytes are sent as they are.
    """

    class Conversation(BaseHTTPRequestHandler):
        scanners: dict[str, Scanner] = {}

        def do_GET(self) -> None:
            parts = {"contract": "1", "name": "Reader", "vendor": "Example Ltd", "version": "1", "build": "1"}
            self.send({**parts, "roles": ["reader"], "capabilities": list(capabilities)})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/v1/readers":
                name = f"r{len(self.scanners)}"
                self.scanners[name] = Scanner(ReaderRequest.model_validate_json(body))
                self.send({"reader": name}, 201)
            else:
                answer = telling(self.scanners[self.path.split("/")[3]], json.loads(body))
                self.send(answer, 500 if answer == WORD else 200)

        def do_DELETE(self) -> None:
            self.send_response(204)
            self.end_headers()

        def send(self, value: Any, status: int = 200) -> None:
            data = value if isinstance(value, bytes) else json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def vector(identifier: str) -> ReaderVector:
    return next(each for each in reader_vectors() if each.id == identifier)


def scanned(address: str, identifier: str, deadline_s: float = 5.0) -> list[ScanAnswer]:
    """
    The answers to all scans of a vector.
    """
    with (
        open_candidate(address, Options(deadline_s=deadline_s)) as candidate,
        candidate.session(vector(identifier)) as session,
    ):
        return [session.perform(number, step).answer for number, step in enumerate(vector(identifier).steps)]  # type: ignore[union-attr]


def test_what_a_reader_says_comes_through() -> None:
    """
    Fields, kind and the resolved person, as the reader gave them.
    """
    with reader() as address:
        first, second = scanned(address, "RDR-039")

    assert vector("RDR-039").people == (first.resolved, second.resolved)


@pytest.mark.parametrize(
    ("telling", "kind"),
    [
        (lambda *_: {"result": "accepted", "kind": "passport"}, "wrong-shape"),
        (lambda *_: {"result": "accepted", "confidence": 1}, "wrong-shape"),
        (lambda *_: {"result": "refused", "message": "x" * 20_001}, "wrong-shape"),
        (lambda *_: ["accepted"], "wrong-shape"),
        (lambda *_: b"accepted", "not-json"),
        (lambda *_: b'"' + b"x" * (17 * 2**20) + b'"', "too-large"),
        (lambda *_: WORD, "failed"),
        (lambda *_: time.sleep(3), "deadline"),
    ],
)
def test_a_hostile_answer_is_a_fault_of_its_kind(telling: Telling, kind: str) -> None:
    """
    Nothing of it is believed, and none takes longer than the deadline.
    """
    with reader(telling) as address, pytest.raises(CandidateFault) as caught:
        scanned(address, "RDR-001", deadline_s=1.5)

    assert kind == caught.value.kind


def test_an_honest_reader_passes(qrconform: Command, report_of: Callable[[Path], Any], tmp_path: Path) -> None:
    """
    Driven, recorded and judged; judging again gives the same verdicts.
    """
    with reader() as address:
        qrconform("run", address, "--vectors", SMALL, "--out", tmp_path / "run", cwd=tmp_path)
    qrconform("judge", tmp_path / "run" / "evidence", "--out", tmp_path / "again", cwd=tmp_path)
    report, again = report_of(tmp_path / "run"), report_of(tmp_path / "again")

    outcomes = {(each["requirement"]["id"], one["verdict"]) for each in report["results"] for one in each["outcomes"]}
    assert {(f"PQR-{row}", "pass") for row in ("067", "090", "091", "092", "093")} == {
        each for each in outcomes if each[0] not in ("PQR-121", "PQR-122")
    }
    assert report["score"]["verdict_digest"] == again["score"]["verdict_digest"]
    assert len(report["shots"]) == sum(len(vector(each).steps) for each in SMALL.split(","))


def test_an_honest_reader_conforms(qrconform: Command, report_of: Callable[[Path], Any], tmp_path: Path) -> None:
    """
    Driven with every vector of its role it meets every MUST, and nothing is left open.
    """
    with reader() as address:
        ended = qrconform("run", address, "--out", tmp_path / "run", cwd=tmp_path)
    report = report_of(tmp_path / "run")

    assert (0, "conforms") == (ended.code, report["score"]["conclusion"]), ended.out
    assert {"read at", "must be read at"} <= {
        word for note in report["notes"] for word in ("read at", "must be read at") if word in note["message"]["text"]
    }


def test_a_reader_without_certificates_is_not_asked_for_them(
    qrconform: Command, verdicts: Callable[[Path], dict[str, str]], tmp_path: Path
) -> None:
    """
    PQR-093 is not applicable, and nothing else changes.
    """
    with reader(capabilities=()) as address:
        qrconform("run", address, "--vectors", SMALL, "--out", tmp_path / "run", cwd=tmp_path)

    assert "not applicable" == verdicts(tmp_path / "run")["PQR-093"]
    assert "insufficient" == verdicts(tmp_path / "run")["PQR-090"]  # too few vectors, but none failed


def test_a_crash_on_a_malformed_code_is_a_failure(
    qrconform: Command, verdicts: Callable[[Path], dict[str, str]], tmp_path: Path
) -> None:
    """
    PQR-092 forbids it, and no other requirement is touched.
    """

    def telling(scanner: Scanner, request: dict[str, Any]) -> Any:
        answer = honest(scanner, request)
        return WORD if answer["reason"] == "characters" else answer

    with reader(telling) as address:
        ended = qrconform("run", address, "--vectors", SMALL, "--out", tmp_path / "run", cwd=tmp_path)
    found = verdicts(tmp_path / "run")

    assert ["PQR-092"] == [row for row, word in found.items() if word in ("fail", "blocked", "suite error")]
    assert "fail" == found["PQR-092"]
    assert 1 == ended.code


def test_a_reader_that_breaks_on_everything_is_blocked(
    qrconform: Command, verdicts: Callable[[Path], dict[str, str]], tmp_path: Path
) -> None:
    """
    Nothing can be judged: no requirement is called failed.
    """
    with reader(lambda *_: WORD) as address:
        qrconform("run", address, "--vectors", SMALL, "--out", tmp_path / "run", cwd=tmp_path)
    found = verdicts(tmp_path / "run")

    assert {"blocked"} == {found[f"PQR-{row}"] for row in ("067", "090", "091", "092", "093")}


def test_markup_of_a_reader_stays_text(qrconform: Command, tmp_path: Path) -> None:
    """
    What a reader says reaches the report as a text, in a finding too.
    """

    def telling(scanner: Scanner, request: dict[str, Any]) -> Any:
        answer = honest(scanner, request)
        fields = answer["fields"] and {**answer["fields"], "HoTen": MARKUP}
        return {**answer, "message": MARKUP, "fields": fields}

    with reader(telling) as address:
        qrconform("run", address, "--vectors", "RDR-001", "--out", tmp_path / "run", cwd=tmp_path)
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")

    assert MARKUP not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_changed_picture_ends_the_run_before_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The run is not opened: nothing is driven, and nothing is written.
    """
    shutil.copytree(home(), tmp_path / "vectors")
    picture = tmp_path / "vectors" / "reader" / "RDR-002-01.png"
    picture.write_bytes(picture.read_bytes() + b"\0")
    monkeypatch.setattr("conformance.vectors.pictures.home", lambda: tmp_path / "vectors")
    with reader() as address, pytest.raises(UsageError, match=r"RDR-002-01\.png is not the published one"):
        Conduct(Order(out=tmp_path / "run", candidate=address))

    assert not (tmp_path / "run").exists()


# --------------------------------------------------------------------------------------------------------------- probe


def test_probing_tries_one_scan() -> None:
    """
    Of the published example, which every reader must take.
    """
    with reader() as address:
        told = [message.render("en") for message in probe(address, None, 5.0)]

    assert told[-1].startswith("scanning works")


def test_probing_says_what_is_wired_wrongly() -> None:
    """
    A reader that finds nothing in the published example is not ready to be judged.
    """
    with reader(lambda *_: {"result": "nothing"}) as address, pytest.raises(WiringError, match="says nothing"):
        list(probe(address, None, 5.0))

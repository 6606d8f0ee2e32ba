"""
Bad input, as a user meets it: one clear message, the right exit code, and nothing lost that was recorded.

A candidate that misbehaves is the reference candidate behind a proxy that alters its answers.
"""

from __future__ import annotations

import base64
import io
import json
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import segno
from PIL import Image

from conformance.reference.server import ReferenceServer

Command = Callable[..., Any]
Alter = Callable[[str, str, int, bytes], tuple[int, bytes]]  # method, path, status, body -> status, body
VIETQR = "00020101021138540010A00000072701240006970400011000000000010208QRIBFTTA53037045802VN63045A9D"


@contextmanager
def proxy(target: str, alter: Alter) -> Iterator[str]:
    """
    A server on loopback that hands everything on to `target` and answers what `alter` makes of the answer.
    """

    class Handler(BaseHTTPRequestHandler):
        def _hand_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))) or None
            kind = {"Content-Type": "application/json"}
            request = urllib.request.Request(target + self.path, body, kind, method=self.command)
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    status, data = answer.status, answer.read()
            except urllib.error.HTTPError as error:
                status, data = error.code, error.read()
            status, data = alter(self.command, self.path, status, data)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_DELETE = _hand_on

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def description(change: dict[str, Any] | None = None, drop: str | None = None) -> Alter:
    """
    Another description of the candidate.
    """

    def alter(_method: str, path: str, status: int, body: bytes) -> tuple[int, bytes]:
        if path != "/v1/candidate":
            return status, body
        value = {**json.loads(body), **(change or {})}
        if drop:
            del value[drop]
        return status, json.dumps(value).encode()

    return alter


def screens(picture: Callable[[Image.Image], Image.Image | bytes], only: str = "") -> Alter:
    """
    Other pictures on the screens, after the actions whose request path matches.
    """

    def alter(_method: str, path: str, status: int, body: bytes) -> tuple[int, bytes]:
        if not path.endswith("/actions") or status != 200:
            return status, body
        value = json.loads(body)
        if value["png"] is not None:
            made = picture(Image.open(io.BytesIO(base64.b64decode(value["png"]))).convert("RGB"))
            value["png"] = base64.b64encode(made if isinstance(made, bytes) else png(made)).decode()
        return status, json.dumps(value).encode()

    return alter


def png(image: Image.Image) -> bytes:
    """
    A picture as a PNG file.
    """
    target = io.BytesIO()
    image.save(target, "PNG", compress_level=1)
    return target.getvalue()


def code(text: str, scale: int = 8) -> Image.Image:
    """
    A clean symbol.
    """
    target = io.BytesIO()
    segno.make(text.encode(), micro=False, error="m").save(target, kind="png", scale=scale)
    return Image.open(target).convert("RGB")


def one_message(text: str) -> str:
    """
    The one line of an error stream.
    """
    lines = text.strip().splitlines()
    assert 1 == len(lines), text
    return lines[0]


# ------------------------------------------------------------------------------------------- before the first check


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run", "nonsense"), 2, "is no candidate address"),
        (("run", "ftp://127.0.0.1:1"), 2, "is no candidate address"),
        (("run", "http://user:pass@127.0.0.1:1"), 2, "user"),
        (("run", "http://127.0.0.1:{closed}"), 4, "127.0.0.1"),
        (("probe", "http://127.0.0.1:{closed}"), 4, "127.0.0.1"),
        (("run", "{url}", "--vectors", "DSP-9*"), 2, "No vector has an id or a tag like DSP-9*"),
        (("run", "{url}", "--profile", "strict"), 2, "There is no profile strict"),
        (("run", "{url}", "--resume", "nowhere"), 2, "no run to go on with"),
        (("run", "screens:nowhere"), 2, "nowhere"),
        (("judge", "nowhere"), 2, "no evidence bundle"),
        (("explain", "PQR-999"), 2, "PQR-999"),
        (("read", "nowhere.png"), 2, "nowhere.png"),
        (("run", "reference:none-such"), 2, "there is no fault none-such"),
        (("run", "reference:", "--out", "/dev/null/x"), 2, "cannot be written to"),
        (("coverage", "--check", "nowhere.md"), 1, "stale"),
    ],
)
def test_a_wrong_command_is_one_message(
    arguments: tuple[str, ...], code: int, words: str, reference: ReferenceServer, qrconform: Command, tmp_path: Path
) -> None:
    """
    What, where and what next, with the exit code of the step that broke, before anything is written.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
        ended = qrconform(*(each.format(url=reference.url, closed=closed) for each in arguments), cwd=tmp_path)
    assert (code, True) == (ended.code, words in one_message(ended.err)), ended.err
    assert [] == list(tmp_path.rglob("report.*"))


@pytest.mark.parametrize(
    ("alter", "words"),
    [
        (description({"contract": "2"}), "contract"),
        (description({"roles": []}), "roles"),
        (description({"colour": "red"}), "colour"),
        (description(drop="build"), "build"),
        (lambda *_: (200, b"<html>login</html>"), "JSON"),
        (lambda *_: (200, b'{"contract": "1", "contract": "1"}'), "JSON"),
        (lambda *_: (500, b'{"error": "\\u001b[31mno\\u202e"}'), "500"),
    ],
)
def test_a_wrong_description_is_found_before_the_first_check(
    alter: Alter, words: str, reference: ReferenceServer, qrconform: Command, tmp_path: Path
) -> None:
    """
    Wiring faults are never read as a non-conformity: exit code 2 and a hint, from run and from probe alike.
    """
    with proxy(reference.url, alter) as url:
        for command in ("run", "probe"):
            ended = qrconform(command, url, cwd=tmp_path)
            assert 2 == ended.code, ended.err
            assert words in one_message(ended.err)
            assert "\x1b" not in ended.err and "\u202e" not in ended.err
    assert [] == list(tmp_path.rglob("report.*"))


def test_more_workers_than_the_candidate_can_serve_are_refused(
    reference: ReferenceServer, qrconform: Command, tmp_path: Path
) -> None:
    """
    One phone cannot be driven by two workers: that is the user's order, never the candidate's failure.
    """
    with proxy(reference.url, description({"parallel": 1})) as url:
        ended = qrconform("run", url, "-n", 2, cwd=tmp_path)
    assert 2 == ended.code
    assert "-n 1" in one_message(ended.err)


def test_probe_of_a_well_wired_candidate(reference: ReferenceServer, qrconform: Command, tmp_path: Path) -> None:
    """
    One line per step that works, exit code 0, nothing written.
    """
    ended = qrconform("probe", reference.url, cwd=tmp_path)
    assert 0 == ended.code, ended.err
    assert "Reference candidate" in ended.out
    assert f"qrconform run {reference.url}" in ended.out
    assert [] == list(tmp_path.iterdir())


def test_probe_of_a_screen_without_a_code(reference: ReferenceServer, qrconform: Command, tmp_path: Path) -> None:
    """
    A blank screen is a wiring fault as long as nothing is judged.
    """
    blank = screens(lambda picture: Image.new("RGB", picture.size, "white"))
    with proxy(reference.url, blank) as url:
        ended = qrconform("probe", url, cwd=tmp_path)
    assert 2 == ended.code
    assert "no reader finds a QR code" in ended.err


# ------------------------------------------------------------------------------------------------- while it is driven


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (lambda _: b"GIF89a no png", "PNG"),
        (lambda picture: png(picture)[:-5000], "DSP-001"),
        (lambda _: png(Image.new("1", (30_000, 30_000))), "30000"),
        (lambda picture: png(Image.new("RGBA", picture.size)), "transparent"),
    ],
)
def test_what_cannot_be_looked_at_blocks(
    picture: Callable[[Image.Image], bytes],
    words: str,
    reference: ReferenceServer,
    qrconform: Command,
    report_of: Any,
    tmp_path: Path,
) -> None:
    """
    A PNG that is none, a cut one, one of 900 million pixels, a transparent one: blocked, and no error of ours.
    """
    with proxy(reference.url, screens(picture)) as url:
        ended = qrconform("run", url, "--vectors", "DSP-001", "--out", tmp_path / "run", cwd=tmp_path)
    assert 1 == ended.code, ended.err
    report = report_of(tmp_path / "run")
    row = next(row for row in report["results"] if row["requirement"]["id"] == "PQR-080")
    assert "blocked" == row["verdict"]
    shown = json.dumps(row["outcomes"][0]["message"], ensure_ascii=False)
    assert words in shown


def test_an_empty_screen_fails_and_says_so(
    reference: ReferenceServer, qrconform: Command, verdicts: Any, tmp_path: Path
) -> None:
    """
    No code visible is a fail of what is asked of the code.
    """
    blank = screens(lambda picture: Image.new("RGB", picture.size, "white"))
    with proxy(reference.url, blank) as url:
        ended = qrconform("run", url, "--vectors", "DSP-001", "--out", tmp_path / "run", cwd=tmp_path)
    assert 1 == ended.code
    assert "no personal code can be read on the screen" in ended.out
    assert {"fail"} == {verdicts(tmp_path / "run")[each] for each in ("PQR-001", "PQR-080")}


def _covered_with(text: str) -> Callable[[Image.Image], Image.Image]:
    def paint(picture: Image.Image) -> Image.Image:
        picture.paste("white", (0, 0, picture.width, picture.height))
        picture.paste(code(text), (100, 300))
        return picture

    return paint


def _joined_by(text: str) -> Callable[[Image.Image], Image.Image]:
    def paint(picture: Image.Image) -> Image.Image:
        larger = Image.new("RGB", (picture.width, picture.height + 700), "white")
        larger.paste(picture, (0, 0))
        larger.paste(code(text), (100, picture.height + 50))
        return larger

    return paint


def test_a_code_of_another_format_is_not_the_personal_code(
    reference: ReferenceServer, qrconform: Command, tmp_path: Path
) -> None:
    """
    A payment code in its place fails, and the message says what it is.
    """
    with proxy(reference.url, screens(_covered_with(VIETQR))) as url:
        ended = qrconform("run", url, "--vectors", "DSP-001", "--out", tmp_path / "run", cwd=tmp_path)
    assert 1 == ended.code
    assert "VietQR" in ended.out


def test_a_second_code_beside_it_is_told_apart(
    reference: ReferenceServer, qrconform: Command, verdicts: Any, report_of: Any, tmp_path: Path
) -> None:
    """
    A payment code below the personal one is noted and does not disturb; a second personal code fails.
    """
    with proxy(reference.url, screens(_joined_by(VIETQR))) as url:
        qrconform("run", url, "--vectors", "DSP-001", "--out", tmp_path / "payment", cwd=tmp_path)
    assert "fail" not in verdicts(tmp_path / "payment").values()
    notes = [note["message"]["text"] for note in report_of(tmp_path / "payment")["notes"]]
    assert "{count} symbols are on {file}" in notes
    other = "079087654321|TRAN VAN B|1987-01-18|0|162979388586171999|"
    with proxy(reference.url, screens(_joined_by(other))) as url:
        ended = qrconform("run", url, "--vectors", "DSP-001", "--out", tmp_path / "two", cwd=tmp_path)
    assert 1 == ended.code
    assert "2 personal codes of different content" in ended.out


def test_a_candidate_that_dies_in_the_middle_loses_nothing_recorded(
    reference: ReferenceServer, qrconform: Command, report_of: Any, tmp_path: Path
) -> None:
    """
    What was shown before stays evidence and keeps its verdicts; what came after is blocked.
    """
    seen: list[str] = []

    def dies(method: str, path: str, status: int, body: bytes) -> tuple[int, bytes]:
        seen.append(path)
        return (status, body) if len(seen) < 12 else (503, b'{"error": "out of order"}')

    with proxy(reference.url, dies) as url:
        ended = qrconform("run", url, "--vectors", "DSP-00*", "--out", tmp_path / "run", cwd=tmp_path)
    assert 1 == ended.code, ended.err
    assert "out of order" in ended.out
    report = report_of(tmp_path / "run")
    row = next(row for row in report["results"] if row["requirement"]["id"] == "PQR-020")
    assert row["held"] >= 1
    assert "blocked" == row["verdict"]
    assert (tmp_path / "run/evidence/vectors/DSP-001/01-show.png").exists()


def test_texts_that_are_not_on_the_picture_are_not_believed(
    reference: ReferenceServer, qrconform: Command, verdicts: Any, report_of: Any, tmp_path: Path
) -> None:
    """
    A candidate that claims masked texts over a blank part of its screen does not pass by them.
    """

    def lies(_method: str, path: str, status: int, body: bytes) -> tuple[int, bytes]:
        if not path.endswith("/actions") or status != 200:
            return status, body
        value = json.loads(body)
        for text in value["texts"]:
            if "*" in text["text"]:
                text["box"] = [5, 2390, 5, 5]
        return status, json.dumps(value).encode()

    with proxy(reference.url, lies) as url:
        qrconform("run", url, "--vectors", "DSP-001", "--out", tmp_path / "run", cwd=tmp_path)
    assert "fail" == verdicts(tmp_path / "run")["PQR-070"]
    assert "fail" == verdicts(tmp_path / "run")["PQR-071"]
    notes = [note["message"]["text"] for note in report_of(tmp_path / "run")["notes"]]
    assert any(re.search("its box holds nothing", note) for note in notes)


def test_a_candidate_without_texts_is_left_to_a_person(
    reference: ReferenceServer, qrconform: Command, verdicts: Any, tmp_path: Path
) -> None:
    """
    Without the capability `texts` the screen requirements are neither passed nor failed.
    """

    def silent(method: str, path: str, status: int, body: bytes) -> tuple[int, bytes]:
        if path.endswith("/actions") and status == 200:
            return status, json.dumps({**json.loads(body), "texts": []}).encode()
        return description({"capabilities": ["leave"]})(method, path, status, body)

    with proxy(reference.url, silent) as url:
        ended = qrconform("run", url, "--vectors", "DSP-00*", "--out", tmp_path / "run", cwd=tmp_path)
    assert 3 == ended.code, ended.err
    found = verdicts(tmp_path / "run")
    assert {"review"} == {found[each] for each in ("PQR-070", "PQR-071")}
    assert "not applicable" in {found["PQR-054"], found["PQR-085"]} or "insufficient" in {found["PQR-054"]}

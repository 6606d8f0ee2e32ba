"""
Candidates of every kind on 127.0.0.1: one that breaks the exchange in one named way, and one that behaves.
"""

from __future__ import annotations

import base64
import json
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from conformance.candidates import Options
from conformance.candidates.client import Call, Client
from conformance.candidates.server import place, resolve
from conformance.contract import Description
from conformance.exceptions import CandidateFault
from conformance.model import (
    Action,
    DisplayVector,
    Expected,
    ExpectedPayloads,
    ExpectedTexts,
    Paper,
    PaperKind,
    Person,
    Role,
    Step,
)
from conformance.texts import Bilingual

Behaviour = Callable[[socket.socket], object]

DESCRIPTION: dict[str, Any] = {
    "contract": "1",
    "name": "Ví thử",
    "vendor": "Example Ltd",
    "version": "1.2",
    "build": "abc",
    "roles": ["display"],
    "capabilities": ["texts", "leave"],
    "screen": {"width_px": 1080, "height_px": 2400, "pixels_per_mm": 15.9},
}


def make_png(width: int = 2, height: int = 2) -> bytes:
    """
    A grey PNG; only its header is honest when the size is large, since no pixel beyond 2 x 2 is written.
    """

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\x00\x80\x80" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


class Hostile:
    """
    A server that reads one request per connection and then does as it was told.
    """

    def __init__(self, behaviour: Behaviour, context: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._behaviour = behaviour
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    @property
    def port(self) -> int:
        """
        Where it listens.
        """
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """
        Its address.
        """
        return f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """
        Listen no more and wait for what still runs.
        """
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(line,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        line.settimeout(20)
        with line, suppress(OSError):
            secure = self._context.wrap_socket(line, server_side=True) if self._context else line
            with secure:
                if request := _request(secure):
                    self.requests.append(request)
                    self._behaviour(secure)


def _request(line: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = line.recv(65536)
        if not piece:
            return b""
        data += piece
    return data


@pytest.fixture
def hostile() -> Iterator[Callable[..., Hostile]]:
    """
    Starts a hostile server for a behaviour.
    """
    with ExitStack() as stack:

        def start(behaviour: Behaviour, context: ssl.SSLContext | None = None) -> Hostile:
            server = Hostile(behaviour, context)
            stack.callback(server.stop)
            return server

        yield start


@pytest.fixture
def fault_of(hostile: Callable[..., Hostile]) -> Callable[..., CandidateFault]:
    """
    Asks a server of some behaviour, or the given one, for its description and gives the fault that this ends in.
    """

    def ask(behaviour: Behaviour | str, options: Options | None = None) -> CandidateFault:
        url = behaviour if isinstance(behaviour, str) else hostile(behaviour).url
        given = options or Options(deadline_s=10)
        client = Client(resolve(place(url), given.deadline_s), given)
        with pytest.raises(CandidateFault) as caught:
            client.ask(Call("GET", "/v1/candidate", HTTPStatus.OK), Description)
        return caught.value

    return ask


def reply(body: bytes | str = b"{}", status: str = "200 OK", headers: str = "Content-Type: application/json") -> bytes:
    """
    A whole answer of HTTP/1.1, whatever its content.
    """
    data = body if isinstance(body, bytes) else body.encode()
    return f"HTTP/1.1 {status}\r\n{headers}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data


@pytest.fixture
def say_reply() -> Callable[..., Behaviour]:
    """
    The behaviour of sending one whole answer.
    """

    def behaviour(body: bytes | str = b"{}", status: str = "200 OK", headers: str = "Content-Type: application/json"):  # type: ignore[no-untyped-def]
        return lambda line: line.sendall(reply(body, status, headers))

    return behaviour


class Phone(ThreadingHTTPServer):
    """
    A well-behaved candidate that answers from a script: `screens` gives what each action answers.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[tuple[str, str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.handles = 0
        self.delay_s = 0.0
        self.description = dict(DESCRIPTION)
        self.screens: dict[str, Any] = {}
        self.failing: dict[str, tuple[int, Any]] = {}  # "METHOD path-end" -> status, answer

    @property
    def url(self) -> str:
        """
        Its address, below a base path.
        """
        return f"http://127.0.0.1:{self.server_port}/base"


class _Handler(BaseHTTPRequestHandler):
    server: Phone

    def log_message(self, format: str, *args: object) -> None:
        """
        Say nothing.
        """

    def do_GET(self) -> None:
        """
        Answer any method.
        """
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.loads(data) if data else None
        self.server.calls.append((self.command, self.path, body))
        self.server.headers.append({key.lower(): value for key, value in self.headers.items()})
        time.sleep(self.server.delay_s)
        status, answer = self._answer(body)
        with suppress(OSError):  # whoever asked may be gone
            self._send(status, answer)

    do_POST = do_DELETE = do_GET

    def _send(self, status: int, answer: Any) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"" if answer is None else json.dumps(answer).encode())

    def _answer(self, body: Any) -> tuple[int, Any]:
        phone, end = self.server, self.path.rpartition("/")[2]
        if f"{self.command} {end}" in phone.failing:
            return phone.failing[f"{self.command} {end}"]
        if self.command == "GET":
            return 200, phone.description
        if self.command == "DELETE":
            return 204, None
        if end == "installations":
            phone.handles += 1
            return 201, {"installation": f"phone-{phone.handles}"}
        return 200, phone.screens.get(body["action"], {"png": base64.b64encode(make_png()).decode()})


@contextmanager
def _running(server: Phone) -> Iterator[Phone]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@pytest.fixture
def phone() -> Iterator[Phone]:
    """
    A well-behaved candidate.
    """
    with _running(Phone()) as server:
        yield server


@pytest.fixture
def png() -> Callable[..., bytes]:
    """
    Makes a PNG of a size.
    """
    return make_png


def make_person(name: str, number: str) -> Person:
    """
    An invented person.
    """
    return Person(
        qid="162979388586171100",
        paper=Paper(kind=PaperKind.CCCD, number=number),
        name=name,
        born=date(1987, 1, 18),
        declared_by=None,
        sex=None,
        health_insurance=None,
        phone="0900000000",
        signature=None,
    )


@pytest.fixture
def vector() -> Callable[..., DisplayVector]:
    """
    Makes a vector of some steps with two invented people.
    """
    people = (make_person("Đỗ Thị Ánh", "001187000001"), make_person("Lê Văn Bình", "001087000002"))
    texts = ExpectedTexts(paper_full="1", paper_masked="*", born_full=("1",), born_masked=("*",))
    expected = Expected(names=("A",), payload=ExpectedPayloads(full="", masked="", masked_minimal=""), screen=texts)

    def make(*steps: Step) -> DisplayVector:
        return DisplayVector(
            id="DSP-001",
            role=Role.DISPLAY,
            title=Bilingual(vi="Thử", en="A trial"),
            tags=(),
            reason="a test of ours",
            origin="none",
            people=people,
            steps=steps or (Step(do=Action.INSTALL, person=0), Step(do=Action.SHOW)),
            expected=(expected, expected),
        )

    return make

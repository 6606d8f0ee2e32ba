"""
A platform of a few lines on loopback, and a session with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from conformance.candidates import Options
from conformance.candidates.client import Client
from conformance.candidates.platform import PlatformSession
from conformance.candidates.server import place, resolve
from conformance.model import Identity, PlatformAction, PlatformStep, PlatformVector
from conformance.vectors.platform import generate_platform

TOKEN = "token-of-the-hook"
SUITE_TOKEN = "token-of-the-suite"
Answer = tuple[int, dict[str, str], bytes]
VECTORS = {vector.id: vector for vector in generate_platform(1)}


class Platform(ThreadingHTTPServer):
    """
    Issues tokens and one QID; everything else is answered as it was told. Keeps what it was asked.
    """

    def __init__(self, answer: Callable[[str], Answer], token: str | None) -> None:
        self.answer = answer
        self.token = token  # the one that the hook gives; None: another for each identity
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    """
    One request of one connection.
    """

    server: Platform

    def do_POST(self) -> None:
        """
        Answer, and keep what was asked.
        """
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.asked.append((f"{self.command} {self.path}", dict(self.headers), json.loads(body or b"null")))
        if self.path.endswith("/tokens"):
            token = self.server.token or f"{TOKEN}-{len(self.server.asked)}"
            return self.send(201, {}, json.dumps({"token": token}).encode())
        return self.send(*self.server.answer(f"{self.command} {self.path}"))

    do_GET = do_PUT = do_POST

    def send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """
        A reply of JSON.
        """
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """
        Nothing.
        """


@contextmanager
def session(
    answer: Callable[[str], Answer], vector: PlatformVector = VECTORS["PLT-035"], token: str | None = None
) -> Iterator[tuple[PlatformSession, Platform]]:
    """
    A session with a platform that answers so.
    """
    with Platform(answer, token) as platform:
        thread = Thread(target=platform.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        url = f"http://127.0.0.1:{platform.server_address[1]}"
        client = Client(resolve(place(url), 5.0), Options(token=SUITE_TOKEN, deadline_s=5.0))
        try:
            yield PlatformSession(client, vector), platform
        finally:
            platform.shutdown()
            thread.join()


def issuing(qid: str = "000000000000000001") -> Callable[[str], Answer]:
    """
    One QID for each person of a registration that has one.
    """
    return lambda _: (200, {}, json.dumps({"answers": [{"qid": qid}]}).encode())


def step(do: PlatformAction, identity: Identity = Identity.APP, **more: Any) -> PlatformStep:
    """
    One step.
    """
    return PlatformStep(do=do, identity=identity, **more)

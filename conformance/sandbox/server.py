"""
The sandbox behind HTTP: JSON on loopback, connections that stay open, bounded bodies, and no person's data in a log.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import MappingProxyType
from typing import Any

from conformance.contract import ErrorAnswer
from conformance.contract.platform import TOKEN_HEADER
from conformance.exceptions import UsageError
from conformance.sandbox.access import Answer
from conformance.sandbox.desk import Asked, Desk
from conformance.sandbox.office import Office
from conformance.sandbox.openapi import openapi
from conformance.sandbox.store import MEMORY, Store
from conformance.texts import say

LOOPBACK = "127.0.0.1"
LARGEST_REQUEST = 4 * 2**20  # bytes; 1,000 people with signatures have about 0.5 MB
IDLE_S = 60.0  # a connection that says nothing for so long is closed


class Sandbox(ThreadingHTTPServer):
    """
    The server; each connection has a thread. With `token` every request must carry it as a bearer token.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, desk: Desk, where: tuple[str, int] = (LOOPBACK, 0), token: str | None = None) -> None:
        self.desk = desk
        self.token = token
        super().__init__(where, Counter)

    @property
    def url(self) -> str:
        """
        The address of the sandbox.
        """
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"


class Counter(BaseHTTPRequestHandler):
    """
    One connection; requests follow each other on it.
    """

    server: Sandbox
    protocol_version = "HTTP/1.1"
    server_version = "qrconform-sandbox"
    sys_version = ""
    timeout = IDLE_S
    wbufsize = -1
    disable_nagle_algorithm = True  # else each small answer waits 40 ms for an acknowledgement

    def answer(self) -> None:
        """
        Read one request, do it, and send what comes of it.
        """
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > LARGEST_REQUEST or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            text = f"send a Content-Length of at most {LARGEST_REQUEST}"
            return self.send(Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, ErrorAnswer(error=text)))
        body = self.rfile.read(int(length))
        if not self.is_known():
            text = "this sandbox needs the header Authorization: Bearer TOKEN"
            return self.send(Answer(HTTPStatus.UNAUTHORIZED, ErrorAnswer(error=text)))
        if f"{self.command} {self.path}" == "GET /v1/openapi.json":
            return self.write(HTTPStatus.OK, json.dumps(openapi(), ensure_ascii=False))
        asked = Asked(self.command, self.path, self.headers.get(TOKEN_HEADER), body)
        return self.send(self.server.desk.answer(asked))

    do_GET = do_POST = do_PUT = answer

    def is_known(self) -> bool:
        """
        Whether the request carries the token of this sandbox, where it has one.
        """
        shown = self.headers.get("Authorization", "").encode("utf-8", "replace")
        token = self.server.token
        return token is None or hmac.compare_digest(shown, f"Bearer {token}".encode())

    def send(self, answer: Answer) -> None:
        """
        An answer as JSON.
        """
        self.write(answer.status, answer.body.model_dump_json() if answer.body else "{}", answer.headers)

    def write(self, status: HTTPStatus, text: str, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        """
        Status, headers and body.
        """
        data = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with suppress(ConnectionError):  # who went away does not want the answer
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """
        Nothing: the office keeps the log.
        """


@contextmanager
def serve(database: str = MEMORY, host: str = LOOPBACK, port: int = 0, token: str | None = None) -> Iterator[str]:
    """
    Serve in a thread of this process, and give the URL. Raises UsageError for a database that cannot be used and for a
    port that is taken.
    """
    store = Store(database)
    try:
        sandbox = _bound(Desk(Office(store)), host, port, token)
        thread = Thread(target=sandbox.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield sandbox.url
        finally:
            sandbox.shutdown()
            thread.join()
            sandbox.server_close()
    finally:
        store.close()


def _bound(desk: Desk, host: str, port: int, token: str | None) -> Sandbox:
    try:
        return Sandbox(desk, (host, port), token)
    except OSError as error:
        text = "no server can be started at {host}, port {port}: {why}. Choose another with --port or --host"
        raise UsageError(say(text, host=host, port=port, why=error.strerror or error)) from None

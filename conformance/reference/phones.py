"""
The reference candidate's side of the candidate contract, version 1: JSON over HTTP on loopback.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from conformance import __version__
from conformance.contract import Description, ErrorAnswer, ScreenFormat
from conformance.reference.desk import Answer, Asked, Desk, Refused
from conformance.reference.drawing import HEIGHT, WIDTH
from conformance.reference.phone_desk import PhoneDesk
from conformance.reference.platform_desk import PlatformDesk
from conformance.reference.reader_desk import ReaderDesk

LOOPBACK = "127.0.0.1"
PARALLEL = 16  # installations that can be driven at the same time
LARGEST_REQUEST = 16_000_000  # bytes: a picture to be scanned, as Base64
IDLE_S = 60.0  # a connection that says nothing for so long is closed


class Phones(ThreadingHTTPServer):
    """
    The desks of all roles behind one address.
    """

    daemon_threads = True
    request_queue_size = 4 * PARALLEL

    def __init__(self, fault: str | None, token: str | None, port: int) -> None:
        self.desks: tuple[Desk, ...] = (PhoneDesk(fault), ReaderDesk(fault), PlatformDesk(fault))
        self.fault = fault
        self.token = token
        super().__init__((LOOPBACK, port), Conversation)

    @property
    def url(self) -> str:
        """
        The address of the candidate.
        """
        return f"http://{LOOPBACK}:{self.server_address[1]}"

    def describe(self) -> Answer:
        """
        What the candidate says of itself.
        """
        return HTTPStatus.OK, Description(
            contract="1",
            name="Reference candidate",
            vendor="qrconform",
            version=__version__,
            build=f"mutant {self.fault}" if self.fault else "reference",
            roles=tuple(desk.role for desk in self.desks),
            capabilities=tuple(each for desk in self.desks for each in desk.capabilities),
            screen=ScreenFormat(width_px=WIDTH, height_px=HEIGHT, pixels_per_mm=15.9),
            parallel=PARALLEL,
        )

    def openapi(self) -> Answer:
        """
        The contract as an OpenAPI document.
        """
        from conformance.candidates.openapi import openapi  # only who asks for it pays for making the schemas

        return HTTPStatus.OK, openapi()


class Conversation(BaseHTTPRequestHandler):
    """
    One connection; requests follow each other on it.
    """

    server: Phones
    protocol_version = "HTTP/1.1"
    timeout = IDLE_S
    wbufsize = -1
    disable_nagle_algorithm = True  # else each small answer waits 40 ms for an acknowledgement
    more: Mapping[str, str] = MappingProxyType({})  # headers that a desk adds to its answer

    def answer(self) -> None:
        """
        Read one request, do it, and send what comes of it.
        """
        self.more = {}
        try:
            body = self.body()
            self.authorise()
            status, value = self.dispatch(body)
        except Refused as error:
            status, value = error.status, ErrorAnswer(error=str(error)[:2000])
        except ValidationError as error:
            unknown = any(one["loc"] == ("action",) and one["type"] == "enum" for one in error.errors())
            status = HTTPStatus.NOT_IMPLEMENTED if unknown else HTTPStatus.BAD_REQUEST
            value = ErrorAnswer(error=str(error)[:2000])
        except ValueError as error:  # segno, when the data are more than a QR code can hold
            status, value = HTTPStatus.INTERNAL_SERVER_ERROR, ErrorAnswer(error=str(error)[:2000])
        self.send(status, value)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def body(self) -> bytes:
        """
        The bytes of the request; the connection ends when they are too many to be skipped.
        """
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > LARGEST_REQUEST or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            raise Refused(HTTPStatus.BAD_REQUEST, f"send a Content-Length of at most {LARGEST_REQUEST}")
        return self.rfile.read(int(length))

    def authorise(self) -> None:
        """
        Refuse who does not show the token.
        """
        shown = self.headers.get("Authorization", "").encode("utf-8", "replace")
        if self.server.token is not None and not hmac.compare_digest(shown, f"Bearer {self.server.token}".encode()):
            raise Refused(HTTPStatus.UNAUTHORIZED, "this candidate needs the header Authorization: Bearer TOKEN")

    def dispatch(self, body: bytes) -> Answer:
        """
        The answer of the route that method and path name.
        """
        asked = Asked(self.command, self.path, self.headers, body)
        if asked.call == "GET /v1/candidate":
            return self.server.describe()
        if asked.call == "GET /v1/openapi.json":
            return self.server.openapi()
        for desk in self.server.desks:
            if answer := desk.answer(asked):
                self.more = asked.sends
                return answer
        raise Refused(HTTPStatus.NOT_FOUND, f"there is nothing at {asked.call}")

    def send(self, status: HTTPStatus, value: BaseModel | dict[str, Any] | None) -> None:
        """
        The answer as JSON; nothing at all for none.
        """
        self.send_response(status)
        for name, more in self.more.items():
            self.send_header(name, more)
        if status is HTTPStatus.UNAUTHORIZED:
            self.send_header("WWW-Authenticate", "Bearer")
        if value is None:
            self.end_headers()
            return
        text = value.model_dump_json() if isinstance(value, BaseModel) else json.dumps(value, ensure_ascii=False)
        data = text.encode()
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """
        Nothing: people's data stand in no log.
        """

"""
The reference candidate's side of the candidate contract, version 1: JSON over HTTP on loopback.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, ValidationError

from conformance import __version__
from conformance.contract import (
    ActionRequest,
    Description,
    ErrorAnswer,
    InstallationAnswer,
    InstallationRequest,
    ScreenFormat,
)
from conformance.model import Capability, Role
from conformance.reference.app import ActionError, App
from conformance.reference.drawing import HEIGHT, WIDTH
from conformance.reference.mutants import app_class

LOOPBACK = "127.0.0.1"
PARALLEL = 16  # installations that can be driven at the same time
LARGEST_REQUEST = 1_000_000  # bytes
IDLE_S = 60.0  # a connection that says nothing for so long is closed

Answer = tuple[HTTPStatus, BaseModel | dict[str, Any] | None]


class Refused(Exception):
    """
    A request that is answered with an error.
    """

    def __init__(self, status: HTTPStatus, error: str) -> None:
        super().__init__(error)
        self.status = status


class Phones(ThreadingHTTPServer):
    """
    All installations that are alive, behind one address.
    """

    daemon_threads = True
    request_queue_size = 4 * PARALLEL

    def __init__(self, fault: str | None, token: str | None, port: int) -> None:
        self.app = app_class(fault)
        self.fault = fault
        self.token = token
        self.installations: dict[str, App] = {}
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
            roles=(Role.DISPLAY,),
            capabilities=tuple(Capability),
            screen=ScreenFormat(width_px=WIDTH, height_px=HEIGHT, pixels_per_mm=15.9),
            parallel=PARALLEL,
        )

    def openapi(self) -> Answer:
        """
        The contract as an OpenAPI document.
        """
        from conformance.candidates.openapi import openapi  # only who asks for it pays for making the schemas

        return HTTPStatus.OK, openapi()

    def install(self, body: bytes) -> Answer:
        """
        A fresh installation for one person.
        """
        person = InstallationRequest.model_validate_json(body, extra="ignore").person  # keys of a later contract pass
        alive = [app.person for app in tuple(self.installations.values())]
        installation = uuid4().hex
        self.installations[installation] = self.app(person, alive)
        return HTTPStatus.CREATED, InstallationAnswer(installation=installation)

    def act(self, installation: str, body: bytes) -> Answer:
        """
        One action on an installation.
        """
        request = ActionRequest.model_validate_json(body, extra="ignore")
        if installation not in self.installations:
            raise Refused(HTTPStatus.NOT_FOUND, f"there is no installation {installation}")
        return HTTPStatus.OK, self.installations[installation].perform(request.action, request.person)

    def remove(self, installation: str) -> Answer:
        """
        The end of an installation.
        """
        if self.installations.pop(installation, None) is None:
            raise Refused(HTTPStatus.NOT_FOUND, f"there is no installation {installation}")
        return HTTPStatus.NO_CONTENT, None


class Conversation(BaseHTTPRequestHandler):
    """
    One connection; requests follow each other on it.
    """

    server: Phones
    protocol_version = "HTTP/1.1"
    timeout = IDLE_S
    wbufsize = -1
    disable_nagle_algorithm = True  # else each small answer waits 40 ms for an acknowledgement

    def answer(self) -> None:
        """
        Read one request, do it, and send what comes of it.
        """
        try:
            body = self.body()
            self.authorise()
            status, value = self.dispatch(body)
        except Refused as error:
            status, value = error.status, ErrorAnswer(error=str(error)[:2000])
        except ActionError as error:
            status, value = HTTPStatus.BAD_REQUEST, ErrorAnswer(error=str(error)[:2000])
        except ValidationError as error:
            unknown = any(one["loc"] == ("action",) and one["type"] == "enum" for one in error.errors())
            status = HTTPStatus.NOT_IMPLEMENTED if unknown else HTTPStatus.BAD_REQUEST
            value = ErrorAnswer(error=str(error)[:2000])
        except ValueError as error:  # segno, when the data are more than a QR code can hold
            status, value = HTTPStatus.INTERNAL_SERVER_ERROR, ErrorAnswer(error=str(error)[:2000])
        self.send(status, value)

    do_GET = do_POST = do_DELETE = answer

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
        routes: dict[str, Callable[[], Answer]] = {
            "GET /v1/candidate": self.server.describe,
            "GET /v1/openapi.json": self.server.openapi,
            "POST /v1/installations": partial(self.server.install, body),
        }
        asked = f"{self.command} {self.path}"
        if asked in routes:
            return routes[asked]()
        if one := re.fullmatch(r"POST /v1/installations/([\w-]{1,64})/actions", asked):
            return self.server.act(one[1], body)
        if one := re.fullmatch(r"DELETE /v1/installations/([\w-]{1,64})", asked):
            return self.server.remove(one[1])
        raise Refused(HTTPStatus.NOT_FOUND, f"there is nothing at {asked}")

    def send(self, status: HTTPStatus, value: BaseModel | dict[str, Any] | None) -> None:
        """
        The answer as JSON; nothing at all for none.
        """
        self.send_response(status)
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

"""
The sandbox's counter: from a request of the platform contract to the office's answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import unquote

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from conformance import __version__
from conformance.contract import Description, ErrorAnswer
from conformance.contract.platform import ChangeRequest, RegisterRequest, TokenRequest, VisitRequest
from conformance.model import Capability, Role
from conformance.sandbox.access import Answer
from conformance.sandbox.office import Office
from conformance.sandbox.tables import VERSION
from conformance.sandbox.tokens import Holder
from conformance.strict import Record

R = TypeVar("R", bound=Record)
PREFIX = "/v1/platform/"
ITSELF = Description(
    contract="1",
    name="Sandbox of the national platform",
    vendor="qrconform",
    version=__version__,
    build=f"layout {VERSION} of the database",
    roles=(Role.PLATFORM,),
    capabilities=(Capability.EDIT, Capability.LOCATIONS, Capability.AUDIT, Capability.LOGS),
    parallel=16,
)


@dataclass(frozen=True)
class Asked:
    """
    One request; its token and body are never shown.
    """

    method: str
    path: str
    token: str | None = field(default=None, repr=False)
    body: bytes = field(default=b"", repr=False)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def read(self, shape: type[R]) -> R:
        """
        The body; keys of a later contract pass. Raises ValidationError.
        """
        return shape.model_validate_json(self.body, extra="ignore")


class Desk:
    """
    Takes requests for one office.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    def answer(self, asked: Asked) -> Answer:
        """
        Do what is asked, and write it into the log; a request that cannot be understood is answered with 400 or 404,
        and one that the database fails with 503.
        """
        try:
            answer = self._understood(asked)
            self.office.log(str(asked), asked.body, answer.status)
        except SQLAlchemyError:
            return Answer(HTTPStatus.SERVICE_UNAVAILABLE, ErrorAnswer(error="the database failed; ask again"))
        return answer

    def _understood(self, asked: Asked) -> Answer:
        try:
            return self._routed(asked)
        except ValidationError as error:
            return Answer(HTTPStatus.BAD_REQUEST, ErrorAnswer(error=_problem(error)))

    def _routed(self, asked: Asked) -> Answer:
        if str(asked) == "GET /v1/candidate":
            return Answer(HTTPStatus.OK, ITSELF)
        if str(asked) == f"POST {PREFIX}tokens":
            return self.office.token(asked.read(TokenRequest))
        for pattern, act in ROUTES.items():
            if found := re.fullmatch(pattern, str(asked), re.ASCII):
                holder = self.office.holder(asked.token)
                return act(self.office, holder, asked, unquote(next(iter(found.groups()), "")))
        return Answer(HTTPStatus.NOT_FOUND, ErrorAnswer(error="there is no such path"))


def _register(office: Office, holder: Holder | None, asked: Asked, _: str) -> Answer:
    return office.register(holder, asked.read(RegisterRequest).people)


Act = Callable[[Office, Holder | None, Asked, str], Answer]
_ONE = "([^/?#]{1,600})"  # a QID or a location, percent-encoded
ROUTES: Mapping[str, Act] = {
    f"POST {PREFIX}people": lambda office, holder, asked, _: office.register(
        holder, asked.read(RegisterRequest).people
    ),
    f"PUT {PREFIX}people/{_ONE}": lambda office, holder, asked, qid: office.change(
        holder, qid, asked.read(ChangeRequest).person
    ),
    f"GET {PREFIX}people/{_ONE}": lambda office, holder, _, qid: office.look_up(holder, qid),
    f"POST {PREFIX}locations/{_ONE}/visits": lambda office, holder, asked, location: office.visit(
        holder, location, asked.read(VisitRequest).qid
    ),
    f"GET {PREFIX}locations/{_ONE}/visits": lambda office, holder, _, location: office.visitors(holder, location),
    f"GET {PREFIX}audit/{_ONE}": lambda office, holder, _, qid: office.records(holder, qid),
    f"GET {PREFIX}logs": lambda office, holder, *_: office.logs(holder),
}


def _problem(error: ValidationError) -> str:
    """
    Which key is wrong and how, without its value: that may be a paper number.
    """
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the body'}: {first['msg']}"[:300]

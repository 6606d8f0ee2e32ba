"""
What a reply, or the lack of one, means by the contract: a JSON value, or a fault of one kind.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from http.client import IncompleteRead
from typing import Any, TypeVar

from pydantic import ValidationError

from conformance.candidates.faults import FaultKind, problems
from conformance.candidates.secret import Secret
from conformance.candidates.wire import MAX_BODY, Broken, Reply, Stage
from conformance.contract import ErrorAnswer
from conformance.exceptions import CandidateFault
from conformance.strict import Record, strict_json
from conformance.texts import say

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Call:
    """
    One operation of the contract: method, path below the base, the status of success, and what is sent.
    """

    method: str
    path: str
    status: HTTPStatus
    body: Record | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def too_late(call: Call, url: str, deadline_s: float) -> CandidateFault:
    """
    The fault of an exchange that did not end within its deadline.
    """
    text = say(
        "{call} at {url} was not finished within {seconds} s, counted from the connection to the last byte. "
        "See why the candidate is slow.",
        call=call,
        url=url,
        seconds=f"{deadline_s:g}",
    )
    return CandidateFault(FaultKind.DEADLINE, text)


def without_reply(call: Call, url: str, broken: Broken, why: str) -> CandidateFault:
    """
    The fault of an exchange that ended before there was a reply, other than at its deadline.
    """
    if broken.stage is Stage.CONNECT:
        text = say(
            "Nobody accepts a connection at {url} ({why}). Start the candidate, or correct its address.",
            url=url,
            why=why,
        )
        return CandidateFault(FaultKind.REFUSED, text)
    if broken.stage is Stage.SECURE:
        text = say(
            "No trusted TLS connection to {url}: {why}. Check its certificate and host name; "
            "a private authority is trusted through the environment variable SSL_CERT_FILE.",
            url=url,
            why=why,
        )
        return CandidateFault(FaultKind.TLS, text)
    if isinstance(broken.why, (OSError, IncompleteRead)):
        text = say(
            "{call}: the connection ended before the answer was complete ({why}). See the candidate's log.",
            call=call,
            why=why,
        )
        return CandidateFault(FaultKind.CLOSED, text)
    text = say("{call}: what {url} answers is not HTTP ({why}). Check the address.", call=call, url=url, why=why)
    return CandidateFault(FaultKind.NOT_HTTP, text)


def expect(call: Call, reply: Reply, secret: Secret) -> None:
    """
    Raise the fault of a reply whose status is not that of success.
    """
    if reply.status == call.status:
        return
    if 300 <= reply.status < 400:  # RFC 9110 15.4
        text = say(
            "{call}: the answer is a redirect ({status}) to {location}. None is followed; declare the final address.",
            call=call,
            status=reply.status,
            location=secret.quote(str(reply.headers.get("Location", "-"))),
        )
        raise CandidateFault(FaultKind.REDIRECT, text)
    why = secret.quote(_error(reply))
    if reply.status == HTTPStatus.NOT_IMPLEMENTED:
        text = say(
            "{call}: the candidate says that it cannot do this (501): {why}. "
            "Declare the capability absent, or offer it.",
            call=call,
            why=why,
        )
        raise CandidateFault(FaultKind.ABSENT, text)
    text = say(
        "{call}: the answer has status {status}, expected {expected}. The candidate says: {why}",
        call=call,
        status=reply.status,
        expected=int(call.status),
        why=why,
    )
    failed = reply.status == HTTPStatus.INTERNAL_SERVER_ERROR
    raise CandidateFault(FaultKind.FAILED if failed else FaultKind.STATUS, text)


def _error(reply: Reply) -> str:
    """
    What the candidate says of its failure: the text of an ErrorAnswer, or the body as it is.
    """
    try:
        return ErrorAnswer.model_validate(strict_json(reply.body)).error
    except (ValueError, RecursionError):
        return reply.body.decode("utf-8", "replace") or "-"


def refuse_encoding(call: Call, reply: Reply, secret: Secret) -> None:
    """
    Raise the fault of a reply whose body is compressed.
    """
    coding = str(reply.headers.get("Content-Encoding", "identity"))
    if coding.strip().lower() != "identity":
        text = say(
            "{call}: the body is encoded as {coding}. Send it as it is (identity).",
            call=call,
            coding=secret.quote(coding),
        )
        raise CandidateFault(FaultKind.ENCODING, text)


def json_value(call: Call, reply: Reply, secret: Secret) -> Any:
    """
    The JSON value of a reply, the token hidden in all its texts. Raises CandidateFault.
    """
    refuse_encoding(call, reply, secret)
    if len(reply.body) > MAX_BODY:
        text = say(
            "{call}: the body is larger than {limit} bytes. Send smaller screenshots.", call=call, limit=MAX_BODY
        )
        raise CandidateFault(FaultKind.TOO_LARGE, text)
    kind = reply.headers.get_content_type()
    if kind != "application/json":
        text = say(
            "{call}: the answer is {kind}, expected application/json. Check the address.",
            call=call,
            kind=secret.quote(kind),
        )
        raise CandidateFault(FaultKind.NOT_JSON, text)
    return _parsed(call, reply.body, secret)


def _parsed(call: Call, body: bytes, secret: Secret) -> Any:
    try:
        value = secret.hide_value(strict_json(body))
        json.dumps(value, allow_nan=False)  # a number such as 1e999 became infinite
    except (ValueError, RecursionError) as error:
        why = secret.quote(str(error))
    else:
        return value
    text = say("{call}: the body is no valid JSON ({why}). Expected UTF-8 with every key once.", call=call, why=why)
    raise CandidateFault(FaultKind.NOT_JSON, text)


def shaped(call: Call, value: Any, shape: type[R]) -> R:
    """
    The value as what the contract describes. Raises CandidateFault.
    """
    try:
        return shape.model_validate_json(json.dumps(value))
    except ValidationError as error:
        found = problems(error)
    text = say(
        "{call}: the answer is not what the contract describes. At {where}: {problem} (problems in all: {count}). "
        "Compare it with docs/candidate.md.",
        call=call,
        **found,
    )
    raise CandidateFault(FaultKind.WRONG_SHAPE, text)

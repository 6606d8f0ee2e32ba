"""
The platform's part of the OpenAPI document: its paths, and the types that go and come.
"""

from __future__ import annotations

from typing import Any

from conformance.contract import ErrorAnswer
from conformance.contract.platform import (
    TOKEN_HEADER,
    AuditAnswer,
    ChangeAnswer,
    ChangeRequest,
    LogsAnswer,
    LookUpAnswer,
    RegisterAnswer,
    RegisterRequest,
    TokenAnswer,
    TokenRequest,
    VisitorsAnswer,
    VisitRequest,
)
from conformance.strict import Record

PLATFORM_ANSWERS: tuple[type[Record], ...] = (
    TokenAnswer, RegisterAnswer, ChangeAnswer, LookUpAnswer, VisitorsAnswer, AuditAnswer, LogsAnswer,
)  # fmt: skip
PLATFORM_REQUESTS: tuple[type[Record], ...] = (TokenRequest, RegisterRequest, ChangeRequest, VisitRequest)


def platform_paths() -> dict[str, Any]:
    """
    The paths of the role platform, all below /v1/platform.
    """
    return {
        "/v1/platform/tokens": {
            "post": {
                **_operation(
                    "token", "Hook of the test: a token for an identity", "There is no log-in; test builds only."
                ),
                **_sends(TokenRequest),
                **_gives(201, "the token", TokenAnswer, hook=True),
            }
        },
        "/v1/platform/people": {
            "parameters": [_TOKEN],
            "post": {
                **_operation("register", "Register people", "The same person gets the same QID, through whatever app."),
                **_sends(RegisterRequest),
                **_gives(200, "one answer for each, in their order", RegisterAnswer),
            },
        },
        "/v1/platform/people/{qid}": {
            "parameters": [_TOKEN, _part("qid", "the person's QID")],
            "get": {
                **_operation("lookUp", "Look a person up", "Full for who has the authority, and for the person."),
                **_gives(200, "the data, or the reduced view of them", LookUpAnswer),
            },
            "put": {
                **_operation("change", "Replace the data of a person", "The QID stays. Capability `edit`."),
                **_sends(ChangeRequest),
                **_gives(200, "the QID after the change", ChangeAnswer),
            },
        },
        "/v1/platform/locations/{location}/visits": {
            "parameters": [_TOKEN, _part("location", "the location, as its owner's token names it")],
            "post": {
                **_operation("visit", "Record a person at a location", "By an app. Capability `locations`."),
                **_sends(VisitRequest),
                **_gives(201, "recorded", None),
            },
            "get": {
                **_operation("visitors", "The list of a location", "For its owner, starred. Capability `locations`."),
                **_gives(200, "names and phones in starred form", VisitorsAnswer),
            },
        },
        "/v1/platform/audit/{qid}": {
            "parameters": [_TOKEN, _part("qid", "the person's QID")],
            "get": {
                **_operation("audit", "The audit records of a QID", "For an auditor. Capability `audit`."),
                **_gives(200, "every look-up, refused ones too, in the order of time", AuditAnswer),
            },
        },
        "/v1/platform/logs": {
            "parameters": [_TOKEN],
            "get": {
                **_operation("logs", "The platform's own request log", "For an auditor. Capability `logs`."),
                **_gives(200, "the latest lines, at most 10,000", LogsAnswer),
            },
        },
    }


_TOKEN = {
    "name": TOKEN_HEADER,
    "in": "header",
    "required": False,
    "description": "the asking identity's token; without one that fits the answer is 401 or 403",
    "schema": {"type": "string"},
}


def _part(name: str, meaning: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": meaning, "schema": {"type": "string"}}


def _operation(name: str, summary: str, description: str) -> dict[str, Any]:
    return {"operationId": name, "tags": ["platform"], "summary": summary, "description": description}


def _sends(shape: type[Record]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": _content(shape)}}


def _gives(status: int, meaning: str, shape: type[Record] | None, hook: bool = False) -> dict[str, Any]:
    good = {"description": meaning, "content": _content(shape) if shape else {"application/json": {"schema": {}}}}
    others = {"401": "no token, or one that is unknown or past its time", "403": "an identity that may not ask this"}
    more = {} if hook else others
    failures = {"400": "the request cannot be understood", **more, "501": "the platform cannot do this"}
    refused = {code: {"description": text, "content": _content(ErrorAnswer)} for code, text in failures.items()}
    return {"responses": {str(status): good, **refused}}


def _content(shape: type[Record]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape.__name__}"}}}

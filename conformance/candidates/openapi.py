"""
The candidate contract as an OpenAPI 3.1 document, built from the types that the suite itself validates with.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic.json_schema import models_json_schema

from conformance.candidates.openapi_parts import content, json_of, refused
from conformance.candidates.openapi_platform import PLATFORM_ANSWERS, PLATFORM_REQUESTS, platform_paths
from conformance.candidates.openapi_reader import READER_ANSWERS, READER_REQUESTS, reader_paths
from conformance.contract import (
    CONTRACT_VERSION,
    ActionRequest,
    Description,
    ErrorAnswer,
    InstallationAnswer,
    InstallationRequest,
    ScreenAnswer,
)
from conformance.strict import Record

_ANSWERS: tuple[type[Record], ...] = (
    Description, InstallationAnswer, ScreenAnswer, ErrorAnswer, *READER_ANSWERS, *PLATFORM_ANSWERS
)  # fmt: skip
_REQUESTS: tuple[type[Record], ...] = (InstallationRequest, ActionRequest, *READER_REQUESTS, *PLATFORM_REQUESTS)

_INTRODUCTION = """\
What an app, or the bridge before it, answers so that the conformance suite can drive it. `docs/candidate.md` is the
page with examples; this document is generated from the types that the suite validates every answer with.

Limits on every exchange: 30 s from the connection to the last byte, 16 MiB of body, 20 million pixels of screenshot,
no redirects, no compression (`Content-Encoding` must be absent or `identity`).

The operations of the role `display` (shows personal codes) stand below `/v1/installations`, those of `reader` (scans
codes) below `/v1/readers`, those of `platform` (issues and manages codes) below `/v1/platform`. A candidate ignores
what it does not know: an unknown key of a request is passed over, an unknown action is answered with 501, an unknown
path with 404. The suite asks only for the roles and the capabilities that the description names.
"""


def openapi() -> dict[str, Any]:
    """
    The document, as plain JSON values.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Candidate contract of qrconform",
            "version": f"{CONTRACT_VERSION}.0",
            "description": _INTRODUCTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [
            {"url": "http://127.0.0.1:8080", "description": "wherever the candidate is; any base path is possible"}
        ],
        "security": [{}, {"token": []}],
        "tags": [
            {"name": "display", "description": "shows personal codes"},
            {"name": "reader", "description": "scans codes"},
            {"name": "platform", "description": "issues and manages codes"},
        ],
        "paths": _paths(),
        "components": {
            "schemas": schemas(_REQUESTS, _ANSWERS),
            "responses": _failures(),
            "securitySchemes": {"token": _TOKEN},
        },
    }


_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "Optional. The evaluator gives it to the suite, which sends it with every call and never writes it.",
}


def _paths() -> dict[str, Any]:
    return {
        "/v1/candidate": {"get": _describe()},
        "/v1/installations": {"post": _install()},
        "/v1/installations/{installation}/actions": {"parameters": [_HANDLE], "post": _act()},
        "/v1/installations/{installation}": {"parameters": [_HANDLE], "delete": _remove()},
        "/v1/openapi.json": {"get": _document()},
        **reader_paths(),
        **platform_paths(),
    }


_HANDLE = {
    "name": "installation",
    "in": "path",
    "required": True,
    "description": "the handle that POST /v1/installations gave",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
}


def _describe() -> dict[str, Any]:
    return {
        "operationId": "describe",
        "summary": "Describe yourself",
        "description": "Called once before the first check. Everything in it is printed in the report.",
        "responses": {"200": json_of("who the candidate is and what it can", Description), **refused("401")},
    }


def _install() -> dict[str, Any]:
    return {
        "operationId": "install",
        "tags": ["display"],
        "summary": "Install the app freshly and register one person",
        "description": "Afterwards the app is as on its first day, with the person's data as the national platform "
        "delivers them. Several installations may exist side by side, of the same or of different persons.",
        "requestBody": {"required": True, "content": content(InstallationRequest)},
        "responses": {
            "201": json_of("the handle for the next calls", InstallationAnswer),
            **refused("400", "401", "500"),
        },
    }


def _act() -> dict[str, Any]:
    return {
        "operationId": "act",
        "tags": ["display"],
        "summary": "Do one action and give the screen after it",
        "description": "Answer when the screen has settled: no animation runs, and `png` and `texts` describe the same "
        "moment. After show, toggle, return and restart `png` is the screen of the personal code; after leave, "
        "offline, online and edit it may be null.",
        "requestBody": {"required": True, "content": content(ActionRequest)},
        "responses": {
            "200": json_of("the screen", ScreenAnswer),
            **refused("400", "401", "404", "500", "501"),
        },
    }


def _remove() -> dict[str, Any]:
    return {
        "operationId": "remove",
        "tags": ["display"],
        "summary": "Remove an installation with all its data",
        "description": "Called when a vector is finished, also after a fault. Its answer decides nothing.",
        "responses": {"204": {"description": "removed"}, **refused("401", "404", "500")},
    }


def _document() -> dict[str, Any]:
    return {
        "operationId": "document",
        "summary": "This document",
        "description": "Optional: the suite does not need it to judge a candidate.",
        "responses": {
            "200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}},
            **refused("404"),
        },
    }


def _failures() -> dict[str, Any]:
    """
    What each status of failure means, by status.
    """
    meanings = {
        "400": "The request cannot be understood.",
        "401": "The token is missing or wrong.",
        "404": "There is no such installation, or no such path.",
        "500": "The candidate failed; the vector is reported as blocked with this text.",
        "501": "The candidate has no such capability, or does not know the action.",
    }
    return {f"Error{status}": json_of(meaning, ErrorAnswer) for status, meaning in meanings.items()}


def schemas(requests: tuple[type[Record], ...], answers: tuple[type[Record], ...]) -> dict[str, Any]:
    """
    The types by name. Answers are as the suite accepts them; requests are as it sends them, and open to later keys.
    """
    return dict(sorted((_generated(requests, "serialization") | _generated(answers, "validation")).items()))


def _generated(shapes: tuple[type[Record], ...], mode: Literal["serialization", "validation"]) -> dict[str, Any]:
    _, document = models_json_schema([(shape, mode) for shape in shapes], ref_template="#/components/schemas/{model}")
    schemas: dict[str, Any] = document["$defs"]
    if mode == "serialization":
        for schema in schemas.values():
            schema.pop(
                "additionalProperties", None
            )  # a candidate that validates requests must survive the next version
    return schemas

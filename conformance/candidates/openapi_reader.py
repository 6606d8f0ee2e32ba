"""
The reader's part of the OpenAPI document: its paths, and the types that go and come.
"""

from __future__ import annotations

from typing import Any

from conformance.contract.reader import ReaderAnswer, ReaderRequest, ScanAnswer, ScanRequest
from conformance.strict import Record

READER_ANSWERS: tuple[type[Record], ...] = (ReaderAnswer, ScanAnswer)
READER_REQUESTS: tuple[type[Record], ...] = (ReaderRequest, ScanRequest)


def reader_paths() -> dict[str, Any]:
    """
    The paths of the role reader, all below /v1/readers.
    """
    return {
        "/v1/readers": {"post": _start()},
        "/v1/readers/{reader}/scans": {"parameters": [_HANDLE], "post": _scan()},
        "/v1/readers/{reader}": {"parameters": [_HANDLE], "delete": _end()},
    }


_HANDLE = {
    "name": "reader",
    "in": "path",
    "required": True,
    "description": "the handle that POST /v1/readers gave",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
}


def _start() -> dict[str, Any]:
    return {
        "operationId": "startReader",
        "tags": ["reader"],
        "summary": "Start the scanning app for a person with authority",
        "description": "`people` are whom the national platform answers with while this reader lives; `keys` stand in "
        "the place of the national trust list of certificates.",
        "requestBody": {"required": True, "content": _content(ReaderRequest)},
        "responses": {"201": _json("the handle for the next calls", ReaderAnswer), **_refused("400", "401", "500")},
    }


def _scan() -> dict[str, Any]:
    return {
        "operationId": "scan",
        "tags": ["reader"],
        "summary": "Scan one picture, and say what the user is told",
        "description": "Give the picture to the app as its camera would. `text` comes instead of `png` only for a "
        "reader with the capability `scan-text`. A code that is no good is no failure: it is answered with 200.",
        "requestBody": {"required": True, "content": _content(ScanRequest)},
        "responses": {
            "200": _json("what the app tells its user", ScanAnswer),
            **_refused("400", "401", "404", "500", "501"),
        },
    }


def _end() -> dict[str, Any]:
    return {
        "operationId": "endReader",
        "tags": ["reader"],
        "summary": "End a reader",
        "description": "Called when a vector is finished, also after a fault. Its answer decides nothing.",
        "responses": {"204": {"description": "ended"}, **_refused("401", "404", "500")},
    }


def _refused(*statuses: str) -> dict[str, Any]:
    return {status: {"$ref": f"#/components/responses/Error{status}"} for status in statuses}


def _json(meaning: str, shape: type[Record]) -> dict[str, Any]:
    return {"description": meaning, "content": _content(shape)}


def _content(shape: type[Record]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape.__name__}"}}}

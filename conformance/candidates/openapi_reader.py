"""
The reader's part of the OpenAPI document: its paths, and the types that go and come.
"""

from __future__ import annotations

from typing import Any

from conformance.candidates.openapi_parts import content, json_of, refused
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
        "requestBody": {"required": True, "content": content(ReaderRequest)},
        "responses": {"201": json_of("the handle for the next calls", ReaderAnswer), **refused("400", "401", "500")},
    }


def _scan() -> dict[str, Any]:
    return {
        "operationId": "scan",
        "tags": ["reader"],
        "summary": "Scan one picture, and say what the user is told",
        "description": "Give the picture to the app as its camera would. `text` comes instead of `png` only for a "
        "reader with the capability `scan-text`. A code that is no good is no failure: it is answered with 200.",
        "requestBody": {"required": True, "content": content(ScanRequest)},
        "responses": {
            "200": json_of("what the app tells its user", ScanAnswer),
            **refused("400", "401", "404", "500", "501"),
        },
    }


def _end() -> dict[str, Any]:
    return {
        "operationId": "endReader",
        "tags": ["reader"],
        "summary": "End a reader",
        "description": "Called when a vector is finished, also after a fault. Its answer decides nothing.",
        "responses": {"204": {"description": "ended"}, **refused("401", "404", "500")},
    }

"""
The sandbox's own OpenAPI 3.1 document, made of the types of the platform contract.
"""

from __future__ import annotations

from typing import Any

from conformance import __version__
from conformance.candidates.openapi import schemas
from conformance.candidates.openapi_platform import PLATFORM_ANSWERS, PLATFORM_REQUESTS, platform_paths
from conformance.contract import ErrorAnswer


def openapi() -> dict[str, Any]:
    """
    The document, as plain JSON values.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sandbox of the national platform for personal QR codes",
            "version": __version__,
            "description": "A local double for tests, with invented people only. It is not the national platform.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "http://127.0.0.1:8080", "description": "wherever it was started"}],
        "security": [{}, {"token": []}],
        "tags": [{"name": "platform", "description": "issues and manages codes"}],
        "paths": platform_paths(),
        "components": {
            "schemas": schemas(PLATFORM_REQUESTS, (*PLATFORM_ANSWERS, ErrorAnswer)),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "where it was given one"}},
        },
    }

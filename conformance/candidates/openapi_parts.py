"""
What the operations of the OpenAPI document are made of.
"""

from __future__ import annotations

from typing import Any

from conformance.strict import Record


def refused(*statuses: str) -> dict[str, Any]:
    """
    The answers of failure that an operation may give, by status.
    """
    return {status: {"$ref": f"#/components/responses/Error{status}"} for status in statuses}


def json_of(meaning: str, shape: type[Record]) -> dict[str, Any]:
    """
    An answer, with what it means.
    """
    return {"description": meaning, "content": content(shape)}


def content(shape: type[Record]) -> dict[str, Any]:
    """
    A body of JSON.
    """
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape.__name__}"}}}

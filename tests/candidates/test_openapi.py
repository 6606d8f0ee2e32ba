"""
The OpenAPI document: valid, complete, and saying the same as the types.
"""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from openapi_spec_validator import OpenAPIV31SpecValidator

from conformance.candidates.openapi import openapi
from conformance.contract import ActionRequest, ErrorAnswer, InstallationAnswer, ScreenAnswer
from conformance.model import Action
from conformance.strict import Record


def test_it_is_valid_openapi() -> None:
    """
    The document satisfies the schema of OpenAPI 3.1.
    """
    assert [] == list(OpenAPIV31SpecValidator(openapi()).iter_errors())


def test_it_is_the_same_every_time() -> None:
    """
    Two documents are equal to the byte, so that a generated file is not stale by chance.
    """
    assert json.dumps(openapi()) == json.dumps(openapi())


def test_every_operation_is_described() -> None:
    """
    Each operation has a description, and each but the document itself the answers of failure.
    """
    operations = {
        operation["operationId"]: operation
        for path in openapi()["paths"].values()
        for method, operation in path.items()
        if method != "parameters"
    }

    display, reader = {"install", "act", "remove"}, {"startReader", "scan", "endReader"}
    platform = {"token", "register", "lookUp", "change", "visit", "visitors", "audit", "logs"}
    assert {"describe", "document"} | display | reader | platform == set(operations)
    assert all(operation["description"] for operation in operations.values())
    assert {"200", "400", "401", "404", "500", "501"} == set(operations["act"]["responses"])


def test_the_token_is_optional() -> None:
    """
    Both no security and the bearer token are allowed.
    """
    assert [{}, {"token": []}] == openapi()["security"]
    assert "bearer" == openapi()["components"]["securitySchemes"]["token"]["scheme"]


def test_there_is_room_for_the_other_roles() -> None:
    """
    The document says where reader and platform will stand.
    """
    text = openapi()["info"]["description"]

    assert all(word in text for word in ("`reader`", "`platform`", "/v1/reader", "/v1/platform", "501", "404"))
    assert {"display", "reader", "platform"} == {tag["name"] for tag in openapi()["tags"]}


def validator(name: str) -> Draft202012Validator:
    """
    A validator of one schema of the document.
    """
    document = openapi()
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": document["components"]})


@pytest.mark.parametrize(
    "value",
    [
        InstallationAnswer(installation="a-1"),
        ScreenAnswer(png=None),
        ScreenAnswer(png="aGk=", texts=(), user_actions=2, settled_ms=1.5),
        ErrorAnswer(error="no"),
        ActionRequest(action=Action.TOGGLE),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_the_suite_accepts_is_valid(value: Record) -> None:
    """
    The schema holds for what the types hold.
    """
    assert [] == list(validator(type(value).__name__).iter_errors(json.loads(value.model_dump_json())))


@pytest.mark.parametrize(
    ("name", "value", "valid"),
    [
        ("ScreenAnswer", {"png": None}, True),
        ("ScreenAnswer", {}, False),
        ("ScreenAnswer", {"png": None, "extra": 1}, False),
        ("ActionRequest", {"action": "toggle", "person": None, "later": 1}, True),
        ("InstallationAnswer", {"installation": "a/b"}, False),
    ],
)
def test_answers_are_closed_and_requests_are_open(name: str, value: object, valid: bool) -> None:
    """
    A later minor version may add keys to requests, so a candidate that validates them must let those pass.
    """
    assert valid == validator(name).is_valid(value)

"""
Invented people for the reference candidate, and a client of plain urllib.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from conformance.model import Paper, PaperKind, Person, Sex
from conformance.reference.server import ReferenceServer

MakePerson = Callable[..., Person]


@pytest.fixture
def person() -> MakePerson:
    """
    A maker of people; what is not said is that of the example in Decision 1405.
    """

    def make(**changes: Any) -> Person:
        return Person(
            **{
                "qid": "162979388586171100",
                "paper": Paper(kind=PaperKind.CCCD, number="001093029317"),
                "name": "Nguyễn Lê Khả Hân",
                "born": date(1987, 1, 18),
                "declared_by": None,
                "sex": Sex.MALE,
                "health_insurance": "HS4010120878821",
                "phone": "0944713700",
                "signature": None,
                **changes,
            }
        )

    return make


@pytest.fixture(scope="module")
def server() -> Iterator[ReferenceServer]:
    """
    The reference candidate in its own process.
    """
    with ReferenceServer() as running:
        yield running


class Client:
    """
    Talks to a candidate and gives status and JSON value of each answer.
    """

    def __init__(self, url: str, headers: dict[str, str] | None = None) -> None:
        self.url = url
        self.headers = headers or {}

    def call(self, method: str, path: str, value: Any = None) -> tuple[int, Any]:
        """
        One exchange; errors of the candidate are answers too.
        """
        body = None if value is None else json.dumps(value).encode()
        request = Request(self.url + path, data=body, headers=self.headers, method=method)
        try:
            with urlopen(request, timeout=20) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None
        except HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

    def install(self, person: Person) -> str:
        """
        A fresh installation for `person`.
        """
        status, answer = self.call("POST", "/v1/installations", {"person": person.model_dump(mode="json")})
        assert status == 201
        return str(answer["installation"])

    def act(self, installation: str, action: str, person: Person | None = None) -> tuple[int, Any]:
        """
        One action on an installation.
        """
        value = {"action": action, "person": person and person.model_dump(mode="json")}
        return self.call("POST", f"/v1/installations/{installation}/actions", value)


@pytest.fixture
def client(server: ReferenceServer) -> Client:
    """
    A client of the reference candidate.
    """
    return Client(server.url)

"""
A sandbox on loopback, a client of plain urllib, and invented people to register.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from conformance.sandbox.server import serve

Person = dict[str, Any]


@dataclass
class Caller:
    """
    Asks a sandbox, with a token of the hook for each identity.
    """

    url: str
    tokens: dict[tuple[str, str | None], str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, token: str | None = None) -> tuple[int, Any]:
        """
        Status and JSON value of one exchange.
        """
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.url + path, data, {"Platform-Token": token} if token else {}, method=method)
        try:
            with urlopen(request, timeout=20) as reply:
                return reply.status, json.loads(reply.read())
        except HTTPError as error:
            return error.code, json.loads(error.read())

    def token(self, identity: str, subject: str | None = None) -> str:
        """
        A token of the hook.
        """
        if (identity, subject) not in self.tokens:
            body = {"identity": identity, "subject": subject}
            self.tokens[identity, subject] = self.call("POST", "/v1/platform/tokens", body)[1]["token"]
        return self.tokens[identity, subject]

    def register(self, *people: Person, identity: str = "app") -> list[dict[str, Any]]:
        """
        The answers for some people.
        """
        status, answer = self.call("POST", "/v1/platform/people", {"people": people}, self.token(identity))
        assert 200 == status, answer
        return list(answer["answers"])

    def look_up(self, qid: str, identity: str | None = None, subject: str | None = None) -> tuple[int, Any]:
        """
        The answer to a look-up.
        """
        token = self.token(identity, subject) if identity else None
        return self.call("GET", f"/v1/platform/people/{quote(qid, safe='')}", token=token)


@pytest.fixture
def caller() -> Iterator[Caller]:
    """
    A client of a sandbox whose database is in memory.
    """
    with serve() as url:
        yield Caller(url)


@pytest.fixture
def person() -> Callable[..., Person]:
    """
    A maker of people as they are registered.
    """

    def make(**changes: Any) -> Person:
        ordinary = {
            "paper": {"kind": "cccd", "number": "001187000001"},
            "name": "Đỗ Thị Ánh",
            "born": "1987-01-18",
            "born_precision": "day",
            "declared_by": None,
            "sex": "2",
            "health_insurance": "HS4010120878821",
            "phone": "0912345678",
            "signature": None,
        }
        return {**ordinary, **changes}

    return make

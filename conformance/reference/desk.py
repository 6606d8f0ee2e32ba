"""
What the parts of the reference candidate have in common: each answers the calls of one role.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus
from typing import Any, Protocol

from pydantic import BaseModel

from conformance.model import Capability, Role

Answer = tuple[HTTPStatus, BaseModel | dict[str, Any] | None]


class Refused(Exception):
    """
    A request that is answered with an error.
    """

    def __init__(self, status: HTTPStatus, error: str) -> None:
        super().__init__(error)
        self.status = status


@dataclass(frozen=True)
class Asked:
    """
    One request; the names of its headers are as they came, and their look-up knows no case.
    """

    method: str
    path: str
    headers: Message
    body: bytes
    sends: dict[str, str] = field(default_factory=dict)  # headers that a desk adds to the answer

    @property
    def call(self) -> str:
        """
        Method and path, such as `GET /v1/candidate`.
        """
        return f"{self.method} {self.path}"


class Desk(Protocol):
    """
    The part of the reference candidate that plays one role.
    """

    @property
    def role(self) -> Role:
        """
        The role that it plays.
        """

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """
        What it can of what is optional.
        """

    def answer(self, asked: Asked) -> Answer | None:
        """
        The answer to a request, None when it is none of this desk's. Raises Refused and ValidationError.
        """

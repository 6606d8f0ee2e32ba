"""
How a candidate is reached: adapters named `kind:address`, all alike, none with an opinion.

An adapter is a context manager that gives a `Candidate`; a candidate opens one `Session` per vector, which performs
the vector's steps and hands back what the app showed. Faults of the candidate are raised as `CandidateFault`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol

from conformance.contract import Description, VisibleText
from conformance.contract.reader import ScanAnswer
from conformance.exceptions import UsageError
from conformance.journal import ReplyRecord
from conformance.model import Vector
from conformance.texts import say


@dataclass(frozen=True)
class Screen:
    """
    What the app showed after a step: the screenshot as the candidate sent it, and the visible texts.
    """

    png: bytes
    texts: tuple[VisibleText, ...] = ()
    user_actions: int = 1
    settled_ms: float | None = None
    nonce: str | None = None  # that the action carried, to be seen on the screen
    timed: bool = True  # whether how long `perform` took says anything of the app


@dataclass(frozen=True)
class Scanned:
    """
    What a reader was given, and what it answered; `png` is None where it was given a text.
    """

    png: bytes | None
    answer: ScanAnswer


@dataclass(frozen=True)
class Exported:
    """
    The document for printing that the app gave, a PDF as the candidate sent it.
    """

    pdf: bytes


Done = Screen | Scanned | Exported | tuple[ReplyRecord, ...] | None


class Session(Protocol):
    """
    One vector being driven.
    """

    def perform(self, number: int, step: Any) -> Done:
        """
        Do step `number` (counted from 0) and give what came of it: the screen of a display, or None when the step shows
        none; what a reader answered to a scan; the replies of a platform. Raises CandidateFault.
        """


class Candidate(Protocol):
    """
    An app under test.
    """

    def describe(self) -> Description:
        """
        What it says of itself. Raises CandidateUnreachable or WiringError.
        """

    def session(self, vector: Vector) -> AbstractContextManager[Session]:
        """
        Drive one vector; what was installed for it is removed at the end.
        """


@dataclass(frozen=True)
class Options:
    """
    What the user may say about reaching a candidate. `token` is a secret: it goes to the candidate and nowhere else.
    """

    token: str | None = field(default=None, repr=False)
    deadline_s: float = 30.0  # for one whole exchange
    nonces: bool = False  # whether each action carries a nonce, which proves that its screenshot is fresh


Adapter = Callable[[str, Options], AbstractContextManager[Candidate]]

ADAPTERS: Mapping[str, str] = {
    "http": "conformance.candidates.http:open_http",
    "https": "conformance.candidates.http:open_http",
    "screens": "conformance.candidates.screens:open_screens",
    "reference": "conformance.reference.adapter:open_reference",
}


def open_candidate(address: str, options: Options) -> AbstractContextManager[Candidate]:
    """
    The candidate at `address` (`http:URL`, `http://...`, `screens:FOLDER`). Raises UsageError for an unknown kind.
    """
    kind, _, rest = address.partition(":")
    if kind not in ADAPTERS or not (rest or kind == "reference"):
        raise UsageError(
            say(
                "{address} is no candidate address. Expected one of: {kinds}; for example http://127.0.0.1:8080",
                address=address,
                kinds=", ".join(f"{kind}:..." for kind in ADAPTERS),
            )
        )
    module, _, name = ADAPTERS[kind].partition(":")
    adapter: Adapter = getattr(import_module(module), name)
    return adapter(address, options)

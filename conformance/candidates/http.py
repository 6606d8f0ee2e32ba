"""
Candidates behind the HTTP contract of `docs/candidate.md`.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus

from conformance.candidates import Candidate, Exported, Options, Screen, Session
from conformance.candidates.client import Client
from conformance.candidates.documents import pdf
from conformance.candidates.faults import NEVER_REACHED, FaultKind, quote
from conformance.candidates.pictures import png
from conformance.candidates.platform import PlatformSession
from conformance.candidates.reader import ReaderSession
from conformance.candidates.replies import Call, shaped
from conformance.candidates.server import place, resolve
from conformance.contract import (
    CONTRACT_VERSION,
    NONCE_DIGITS,
    ActionRequest,
    Description,
    InstallationAnswer,
    InstallationRequest,
    ScreenAnswer,
)
from conformance.exceptions import CandidateFault, CandidateUnreachable, UsageError, WiringError
from conformance.model import SHOWING, Action, DisplayVector, Person, PlatformVector, ReaderVector, Step, Vector
from conformance.texts import say

_DESCRIBE = Call("GET", "/v1/candidate", HTTPStatus.OK)
_GOODBYE_S = 5.0  # deadline of a removal; our choice: it decides nothing, so a hung candidate shall not cost 30 s more


@contextmanager
def open_http(address: str, options: Options) -> Iterator[Candidate]:
    """
    The candidate at an address. Its host is resolved here and never again. Raises UsageError and CandidateUnreachable.
    """
    where = place(address)
    client = Client(resolve(where, options.deadline_s), options)
    yield HttpCandidate(client)


class HttpCandidate:
    """
    An app under test behind the HTTP contract.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def describe(self) -> Description:
        """
        What it says of itself. Raises CandidateUnreachable when nobody answers, WiringError when the answer is wrong.
        """
        try:
            value = self._client.fetch(_DESCRIBE)
            _refuse_other_contract(value)
            return shaped(_DESCRIBE, value, Description)
        except CandidateFault as fault:
            failed = fault
        raise (CandidateUnreachable if failed.kind in NEVER_REACHED else WiringError)(failed.message)

    @contextmanager
    def session(self, vector: Vector) -> Iterator[Session]:
        """
        Drive one vector; what it made at the candidate is removed at the end, whatever happened.
        """
        session = _session(self._client, vector)
        try:
            yield session
        finally:
            session.close()


def _session(client: Client, vector: Vector) -> HttpSession | ReaderSession | PlatformSession:
    match vector:
        case ReaderVector():
            return ReaderSession(client, vector)
        case PlatformVector():
            return PlatformSession(client, vector)
        case DisplayVector():
            return HttpSession(client, vector)
    raise UsageError(say("{vector} is of no role that can be driven", vector=vector.id))


def _refuse_other_contract(value: object) -> None:
    version = value.get("contract") if isinstance(value, dict) else None
    if isinstance(version, str) and version != CONTRACT_VERSION:
        raise WiringError(
            say(
                "The candidate speaks version {theirs} of the contract, this suite version {ours}. "
                "Use the release of the suite that fits, or let the candidate speak version {ours}.",
                theirs=quote(version),
                ours=CONTRACT_VERSION,
            )
        )


class HttpSession:
    """
    One vector of a display being driven over HTTP.
    """

    def __init__(self, client: Client, vector: DisplayVector) -> None:
        self._client = client
        self._vector = vector
        self._handles: dict[str, str] = {}  # letter of the vector -> handle that drives it now
        self._installed: list[str] = []

    def perform(self, number: int, step: Step) -> Screen | Exported | None:
        """
        Do one step and give the screen or document, or None when the step shows none. Raises CandidateFault.
        """
        if step.do is Action.INSTALL:
            self._install(step)
            return None
        return self._act(number, step)

    def close(self) -> None:
        """
        Remove everything that was installed. A candidate that cannot has no influence on what was seen before.
        """
        while self._installed:
            with suppress(CandidateFault):
                call = Call("DELETE", f"/v1/installations/{self._installed.pop()}", HTTPStatus.NO_CONTENT)
                self._client.dismiss(call, _GOODBYE_S)

    def _install(self, step: Step) -> None:
        request = InstallationRequest(person=self._person(step))
        call = Call("POST", "/v1/installations", HTTPStatus.CREATED, request)
        handle = self._client.ask(call, InstallationAnswer).installation
        if handle in self._installed:
            text = say(
                "{call}: two installations have the same handle {handle}. Give each its own.", call=call, handle=handle
            )
            raise CandidateFault(FaultKind.WRONG_SHAPE, text)
        self._installed.append(handle)
        self._handles[step.installation] = handle

    def _person(self, step: Step) -> Person:
        if step.person is None:
            text = say(
                "{vector}: the step {step} names no person. Correct the vector.", vector=self._vector.id, step=step.do
            )
            raise UsageError(text)
        return self._vector.people[step.person]

    def _act(self, number: int, step: Step) -> Screen | Exported | None:
        person = self._person(step) if step.do is Action.EDIT else None
        nonce = f"{secrets.randbelow(10**NONCE_DIGITS):0{NONCE_DIGITS}d}" if self._client.nonces else None
        path = f"/v1/installations/{self._handles[step.installation]}/actions"
        call = Call("POST", path, HTTPStatus.OK, ActionRequest(action=step.do, person=person, nonce=nonce))
        answer = self._client.ask(call, ScreenAnswer)
        if step.do is Action.EXPORT:
            return Exported(self._document(answer, f"{call}, {step.do} (step {number})"))
        if answer.png is None and step.do not in SHOWING:
            return None
        source = f"{call}, {step.do} (step {number})"
        return Screen(self._picture(answer, source), answer.texts, answer.user_actions, answer.settled_ms, nonce)

    def _picture(self, answer: ScreenAnswer, source: str) -> bytes:
        if answer.png is None:
            text = say(
                "{source}: no screenshot came, but this action ends on the screen of the code. Send it.", source=source
            )
            raise CandidateFault(FaultKind.NO_PICTURE, text)
        return png(self._bytes(answer.png, source), source)

    def _document(self, answer: ScreenAnswer, source: str) -> bytes:
        if answer.document is None:
            text = "{source}: no document came, but this action gives one. Send it, or declare the capability absent."
            raise CandidateFault(FaultKind.WRONG_SHAPE, say(text, source=source))
        return pdf(self._bytes(answer.document, source), source)

    def _bytes(self, coded: str, source: str) -> bytes:
        """
        What Base64 stands for; nothing where it is none. Raises CandidateFault where it holds the token.
        """
        try:
            data = base64.b64decode(coded, validate=True)
        except ValueError:
            data = b""
        if self._client.secret.is_in(data):
            text = say("{source}: what came holds the token, which must not be recorded. Leave it out.", source=source)
            raise CandidateFault(FaultKind.WRONG_SHAPE, text)
        return data

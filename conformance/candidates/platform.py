"""
Platforms behind the HTTP contract: what a step asks, as the identity of the step, and what came back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from threading import Barrier
from time import perf_counter
from urllib.parse import quote

from conformance.candidates.client import Client
from conformance.candidates.faults import FaultKind
from conformance.candidates.replies import Call, R, expect, refuse_encoding
from conformance.candidates.tokens import Tokens
from conformance.candidates.wire import Reply
from conformance.contract.platform import (
    TOKEN_HEADER,
    ChangeAnswer,
    ChangeRequest,
    RegisterAnswer,
    RegisterRequest,
    Registration,
    VisitRequest,
)
from conformance.exceptions import CandidateFault
from conformance.journal import ReplyRecord
from conformance.model import Identity, Person, PlatformAction, PlatformStep, PlatformVector
from conformance.texts import say
from conformance.vectors.crowd import crowd

AT_ONCE = 200  # people of a crowd in one request; our choice: a platform that registers seven a second is in time
MOST_BYTES = 4 * 2**20  # of one body that is kept; our choice: 10,000 lines of log have 1 to 2 MB
NEVER_ISSUED = "never-issued-by-any-platform-0000"  # the token of the identity `garbage`
# What takes the place of the last digits, or of letters where there are none, in a QID that was never issued: it has
# the length and alphabet of the platform's own, and what stands before, such as the version of a UUID, is as it was.
OTHER_DIGITS = str.maketrans("0123456789", "1357902468")
OTHER_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "bcdefahijklmnopqrstuvwxyzgBCDEFAHIJKLMNOPQRSTUVWXYZG"
)
LAST = 6  # of them; our choice: QIDs that are counted up from one do not meet another that was issued
OF_A_PERSON = frozenset({Identity.PERSON, Identity.OTHER_PERSON})  # identities whose token is one of a person


class PlatformSession:
    """
    One vector of a platform being driven over HTTP. It judges nothing: every status is evidence.
    """

    def __init__(self, client: Client, vector: PlatformVector) -> None:
        self._client = client
        self._vector = vector
        self._qids: dict[str, str] = {}  # the vector's QID of a person -> the one that the platform issued
        self._tokens = Tokens(client, vector.people)

    def perform(self, number: int, step: PlatformStep) -> tuple[ReplyRecord, ...]:
        """
        Ask what the step asks and give the replies; none where it is about a QID that was not issued. Raises
        CandidateFault when there is no reply.
        """
        del number
        calls = self._calls(step)
        if not calls or (step.identity in OF_A_PERSON and self._subject(step) is None):
            return ()
        headers = self._headers(step)
        replies = self._together(step, calls[0], headers) if step.together else self._in_turn(step, calls, headers)
        self._remember(step, replies)
        return replies

    def close(self) -> None:
        """
        Nothing has to be removed: a platform keeps the people that it knows.
        """

    # ------------------------------------------------------------------------------------------------- what is asked

    def _calls(self, step: PlatformStep) -> list[Call]:
        """
        The calls of a step, in their order.
        """
        if step.crowd:
            return self._registrations([*crowd(self._vector.seed, step.crowd, self._person(0))])
        if step.do is PlatformAction.REGISTER:
            return self._registrations([self._person(step.person)]) * step.times
        call = self._call(step)
        return [call] * step.times if call else []

    def _registrations(self, people: Sequence[Person]) -> list[Call]:
        parts = (people[start : start + AT_ONCE] for start in range(0, len(people), AT_ONCE))
        bodies = (RegisterRequest(people=tuple(map(self._registration, part))) for part in parts)
        return [Call("POST", "/v1/platform/people", HTTPStatus.OK, body) for body in bodies]

    def _registration(self, person: Person) -> Registration:
        """
        The person as they are registered: without the QID of the vector, and with the issued one of who declared.
        """
        values = {name: getattr(person, name) for name in Registration.model_fields}
        declared_by = person.declared_by and self._qids.get(person.declared_by, person.declared_by)
        return Registration(**{**values, "declared_by": declared_by})

    def _call(self, step: PlatformStep) -> Call | None:
        location = quote(step.location, safe="")
        if step.do is PlatformAction.VISITORS:
            return Call("GET", f"/v1/platform/locations/{location}/visits", HTTPStatus.OK)
        if step.do is PlatformAction.LOGS:
            return Call("GET", "/v1/platform/logs", HTTPStatus.OK)
        qid = self._qid(step)
        if qid is None:
            return None
        if step.do is PlatformAction.VISIT:
            path = f"/v1/platform/locations/{location}/visits"
            return Call("POST", path, HTTPStatus.CREATED, VisitRequest(qid=qid))
        if step.do is PlatformAction.CHANGE:
            body = ChangeRequest(person=self._registration(self._person(step.changed)))
            return Call("PUT", f"/v1/platform/people/{quote(qid, safe='')}", HTTPStatus.OK, body)
        place = "audit" if step.do is PlatformAction.AUDIT else "people"
        return Call("GET", f"/v1/platform/{place}/{quote(qid, safe='')}", HTTPStatus.OK)

    def _qid(self, step: PlatformStep) -> str | None:
        issued = self._qids.get(self._person(step.person).qid)
        if issued is None or not step.unknown:
            return issued
        other = never_issued(issued)
        return None if other in self._qids.values() else other

    def _person(self, index: int | None) -> Person:
        return self._vector.people[index or 0]

    # ------------------------------------------------------------------------------------------------- who is asking

    def _headers(self, step: PlatformStep) -> dict[str, str]:
        if step.identity is Identity.NOBODY:
            return {}
        if step.identity is Identity.GARBAGE:
            return {TOKEN_HEADER: NEVER_ISSUED}
        return {TOKEN_HEADER: self._tokens.of(step.identity, self._subject(step))}

    def _subject(self, step: PlatformStep) -> str | None:
        """
        Whom the token is of: the person of the step, another one of the vector, or the owner of the step's location.
        """
        own = self._person(step.person).qid if self._vector.people else ""
        if step.identity is Identity.PERSON:
            return self._qids.get(own)
        if step.identity is Identity.OTHER_PERSON:
            return next((issued for qid, issued in self._qids.items() if qid != own), None)
        return step.location if step.identity is Identity.LOCATION_OWNER else None

    # ------------------------------------------------------------------------------------------------- what comes back

    def _in_turn(self, step: PlatformStep, calls: Sequence[Call], headers: dict[str, str]) -> tuple[ReplyRecord, ...]:
        return tuple(self._exchange(step, call, headers) for call in calls)

    def _together(self, step: PlatformStep, call: Call, headers: dict[str, str]) -> tuple[ReplyRecord, ...]:
        """
        The same call over as many connections at the same moment.
        """
        start = Barrier(step.times)

        def one(_number: int) -> ReplyRecord:
            start.wait()
            return self._exchange(step, call, headers)

        with ThreadPoolExecutor(step.times) as pool:
            return tuple(pool.map(one, range(step.times)))

    def _exchange(self, step: PlatformStep, call: Call, headers: dict[str, str]) -> ReplyRecord:
        clock = perf_counter()
        reply = self._client.reply(call, headers)
        elapsed_ms = (perf_counter() - clock) * 1000
        self._refuse(call, reply)
        told = ReplyRecord(
            method=call.method,
            path=call.path,
            identity=step.identity,
            status=reply.status,
            headers=_headers_of(reply),
            body=reply.body.decode("utf-8", "replace"),
            elapsed_ms=round(elapsed_ms, 1),
        )
        return self._tokens.hidden(call, told)

    def _refuse(self, call: Call, reply: Reply) -> None:
        """
        Raise the fault of what cannot be looked at, and of a capability that is not there.
        """
        secret = self._client.secret
        if reply.status == HTTPStatus.NOT_IMPLEMENTED:
            expect(call, reply, secret)
        refuse_encoding(call, reply, secret)
        if len(reply.body) > MOST_BYTES:
            text = "{call}: the body is larger than {limit} bytes. A platform's answer may have so many; send fewer."
            raise CandidateFault(FaultKind.TOO_LARGE, say(text, call=call, limit=MOST_BYTES))

    def _remember(self, step: PlatformStep, replies: Sequence[ReplyRecord]) -> None:
        """
        Keep the QID that was issued for a person; what is no such answer is judged later, not here.
        """
        good = [reply for reply in replies if reply.status == HTTPStatus.OK]
        if step.crowd or not good:
            return
        person = self._person(step.person).qid
        if step.do is PlatformAction.REGISTER and (told := _read(good[0], RegisterAnswer)) and told.answers:
            qid = told.answers[0].qid
        elif step.do is PlatformAction.CHANGE and (after := _read(good[0], ChangeAnswer)):
            qid = after.qid
        else:
            return
        if qid:
            self._qids[person] = qid


def never_issued(qid: str) -> str:
    """
    A QID of the same form, that differs in its last digits; in letters where it has no digit. One with neither is given
    back as it is.
    """
    pattern, others = ("[0-9]", OTHER_DIGITS) if re.search("[0-9]", qid) else ("[A-Za-z]", OTHER_LETTERS)
    places = {found.start() for found in [*re.finditer(pattern, qid)][-LAST:]}
    return "".join(sign.translate(others) if place in places else sign for place, sign in enumerate(qid))


def _headers_of(reply: Reply) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in reply.headers.items():
        kept[name] = f"{kept[name]}, {value}" if name in kept else str(value)
    return kept


def _read(reply: ReplyRecord, shape: type[R]) -> R | None:
    try:
        return shape.model_validate_json(reply.body)
    except ValueError:
        return None

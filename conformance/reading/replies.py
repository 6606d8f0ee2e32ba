"""
The observation of a platform: what it was asked, by whom, and what it replied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from statistics import median
from typing import ClassVar, TypeVar

from pydantic import ValidationError

from conformance.contract import Description
from conformance.contract.platform import ChangeAnswer, RegisterAnswer, Registered
from conformance.evidence import Bundle, VectorEvidence
from conformance.exceptions import Blocked, NotExercised
from conformance.journal import ReplyRecord
from conformance.model import Identity, Person, PlatformAction, PlatformStep, PlatformVector, Profile
from conformance.reading.findings import Finding, QidTold, finding_on
from conformance.reading.views import View
from conformance.result import Shot
from conformance.strict import Record
from conformance.texts import Message, say, visible

R = TypeVar("R", bound=Record)
OK, TOO_MANY_REQUESTS = 200, 429  # RFC 9110, section 15.3.1; RFC 6585, section 4
# The contract says 401 or 403; who asks too often in too short a time may hear that instead.
REFUSALS = frozenset({401, 403, TOO_MANY_REQUESTS})
REFUSED_WHOLE = frozenset({400, 409, 422})  # RFC 9110, section 15.5: a request of one person that cannot be accepted
NO_IDENTITY = frozenset({Identity.NOBODY, Identity.GARBAGE, Identity.EXPIRED})  # who has no right token at all


@dataclass(frozen=True)
class Asked:
    """
    One step: what was asked, and the replies.
    """

    number: int
    step: PlatformStep
    replies: tuple[ReplyRecord, ...]
    file: str
    started: datetime

    def finding(self, sentence: str, expected: object, seen: object, /, **more: object) -> Finding:
        """
        A `Finding` on this step; the sentence may use {expected}, {seen} and what `more` names.
        """
        return finding_on(sentence, self.file, expected, seen, **more)

    def answer(self, reply: ReplyRecord, shape: type[R]) -> R:
        """
        A reply as what the contract says it is. Raises Blocked where it is something else.
        """
        try:
            return shape.model_validate_json(reply.body)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            text = "{call}: the answer is not what the contract describes, at {where}: {problem}. It begins: {body}"
            where = ".".join(str(part) for part in first["loc"]) or "-"
            call = f"{reply.method} {reply.path}"
            message = say(text, call=call, where=where, problem=first["msg"], body=reply.body[:120])
        raise Blocked(message.harmless())


@dataclass(frozen=True)
class PlatformObservation:
    """
    All that a platform replied in one vector.
    """

    vector: PlatformVector
    asked: tuple[Asked, ...]
    candidate: Description
    profile: Profile
    issued: ClassVar[Mapping[str, str]] = {}  # the platform issues the QIDs itself: none is known beforehand
    views: ClassVar[tuple[View, ...]] = ()  # a platform shows no screen
    offline_views: ClassVar[tuple[View, ...]] = ()

    @property
    def shots(self) -> Mapping[str, Shot]:
        """
        The pictures of the vector, by their file in the bundle.
        """
        return {}

    @property
    def file(self) -> str | None:
        """
        The journal of the vector: a platform shows no picture.
        """
        return f"vectors/{self.vector.id}/journal.jsonl"

    def steps(self, *actions: PlatformAction) -> tuple[Asked, ...]:
        """
        The steps of some kinds that had replies. Raises NotExercised when there is none.
        """
        found = tuple(each for each in self.asked if each.step.do in actions and each.replies)
        if not found:
            wanted = "/".join(action.value for action in actions)
            raise NotExercised(say("the evidence holds no reply to the step {step}", step=wanted))
        return found

    def person(self, step: PlatformStep) -> Person:
        """
        Whom a step is about.
        """
        return self.vector.people[step.person or 0]

    @cached_property
    def qids(self) -> tuple[QidTold, ...]:
        """
        Every QID that the platform named for a person, in the order of time. Raises NotExercised where it issued none.
        """
        found: list[QidTold] = []
        edited: set[str] = set()
        for each in self.asked:
            if each.step.do is PlatformAction.REGISTER:
                found += self._registered(each, edited)
            elif each.step.do is PlatformAction.CHANGE:
                found += self._changed(each, edited)
        if not found:
            raise NotExercised(self.unissued or say("the platform issued no QID in this vector"))
        return tuple(found)

    @cached_property
    def unissued(self) -> Message | None:
        """
        Who should have had a QID and was refused, or was not changed: what was seen of the others still counts.
        """
        for each in self.asked:
            if each.step.do is PlatformAction.REGISTER:
                for told in self.registrations(each):
                    if told.qid is None:
                        return _refused(told)
            if each.step.do is PlatformAction.CHANGE:
                for reply in each.replies:
                    if reply.status != OK:
                        text = "the platform does not change the person's data (status {status}): {body}"
                        return say(text, status=reply.status, body=reply.body[:200]).harmless(300)
        return None

    def _registered(self, asked: Asked, edited: set[str]) -> Iterator[QidTold]:
        for number, told in enumerate(self.registrations(asked)):
            who = f"{self.vector.seed}/{number}" if asked.step.crowd else self.person(asked.step).qid
            if told.qid is not None:
                yield QidTold(who, told.qid, asked.step.identity.value, who in edited, asked.finding)

    def _changed(self, asked: Asked, edited: set[str]) -> Iterator[QidTold]:
        who = self.person(asked.step).qid
        for reply in (reply for reply in asked.replies if reply.status == OK):
            edited.add(who)
            yield QidTold(who, asked.answer(reply, ChangeAnswer).qid, asked.step.identity.value, True, asked.finding)

    def registrations(self, asked: Asked) -> tuple[Registered, ...]:
        """
        The answers to a registration, one for each person that was sent. A request for one person that is refused as a
        whole (400, 409, 422) is a refusal of that person. Raises Blocked for any other reply.
        """
        found: list[Registered] = []
        for reply in asked.replies:
            if reply.status in REFUSED_WHOLE and not asked.step.crowd:
                found.append(Registered(refused=f"HTTP {reply.status}", message=visible(reply.body, 300)))
                continue
            if reply.status != OK:
                text = "people cannot be registered (status {status}): {body}"
                raise Blocked(say(text, status=reply.status, body=reply.body[:200]).harmless(300))
            found += asked.answer(reply, RegisterAnswer).answers
        wanted = asked.step.crowd or asked.step.times
        if len(found) != wanted:
            text = "{sent} people were registered, and {answered} answers came. Send one for each, in their order"
            raise Blocked(say(text, sent=wanted, answered=len(found)))
        return tuple(found)

    @cached_property
    def implausible(self) -> tuple[Asked, Person, Registered]:
        """
        The registration of the last person, whose data cannot be right, and the answer to it. Raises NotExercised when
        the one before, a twin with good data, is refused as well: then the refusal says nothing of the data.
        """
        *_, good, bad = self.steps(PlatformAction.REGISTER)
        twin = self.registrations(good)[0]
        if twin.qid is None:
            raise NotExercised(_refused(twin))
        return bad, self.person(bad.step), self.registrations(bad)[0]

    @property
    def notes(self) -> tuple[Message, ...]:
        """
        How long refusals took, for a person that there is and for a QID that was never issued. Only noted: what a
        network and a busy machine add is larger than what a good platform would differ by.
        """
        found = []
        for identity in sorted(NO_IDENTITY):
            times = {unknown: self._times(identity, unknown) for unknown in (False, True)}
            if all(times.values()):
                text = (
                    "median time of a look-up by the identity {identity}: {known} ms for a person, "
                    "{unknown} ms for a QID that was never issued (an observation)"
                )
                known, unknown = (f"{median(times[each]):.1f}" for each in (False, True))
                found.append(say(text, identity=identity.value, known=known, unknown=unknown))
        return tuple(found)

    def _times(self, identity: Identity, unknown: bool) -> Sequence[float]:
        steps = [each for each in self.asked if each.step.do is PlatformAction.LOOK_UP]
        wanted = [each for each in steps if each.step.identity is identity and each.step.unknown is unknown]
        return [reply.elapsed_ms for each in wanted for reply in each.replies]


def _refused(told: Registered) -> Message:
    text = "the platform refuses a person with good data, for {field}: {message}"
    return say(text, field=told.refused or "-", message=told.message).harmless(300)


def seen_by_platform(bundle: Bundle, evidence: VectorEvidence, profile: Profile) -> PlatformObservation:
    """
    The observation of a platform's vector.
    """
    vector = evidence.vector
    assert isinstance(vector, PlatformVector)
    file = f"vectors/{vector.id}/journal.jsonl"
    asked = tuple(
        Asked(step.number, vector.steps[step.number], step.replies, file, step.started) for step in evidence.steps
    )
    return PlatformObservation(vector=vector, asked=asked, candidate=bundle.head.candidate, profile=profile)

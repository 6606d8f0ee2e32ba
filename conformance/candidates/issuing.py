"""
A platform that issues the QIDs of a run: `qrconform sandbox`, or any other that speaks the platform's contract.

Without one the suite stands in the platform's place, and the QIDs of the vectors are known beforehand. With one, the
code that a display shows must hold a QID that did not exist before the run began.
"""

from __future__ import annotations

from http import HTTPStatus

from conformance.candidates import Options
from conformance.candidates.client import Client
from conformance.candidates.replies import Call, expect, json_value, shaped
from conformance.candidates.server import place, resolve
from conformance.contract.platform import (
    TOKEN_HEADER,
    RegisterAnswer,
    RegisterRequest,
    Registration,
    TokenAnswer,
    TokenRequest,
)
from conformance.exceptions import CandidateFault, UsageError
from conformance.model import DisplayVector, Identity, Person
from conformance.texts import say
from conformance.vectors.issued import with_qids


class Issuer:
    """
    Registers people at a platform, as an app does, and says which QIDs it issued.
    """

    def __init__(self, address: str, options: Options) -> None:
        self._address = address
        where = place(address)
        self._client = Client(resolve(where, options.deadline_s), options)
        request = TokenRequest(identity=Identity.APP)
        call = Call("POST", "/v1/platform/tokens", HTTPStatus.CREATED, request)
        try:
            self._token = self._client.ask(call, TokenAnswer).token
        except CandidateFault as fault:
            raise self._failed(fault) from fault

    def issued(self, vector: DisplayVector) -> DisplayVector:
        """
        The vector with the QIDs that the platform issued for its people; asked again, the same. Raises UsageError.
        """
        known: dict[str, str] = {}
        for person in vector.people:
            if person.qid not in known:
                known[person.qid] = self._qid(person)
        return with_qids(vector, known)

    def _qid(self, person: Person) -> str:
        registration = Registration(**{name: getattr(person, name) for name in Registration.model_fields})
        call = Call("POST", "/v1/platform/people", HTTPStatus.OK, RegisterRequest(people=(registration,)))
        try:
            reply = self._client.reply(call, {TOKEN_HEADER: self._token})
            expect(call, reply, self._client.secret)
            answer = shaped(call, json_value(call, reply, self._client.secret), RegisterAnswer).answers
        except CandidateFault as fault:
            raise self._failed(fault) from fault
        if len(answer) != 1 or not answer[0].qid:
            told = " ".join(f"{each.refused or '-'}: {each.message}" for each in answer)
            text = "the platform at {address} issues no QID for a person of the vectors ({told}). Ask another one"
            raise UsageError(say(text, address=self._address, told=told).harmless(300))
        return answer[0].qid

    def _failed(self, fault: CandidateFault) -> UsageError:
        text = "the platform at {address} that is to issue the QIDs does not answer as it should: {why}"
        return UsageError(say(text, address=self._address, why=fault.message))

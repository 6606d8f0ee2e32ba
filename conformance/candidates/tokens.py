"""
Tokens of the hook: got once for each identity, kept out of the evidence, and never a cover for data of people.

Whatever a token says stands in the evidence as asterisks. So a platform must not choose what is struck out: a token
with data of a person in it, and a reply in which hiding a token hides such data, are faults.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from conformance.candidates.client import Client
from conformance.candidates.faults import FaultKind
from conformance.candidates.replies import Call
from conformance.candidates.secret import Secret
from conformance.contract.platform import TokenAnswer, TokenRequest
from conformance.disclosure import Leak, Told, leak_or_name_in
from conformance.exceptions import CandidateFault
from conformance.journal import ReplyRecord
from conformance.model import Identity, Person
from conformance.texts import Message, say


class Tokens:
    """
    The tokens of one vector, whose people may stand in none of them.
    """

    def __init__(self, client: Client, people: Sequence[Person]) -> None:
        self._client = client
        self._people = people
        self._tokens: dict[tuple[Identity, str | None], str] = {}

    def of(self, identity: Identity, subject: str | None) -> str:
        """
        The token of an identity. Raises CandidateFault where there is none, and for one that holds data of a person.
        """
        if (identity, subject) not in self._tokens:
            call = Call(
                "POST", "/v1/platform/tokens", HTTPStatus.CREATED, TokenRequest(identity=identity, subject=subject)
            )
            token = self._client.ask(call, TokenAnswer).token
            for leak in self._leaks(Told(token)):
                text = "{call}: the token of {identity} holds {field} of a person. A token must say nothing of people."
                raise _cover(say(text, call=call, identity=identity.value, field=leak.field))
            self._tokens[identity, subject] = token
        return self._tokens[identity, subject]

    def hidden(self, call: Call, told: ReplyRecord) -> ReplyRecord:
        """
        The reply without any token: the suite's own, and those of the hook. Raises CandidateFault where data of a
        person would be hidden with one.
        """
        headers = {self._hide(name): self._hide(value) for name, value in told.headers.items()}
        kept = told.model_copy(update={"headers": headers, "body": self._hide(told.body)})
        lost = self._leaks(Told.of(told)) if kept != told else []
        if lost and lost != self._leaks(Told.of(kept)):
            text = "{call}: hiding a token would hide {field} of a person as well. A token must say nothing of people."
            raise _cover(say(text, call=call, field=lost[0].field))
        return kept

    def _hide(self, text: str) -> str:
        for token in self._tokens.values():
            text = Secret(token).hide(text)
        return self._client.secret.hide(text)

    def _leaks(self, told: Told) -> list[Leak]:
        found = (leak_or_name_in(told, person) for person in self._people)
        return [leak for leak in found if leak is not None]


def _cover(message: Message) -> CandidateFault:
    return CandidateFault(FaultKind.WRONG_SHAPE, message)

"""
How the sandbox issues QIDs, one per person, and changes what it knows of them.
"""

# ruff: noqa: ARG002 - a rule takes what a mutant may need

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

from conformance.contract import ErrorAnswer
from conformance.contract.platform import ChangeAnswer, RegisterAnswer, Registered, Registration
from conformance.model import PlatformAction
from conformance.sandbox import rules
from conformance.sandbox.access import Access, Answer
from conformance.sandbox.store import Taken, Work
from conformance.sandbox.tables import Row
from conformance.sandbox.tokens import Holder

ATTEMPTS = 5  # when another process registers the same person at the same time, the second attempt finds them


class Issuing(Access):
    """
    Registers people: the same person always gets the same QID.
    """

    def register(self, holder: Holder | None, people: Sequence[Registration]) -> Answer:
        """
        Register people; each gets a QID, or the field for which it is refused. One refusal does not touch the others.
        """
        if not self.may(holder, PlatformAction.REGISTER):
            return self.refused(holder)
        identities = self.identities(people, holder)
        for _ in range(ATTEMPTS):
            try:
                with self.store.work() as work:
                    answers = self.registered(work, people, identities)
                return Answer(HTTPStatus.OK, RegisterAnswer(answers=answers))
            except Taken:
                continue
        return Answer(HTTPStatus.SERVICE_UNAVAILABLE, ErrorAnswer(error="too many at the same time; ask again"))

    def registered(
        self, work: Work, people: Sequence[Registration], identities: Sequence[str]
    ) -> tuple[Registered, ...]:
        """
        The answers for people with these identities. Raises Taken when somebody else was faster.
        """
        known: dict[str, Row] = dict(work.identities(tuple(set(identities))))
        fresh: dict[str, Row] = {}
        answers = []
        for person, identity in zip(people, identities, strict=True):
            if refused := self.implausible(person):
                answers.append(Registered(refused=refused, message=f"{refused} cannot be right"))
                continue
            if identity not in known:
                known[identity] = fresh[identity] = {**self.values(person, identity), "qid": self.new_qid(person)}
            answers.append(self.registered_as(known[identity], person))
        if fresh:
            work.enter(list(fresh.values()))
        return tuple(answers)

    def registered_as(self, row: Row, person: Registration) -> Registered:
        """
        The answer for a person whose identity is in the register. The same person gets the same QID, and a registration
        changes nothing; with another name or birth date it is a typing error or somebody else, and is refused.
        """
        if self.is_same(row, person):
            return Registered(qid=row["qid"])
        text = (
            "this number belongs to a person with another name or birth date. Check the number; to correct data of a "
            "registered person use PUT /v1/platform/people/QID"
        )
        return Registered(refused="SoGiayTo", message=text)

    def identities(self, people: Sequence[Registration], holder: Holder | None) -> list[str]:
        """
        The identity of each of some people.
        """
        return [self.identity(person, holder) for person in people]

    def identity(self, person: Registration, holder: Holder | None) -> str:
        """
        What is one person's alone, through whatever app they come.
        """
        return rules.identity(person)

    def is_same(self, row: Row, person: Registration) -> bool:
        """
        Whether a registered person can be the one who registers: the name apart from marks, and the birth date.
        """
        return rules.bare(row["name"]) == rules.bare(person.name) and row["born"] == person.born.isoformat()

    def new_qid(self, person: Registration) -> str:
        """
        A QID that says nothing of the person: 18 digits, a text, so one in ten begins with a zero.
        """
        return f"{secrets.randbelow(10**18):018d}"

    def values(self, person: Registration, identity: str) -> dict[str, Any]:
        """
        The columns of a person but the QID.
        """
        values = person.model_dump(mode="json", exclude={"paper"})
        kind, number = (person.paper.kind.value, person.paper.number) if person.paper else (None, None)
        return {**values, "identity": identity, "paper_kind": kind, "paper": number}

    def implausible(self, person: Registration) -> str | None:
        """
        The first field that cannot be right.
        """
        plausible = {
            "SoGiayTo": self.plausible_paper(person),
            "NgaySinh": self.plausible_birth(person),
            "EXT": self.plausible_phone(person) and self.plausible_bhyt(person),
        }
        return next((field for field, good in plausible.items() if not good), None)

    def plausible_paper(self, person: Registration) -> bool:
        """
        PQR-012.
        """
        return rules.plausible_paper(person, self.today())

    def plausible_birth(self, person: Registration) -> bool:
        """
        PQR-032.
        """
        return rules.plausible_birth(person, self.today())

    def plausible_phone(self, person: Registration) -> bool:
        """
        PQR-063.
        """
        return rules.plausible_phone(person)

    def plausible_bhyt(self, person: Registration) -> bool:
        """
        PQR-064.
        """
        return rules.plausible_bhyt(person)

    def today(self) -> date:
        """
        The day that births are compared with.
        """
        return datetime.now(UTC).date()

    def change(self, holder: Holder | None, qid: str, person: Registration) -> Answer:
        """
        Replace the data of a person; the QID stays.
        """
        if not self.may(holder, PlatformAction.CHANGE, qid):
            return self.refused(holder)
        if refused := self.implausible(person):
            return Answer(HTTPStatus.BAD_REQUEST, ErrorAnswer(error=f"{refused} cannot be right"))
        kept = self.qid_after_change(qid)
        try:
            with self.store.work() as work:
                if work.person(qid) is None:
                    return self.unknown()
                work.change(qid, {**self.changed(person, holder), "qid": kept})
        except Taken:
            error = "these are the paper, or the name, birth date and declarer, of another registered person"
            return Answer(HTTPStatus.CONFLICT, ErrorAnswer(error=error))
        return Answer(HTTPStatus.OK, ChangeAnswer(qid=kept))

    def changed(self, person: Registration, holder: Holder | None) -> dict[str, Any]:
        """
        The columns that a change replaces: the identity as well, so that the person is found with the new data.
        """
        return self.values(person, self.identity(person, holder))

    def qid_after_change(self, qid: str) -> str:
        """
        The QID that a person has after a change.
        """
        return qid

"""
The sandbox's office: who may ask what, what each may see, how a QID is issued, and what is written down of it.

Every rule is a method of its own, so that a mutant of the platform replaces exactly one.
"""

# ruff: noqa: ARG002 - a rule takes what a mutant may need

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from time import time
from typing import Any

from conformance.contract import ErrorAnswer
from conformance.contract.platform import (
    AuditAnswer,
    AuditRecord,
    ChangeAnswer,
    LogsAnswer,
    LookUpAnswer,
    Registered,
    RegisterAnswer,
    Registration,
    TokenAnswer,
    TokenRequest,
    Visitor,
    VisitorsAnswer,
)
from conformance.model import Identity, PlatformAction
from conformance.sandbox import rules
from conformance.sandbox.store import Store, Taken, Work
from conformance.sandbox.tokens import Holder, Mint
from conformance.strict import Record

TOKEN_S = 8 * 3_600  # life of a token: a working day; our choice
MOST_LINES = 10_000  # of the log in one answer, as the contract says
ATTEMPTS = 5  # when another process registers the same person at the same time, the second attempt finds them
NOBODY = "nobody"
APPS = frozenset({Identity.APP, Identity.OTHER_APP})
ALLOWED: Mapping[PlatformAction, frozenset[Identity]] = {
    PlatformAction.REGISTER: APPS,
    PlatformAction.CHANGE: APPS | {Identity.PERSON},
    PlatformAction.VISIT: APPS,
    PlatformAction.VISITORS: frozenset({Identity.LOCATION_OWNER}),
    PlatformAction.AUDIT: frozenset({Identity.AUDITOR}),
    PlatformAction.LOGS: frozenset({Identity.AUDITOR}),
}
OF_THEIR_OWN = frozenset({Identity.PERSON, Identity.LOCATION_OWNER})  # who may ask of their own subject only
FULL = frozenset({Identity.AUTHORITY})
REDUCED = APPS | {Identity.LOCATION_OWNER, Identity.AUDITOR}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """
    What goes back: a status and a record; None is an empty object.
    """

    status: HTTPStatus
    body: Record | None = None


class Office:
    """
    The rules of the platform over one database.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.mint = Mint(store.secret(secrets.token_hex(32)))

    # ---------------------------------------------------------------------------------------------------- who is asking

    def token(self, asked: TokenRequest) -> Answer:
        """
        The hook of the test: a token for whoever is wanted; there is no log-in.
        """
        until = int(time()) + (-1 if asked.identity is Identity.EXPIRED else TOKEN_S)
        identity = Identity.AUTHORITY if asked.identity is Identity.EXPIRED else asked.identity
        identity = Identity.PERSON if identity is Identity.OTHER_PERSON else identity
        token = self.mint.make(Holder(identity, asked.subject, until))
        return Answer(HTTPStatus.CREATED, TokenAnswer(token=token))

    def holder(self, token: str | None) -> Holder | None:
        """
        Whose token is shown; None for none, for one that was never issued, and for one that is past its time.
        """
        found = self.mint.holder(token) if token else None
        return None if found is None or self.is_past(found) else found

    def is_past(self, holder: Holder) -> bool:
        """
        Whether the token's time is over.
        """
        return holder.until < time()

    def may(self, holder: Holder | None, what: PlatformAction, subject: str | None = None) -> bool:
        """
        Whether the holder may do something other than looking a person up; `subject` is whose data it is about.
        """
        if holder is None or holder.identity not in ALLOWED[what]:
            return False
        return holder.identity not in OF_THEIR_OWN or holder.subject == subject

    def view(self, holder: Holder | None, qid: str) -> str | None:
        """
        What the holder may see of a person: `full`, `reduced`, or None for nothing (project decision 10).
        """
        if holder is None:
            return None
        if holder.identity in FULL or (holder.identity is Identity.PERSON and holder.subject == qid):
            return "full"
        return "reduced" if holder.identity in REDUCED else None

    def refused(self, holder: Holder | None, row: Row | None = None) -> Answer:
        """
        The refusal: always the same words, whoever the person is (`row`) and whether there is one.
        """
        status = HTTPStatus.UNAUTHORIZED if holder is None else HTTPStatus.FORBIDDEN
        return Answer(status, ErrorAnswer(error=self.refusal(row)))

    def refusal(self, row: Row | None) -> str:
        """
        The words of a refusal.
        """
        return "this needs an identity with the authority for it"

    # ------------------------------------------------------------------------------------------------------- issuing QIDs

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

    # ----------------------------------------------------------------------------------------------------- changing data

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

    # -------------------------------------------------------------------------------------------------------- looking up

    def look_up(self, holder: Holder | None, qid: str) -> Answer:
        """
        The data of a person, as much as the holder may see; asked for in vain or not, it is audited.
        """
        view = self.view(holder, qid)
        with self.store.work() as work:
            row = work.person(qid)
            self.audit(work, holder, qid, view is not None and row is not None)
        if view is None:
            return self.refused(holder, row)
        if row is None:
            return self.unknown()
        return Answer(HTTPStatus.OK, self.full(row) if view == "full" else self.reduced(row))

    def unknown(self) -> Answer:
        """
        There is nobody with such a QID.
        """
        return Answer(HTTPStatus.NOT_FOUND, ErrorAnswer(error="nobody has this QID"))

    def full(self, row: Row) -> LookUpAnswer:
        """
        Everything, for who has the authority.
        """
        return LookUpAnswer(
            view="full",
            qid=row["qid"],
            paper=row["paper"],
            name=row["name"],
            born=row["born"],
            phone=row["phone"],
            health_insurance=row["health_insurance"],
        )

    def reduced(self, row: Row) -> LookUpAnswer:
        """
        What the code itself shows in its default mode, and no more.
        """
        return LookUpAnswer(
            view="reduced",
            qid=row["qid"],
            paper=self.reduced_paper(row),
            name=rules.bare(row["name"]),
            born=self.reduced_birth(row),
        )

    def reduced_paper(self, row: Row) -> str | None:
        """
        The number with six asterisks.
        """
        return row["paper"] and rules.masked_paper(row["paper"])

    def reduced_birth(self, row: Row) -> str:
        """
        The year alone.
        """
        return f"{row['born'][:4]}-**-**"

    # --------------------------------------------------------------------------------------------------------- locations

    def visit(self, holder: Holder | None, location: str, qid: str) -> Answer:
        """
        Record a person at a location.
        """
        if not self.may(holder, PlatformAction.VISIT):
            return self.refused(holder)
        with self.store.work() as work:
            if work.person(qid) is None:
                return self.unknown()
            work.visit(location, qid, self.now())
        return Answer(HTTPStatus.CREATED)

    def visitors(self, holder: Holder | None, location: str) -> Answer:
        """
        The list of a location, starred, for its owner.
        """
        if not self.may(holder, PlatformAction.VISITORS, location):
            return self.refused(holder)
        with self.store.work() as work:
            rows = work.visitors(location)
        visits = tuple(
            Visitor(
                name=self.starred_name(row["name"]),
                phone=self.starred_phone(row["phone"] or ""),
                at=datetime.fromisoformat(row["at"]),
            )
            for row in rows
        )
        return Answer(HTTPStatus.OK, VisitorsAnswer(visits=visits))

    def starred_name(self, name: str) -> str:
        """
        Family and middle name.
        """
        return rules.starred_name(name)

    def starred_phone(self, phone: str) -> str:
        """
        The first seven digits.
        """
        return rules.starred_phone(phone) if phone else ""

    # ------------------------------------------------------------------------------------------------ audit trail and log

    def audit(self, work: Work, holder: Holder | None, qid: str, granted: bool) -> None:
        """
        Write down who asked for whose data, when, and whether they were given.
        """
        work.note({"who": self.who(holder), "at": self.now(), "qid": qid[:200], "granted": granted})

    def who(self, holder: Holder | None) -> str:
        """
        The one who asks, as the audit trail names them.
        """
        return holder.who if holder else NOBODY

    def records(self, holder: Holder | None, qid: str) -> Answer:
        """
        The audit records of a QID.
        """
        if not self.may(holder, PlatformAction.AUDIT):
            return self.refused(holder)
        with self.store.work() as work:
            rows = work.noted(qid)
        records = tuple(
            AuditRecord(who=row["who"], when=datetime.fromisoformat(row["at"]), qid=row["qid"], granted=row["granted"])
            for row in rows
        )
        return Answer(HTTPStatus.OK, AuditAnswer(records=records))

    def logs(self, holder: Holder | None) -> Answer:
        """
        The latest lines of the request log.
        """
        if not self.may(holder, PlatformAction.LOGS):
            return self.refused(holder)
        with self.store.work() as work:
            return Answer(HTTPStatus.OK, LogsAnswer(lines=tuple(work.lines(MOST_LINES))))

    def log(self, asked: str, body: bytes, status: HTTPStatus) -> None:
        """
        Write down that a request came and how it was answered.
        """
        with self.store.work() as work:
            work.log(f"{self.now()} {self.log_line(asked, body)} {int(status)}")

    def log_line(self, asked: str, body: bytes) -> str:
        """
        What the log says of a request: method and path, in which only a QID stands, and never the body.
        """
        return asked[:300]

    def now(self) -> str:
        """
        The time as it is written down.
        """
        return datetime.now(UTC).isoformat(timespec="microseconds")

"""
The sandbox's office: what is answered to queries, and what is written down of them.

Every rule, here and in what the office is built on, is a method of its own, so that a mutant of the platform replaces
exactly one.
"""

# ruff: noqa: ARG002 - a rule takes what a mutant may need

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from conformance.contract.platform import (
    AuditAnswer,
    AuditRecord,
    LogsAnswer,
    LookUpAnswer,
    Visitor,
    VisitorsAnswer,
)
from conformance.model import PlatformAction
from conformance.sandbox import rules
from conformance.sandbox.access import Answer
from conformance.sandbox.issuing import Issuing
from conformance.sandbox.store import Work
from conformance.sandbox.tables import Row
from conformance.sandbox.tokens import Holder

MOST_LINES = 10_000  # of the log in one answer, as the contract says
NOBODY = "nobody"


class Office(Issuing):
    """
    The rules of the platform over one database.
    """

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

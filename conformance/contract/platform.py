"""
The candidate contract for the role platform: a service that issues and manages personal codes.

    POST /v1/platform/tokens                  {"identity": ..., "subject": ...}   201 {"token": ...}   hook of the test
    POST /v1/platform/people                  {"people": [...]}                   200 {"answers": [...]}
    PUT  /v1/platform/people/QID              {"person": {...}}                   200 {"qid": ...}
    GET  /v1/platform/people/QID                                                  200 {"view": ..., "person": {...}}
    POST /v1/platform/locations/ID/visits     {"qid": ...}                        201 {}
    GET  /v1/platform/locations/ID/visits                                         200 {"visits": [...]}
    GET  /v1/platform/audit/QID                                                   200 {"records": [...]}
    GET  /v1/platform/logs                                                        200 {"lines": [...]}

All but the first carry the asking identity's token in the header `Platform-Token`. Without one, or with one that is
unknown, past its time or of an identity that may not ask this, the answer is 401 or 403, and the same whether there is
such a person or not. Who may: apps register, change and record visits, and a person changes their own data; an
authority looks everybody up and a person themself; the owner of a location sees its list; an auditor sees audit records
and logs. Who has another role may be answered with the reduced view instead, which shows no more than the code does in
its default mode. Who may is decided before the form of a QID or of a body is looked at.
Project decision 10: no protocol is public, so the contract defines one.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from conformance.model import Identity, Paper, Sex
from conformance.strict import Record

TOKEN_HEADER = "Platform-Token"
MOST_AT_ONCE = 1_000  # people of one registration


class TokenRequest(Record):
    """
    A token for an identity of the test. `subject` is a QID for a person, and the location of a location owner.
    """

    identity: Identity
    subject: str | None = Field(default=None, max_length=200)


class TokenAnswer(Record):
    """
    The token; the one of the identity `expired` is past its time already. No datum and no name of a person is in it,
    packed as Base64 or not: it is struck out of all evidence.
    """

    token: str = Field(min_length=16, max_length=4_096, pattern=r"^[\x21-\x7e]+$")


class Registration(Record):
    """
    What a person declares. The same paper, or the same name, birth date and declarer where there is none, is the same
    person.
    """

    paper: Paper | None
    name: str
    born: date
    born_precision: Literal["day", "year"] = "day"
    declared_by: str | None = Field(description="QID of the person who declares on behalf")
    sex: Sex | None
    health_insurance: str | None
    phone: str | None
    signature: str | None


class RegisterRequest(Record):
    """
    People to be registered, at most 1,000.
    """

    people: tuple[Registration, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)


class Registered(Record):
    """
    The answer for one of them: a QID, or the field (`SoGiayTo`, `NgaySinh`, `EXT` ...) for which it is refused.
    """

    qid: str | None = Field(default=None, max_length=200)
    refused: str | None = Field(default=None, max_length=200)
    message: str = Field(default="", max_length=2_000)


class RegisterAnswer(Record):
    """
    The answers, in the order of the people.
    """

    answers: tuple[Registered, ...]


class ChangeRequest(Record):
    """
    The person's data as they are from now on.
    """

    person: Registration


class ChangeAnswer(Record):
    """
    The QID after the change.
    """

    qid: str = Field(max_length=200)


class LookUpAnswer(Record):
    """
    The data of a person: `full`, or `reduced` to what the asking identity may see. In the reduced view each datum may
    be null, empty, or asterisks alone; else it is masked as described.
    """

    view: Literal["full", "reduced"]
    qid: str
    paper: str | None = Field(description="number of the paper; masked: its first six characters are asterisks")
    name: str
    born: str | None = Field(description="YYYY-MM-DD; masked: YYYY-**-** or YYYY")
    phone: str | None = Field(default=None, description="masked: at most its first 7 digits, then at least 3 asterisks")
    health_insurance: str | None = Field(default=None, description="masked: asterisks alone")


class VisitRequest(Record):
    """
    A person at a location, recorded by an app.
    """

    qid: str


class Visitor(Record):
    """
    A line of a location's list.
    """

    name: str
    phone: str
    at: datetime | None = None


class VisitorsAnswer(Record):
    """
    The list of a location.
    """

    visits: tuple[Visitor, ...]


class AuditRecord(Record):
    """
    Who asked for whose data, when, and whether it was granted.
    """

    who: str = Field(description="the identity that asked, as the platform names it; never its token")
    when: AwareDatetime = Field(description="with the offset from UTC")
    qid: str
    granted: bool = Field(description="whether data were given: status 200; false where the answer was 401, 403 or 429")


class AuditAnswer(Record):
    """
    The records of look-ups of one QID, in the order of time.
    """

    records: tuple[AuditRecord, ...]


class LogsAnswer(Record):
    """
    The latest lines of the platform's own request log, at most 10,000. Each request that was answered has a line, which
    holds its QID, or its path at least as far as `people`: what follows may be left out, cut, masked or hashed.
    """

    lines: tuple[str, ...] = Field(max_length=10_000)

"""
Who asks the sandbox, and what each may do and see.
"""

# ruff: noqa: ARG002 - a rule takes what a mutant may need

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from time import time

from conformance.contract import ErrorAnswer
from conformance.contract.platform import TokenAnswer, TokenRequest
from conformance.model import Identity, PlatformAction
from conformance.sandbox.store import Store
from conformance.sandbox.tables import Row
from conformance.sandbox.tokens import Holder, Mint
from conformance.strict import Record

TOKEN_S = 8 * 3_600  # life of a token: a working day; our choice
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


@dataclass(frozen=True)
class Answer:
    """
    What goes back: a status and a record, of which None is an empty object, and headers of its own.
    """

    status: HTTPStatus
    body: Record | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Access:
    """
    The rules of access over one database.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.mint = Mint(store.secret(secrets.token_hex(32)))

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

    def unknown(self) -> Answer:
        """
        There is nobody with such a QID.
        """
        return Answer(HTTPStatus.NOT_FOUND, ErrorAnswer(error="nobody has this QID"))

    def now(self) -> str:
        """
        The time as it is written down.
        """
        return datetime.now(UTC).isoformat(timespec="microseconds")

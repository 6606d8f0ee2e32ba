"""
The journal of a vector: one line per step, written when the step ends; the last line closes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field, TypeAdapter, field_serializer

from conformance.contract import VisibleText
from conformance.contract.reader import ScanAnswer
from conformance.model import Action, Blame, Identity, PlatformAction, ReaderAction, Sha256
from conformance.strict import Record
from conformance.texts import Message


class ScreenRecord(Record):
    """
    One screen as it was recorded.
    """

    file: str = Field(pattern=r"^[0-9]{2}-[a-z]+\.png$")
    sha256: Sha256
    texts: tuple[VisibleText, ...]
    user_actions: int
    settled_ms: float | None = None
    nonce: str | None = Field(default=None, description="that the action carried, to be seen on the screen")
    timed: bool = Field(default=True, description="whether the elapsed time says anything of the candidate")


class DocumentRecord(Record):
    """
    One exported document as it was recorded.
    """

    file: str = Field(pattern=r"^[0-9]{2}-export\.pdf$")
    sha256: Sha256


class FaultRecord(Record):
    """
    How the candidate broke a step.
    """

    kind: str
    message: Message
    blame: Blame = Blame.CANDIDATE


class ScanRecord(Record):
    """
    What a reader answered, and the picture that it was given; `file` is null where it was given a text.
    """

    file: str | None = Field(default=None, pattern=r"^[0-9]{2}-scan\.png$")
    sha256: Sha256 | None = None
    answer: ScanAnswer

    @field_serializer("answer")
    def _whole(self, answer: ScanAnswer) -> dict[str, Any]:
        """
        The answer with its nulls, which a line of the journal leaves out: of a person each key says something.
        """
        return answer.model_dump(mode="json")


class ReplyRecord(Record):
    """
    One exchange with a platform, as it came: tokens are hidden, and a body is kept up to 4 MiB.
    """

    method: str
    path: str
    identity: Identity
    status: int
    headers: dict[str, str]
    body: str
    elapsed_ms: float = Field(ge=0)


class StepRecord(Record):
    """
    One line of the journal. `elapsed_ms` is our own clock round the whole exchange.
    """

    number: int = Field(ge=0)
    do: Action | ReaderAction | PlatformAction
    started: datetime
    elapsed_ms: float = Field(ge=0)
    screen: ScreenRecord | None = None
    document: DocumentRecord | None = None
    scan: ScanRecord | None = None
    replies: tuple[ReplyRecord, ...] = ()
    fault: FaultRecord | None = None


class Closing(Record):
    """
    The last line of a journal.
    """

    closed: datetime


JOURNAL_LINE: TypeAdapter[StepRecord | Closing] = TypeAdapter(StepRecord | Closing)

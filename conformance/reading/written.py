"""
What a platform wrote down between two readings: new records, and new lines that tell of requests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

from conformance.disclosure import unquoted
from conformance.exceptions import NotExercised
from conformance.journal import ReplyRecord
from conformance.model import PlatformAction
from conformance.reading.replies import Asked, PlatformObservation
from conformance.texts import say

H = TypeVar("H", bound=Hashable)
WRITING = (PlatformAction.REGISTER, PlatformAction.CHANGE, PlatformAction.LOOK_UP)  # requests that a log tells of
ROUTE = "people"  # the part of their path before the QID


def qid_asked_for(reply: ReplyRecord) -> str:
    """
    The QID at the end of a request's path.
    """
    return unquoted(reply.path.rpartition("/")[2])


def added(before: Sequence[H], after: Sequence[H]) -> Iterator[H]:
    """
    What was not there before; a platform may have known the person for long.
    """
    known = Counter(before)
    for each in after:
        if known[each]:
            known[each] -= 1
        else:
            yield each


def needs_lines(seen: PlatformObservation, logs: Sequence[Asked], fresh: Sequence[str]) -> None:
    """
    Raises NotExercised where the requests between two readings of the log are not in its new lines: a list of something
    else holds no number, and says nothing. A line may leave the QID out, or hash it.
    """
    between = [each for each in seen.asked if logs[0].number < each.number < logs[-1].number]
    replies = [reply for each in between if each.step.do in WRITING for reply in each.replies]
    qids = {qid_asked_for(reply) for reply in replies} - {ROUTE, ""}
    telling = [line for line in fresh if ROUTE in line or any(qid in line for qid in qids)]
    if not replies or len(telling) < len(replies):
        text = "{made} requests were made, and {found} new lines of the log hold the QID or the path of one"
        raise NotExercised(say(text, made=len(replies), found=len(telling)))

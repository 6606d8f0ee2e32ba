"""
Whether refusals tell who exists: what every refusal about a person says, and none about a QID that was never issued.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

from conformance.disclosure import unquoted
from conformance.journal import ReplyRecord
from conformance.reading.replies import TOO_MANY_REQUESTS

FEWEST = 3  # replies on each side; our choice: with fewer a number of the request cannot be told from a constant word
DAY_S = 86_400
# A word as programs write them: numbers of requests, traces and addresses stay whole.
_PIECES = re.compile(r"""[^\s"'<>{}()\[\],;|]+|\s+|.""", re.DOTALL)
# Times of day with or without a date, in letters, without separators, and as a JSON array of numbers.
_TIMES = re.compile(
    r"(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|20\d\d[01]\d[0-3]\d[T ]?[0-2]\d[0-5]\d[0-5]\d(?:[.,]?\d+)?Z?"
    r"|\[\s*20\d\d(?:\s*,\s*\d{1,9}){5,6}\s*\]",
    re.ASCII,
)
# Seconds since 1970, and finer.
_EPOCH = re.compile(r"(?<![\w.])(1\d{9})(\d{3}|\d{6}|\d{9})?(?:\.\d+)?(?![\w.])", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_OWN = frozenset({"date", "content-length"})
# Of the body, which is compared itself: a body with a time in it changes them.
_OF_BODY = frozenset({"etag", "content-md5", "digest", "content-digest", "repr-digest"})
# Count time or requests: their numbers say when one asked.
_COUNTING = re.compile(
    r"age|expires|retry-after|keep-alive|server-timing|x-runtime|x-response-time|.*rate-?limit.*", re.ASCII
)


def comparable(replies: Sequence[ReplyRecord]) -> bool:
    """
    Whether there are so many refusals that numbers of requests can be told from what is said of people.
    """
    return len(_heard(replies)) >= FEWEST


def telling(known: Sequence[ReplyRecord], unknown: Sequence[ReplyRecord], started: datetime) -> tuple[str, str] | None:
    """
    What refusals always say of a person and always otherwise of a QID that was never issued; None where some reply says
    the same of both. Times, the QID that was asked for and words that differ from request to request are left out.
    """
    sides = [_heard(known), _heard(unknown)]
    plainly = len({reply.body for side in sides for reply in side}) == 1
    qids = _qids({reply.path.rpartition("/")[2] for side in sides for reply in side})
    spoken = [[_pieces(qids.sub("#", _text(reply, plainly)), started) for reply in side] for side in sides]
    always = frozenset[str]().union(*(frozenset.intersection(*map(frozenset, side)) for side in spoken))
    first, second = ({_remainder(pieces, always) for pieces in side} for side in spoken)
    return None if first & second else _differing(min(first), min(second))


def _heard(replies: Sequence[ReplyRecord]) -> list[ReplyRecord]:
    """
    Without those that say how often one asked, and not of whom.
    """
    return [reply for reply in replies if reply.status != TOO_MANY_REQUESTS]


def _qids(quoted: set[str]) -> re.Pattern[str]:
    """
    The QIDs that were asked for as words of their own, quoted or not, and their ends behind asterisks and the like.
    Those of people and the others alike: where one is a short number, it is left out of both sides.
    """
    spellings = sorted({spelling for each in quoted for spelling in (each, unquoted(each)) if spelling})
    ends = sorted({each[start:] for each in spellings for start in range(1, len(each) - 2)}, key=len, reverse=True)
    forms = [rf"(?<![0-9A-Za-z])(?:{'|'.join(map(re.escape, spellings))})(?![0-9A-Za-z])"]
    forms += [rf"[*•…]+(?:{'|'.join(map(re.escape, ends))})(?![0-9A-Za-z])"] if ends else []
    return re.compile("|".join(forms), re.IGNORECASE)


def _text(reply: ReplyRecord, plainly: bool) -> str:
    """
    Status, headers in one order, and body.
    """
    lines = [str(reply.status)]
    for name, value in sorted((name.lower(), value) for name, value in reply.headers.items()):
        if name not in _OWN and (plainly or name not in _OF_BODY):
            lines.append(f"{name}: {_NUMBER.sub('#', value) if _COUNTING.fullmatch(name) else value}")
    return "\n".join([*lines, "", reply.body])


def _pieces(text: str, started: datetime) -> list[str]:
    """
    The text in pieces, without times.
    """
    text = _TIMES.sub("#", text)
    text = _EPOCH.sub(lambda found: "#" if abs(int(found[1]) - started.timestamp()) < DAY_S else found[0], text)
    return _PIECES.findall(text)


def _remainder(pieces: Sequence[str], always: frozenset[str]) -> str:
    """
    The text with one mark in place of each run of pieces that are not in every reply of either side.
    """
    kept: list[str] = []
    for piece in pieces:
        if piece in always:
            kept.append(piece)
        elif kept[-1:] != ["#"]:
            kept.append("#")
    return "".join(kept)


def _differing(one: str, two: str) -> tuple[str, str]:
    """
    Both from a little before the place where they part.
    """
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))
    start = max(0, alike - 20)
    return one[start : start + 120], two[start : start + 120]

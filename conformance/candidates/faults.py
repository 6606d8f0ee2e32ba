"""
How a candidate can fail an exchange: a closed set of kinds, and candidate text made safe to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import ValidationError

from conformance.model import Blame

QUOTE_LIMIT = 300  # characters of candidate text in one message; our choice: about four lines of a terminal


class FaultKind(StrEnum):
    """
    The kinds of `CandidateFault`, as `docs/candidate.md` lists them.
    """

    REFUSED = "refused"  # nobody accepts a connection at the address
    TLS = "tls"  # no trusted, encrypted connection
    DEADLINE = "deadline"  # the exchange was not finished in time
    CLOSED = "closed"  # the connection ended before the answer was complete
    NOT_HTTP = "not-http"  # the answer cannot be read as HTTP
    REDIRECT = "redirect"  # the answer sends the suite elsewhere
    ABSENT = "absent"  # 501: the candidate has no such capability
    STATUS = "status"  # another status than the contract says
    FAILED = "failed"  # 500: the candidate says that it failed
    ENCODING = "encoding"  # a compressed body
    TOO_LARGE = "too-large"  # a body above the byte cap
    NOT_JSON = "not-json"  # another content type, or a body that is no JSON
    WRONG_SHAPE = "wrong-shape"  # JSON that is not what the contract describes
    NO_PICTURE = "no-picture"  # a showing action without a screenshot, or a screenshot that cannot be opened
    NOT_PNG = "not-png"  # a screenshot that is no PNG file
    PICTURE_TOO_LARGE = "picture-too-large"  # a screenshot above the pixel cap


# Whose a fault is, where its kind says so. The others broke the line: whether the candidate still answers decides.
BLAMES: Mapping[str, Blame] = {
    FaultKind.FAILED: Blame.CANDIDATE,
    FaultKind.DEADLINE: Blame.CANDIDATE,
    FaultKind.ABSENT: Blame.CONFIGURATION,
    **dict.fromkeys(
        (
            FaultKind.NOT_HTTP,
            FaultKind.REDIRECT,
            FaultKind.STATUS,
            FaultKind.ENCODING,
            FaultKind.TOO_LARGE,
            FaultKind.NOT_JSON,
            FaultKind.WRONG_SHAPE,
            FaultKind.NO_PICTURE,
            FaultKind.NOT_PNG,
            FaultKind.PICTURE_TOO_LARGE,
        ),
        Blame.ADAPTER,
    ),
}
NEVER_REACHED = frozenset({FaultKind.REFUSED, FaultKind.TLS, FaultKind.DEADLINE})


def quote(text: str) -> str:
    """
    Candidate text for a message: control, format and unusual white-space characters as escapes, at most 300 characters.
    """
    start = text[: QUOTE_LIMIT + 1]
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in start)
    return shown if len(shown) <= QUOTE_LIMIT else shown[: QUOTE_LIMIT - 3] + "..."


def problems(error: ValidationError) -> dict[str, object]:
    """
    The first problem of a value that is not of its shape, and how many there are, as values of a message.
    """
    found = error.errors(include_url=False, include_context=False, include_input=False)
    where = ".".join(str(part) for part in found[0]["loc"])
    return {"where": quote(where or "-"), "problem": quote(found[0]["msg"]), "count": len(found)}

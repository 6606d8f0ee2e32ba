"""
What refusals tell of who exists: honest ones that differ from request to request, and ones that tell.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from conformance.journal import ReplyRecord
from conformance.reading.replies import PlatformObservation

from .conftest import judge

Seen = Callable[[str], PlatformObservation]
Says = Callable[[int, bool, ReplyRecord], tuple[dict[str, str], str]]  # number, whether such a person exists, the reply
DICE = random.Random(1)
WORDS = ["alpha", "bravo", "delta", "gamma"]


def now(number: int) -> datetime:
    """
    The clock at a request: a second later for every eight, as where all of a step fall into one second.
    """
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=number // 8)


def code(text: str) -> str:
    """
    A body with one error.
    """
    return json.dumps({"error": text})


def letters() -> str:
    """
    A number of a request in letters alone.
    """
    return "".join(DICE.choices("abcdefghijklmnopqrstuvwxyz", k=8))


def saying(seen: PlatformObservation, says: Says) -> PlatformObservation:
    """
    The observation with the refused look-ups as `says` makes them, counted from one look-up to the next.
    """
    asked, number = [], 0
    for each in seen.asked:
        replies = []
        for reply in each.replies:
            if reply.status in (401, 403):
                headers, body = says(number, not each.step.unknown, reply)
                reply = reply.model_copy(update={"headers": {**reply.headers, **headers}, "body": body})
                number += 1
            replies.append(reply)
        asked.append(replace(each, replies=tuple(replies)))
    return replace(seen, asked=tuple(asked))


HONEST: dict[str, Says] = {
    "request id as UUID": lambda n, _, r: ({"X-Request-Id": str(uuid.UUID(int=DICE.getrandbits(128)))}, r.body),
    "request id in letters": lambda n, _, r: ({}, code(f"[{letters()}] not allowed")),
    "request id as base64": lambda n, _, r: ({}, code(f"ref {letters()}/{letters()}+== not allowed")),
    "counted requests": lambda n, _, r: ({"X-Request-Number": str(1000 + n)}, r.body),
    "a trace": lambda n, _, r: (
        {"traceparent": f"00-{DICE.getrandbits(128):032x}-{DICE.getrandbits(64):016x}-01"},
        r.body,
    ),
    "a time to the second": lambda n, _, r: ({}, json.dumps({"error": "no", "timestamp": now(n).isoformat()})),
    "a time in seconds since 1970": lambda n, _, r: ({}, json.dumps({"error": "no", "at": int(now(n).timestamp())})),
    "a time in milliseconds": lambda n, _, r: ({}, json.dumps({"at": int(now(n).timestamp()) * 1000})),
    "a time as an array": lambda n, _, r: ({}, json.dumps({"at": [*now(n).timetuple()[:6]]})),
    "a time without separators": lambda n, _, r: ({}, code(now(n).strftime("at %Y%m%d%H%M%S"))),
    "a time of the day": lambda n, _, r: ({}, code(now(n).strftime("lúc %H:%M:%S ngày %d/%m/%Y"))),
    "the header Date": lambda n, _, r: ({"Date": format_datetime(now(n), usegmt=True)}, r.body),
    "the header Expires": lambda n, _, r: ({"Expires": format_datetime(now(n), usegmt=True)}, r.body),
    "an ETag of a body with a time": lambda n, _, r: (
        {"ETag": f'W/"{hash(now(n))}"'},
        json.dumps({"timestamp": now(n).isoformat()}),
    ),
    "requests that are left": lambda n, _, r: ({"RateLimit-Remaining": str(99 - n // 8)}, r.body),
    "seconds to wait": lambda n, _, r: ({"Retry-After": str(60 - n // 8)}, r.body),
    "which of two machines": lambda n, _, r: ({"X-Served-By": f"node{DICE.randrange(2) if n else 0}"}, r.body),
    "one machine at first": lambda n, _, r: ({"X-Served-By": "node1" if n < 12 else "node2"}, r.body),
    "how long it took": lambda n, _, r: ({"Server-Timing": f"app;dur={n // 8}.5"}, r.body),
    "the path": lambda n, _, r: ({}, json.dumps({"error": "no", "path": r.path})),
    "the end of the QID": lambda n, _, r: ({}, code(f"no access to *****{r.path[-4:]}")),
    "another length": lambda n, _, r: ({"Content-Length": str(40 + n // 8)}, r.body),
    "the same at random": lambda n, _, r: ({}, code(DICE.choice(WORDS))),
}
TELLING: dict[str, Says] = {
    "an error code": lambda n, exists, r: ({}, code("refused E2001" if exists else "refused E4041")),
    "a bare number": lambda n, exists, r: ({}, json.dumps({"code": 1001 if exists else 1002})),
    "words with a request id": lambda n, exists, r: (
        {},
        code(f"[{letters()}] " + ("you may not see this person" if exists else "there is no such person")),
    ),
    "more words": lambda n, exists, r: ({}, code(f"{letters()} not allowed" + (" here" if exists else ""))),
    "a header": lambda n, exists, r: ({"X-Cache": "hit" if exists else "miss"}, r.body),
    "a header more": lambda n, exists, r: ({"X-Owner": "yes"} if exists else {}, r.body),
    "a word of a counting header": lambda n, exists, r: (
        {"Server-Timing": "db;dur=1" if exists else "none;dur=1"},
        r.body,
    ),
    "an ETag of equal bodies": lambda n, exists, r: ({"ETag": '"1"' if exists else '"2"'}, r.body),
    "a word that never varies beside one that does": lambda n, exists, r: (
        {},
        code("known" if exists else letters()),
    ),
    "a blank": lambda n, exists, r: ({}, code("not allowed" if exists else "not  allowed")),
    "the order of words": lambda n, exists, r: ({}, code("not allowed" if exists else "allowed not")),
    "a year": lambda n, exists, r: ({}, json.dumps({"at": 1100000000 if exists else 1200000000})),
}


@pytest.mark.parametrize("name", HONEST)
def test_what_differs_from_request_to_request_accuses_nobody(name: str, reference_seen: Seen) -> None:
    """
    Times, numbers of requests, traces and the QID that was asked for say nothing of who exists.
    """
    assert "pass" == judge(saying(reference_seen("PLT-032"), HONEST[name]), "PQR-100")


@pytest.mark.parametrize("name", TELLING)
def test_a_refusal_that_tells_who_exists_is_found(name: str, reference_seen: Seen) -> None:
    """
    Whatever the word that is always there for people and never for others, and wherever it stands.
    """
    assert "fail" == judge(saying(reference_seen("PLT-032"), TELLING[name]), "PQR-100")


@pytest.mark.parametrize("status", [400, 403, 404])
def test_another_status_for_nobody_is_found(status: int, reference_seen: Seen) -> None:
    """
    401 for people and another status for QIDs that were never issued.
    """
    seen = reference_seen("PLT-032")
    asked = (
        replace(each, replies=tuple(reply.model_copy(update={"status": status}) for reply in each.replies))
        if each.step.unknown
        else each
        for each in seen.asked
    )

    assert "fail" == judge(replace(seen, asked=tuple(asked)), "PQR-100")


def test_a_short_qid_that_is_part_of_other_words_accuses_nobody(reference_seen: Seen) -> None:
    """
    A platform that counts its people: QID 40 stands in the status 401, and 75 does not.
    """
    seen = saying(reference_seen("PLT-032"), lambda n, _, r: ({}, json.dumps({"status": 401, "path": r.path})))
    asked = []
    for each in seen.asked:
        qid = "75" if each.step.unknown else "40"
        short = [
            reply.model_copy(
                update={
                    "path": f"/v1/platform/people/{qid}",
                    "body": reply.body.replace(reply.path.rpartition("/")[2], qid),
                }
            )
            for reply in each.replies
        ]
        asked.append(replace(each, replies=tuple(short)))

    assert "pass" == judge(
        replace(seen, asked=tuple(each for each in asked if each.step.identity.value == "nobody")), "PQR-100"
    )


def test_where_no_other_qid_can_be_made_the_vector_does_not_count(reference_seen: Seen) -> None:
    """
    A QID without digits and letters leaves nothing to compare with.
    """
    seen = reference_seen("PLT-032")
    asked = (replace(each, replies=()) if each.step.unknown else each for each in seen.asked)

    assert "NotExercised" == judge(replace(seen, asked=tuple(asked)), "PQR-100")

"""
What the suite sends to a platform, and what it keeps of the replies: a platform of a few lines on loopback.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from threading import Barrier, BrokenBarrierError

import pytest

from conformance.candidates.platform import MOST_BYTES, never_issued
from conformance.exceptions import CandidateFault
from conformance.journal import ReplyRecord
from conformance.model import Identity, PlatformAction

from .platforms import SUITE_TOKEN, TOKEN, VECTORS, Answer, issuing, session, step


def test_the_person_is_sent_without_the_qid_of_the_vector() -> None:
    """
    A platform issues QIDs itself; who declared is named by the issued one.
    """
    with session(issuing(), VECTORS["PLT-005"]) as (asking, platform):
        asking.perform(0, step(PlatformAction.REGISTER))
        asking.perform(1, step(PlatformAction.REGISTER, person=1))
    sent = [body["people"][0] for call, _, body in platform.asked if call == "POST /v1/platform/people"]

    assert [None, "000000000000000001"] == [person["declared_by"] for person in sent]
    assert ["qid" in person for person in sent] == [False, False]


def test_tokens_are_asked_for_once_and_hidden_wherever_they_come_back() -> None:
    """
    In body, headers and their names, those of the hook and the suite's own.
    """

    def echo(_: str) -> Answer:
        text = f"{TOKEN}-1 and {SUITE_TOKEN}"
        return 403, {"X-Seen": text}, json.dumps({"error": text}).encode()

    with session(echo) as (asking, platform):
        replies = [*asking.perform(0, step(PlatformAction.REGISTER)), *asking.perform(1, step(PlatformAction.REGISTER))]
    calls = [call for call, _, _ in platform.asked]
    kept = "".join(reply.model_dump_json() for reply in replies)

    assert 1 == calls.count("POST /v1/platform/tokens")
    assert f"{TOKEN}-1" == platform.asked[1][1]["Platform-Token"]
    assert f"Bearer {SUITE_TOKEN}" == platform.asked[1][1]["Authorization"]
    assert TOKEN not in kept
    assert SUITE_TOKEN not in kept
    assert "*" * len(SUITE_TOKEN) in kept


@pytest.mark.parametrize(
    ("qid", "other"),
    [
        ("757142368180412189", "757142368180935368"),
        ("f47ac10b-58cc-4372-a567-0e02b2c3d479", "f47ac10b-58cc-4372-a567-0e05b5c7d948"),
        ("17", "34"),
        ("ABCDEFGH", "ABDEFAHI"),
        ("----", "----"),
    ],
)
def test_a_qid_that_was_never_issued_has_the_form_of_one_that_was(qid: str, other: str) -> None:
    """
    The last digits differ, or letters where there are none; with neither there is no other.
    """
    assert other == never_issued(qid)


def test_nothing_is_asked_where_no_other_qid_can_be_made() -> None:
    """
    A QID that would be the issued one again is not asked for.
    """
    with session(issuing("----")) as (asking, _):
        asking.perform(0, step(PlatformAction.REGISTER))
        replies = asking.perform(1, step(PlatformAction.LOOK_UP, Identity.NOBODY, unknown=True))

    assert () == replies


@pytest.mark.parametrize("status", [200, 201, 302, 400, 401, 404, 429, 500, 503])
def test_every_status_is_evidence(status: int) -> None:
    """
    The session judges nothing.
    """
    with session(lambda _: (status, {"X-Why": "so"}, b"{}")) as (asking, _):
        (reply,) = asking.perform(0, step(PlatformAction.REGISTER))

    assert (status, "so", "{}") == (reply.status, reply.headers["X-Why"], reply.body)


FAULTS: dict[str, Callable[[str], Answer]] = {
    "absent": lambda _: (501, {}, b'{"error": "no"}'),
    "encoding": lambda _: (200, {"Content-Encoding": "gzip"}, gzip.compress(b"{}")),
    "too-large": lambda _: (200, {}, b" " * (MOST_BYTES + 1)),
    "closed": lambda _: (200, {"Content-Length": "50"}, b"{}"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_what_cannot_be_looked_at_is_a_fault(kind: str) -> None:
    """
    Of the same kinds as for displays.
    """
    with session(FAULTS[kind]) as (asking, _), pytest.raises(CandidateFault) as caught:
        asking.perform(0, step(PlatformAction.REGISTER))

    assert kind == caught.value.kind


def test_nothing_is_asked_about_a_qid_that_was_not_issued() -> None:
    """
    No QID, no look-up; nor with the token of a person who has none.
    """
    with session(lambda _: (200, {}, b'{"answers": [{"qid": null, "refused": "EXT"}]}')) as (asking, platform):
        asking.perform(0, step(PlatformAction.REGISTER))
        asked = len(platform.asked)
        replies = asking.perform(1, step(PlatformAction.LOOK_UP, Identity.AUTHORITY))

    assert ((), asked) == (replies, len(platform.asked))


def test_a_qid_is_quoted_in_the_address_and_an_unknown_one_has_its_form() -> None:
    """
    Whatever a platform issues, the address is one segment; a QID that was never issued differs in its digits.
    """
    with session(issuing("VN/10 ?")) as (asking, platform):
        asking.perform(0, step(PlatformAction.REGISTER))
        asking.perform(1, step(PlatformAction.LOOK_UP, Identity.NOBODY))
        asking.perform(2, step(PlatformAction.LOOK_UP, Identity.NOBODY, unknown=True))
    known, unknown = (call for call, _, _ in platform.asked[-2:])

    assert "GET /v1/platform/people/VN%2F10%20%3F" == known
    assert "GET /v1/platform/people/VN%2F31%20%3F" == unknown
    assert "Platform-Token" not in platform.asked[-1][1]


def test_together_is_at_the_same_moment() -> None:
    """
    Eight requests meet at the platform, each over its own connection.
    """
    meeting = Barrier(8)

    def met(_: str) -> Answer:
        try:
            meeting.wait(timeout=4)
        except BrokenBarrierError:
            return 500, {}, b"{}"
        return 200, {}, b"{}"

    with session(met) as (asking, _):
        replies: tuple[ReplyRecord, ...] = asking.perform(0, step(PlatformAction.REGISTER, times=8, together=True))

    assert [200] * 8 == [reply.status for reply in replies]


def test_a_crowd_is_sent_in_batches() -> None:
    """
    500 people in three requests.
    """
    with session(lambda _: (200, {}, b"{}"), VECTORS["PLT-015"]) as (asking, platform):
        replies = asking.perform(0, step(PlatformAction.REGISTER, crowd=500))
    sizes = [len(body["people"]) for call, _, body in platform.asked if call.endswith("/people")]

    assert (3, [200, 200, 100]) == (len(replies), sizes)

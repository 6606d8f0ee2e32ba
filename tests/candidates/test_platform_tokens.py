"""
Tokens of the hook: what they may not say, and what they may not cover.
"""

from __future__ import annotations

import base64
import json

import pytest

from conformance.exceptions import CandidateFault
from conformance.model import PlatformAction
from conformance.text_rules import plain

from .platforms import VECTORS, issuing, session, step


def packed(text: str) -> str:
    """
    A text as a part of a signed token.
    """
    return f"e30.{base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}.c2lnbmVk"


PERSON = VECTORS["PLT-035"].people[0]
NUMBER = PERSON.paper.number if PERSON.paper else ""
SPEAKING = {
    "the number": NUMBER + "-session",
    "the number with separators": "-".join(NUMBER) + "-session",
    "the number packed": packed(json.dumps({"sub": NUMBER})),
    "the phone": f"session-of-{PERSON.phone}",
    "the phone with +84": f"session-84{str(PERSON.phone)[1:]}",
    "the card": f"session-{PERSON.health_insurance}",
    "the birth date": f"session-of-{PERSON.born:%d.%m.%Y}",
    "the name": packed(json.dumps({"name": PERSON.name}, ensure_ascii=False)),
    "the name in one word": "session-" + plain(PERSON.name).replace(" ", ""),
    "another person's number": f"session-{VECTORS['PLT-035'].people[1].paper}",
    "fewer than 16 characters": "abcdefghijklmno",
}


@pytest.mark.parametrize("name", SPEAKING)
def test_a_token_that_says_something_of_people_is_a_fault(name: str) -> None:
    """
    What is hidden in the evidence must not be what is looked for in it.
    """
    with session(issuing(), token=SPEAKING[name]) as (asking, _), pytest.raises(CandidateFault) as caught:
        asking.perform(0, step(PlatformAction.REGISTER))

    assert "wrong-shape" == caught.value.kind
    assert SPEAKING[name] not in caught.value.message.render("en")


def test_a_token_that_covers_a_part_of_a_number_is_a_fault() -> None:
    """
    A token of letters and six digits says nothing; struck out of a reply, it would take half a number with it.
    """
    token = f"abcdefghijklmnop{NUMBER[:6]}"
    leaking = json.dumps({"error": f"abcdefghijklmnop{NUMBER}"}).encode()
    with session(lambda _: (403, {}, leaking), token=token) as (asking, _), pytest.raises(CandidateFault) as caught:
        asking.perform(0, step(PlatformAction.REGISTER))

    assert "wrong-shape" == caught.value.kind


@pytest.mark.parametrize(
    "token", ["a" * 16, "0b4c3a3e-52f0-4bd6-9d26-5b0a7a3f8e11", packed('{"sub":"000000000000000001","exp":1795588024}')]
)
def test_a_token_that_says_nothing_of_people_is_good(token: str) -> None:
    """
    A session, a UUID, a signed token with the QID.
    """
    with session(issuing(), token=token) as (asking, _):
        (reply,) = asking.perform(0, step(PlatformAction.REGISTER))

    assert 200 == reply.status

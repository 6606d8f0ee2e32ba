"""
The token reaches the candidate and nothing else, even when the candidate sends it back.
"""

from __future__ import annotations

import base64
import json
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from conformance.candidates import Options, open_candidate
from conformance.candidates.secret import Secret
from conformance.candidates.wire import Request
from conformance.exceptions import UsageError
from conformance.model import Action, Step

Make = Callable[..., Any]  # a fixture that makes something

TOKEN = 'geheim/"token"\\1'
OPTIONS = Options(token=TOKEN, deadline_s=10)
ESCAPED = "".join(f"\\u{ord(letter):04x}" for letter in TOKEN)
JSON = "Content-Type: application/json"

ECHOES = {
    "error text": ("500 Oh", JSON, json.dumps({"error": f"no {TOKEN}"})),
    "escaped error text": ("500 Oh", JSON, f'{{"error": "no {ESCAPED}"}}'),
    "page": ("502 Bad", "Content-Type: text/html", f"<h1>{TOKEN}</h1>"),
    "quoted page": ("502 Bad", "Content-Type: text/plain", f"headers = {json.dumps(TOKEN)}"),
    "location": ("302 Found", f"Location: http://127.0.0.1/?t={TOKEN}", ""),
    "percent-encoded location": ("302 Found", "Location: http://127.0.0.1/?t=geheim%2F%22token%22%5C1", ""),
    "content type": ("200 OK", f"Content-Type: {TOKEN}", ""),
    "encoding": ("200 OK", f"{JSON}\r\nContent-Encoding: {TOKEN}", ""),
    "status line": (f"{TOKEN} OK", JSON, ""),
    "key": ("200 OK", JSON, json.dumps({TOKEN: 1})),
    "escaped key": ("200 OK", JSON, f'{{"{ESCAPED}": 1}}'),
    "broken JSON": ("200 OK", JSON, f"{{{TOKEN}"),
}


@pytest.mark.parametrize("name", ECHOES)
def test_an_echoed_token_is_in_no_message(name: str, fault_of: Make, say_reply: Make) -> None:
    """
    Neither the message, nor its values, nor the traceback, nor the pickled error holds the token.
    """
    status, headers, body = ECHOES[name]

    fault = fault_of(say_reply(body, status, headers), OPTIONS)

    everything = "".join(traceback.format_exception(fault)) + repr(fault) + repr(fault.message) + str(fault.__context__)
    assert "geheim" not in everything.replace(repr(OPTIONS), "")
    assert b"geheim" not in pickle.dumps(fault)


def test_the_token_is_sent(fault_of: Make, hostile: Make, say_reply: Make) -> None:
    """
    The candidate gets it as a bearer token.
    """
    server = hostile(say_reply("{}"))

    fault_of(server.url, OPTIONS)

    assert f"Authorization: Bearer {TOKEN}".encode() in server.requests[0]


def test_without_a_token_none_is_sent(fault_of: Make, hostile: Make, say_reply: Make) -> None:
    """
    No token, no header.
    """
    server = hostile(say_reply("{}"))

    fault_of(server.url, Options())

    assert b"Authorization" not in server.requests[0]


def test_an_echoed_token_is_in_no_description_and_no_text(phone: Any, vector: Make, png: Make) -> None:
    """
    What goes into the report holds asterisks instead.
    """
    phone.description["vendor"] = f"by {TOKEN}"
    shown = {"png": base64.b64encode(png()).decode(), "texts": [{"text": f"[{TOKEN}]", "box": [0, 0, 1, 1]}]}
    phone.screens["show"] = shown

    with open_candidate(phone.url, OPTIONS) as candidate:
        vendor = candidate.describe().vendor
        with candidate.session(vector()) as session:
            session.perform(0, Step(do=Action.INSTALL, person=0))
            screen = session.perform(1, Step(do=Action.SHOW))

    assert "by" == vendor.rstrip("*").strip()
    assert screen is not None
    assert "[]" == screen.texts[0].text.replace("*", "")


def test_an_echoed_token_is_in_no_picture(phone: Any, vector: Make, png: Make) -> None:
    """
    A screenshot whose file holds the token is refused, since evidence is kept as it came.
    """
    phone.screens["show"] = {"png": base64.b64encode(png() + TOKEN.encode()).decode()}

    with open_candidate(phone.url, OPTIONS) as candidate, candidate.session(vector()) as session:
        session.perform(0, Step(do=Action.INSTALL, person=0))
        with pytest.raises(Exception, match="token") as caught:
            session.perform(1, Step(do=Action.SHOW))

    assert "wrong-shape" == caught.value.kind  # type: ignore[attr-defined]


@pytest.mark.parametrize("token", ["", "short", "with a blank", "line\r\nX-Header: evil", "mã-bí-mật-dài", "x" * 5000])
def test_a_token_that_cannot_be_sent_or_hidden(token: str) -> None:
    """
    The message says the rule and not the token.
    """
    with pytest.raises(UsageError) as caught, open_candidate("http://127.0.0.1:1", Options(token=token)):
        pass

    assert not token or token not in str(caught.value)


def test_no_repr_shows_the_token() -> None:
    """
    Objects that hold the token do not show it.
    """
    request = Request("GET", "/", Secret(TOKEN).headers(), None)

    assert "geheim" not in repr(Secret(TOKEN)) + repr(request)


def test_hidden_bytes_are_as_long_as_before() -> None:
    """
    Lengths that were announced stay true.
    """
    data = f"a{TOKEN}b{json.dumps(TOKEN)}c".encode()

    hidden = Secret(TOKEN).hide_bytes(data)

    assert len(data) == len(hidden)
    assert b"geheim" not in hidden

"""
Each way in which a candidate can break an exchange ends in one fault of one kind, in time and in bounded memory.
"""

from __future__ import annotations

import gzip
import json
import socket
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from conformance.candidates import Options
from conformance.candidates.client import MAX_BODY, FaultKind

Make = Callable[..., Any]  # a fixture that makes something

DEADLINE_S = 1.2
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def drip(line: socket.socket, start: bytes, piece: bytes) -> None:
    """
    Send a start, then the same piece every half second, for 15 s or until the other side is gone.
    """
    line.sendall(start)
    line.settimeout(0.5)
    ends = time.monotonic() + 15
    while time.monotonic() < ends:
        line.sendall(piece)
        with suppress(TimeoutError):
            if not line.recv(1):
                return


DRIPS: dict[str, tuple[bytes, bytes]] = {
    "nothing at all": (b"", b""),
    "status line": (b"HTTP/1.1 200", b" "),
    "headers": (HEAD, b"X"),
    "header lines": (HEAD, b"X-A: b\r\n"),
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body of a length": (HEAD + b"Content-Length: 1000\r\n\r\n", b" "),
    "body until the end": (HEAD + b"\r\n", b" "),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "a chunk's size": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
}


@pytest.mark.parametrize("name", DRIPS)
def test_a_dripping_candidate_is_cut_at_the_deadline(name: str, fault_of: Make) -> None:
    """
    One byte every half second never outlives the deadline of the whole exchange, wherever it drips.
    """
    start, piece = DRIPS[name]
    began = time.monotonic()

    fault = fault_of(lambda line: drip(line, start, piece), Options(deadline_s=DEADLINE_S))

    assert FaultKind.DEADLINE == fault.kind
    assert DEADLINE_S + 1 > time.monotonic() - began


def test_an_endless_body_is_cut_at_the_cap(fault_of: Make) -> None:
    """
    An endless body costs at most three times the cap of memory.
    """

    def endless(line: socket.socket) -> None:
        line.sendall(HEAD + b"\r\n")
        while True:
            line.sendall(b" " * 65536)

    tracemalloc.start()
    fault = fault_of(endless)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert FaultKind.TOO_LARGE == fault.kind
    assert 3 * MAX_BODY > peak


def test_a_gzip_bomb_is_never_unpacked(fault_of: Make, say_reply: Make) -> None:
    """
    A compressed body is refused by its header.
    """
    bomb = gzip.compress(b" " * 50_000_000)

    fault = fault_of(say_reply(bomb, headers="Content-Type: application/json\r\nContent-Encoding: gzip"))

    assert FaultKind.ENCODING == fault.kind
    assert "gzip" in str(fault)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_not_followed(status: str, fault_of: Make, say_reply: Make, hostile: Make) -> None:
    """
    A redirect is a fault that names its target, and nobody knocks at the target.
    """
    target = hostile(say_reply("{}"))

    fault = fault_of(say_reply(b"", status, f"Location: {target.url}/v1/candidate"))

    assert FaultKind.REDIRECT == fault.kind
    assert status[:3] in str(fault)
    assert target.url in str(fault)
    assert target.connections == 0


def test_a_proxy_of_the_environment_is_not_used(
    hostile: Make, fault_of: Make, say_reply: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The exchange goes to the declared host, whatever the environment says of proxies.
    """
    proxy = hostile(say_reply("{}"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)

    fault_of(say_reply("{}"))

    assert proxy.connections == 0


BODIES: dict[str, bytes] = {
    "no JSON": b"hello",
    "half": b'{"contract": "1"',
    "two keys": b'{"contract": "1", "contract": "1"}',
    "not a number": b'{"contract": NaN}',
    "infinite": b'{"contract": 1e999}',
    "endless number": b"1" * 5000,
    "lone surrogate": rb'{"contract": "\ud800"}',
    "Latin-1": '{"contract": "Đ"}'.encode("utf-16"),
    "deep": b"[" * 200_000,
    "empty": b"",
    "BOM": b"\xef\xbb\xbf{}",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_json(name: str, fault_of: Make, say_reply: Make) -> None:
    """
    What a lenient parser lets pass is refused.
    """
    assert FaultKind.NOT_JSON == fault_of(say_reply(BODIES[name])).kind


SHAPES: dict[str, tuple[dict[str, Any], str]] = {
    "missing field": ({"vendor": None}, "vendor"),
    "unknown field": ({"colour": "red"}, "colour"),
    "number as text": ({"parallel": "2"}, "parallel"),
    "unknown role": ({"roles": ["printer"]}, "roles"),
    "no role": ({"roles": []}, "roles"),
    "infinitely dense": ({"screen": {"width_px": 1, "height_px": 1, "pixels_per_mm": 1e300}}, "pixels_per_mm"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_json_that_the_contract_does_not_describe(name: str, fault_of: Make, say_reply: Make) -> None:
    """
    The message names the first key that is wrong.
    """
    change, key = SHAPES[name]
    good: dict[str, Any] = {
        "contract": "1",
        "name": "a",
        "vendor": "b",
        "version": "c",
        "build": "d",
        "roles": ["display"],
    }
    good |= {"capabilities": [], "screen": {"width_px": 1, "height_px": 1, "pixels_per_mm": 1.0}, **change}

    fault = fault_of(say_reply(json.dumps({name: value for name, value in good.items() if value is not None})))

    assert FaultKind.WRONG_SHAPE == fault.kind
    assert key in fault.message.values["where"]


def test_a_list_instead_of_an_object(fault_of: Make, say_reply: Make) -> None:
    """
    A wrong top level is a wrong shape.
    """
    assert FaultKind.WRONG_SHAPE == fault_of(say_reply("[]")).kind


def test_an_html_page_with_status_200(fault_of: Make, say_reply: Make) -> None:
    """
    A page for people, as a captive portal sends it, is named by its type.
    """
    fault = fault_of(say_reply("<html>", headers="Content-Type: text/html; charset=utf-8"))

    assert FaultKind.NOT_JSON == fault.kind
    assert "text/html" in str(fault)


def test_an_html_error_page(fault_of: Make, say_reply: Make) -> None:
    """
    Status and beginning of a proxy's error page are shown.
    """
    fault = fault_of(say_reply("<h1>Bad Gateway</h1>", "502 Bad Gateway", "Content-Type: text/html"))

    assert FaultKind.STATUS == fault.kind
    assert "502" in str(fault)
    assert "<h1>Bad Gateway</h1>" in str(fault)


def test_an_error_text_cannot_write_to_the_terminal(fault_of: Make, say_reply: Make) -> None:
    """
    A huge error text with escapes of a terminal is cut and made visible.
    """
    text = "\x1b]0;owned\x07\x1b[2J\u202egnorw\r\n\x00" + "x" * 100_000

    for body in (text, json.dumps({"error": text[:2000]})):
        fault = fault_of(say_reply(body, "500 Oh"))

        assert FaultKind.FAILED == fault.kind
        assert str(fault).isprintable()
        assert "\\x1b]0;owned" in str(fault)
        assert 600 > len(str(fault))


def test_an_absent_capability_has_its_own_kind(fault_of: Make, say_reply: Make) -> None:
    """
    501 with its reason is the fault `absent`.
    """
    fault = fault_of(say_reply('{"error": "no network to cut"}', "501 Not Implemented"))

    assert FaultKind.ABSENT == fault.kind
    assert "no network to cut" in str(fault)


def test_another_success_is_a_wrong_status(fault_of: Make, say_reply: Make) -> None:
    """
    The status must be the one of the contract.
    """
    fault = fault_of(say_reply("{}", "202 Accepted"))

    assert FaultKind.STATUS == fault.kind


ENDINGS: dict[str, bytes] = {
    "before the answer": b"",
    "in the body": HEAD + b"Content-Length: 100\r\n\r\n{",
    "in a chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n64\r\n{",
    "between chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
}


@pytest.mark.parametrize("name", ENDINGS)
def test_a_connection_that_ends_early(name: str, fault_of: Make) -> None:
    """
    Half an answer is no answer.
    """
    assert FaultKind.CLOSED == fault_of(lambda line: line.sendall(ENDINGS[name])).kind


NOT_HTTP: dict[str, bytes] = {
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "101 headers": HEAD + b"X-A: b\r\n" * 101 + b"\r\n{}",
    "an endless header": HEAD + b"X-A: " + b"b" * 70_000 + b"\r\n\r\n{}",
    "an endless status": b"HTTP/1.1 200 " + b"b" * 70_000,
    "a status of letters": b"HTTP/1.1 abc OK\r\n\r\n",
}


@pytest.mark.parametrize("name", NOT_HTTP)
def test_an_answer_that_is_not_http(name: str, fault_of: Make) -> None:
    """
    What cannot be read as HTTP within its bounds is a fault of its own kind.
    """
    fault = fault_of(lambda line: line.sendall(NOT_HTTP[name]))

    assert FaultKind.NOT_HTTP == fault.kind
    assert 600 > len(str(fault))


def test_nobody_listens(fault_of: Make) -> None:
    """
    A port without a server refuses.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    fault = fault_of(f"http://127.0.0.1:{port}")

    assert FaultKind.REFUSED == fault.kind
    assert str(port) in str(fault)

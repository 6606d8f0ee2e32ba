"""
The declared address: read strictly, resolved once, and connected to as it was resolved.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from conformance.candidates import Options, open_candidate
from conformance.candidates.server import place
from conformance.exceptions import CandidateUnreachable, UsageError

Make = Callable[..., Any]  # a fixture that makes something

ADDRESSES = {
    "http://127.0.0.1:8080": "http://127.0.0.1:8080",
    "http:http://127.0.0.1:8080/": "http://127.0.0.1:8080",
    "http:https://app.example/a/b/": "https://app.example/a/b",
    "https://app.example": "https://app.example",
    "https://app.example:443/x": "https://app.example/x",
    "HTTP://app.example:80": "http://app.example",
    "http://[::1]:8080/x": "http://[::1]:8080/x",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_understood(address: str) -> None:
    """
    Both spellings of the kind, a base path and the scheme's own port.
    """
    assert ADDRESSES[address] == place(address).url


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("http:127.0.0.1:8080", "begin"),
        ("https:http://127.0.0.1:8080", "begin"),
        ("http://", "host"),
        ("http://:8080", "host"),
        ("http://127.0.0.1:0", "host"),
        ("http://127.0.0.1:99999", "host"),
        ("http://127.0.0.1:port", "host"),
        ("http://[::1", "host"),
        ("http://exa mple/", "host"),
        ("http://ví.example/", "host"),
        ("http://app.example/mã", "percent"),
        ("http://app.example/a b", "percent"),
        ("http://app.example/?a=b", "question mark"),
        ("http://app.example/#a", "question mark"),
        ("http://user:geheim@app.example/", "user name"),
        ("http://geheim@app.example/", "user name"),
        ("http:user:geheim@app.example", "begin"),
    ],
)
def test_an_address_that_is_none(address: str, word: str) -> None:
    """
    The message says what is wrong and never shows a password.
    """
    with pytest.raises(UsageError) as caught:
        place(address)

    assert word in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_the_host_is_resolved_once(phone: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    After the candidate is opened no name server is asked again, so that no later answer can move the suite elsewhere.
    """
    asked: list[str] = []
    real = socket.getaddrinfo

    def counting(host: str, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", counting)

    with open_candidate(f"http://localhost:{phone.server_port}", Options()) as candidate:
        candidate.describe()
        candidate.describe()

    assert ["localhost"] == asked


def test_the_host_header_is_the_declared_one(phone: Any) -> None:
    """
    A server of several names is asked for the declared one.
    """
    with open_candidate(f"http://localhost:{phone.server_port}", Options()) as candidate:
        candidate.describe()

    assert f"localhost:{phone.server_port}" == phone.headers[0]["host"]
    assert "identity" == phone.headers[0]["accept-encoding"]


def test_a_name_without_an_address() -> None:
    """
    A host that does not exist is unreachable. The name ends in `.invalid`, which RFC 6761 reserves for that.
    """
    with (
        pytest.raises(CandidateUnreachable) as caught,
        open_candidate("http://app.invalid:8080", Options(deadline_s=5)),
    ):
        pass

    assert "app.invalid" in str(caught.value)


def test_of_several_addresses_the_one_that_answers_is_kept(phone: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A name with two addresses, of which the first refuses, leads to the second.
    """
    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = closed.getsockname()
    kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    both = [(*kind, dead), (*kind, ("127.0.0.1", phone.server_port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)

    with open_candidate("http://app.example:8080/base", Options()) as candidate:
        assert "Ví thử" == candidate.describe().name

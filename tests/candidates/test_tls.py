"""
TLS is verified, bounded by the same deadline, and its faults are told apart from all others.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from conformance.candidates import Options, open_candidate
from conformance.candidates.client import FaultKind
from conformance.exceptions import CandidateUnreachable

Make = Callable[..., Any]  # a fixture that makes something


def certificate(folder: Path, *addresses: str) -> Path:
    """
    A fresh self-signed certificate with its key in one file, for some addresses.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test certificate")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address)) for address in addresses])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "certificate.pem"
    path.write_bytes(signed.public_bytes(pem) + secret)
    return path


def server_context(path: Path) -> ssl.SSLContext:
    """
    The server's side with a certificate.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_a_self_signed_certificate_is_refused(fault_of: Make, hostile: Make, say_reply: Make, tmp_path: Path) -> None:
    """
    An unknown authority is a TLS fault, and the request with its token is never sent.
    """
    server = hostile(say_reply("{}"), server_context(certificate(tmp_path, "127.0.0.1")))

    fault = fault_of(server.url, Options(token="t0ken-of-the-test"))

    assert FaultKind.TLS == fault.kind
    assert "SSL_CERT_FILE" in str(fault)
    assert [] == server.requests


def test_a_trusted_certificate_is_accepted(
    hostile: Make, say_reply: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A private authority is trusted as the message says.
    """
    path = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    good: dict[str, Any] = {
        "contract": "1",
        "name": "a",
        "vendor": "b",
        "version": "c",
        "build": "d",
        "roles": ["display"],
    }
    good |= {"capabilities": [], "screen": {"width_px": 1, "height_px": 1, "pixels_per_mm": 1.0}}
    server = hostile(say_reply(json.dumps(good)), server_context(path))

    with open_candidate(server.url, Options(deadline_s=10)) as candidate:
        assert "a" == candidate.describe().name


def test_a_certificate_for_another_host_is_refused(
    fault_of: Make, hostile: Make, say_reply: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The certificate must name the declared host.
    """
    path = certificate(tmp_path, "127.0.0.2")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))

    fault = fault_of(hostile(say_reply("{}"), server_context(path)).url)

    assert FaultKind.TLS == fault.kind


def test_a_server_without_tls(hostile: Make, say_reply: Make) -> None:
    """
    A plain server at an https address is unreachable, with the reason.
    """
    url = hostile(say_reply("{}")).url.replace("http:", "https:")

    with open_candidate(url, Options(deadline_s=1)) as candidate, pytest.raises(CandidateUnreachable) as caught:
        candidate.describe()

    assert url in str(caught.value)


def test_a_silent_handshake_ends_at_the_deadline(fault_of: Make) -> None:
    """
    A server that accepts and never speaks TLS costs no more than the deadline.
    """
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        fault = fault_of(f"https://127.0.0.1:{silent.getsockname()[1]}", Options(deadline_s=1))

    assert FaultKind.DEADLINE == fault.kind
    assert 2 > time.monotonic() - began


def test_a_dripping_body_under_tls_ends_at_the_deadline(
    fault_of: Make, hostile: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The cut works through TLS as well.
    """

    def drip(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        for _ in range(20):
            line.sendall(b" ")
            time.sleep(0.2)

    path = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    began = time.monotonic()

    fault = fault_of(hostile(drip, server_context(path)).url, Options(deadline_s=1))

    assert FaultKind.DEADLINE == fault.kind
    assert 2 > time.monotonic() - began

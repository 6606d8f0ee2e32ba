"""
Where an HTTP candidate is: its declared address, read strictly and resolved exactly once.
"""

from __future__ import annotations

import re
import socket
import threading
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from conformance.candidates.faults import quote
from conformance.exceptions import CandidateUnreachable, UsageError
from conformance.texts import say

_ADDRESS = re.compile(r"(?:http:)?(https?://.*)", re.ASCII | re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9._:%-]+", re.ASCII)
_PATH = re.compile(r"[!-~]*", re.ASCII)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Place:
    """
    A host, a port and the path that all calls begin with, as declared.
    """

    tls: bool
    host: str
    port: int
    base: str

    @property
    def authority(self) -> str:
        """
        What the Host header says: without the port where it is the scheme's own.
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def scheme(self) -> str:
        """
        `http` or `https`.
        """
        return "https" if self.tls else "http"

    @property
    def url(self) -> str:
        """
        The address for messages.
        """
        return f"{self.scheme}://{self.authority}{self.base}"


@dataclass(frozen=True)
class Server:
    """
    A place and the one socket address that every exchange connects to, so that no later answer of a name server
    can send the suite elsewhere.
    """

    place: Place
    family: socket.AddressFamily
    address: tuple[str, int]


def place(address: str) -> Place:
    """
    The place that `http://host:port/base`, `https://...` or `http:http://...` names. Raises UsageError.
    """
    shown = _shown(address)
    match = _ADDRESS.fullmatch(address)
    if not match:
        raise UsageError(say("{url} must begin with http:// or https://, as in http://127.0.0.1:8080", url=shown))
    try:
        parts = urlsplit(match[1])
        port = parts.port
    except ValueError:
        raise _unreadable(shown) from None
    _refuse_extras(shown, parts)
    scheme = parts.scheme.lower()
    return Place(scheme == "https", str(parts.hostname), port or _PORTS[scheme], parts.path.rstrip("/"))


def _refuse_extras(shown: str, parts: SplitResult) -> None:
    if "@" in parts.netloc:
        raise UsageError(
            say("{url} holds a user name or a password. Leave it out; a secret is given as the token.", url=shown)
        )
    if parts.query or parts.fragment:
        raise UsageError(say("{url} must end before the first question mark or number sign.", url=shown))
    if not parts.hostname or not _HOST.fullmatch(parts.hostname) or parts.port == 0:
        raise _unreadable(shown)
    if not _PATH.fullmatch(parts.path):
        raise UsageError(say("{url} holds characters in its path that must be percent-encoded.", url=shown))


def _unreadable(shown: str) -> UsageError:
    return UsageError(
        say("The host or the port of {url} cannot be read. Expected an address like http://127.0.0.1:8080", url=shown)
    )


def _shown(url: str) -> str:
    """
    The address for a message, without what may be a password.
    """
    return quote("...@" + url.rpartition("@")[2] if "@" in url else url)


def resolve(where: Place, deadline_s: float) -> Server:
    """
    Ask the system once where the place is. Of several addresses the first that accepts a connection is kept, because
    `localhost` is often two addresses and a candidate listens on one. Raises CandidateUnreachable.
    """
    found = _lookup(where, deadline_s)
    if len(found) == 1:
        return found[0]
    return next((server for server in found if _accepts(server, deadline_s / len(found))), found[0])


def _lookup(where: Place, deadline_s: float) -> list[Server]:
    """
    All addresses of the place. In a thread, since the system's resolver knows no deadline.
    """
    found: list[Server] = []
    reasons: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            reasons.append(str(error))
            return
        found.extend(Server(where, family, address) for family, _, _, _, address in answers)  # type: ignore[arg-type]

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(deadline_s)
    if servers := list(found):
        return servers
    raise CandidateUnreachable(
        say(
            "The host of {url} has no address ({why}). Check the spelling, or give the address as numbers.",
            url=where.url,
            why=quote(reasons[0] if reasons else f"> {deadline_s:g} s"),
        )
    )


def _accepts(server: Server, deadline_s: float) -> bool:
    with socket.socket(server.family, socket.SOCK_STREAM) as probe:
        probe.settimeout(deadline_s)
        return probe.connect_ex(server.address) == 0

"""
One HTTP exchange over one connection, bounded in time and in bytes.

No timeout of a single read bounds a candidate that drips bytes. So a timer shuts the socket down at the deadline, which
wakes whatever waits on it: the connection, TLS, the request, the headers or the body.
"""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, IncompleteRead

from conformance.candidates.server import Server

# Bytes; our choice: real screenshots have 0.1 to 4 MB. The headers are bounded by http.client: 100 lines of 64 KiB.
MAX_BODY = 16 * 1024 * 1024
_PIECE = 64 * 1024  # bytes per read


class Stage(Enum):
    """
    How far an exchange came.
    """

    CONNECT = "connect"
    SECURE = "secure"
    TALK = "talk"


@dataclass(frozen=True)
class Reply:
    """
    What came back; `body` is longer than `MAX_BODY` by one piece at most, and then it is not the whole.
    """

    status: int
    headers: HTTPMessage
    body: bytes


class Broken(Exception):
    """
    An exchange without a reply. `why` is the library's own words and may hold text of the candidate.
    """

    def __init__(self, stage: Stage, why: Exception, *, expired: bool) -> None:
        super().__init__(stage.value)
        self.stage = stage
        self.why = why
        self.expired = expired


@dataclass(frozen=True)
class Request:
    """
    What is sent; its headers hold the token, so they are never shown.
    """

    method: str
    path: str
    headers: dict[str, str] = field(repr=False)
    body: bytes | None


class Wire(HTTPConnection):
    """
    A connection to the one address of a server, which ends at its deadline whatever the other side does.
    """

    def __init__(self, server: Server, context: ssl.SSLContext | None, deadline_s: float) -> None:
        super().__init__(server.place.host, server.place.port)
        self.stage = Stage.CONNECT
        self._server = server
        self._context = context
        self._deadline_s = deadline_s
        self._expired = False
        self._line: socket.socket | None = None

    def exchange(self, request: Request) -> Reply:
        """
        Send the request and receive the reply; connection, TLS, headers and body within one deadline. Raises Broken.
        """
        timer = threading.Timer(self._deadline_s, self._cut)
        timer.daemon = True
        timer.start()
        try:
            reply = self._talk(request)
        except (OSError, HTTPException, ValueError) as error:
            raise Broken(self.stage, error, expired=self._expired or isinstance(error, TimeoutError)) from None
        finally:
            timer.cancel()
            self.close()
            if self._line:
                self._line.close()
        if self._expired:  # what a cut leaves behind can look complete, such as headers that simply end
            raise Broken(self.stage, TimeoutError(), expired=True)
        return reply

    def connect(self) -> None:
        """
        Connect to the resolved address, never to the name, and never through a proxy.
        """
        self._line = line = socket.socket(self._server.family, socket.SOCK_STREAM)
        line.settimeout(self._deadline_s)  # a second guard; the timer is the first
        line.connect(self._server.address)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = self._secured(line, self._context) if self._context else line
        self.stage = Stage.TALK

    def _secured(self, line: socket.socket, context: ssl.SSLContext) -> ssl.SSLSocket:
        self.stage = Stage.SECURE
        host = self._server.place.host
        self._line = secure = context.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
        if self._expired:  # the cut may have hit the socket that was just replaced
            raise TimeoutError
        secure.do_handshake()
        return secure

    def _talk(self, request: Request) -> Reply:
        self.request(request.method, request.path, request.body, request.headers)
        with self.getresponse() as response:
            return Reply(response.status, response.headers, _bounded(response))

    def _cut(self) -> None:
        """
        End the exchange, from the timer's thread.
        """
        self._expired = True
        if not self._line:
            return
        with suppress(OSError):
            # not SSLSocket.shutdown: it would drop the TLS state under the thread that is reading
            socket.socket.shutdown(self._line, socket.SHUT_RDWR)


def _bounded(response: HTTPResponse) -> bytes:
    """
    The body, or a little more than `MAX_BODY` of it. Raises IncompleteRead where it ends before its announced length.
    """
    pieces: list[bytes] = []
    room = MAX_BODY
    while room >= 0 and (piece := response.read(_PIECE)):
        pieces.append(piece)
        room -= len(piece)
    if room >= 0 and response.length:
        raise IncompleteRead(b"", response.length)
    return b"".join(pieces)

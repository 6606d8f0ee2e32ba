"""
The guarded exchange with a candidate: JSON over HTTP, bounded, validated, and with the token kept out of everything.

Whatever goes wrong is a `CandidateFault` of a closed kind, whose message quotes at most 300 of its characters.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from conformance.candidates import Options
from conformance.candidates.faults import FaultKind
from conformance.candidates.replies import Call, R, expect, json_value, shaped, too_late, without_reply
from conformance.candidates.secret import Secret
from conformance.candidates.server import Server
from conformance.candidates.wire import MAX_BODY, Broken, Reply, Request, Wire
from conformance.exceptions import CandidateFault

__all__ = ["MAX_BODY", "Call", "Client", "FaultKind"]


class Client:
    """
    Speaks to one server, each exchange over a connection of its own. May be used from several threads.
    """

    def __init__(self, server: Server, options: Options) -> None:
        self._server = server
        self._deadline_s = options.deadline_s
        self.nonces = options.nonces
        self._context = ssl.create_default_context() if server.place.tls else None
        self.secret = Secret(options.token)

    def ask(self, call: Call, shape: type[R]) -> R:
        """
        The validated answer to a call. Raises CandidateFault.
        """
        return shaped(call, self.fetch(call), shape)

    def fetch(self, call: Call) -> Any:
        """
        The JSON value that answers a call, the token hidden in all its texts. Raises CandidateFault.
        """
        reply = self._exchange(call, self._deadline_s)
        expect(call, reply, self.secret)
        return json_value(call, reply, self.secret)

    def reply(self, call: Call, headers: Mapping[str, str]) -> Reply:
        """
        Whatever answers a call that carries more headers, of any status. Raises CandidateFault when nothing does.
        """
        return self._exchange(call, self._deadline_s, headers)

    def dismiss(self, call: Call, deadline_s: float) -> None:
        """
        Make a call whose answer has no content, within a deadline that may be shorter. Raises CandidateFault.
        """
        expect(call, self._exchange(call, min(deadline_s, self._deadline_s)), self.secret)

    def _exchange(self, call: Call, deadline_s: float, headers: Mapping[str, str] = MappingProxyType({})) -> Reply:
        try:
            reply = Wire(self._server, self._context, deadline_s).exchange(self._request(call, headers))
        except Broken as broken:
            fault = self._fault(call, broken, deadline_s)
        else:
            return Reply(reply.status, reply.headers, self.secret.hide_bytes(reply.body))
        raise fault  # outside of the handler, so that no library's error, which may quote the token, hangs on it

    def _fault(self, call: Call, broken: Broken, deadline_s: float) -> CandidateFault:
        url = self._server.place.url
        if broken.expired:
            return too_late(call, url, deadline_s)
        why = self.secret.quote(str(broken.why) or type(broken.why).__name__)
        return without_reply(call, url, broken, why)

    def _request(self, call: Call, more: Mapping[str, str]) -> Request:
        place = self._server.place
        headers = {
            **more,
            "Host": place.authority,
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        if call.body is None:
            return Request(call.method, place.base + call.path, headers | self.secret.headers(), None)
        headers["Content-Type"] = "application/json"
        body = call.body.model_dump_json().encode()
        return Request(call.method, place.base + call.path, headers | self.secret.headers(), body)

"""
Readers behind the HTTP contract: the picture of a step goes to the scan endpoint, and what the app tells comes back.
"""

from __future__ import annotations

import base64
from contextlib import suppress
from http import HTTPStatus

from conformance.candidates import Scanned
from conformance.candidates.client import Client
from conformance.candidates.replies import Call
from conformance.contract.reader import ReaderAnswer, ReaderRequest, ScanAnswer, ScanRequest
from conformance.exceptions import CandidateFault
from conformance.model import ReaderVector, ScanResult, ScanStep
from conformance.vectors.drawing import frames_of
from conformance.vectors.pictures import picture_of

_GOODBYE_S = 5.0  # deadline of the end of a reader, as of the removal of an installation


class ReaderSession:
    """
    One vector of a reader being driven over HTTP. The reader is started by the first scan.
    """

    def __init__(self, client: Client, vector: ReaderVector) -> None:
        self._client = client
        self._vector = vector
        self._reader: str | None = None

    def perform(self, number: int, step: ScanStep) -> Scanned:  # noqa: ARG002 - the session's signature
        """
        Give the picture or text of the step to the reader. Raises CandidateFault.
        """
        png = picture_of(step)
        return self.look(png) if png is not None and step.must_read else self.scan(png, step.text)

    def look(self, png: bytes) -> Scanned:
        """
        Give a picture to the reader; while it finds nothing, the next frame of it. Raises CandidateFault.
        """
        frames = frames_of(png)
        scanned = self.scan(next(frames))
        while scanned.answer.result is ScanResult.NOTHING and (frame := next(frames, None)) is not None:
            scanned = self.scan(frame)
        return scanned

    def scan(self, png: bytes | None, text: str | None = None) -> Scanned:
        """
        Give a picture, or a text where there is none, to the reader. Raises CandidateFault.
        """
        if self._reader is None:
            self._reader = self._start()
        shown = base64.b64encode(png).decode("ascii") if png is not None else None
        request = ScanRequest(png=shown, text=text)
        call = Call("POST", f"/v1/readers/{self._reader}/scans", HTTPStatus.OK, request)
        return Scanned(png, self._client.ask(call, ScanAnswer))

    def _start(self) -> str:
        request = ReaderRequest(people=self._vector.people, keys=self._vector.keys)
        return self._client.ask(Call("POST", "/v1/readers", HTTPStatus.CREATED, request), ReaderAnswer).reader

    def close(self) -> None:
        """
        End the reader. One that cannot be ended has no influence on what was seen before.
        """
        if self._reader is not None:
            with suppress(CandidateFault):
                call = Call("DELETE", f"/v1/readers/{self._reader}", HTTPStatus.NO_CONTENT)
                self._client.dismiss(call, _GOODBYE_S)

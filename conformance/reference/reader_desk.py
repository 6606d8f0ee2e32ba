"""
The role reader: all readers that are alive.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from uuid import uuid4

from conformance.contract.reader import ReaderAnswer, ReaderRequest, ScanRequest
from conformance.model import Capability, Role
from conformance.reference.desk import Answer, Asked, Refused
from conformance.reference.mutants import with_fault
from conformance.reference.scanner import Scanner


class ReaderDesk:
    """
    Starts readers, lets them scan, and ends them.
    """

    role = Role.READER
    capabilities = (Capability.SCAN_TEXT, Capability.HC1)

    def __init__(self, fault: str | None) -> None:
        self.scanner = with_fault(fault, Role.READER, Scanner)
        self.readers: dict[str, Scanner] = {}

    def answer(self, asked: Asked) -> Answer | None:
        """
        The answer to a request, None when it is none of this desk's. Raises Refused and ValidationError.
        """
        if asked.call == "POST /v1/readers":
            return self.start(asked.body)
        if one := re.fullmatch(r"POST /v1/readers/([\w-]{1,64})/scans", asked.call):
            return self.scan(one[1], asked.body)
        if one := re.fullmatch(r"DELETE /v1/readers/([\w-]{1,64})", asked.call):
            return self.end(one[1])
        return None

    def start(self, body: bytes) -> Answer:
        """
        A reader for a person with authority.
        """
        reader = uuid4().hex
        self.readers[reader] = self.scanner(ReaderRequest.model_validate_json(body, extra="ignore"))
        return HTTPStatus.CREATED, ReaderAnswer(reader=reader)

    def scan(self, reader: str, body: bytes) -> Answer:
        """
        One scan.
        """
        request = ScanRequest.model_validate_json(body, extra="ignore")
        scanner = self.readers.get(reader)
        if scanner is None:
            raise Refused(HTTPStatus.NOT_FOUND, f"there is no reader {reader}")
        if request.png is None and request.text is None:
            raise Refused(HTTPStatus.BAD_REQUEST, "send a picture or a text")
        try:
            return HTTPStatus.OK, scanner.scan(request.png, request.text)
        except OSError as error:  # Pillow, when the bytes are no picture
            raise Refused(HTTPStatus.BAD_REQUEST, str(error)) from error

    def end(self, reader: str) -> Answer:
        """
        The end of a reader.
        """
        if self.readers.pop(reader, None) is None:
            raise Refused(HTTPStatus.NOT_FOUND, f"there is no reader {reader}")
        return HTTPStatus.NO_CONTENT, None

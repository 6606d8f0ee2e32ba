"""
Readers behind the HTTP contract: the picture of a step goes to the scan endpoint, and what the app tells comes back.
"""

from __future__ import annotations

from conformance.candidates import Scanned
from conformance.candidates.client import Client
from conformance.model import ReaderVector, ScanStep


class ReaderSession:
    """
    One vector of a reader being driven over HTTP.
    """

    def __init__(self, client: Client, vector: ReaderVector) -> None:
        self._client = client
        self._vector = vector

    def perform(self, number: int, step: ScanStep) -> Scanned:
        """
        Give the picture or text of the step to the reader. Raises CandidateFault.
        """
        raise NotImplementedError

    def close(self) -> None:
        """
        End the reader. One that cannot be ended has no influence on what was seen before.
        """

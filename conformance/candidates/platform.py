"""
Platforms behind the HTTP contract: what a step asks, as the identity of the step, and what came back.
"""

from __future__ import annotations

from conformance.candidates.client import Client
from conformance.journal import ReplyRecord
from conformance.model import PlatformStep, PlatformVector


class PlatformSession:
    """
    One vector of a platform being driven over HTTP. It judges nothing: every status is evidence.
    """

    def __init__(self, client: Client, vector: PlatformVector) -> None:
        self._client = client
        self._vector = vector

    def perform(self, number: int, step: PlatformStep) -> tuple[ReplyRecord, ...]:
        """
        Ask what the step asks and give the replies. Raises CandidateFault when there is no reply.
        """
        raise NotImplementedError

    def close(self) -> None:
        """
        Nothing has to be removed.
        """

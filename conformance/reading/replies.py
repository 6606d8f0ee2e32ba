"""
The observation of a platform: what it was asked, by whom, and what it replied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from conformance.contract import Description
from conformance.evidence import Bundle, VectorEvidence
from conformance.journal import ReplyRecord
from conformance.model import PlatformStep, PlatformVector, Profile
from conformance.reading.observation import Finding, View, finding_on
from conformance.result import Shot
from conformance.texts import Message


@dataclass(frozen=True)
class Asked:
    """
    One step: what was asked, and the replies.
    """

    number: int
    step: PlatformStep
    replies: tuple[ReplyRecord, ...]
    file: str

    def finding(self, sentence: str, expected: object, seen: object, /, **more: object) -> Finding:
        """
        A `Finding` on this step; the sentence may use {expected}, {seen} and what `more` names.
        """
        return finding_on(self.file, sentence, expected, seen, **more)


@dataclass(frozen=True)
class PlatformObservation:
    """
    All that a platform replied in one vector.
    """

    vector: PlatformVector
    asked: tuple[Asked, ...]
    candidate: Description
    profile: Profile
    views: ClassVar[tuple[View, ...]] = ()  # a platform shows no screen
    offline_views: ClassVar[tuple[View, ...]] = ()

    @property
    def shots(self) -> Mapping[str, Shot]:
        """
        The pictures of the vector, by their file in the bundle.
        """
        return {}

    @property
    def notes(self) -> tuple[Message, ...]:
        """
        What is observed and decides nothing.
        """
        return ()

    @property
    def file(self) -> str | None:
        """
        The journal of the vector: a platform shows no picture.
        """
        return f"vectors/{self.vector.id}/journal.jsonl"


def seen_by_platform(bundle: Bundle, evidence: VectorEvidence, profile: Profile) -> PlatformObservation:
    """
    The observation of a platform's vector.
    """
    vector = evidence.vector
    assert isinstance(vector, PlatformVector)
    file = f"vectors/{vector.id}/journal.jsonl"
    asked = tuple(Asked(step.number, vector.steps[step.number], step.replies, file) for step in evidence.steps)
    return PlatformObservation(vector=vector, asked=asked, candidate=bundle.head.candidate, profile=profile)

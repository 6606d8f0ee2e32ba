"""
The observation of a reader: what it was given, and what it told its user.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from conformance.contract import Description
from conformance.contract.reader import ScanAnswer
from conformance.evidence import Bundle, VectorEvidence
from conformance.model import Profile, ReaderVector, ScanStep
from conformance.reading.observation import Finding, View, finding_on
from conformance.result import Shot
from conformance.texts import Message


@dataclass(frozen=True)
class Scan:
    """
    One scan: what was given, and the answer. `file` is the picture in the bundle, or the journal where a text was given.
    """

    number: int
    step: ScanStep
    answer: ScanAnswer
    file: str
    elapsed_ms: float

    def finding(self, sentence: str, expected: object, seen: object, /, **more: object) -> Finding:
        """
        A `Finding` on this scan; the sentence may use {expected}, {seen} and what `more` names.
        """
        return finding_on(self.file, sentence, expected, seen, **more)


@dataclass(frozen=True)
class ReaderObservation:
    """
    All that a reader answered in one vector.
    """

    vector: ReaderVector
    scans: tuple[Scan, ...]
    candidate: Description
    profile: Profile
    views: ClassVar[tuple[View, ...]] = ()  # a reader shows no personal code
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
        The picture that stands for the vector.
        """
        return next((scan.file for scan in self.scans if scan.file.endswith(".png")), None)


def seen_by_reader(bundle: Bundle, evidence: VectorEvidence, profile: Profile) -> ReaderObservation:
    """
    The observation of a reader's vector.
    """
    vector = evidence.vector
    assert isinstance(vector, ReaderVector)
    folder = f"vectors/{vector.id}"
    scans = tuple(
        Scan(
            number=step.number,
            step=vector.steps[step.number],
            answer=step.scan.answer,
            file=f"{folder}/{step.scan.file or 'journal.jsonl'}",
            elapsed_ms=step.elapsed_ms,
        )
        for step in evidence.steps
        if step.scan is not None
    )
    return ReaderObservation(vector=vector, scans=scans, candidate=bundle.head.candidate, profile=profile)

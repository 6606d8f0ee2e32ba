"""
The observation of a reader: what it was given, and what it told its user.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from conformance.contract import Description
from conformance.evidence import Bundle, VectorEvidence
from conformance.exceptions import Blocked, PictureError
from conformance.model import Drawing, Profile, ReaderVector, Refusal, ScanResult
from conformance.reading.payload import BAR
from conformance.reading.picture_files import read_header
from conformance.reading.scan import Broken, Scan
from conformance.reading.views import View
from conformance.result import Shot
from conformance.texts import Message, say


@dataclass(frozen=True)
class ReaderObservation:
    """
    All that a reader answered in one vector. `answered` are the scans up to the one that it broke on, if any.
    """

    vector: ReaderVector
    answered: tuple[Scan, ...]
    candidate: Description
    profile: Profile
    broken: Broken | None = None
    shots: Mapping[str, Shot] = field(default_factory=dict)
    views: ClassVar[tuple[View, ...]] = ()  # a reader shows no personal code
    offline_views: ClassVar[tuple[View, ...]] = ()

    @property
    def scans(self) -> tuple[Scan, ...]:
        """
        All scans of the vector. Raises Blocked when the reader broke on one: the rest was never given.
        """
        if self.broken:
            raise Blocked(self.broken.message, self.broken.blame)
        return self.answered

    @property
    def notes(self) -> tuple[Message, ...]:
        """
        What is observed and decides nothing: how far the reader reads spoiled pictures, and what it makes of EXT, right
        or at fault.
        """
        return (*_how_far(self.answered), *_other_ext(self.answered), *_faulty_ext(self.answered))

    @property
    def file(self) -> str | None:
        """
        The picture that stands for the vector.
        """
        return next((scan.file for scan in self.answered if scan.file.endswith(".png")), None)


def _how_far(scans: tuple[Scan, ...]) -> Iterator[Message]:
    """
    One line of the table of spoilings: what was read, and what was not.
    """
    spoiled = [scan for scan in scans if scan.step.drawing and scan.step.drawing.spoiled]
    if not spoiled:
        return
    read = [scan for scan in spoiled if scan.answer.result is not ScanResult.NOTHING]
    yield say(
        "{kind}: read at {read}; not read at {unread}; must be read at {must}",
        kind=" + ".join(each.kind for each in _drawing(spoiled[0]).spoiled),
        read=_amounts(read),
        unread=_amounts([scan for scan in spoiled if scan not in read]),
        must=_amounts([scan for scan in spoiled if scan.step.must_read]),
    )


def _drawing(scan: Scan) -> Drawing:
    assert scan.step.drawing is not None
    return scan.step.drawing


def _amounts(scans: list[Scan]) -> str:
    found = ["/".join(f"{each.amount:g}" for each in _drawing(scan).spoiled) for scan in scans]
    return ", ".join(found) or "-"


def _other_ext(scans: tuple[Scan, ...]) -> Iterator[Message]:
    for scan in scans:
        fields, expected = scan.answer.fields, scan.step.expected
        if fields and expected.payload and scan.wrong_field is None:
            ext = expected.payload.split(BAR)[5]
            if fields.EXT != ext:
                text = "EXT is given as {seen}, in the code it is {expected}"
                yield say(text, seen=fields.EXT, expected=ext).harmless(300)


def _faulty_ext(scans: tuple[Scan, ...]) -> Iterator[Message]:
    """
    What became of codes whose EXT is at fault: they may be accepted too.
    """
    for scan in scans:
        expected = scan.step.expected
        if Refusal.EXT in expected.reasons and ScanResult.ACCEPTED in expected.results:
            text = "a code whose EXT is at fault ({ext}): {result}"
            yield say(text, ext=scan.given.rpartition(BAR)[2], result=scan.answer.result.value).harmless(300)


def seen_by_reader(bundle: Bundle, evidence: VectorEvidence, profile: Profile) -> ReaderObservation:
    """
    The observation of a reader's vector. A scan that broke is part of it: whether a reader survives what it is given is
    a requirement of its own.
    """
    vector = evidence.vector
    assert isinstance(vector, ReaderVector)
    folder = evidence.folder
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
    faults = [Broken(step.number, step.fault.message, step.fault.blame) for step in evidence.steps if step.fault]
    return ReaderObservation(
        vector=vector,
        answered=scans,
        candidate=bundle.head.candidate,
        profile=profile,
        broken=faults[0] if faults else None,
        shots={scan.file: _shot(bundle, scan) for scan in scans if scan.file.endswith(".png")},
    )


def _shot(bundle: Bundle, scan: Scan) -> Shot:
    """
    The picture by its header. Raises Blocked when the bundle holds another thing than a picture.
    """
    try:
        header = read_header(bundle.read(scan.file))
    except (ValueError, PictureError):
        header = None
    if header is None:
        raise Blocked(say("{file} is no picture that can be looked at", file=scan.file))
    return Shot(width=header.width, height=header.height, outlines=(), elapsed_ms=scan.elapsed_ms, grade=None)

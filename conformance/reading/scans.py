"""
The observation of a reader: what it was given, and what it told its user.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from conformance.contract import Description
from conformance.contract.reader import Fields, ScanAnswer
from conformance.evidence import Bundle, VectorEvidence
from conformance.exceptions import Blocked, PictureError
from conformance.model import Blame, Drawing, Kind, Profile, ReaderVector, Refusal, ScanResult, ScanStep
from conformance.reading.findings import Finding, finding_on
from conformance.reading.payload import BAR, FIELDS
from conformance.reading.picture_files import read_header
from conformance.reading.views import View
from conformance.result import Shot
from conformance.texts import Message, say


@dataclass(frozen=True)
class Scan:
    """
    One scan: what was given, and the answer. `file` is the picture in the bundle, the journal where a text was given.
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
        return finding_on(sentence, self.file, expected, seen, **more)

    @property
    def given(self) -> str:
        """
        The text in the picture, or the text itself.
        """
        return self.step.drawing.data if self.step.drawing else self.step.text or ""

    @property
    def told(self) -> str:
        """
        The answer in a few words: result, kind, reason, and the first of the five fields that is not as in the code.
        """
        answer = self.answer
        said = ", ".join(part.value for part in (answer.result, answer.kind, answer.reason) if part is not None)
        takes = answer.result is ScanResult.ACCEPTED and self.step.expected.payload is not None
        wrong = self.wrong_field if takes and answer.kind is Kind.PERSONAL else None
        return f"{said}, {wrong[0]} {wrong[2] or '-'}" if wrong else said

    @property
    def right(self) -> str:
        """
        The right answers in a few words.
        """
        expected = self.step.expected
        said = " / ".join(each.value for each in expected.results)
        kinds = " / ".join(each.value for each in expected.kinds)
        reasons = " / ".join(each.value for each in expected.reasons)
        fields = " | ".join(self.given.split(BAR)[:5]) if expected.payload else ""
        return ", ".join(filter(None, (said, kinds, reasons, fields)))

    @property
    def is_unread(self) -> bool:
        """
        Whether the reader found nothing where it need not find anything.
        """
        return not self.step.must_read and self.answer.result is ScanResult.NOTHING

    @property
    def is_as_expected(self) -> bool:
        """
        Whether result, kind and reason are among the right ones, and the five fields of a personal code as they stand
        in it; nothing may be found where a picture need not be read.
        """
        expected, answer = self.step.expected, self.answer
        if self.is_unread:
            return True
        fitting = answer.result in expected.results and answer.kind in expected.kinds
        takes = answer.result is ScanResult.ACCEPTED and expected.payload is not None
        return fitting and self.is_for_a_right_reason and not (takes and self.wrong_field)

    @property
    def is_for_a_right_reason(self) -> bool:
        """
        Whether a refusal names one of the right reasons; true where nothing is refused. That a code is of another kind
        is no reason where the reader itself calls it a personal one.
        """
        answer = self.answer
        if answer.result is not ScanResult.REFUSED:
            return True
        contradicts = answer.reason is Refusal.KIND and answer.kind is Kind.PERSONAL
        return answer.reason in self.step.expected.reasons and not contradicts

    @property
    def wrong_field(self) -> tuple[str, str, str] | None:
        """
        Name, expected and given value of the first of the five mandatory fields that is not as it stands in the code;
        EXT is not compared: an app need not show it.
        """
        for name, value in zip(FIELDS[:5], self.given.split(BAR), strict=False):
            seen = _field(self.answer.fields, name)
            if seen != value:
                return name, value, seen
        return None


def _field(fields: Fields | None, name: str) -> str:
    return str(getattr(fields, name)) if fields else ""


@dataclass(frozen=True)
class Broken:
    """
    The scan that the reader did not answer: which, and how it failed.
    """

    number: int
    message: Message
    blame: Blame


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
        What is observed and decides nothing: how far the reader reads spoiled pictures, and what it makes of EXT.
        """
        return (*_how_far(self.answered), *_other_ext(self.answered))

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

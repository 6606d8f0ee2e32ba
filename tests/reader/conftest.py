"""
A reader scanned in this process: the same vectors, checks and answers as over HTTP, without the way between.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

import pytest

from conformance.answers import VERDICTS, finding_of
from conformance.checks import all_checks
from conformance.contract import Description
from conformance.contract.reader import ReaderRequest, ScanAnswer
from conformance.exceptions import Undecided
from conformance.model import Blame, Capability, Profile, ReaderVector, Role, ScanResult, ScanStep, Verdict
from conformance.reading.scan import Broken, Scan
from conformance.reading.scans import ReaderObservation
from conformance.reference.desk import Refused
from conformance.reference.scanner import Scanner
from conformance.standard import load_profile, load_standard
from conformance.texts import say
from conformance.vectors import load_vectors
from conformance.vectors.drawing import frames_of
from conformance.vectors.pictures import picture_of

Answering = Callable[[ReaderVector], Callable[[ScanStep], ScanAnswer]]
CANDIDATE = Description(
    contract="1", name="A", vendor="B", version="1", build="1", roles=(Role.READER,), capabilities=tuple(Capability)
)


@cache
def reader_vectors() -> tuple[ReaderVector, ...]:
    """
    The published vectors of the role reader.
    """
    return tuple(vector for vector in load_vectors() if isinstance(vector, ReaderVector))


@cache
def published(file: str) -> bytes:
    """
    A published picture.
    """
    step = next(step for vector in reader_vectors() for step in vector.steps if step.file == file)
    return picture_of(step) or b""


def frames(file: str, all_of_them: bool) -> Iterator[str]:
    """
    A published picture as Base64, and where it must be read the frames that are given after it.
    """
    count = None if all_of_them else 1
    return (b64encode(each).decode("ascii") for each in islice(frames_of(published(file)), count))


def by(scanner: type[Scanner]) -> Answering:
    """
    The answers of a reader of this class.
    """

    def start(vector: ReaderVector) -> Callable[[ScanStep], ScanAnswer]:
        reader = scanner(ReaderRequest(people=vector.people, keys=vector.keys))

        def answer_to(step: ScanStep) -> ScanAnswer:
            if step.file is None:
                return reader.scan(None, step.text)
            answers = (reader.scan(frame, None) for frame in frames(step.file, step.must_read))
            answer = next(answers)
            while answer.result is ScanResult.NOTHING and (other := next(answers, None)) is not None:
                answer = other
            return answer

        return answer_to

    return start


def observed(vector: ReaderVector, answering: Answering, profile: Profile | None = None) -> ReaderObservation:
    """
    The observation of a vector; a reader that raises `Refused` breaks on the scan.
    """
    answer_to, scans, broken = answering(vector), [], None
    for number, step in enumerate(vector.steps):
        try:
            scans.append(Scan(number, step, answer_to(step), f"vectors/{vector.id}/{number:02}-scan.png", 1.0))
        except Refused as error:
            broken = Broken(number, say("it broke: {why}", why=error), Blame.CANDIDATE)
            break
    return ReaderObservation(vector, tuple(scans), CANDIDATE, profile or load_profile("default"), broken)


def verdict(check: Callable[..., None], seen: ReaderObservation) -> Verdict:
    """
    How a check ends on an observation. What is neither an answer nor a finding is raised.
    """
    try:
        check(seen)
    except AssertionError as error:
        if finding_of(error) is None:
            raise
        return Verdict.FAIL
    except Undecided as error:
        return VERDICTS[type(error)]
    return Verdict.PASS


def verdicts(answering: Answering) -> Mapping[str, Mapping[str, Verdict]]:
    """
    Requirement -> vector -> verdict, for all requirements on readers.
    """
    rows = [row for row in load_standard().requirements.values() if row.role is Role.READER and row.id in all_checks()]
    found: dict[str, dict[str, Verdict]] = {row.id: {} for row in rows}
    for vector in reader_vectors():
        seen = observed(vector, answering)
        for row in rows:
            if row.applies_to(vector):
                found[row.id][vector.id] = verdict(all_checks()[row.id], seen)
    return found


@pytest.fixture(scope="session")
def honest() -> Mapping[str, Mapping[str, Verdict]]:
    """
    The verdicts on the reference reader.
    """
    return verdicts(by(Scanner))


@pytest.fixture
def answer() -> Callable[..., ScanAnswer]:
    """
    An answer with some of its parts, the others absent.
    """

    def made(**parts: Any) -> ScanAnswer:
        return ScanAnswer.model_validate({"result": "nothing", **parts}, strict=False)

    return made

"""
What a reader's vector must be, beyond what its types say. One that breaks a rule could make a good app fail, or a bad
one pass, so it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.model import ReaderVector, ScanResult, ScanStep
from conformance.texts import Message, say
from conformance.vectors.drawing import PLAIN, STYLES
from conformance.vectors.spoiling import KINDS


def reader_faults(vector: ReaderVector, place: str) -> Iterator[Message]:
    """
    The rules that the vector breaks, as messages that begin with `place`.
    """
    for number, step in enumerate(vector.steps):
        where = f"{place}, steps[{number}]"
        yield from _given_faults(step, f"{vector.id}-{number:02}.png", where)
        yield from _expected_faults(step, len(vector.people), where)
        if ScanResult.REFUSED in step.expected.results and not _has_twins(vector, number):
            yield say(
                "{place}: what may be refused stands between two controls, good codes that are given too", place=where
            )


def _has_twins(vector: ReaderVector, number: int) -> bool:
    """
    Whether a good code is given right before and right after a scan.
    """
    around = vector.steps[max(0, number - 1) : number + 2 : 2]
    return 0 < number < len(vector.steps) - 1 and all(step.control for step in around)


def _given_faults(step: ScanStep, file: str, place: str) -> Iterator[Message]:
    if (step.drawing is None) == (step.text is None):
        yield say("{place}: a scan is given either a picture or a text", place=place)
    if step.file != (None if step.drawing is None else file):
        yield say("{place}: the picture is called {file}; a text has none", place=place, file=file)
    if step.drawing is None:
        return
    unknown = [each.kind for each in step.drawing.spoiled if each.kind not in KINDS]
    unknown += [] if step.drawing.style in (PLAIN, *STYLES) else [step.drawing.style]
    if unknown:
        yield say("{place}: nothing is drawn like {names}", place=place, names=", ".join(unknown))


def _expected_faults(step: ScanStep, people: int, place: str) -> Iterator[Message]:
    expected = step.expected
    if step.control and expected.results != (ScanResult.ACCEPTED,):
        yield say("{place}: a control is accepted, and nothing else", place=place)
    if (ScanResult.REFUSED in expected.results) != bool(expected.reasons):
        yield say("{place}: reasons are stated where a refusal is right, and only there", place=place)
    if (ScanResult.NOTHING in expected.results) == step.must_read:
        yield say("{place}: nothing may be found exactly where a picture need not be read", place=place)
    if expected.resolved is not None and expected.resolved >= people:
        yield say("{place}: there is no person {number}", place=place, number=expected.resolved)

"""
The situations that a reader is put in, and the generator that fills them with people.

`reader.toml` holds them as data: append only, an id is never used again. Nothing is drawn here: a step names the file
of its picture and how it is drawn, and `pictures.py` makes it when it is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from conformance.model import (
    Capability,
    Drawing,
    Kind,
    Person,
    ReaderVector,
    Role,
    ScanResult,
    ScanStep,
    Spoiling,
    VectorId,
)
from conformance.standard import load_standard
from conformance.strict import Record
from conformance.texts import Bilingual
from conformance.vectors.certificates import trusted_keys
from conformance.vectors.codes import CERTIFICATES, NEIGHBOURS, PERSONAL, Code
from conformance.vectors.draw import Draw
from conformance.vectors.drawing import PLAIN
from conformance.vectors.malformed import MALFORMED
from conformance.vectors.people import Recipe, make_person
from conformance.vectors.spoiling import SMALLER_IS_WORSE, Unit
from conformance.vectors.tables import read_table

CODES: Mapping[str, Code] = {**PERSONAL, **NEIGHBOURS, **CERTIFICATES, **MALFORMED}
DECIDED_BY = "PQR-090"  # its limits are the lines between "must still read" and "may fail"


class ReaderTag(StrEnum):
    """
    What a reader's vector can be selected by; they follow from the scans. test_vectors/README.md explains each.
    """

    READER = "reader"
    PERSONAL_CODE = "personal-code"
    SCREEN_OF_APP = "screen-of-app"
    SPOILED = "spoiled"
    NEIGHBOUR = "neighbour"
    NO_EXT = "no-ext"
    MASKED_FORM = "masked-form"
    MALFORMED = "malformed"
    CERTIFICATE = "certificate"
    LONG_TEXT = "long-text"
    NEGATIVE = "negative"  # another answer is right than "a personal code", or "a good certificate"


OTHER_TAGS: Mapping[ReaderTag, Mapping[str, Code]] = {
    ReaderTag.NEIGHBOUR: NEIGHBOURS,
    ReaderTag.CERTIFICATE: CERTIFICATES,
    ReaderTag.MALFORMED: MALFORMED,
}


class Given(Record):
    """
    One scan of a situation: which code, of which person, and how its picture is made.
    """

    code: str
    person: int = 0
    text: bool = False  # handed over as a text: no symbol holds it
    level: Literal["L", "M", "Q", "H"] = "M"
    module_px: int = 6
    style: str = PLAIN
    spoiled: tuple[Spoiling, ...] = ()
    may_fail: bool = False


class Situation(Record):
    """
    One row of `reader.toml`. `twin` names the good code that is given first, and again after each scan.
    """

    id: VectorId
    title: Bilingual
    people: tuple[Recipe, ...] = Field(min_length=1)
    scans: tuple[Given, ...] = Field(min_length=1)
    twin: str | None = None
    reason: str = Field(min_length=1)
    origin: str = Field(min_length=1)


class _Situations(Record):
    situation: tuple[Situation, ...]


def load_situations() -> tuple[Situation, ...]:
    """
    All situations in the order of their ids.
    """
    return read_table("reader.toml", _Situations).situation


def generate_reader(seed: int) -> tuple[ReaderVector, ...]:
    """
    All vectors of the role reader. Pure: the same seed gives the same vectors on every machine and at every time.
    """
    limits = load_standard().get(DECIDED_BY).limits
    return tuple(_vector(each, Draw(f"{seed}/{each.id}"), limits) for each in load_situations())


def _vector(situation: Situation, draw: Draw, limits: Mapping[str, float]) -> ReaderVector:
    first = make_person(situation.people[0], draw.part("0"), None)
    later = (make_person(each, draw.part(str(index)), first) for index, each in enumerate(situation.people[1:], 1))
    people = (first, *later)
    steps = tuple(
        _step(given, control, people, f"{situation.id}-{number:02}.png", limits)
        for number, (given, control) in enumerate(_walk(situation))
    )
    return ReaderVector(
        id=situation.id,
        role=Role.READER,
        title=situation.title,
        tags=tags_of(steps, situation.scans),
        needs=_needs(situation.scans),
        reason=situation.reason,
        origin=situation.origin,
        people=people,
        keys=trusted_keys() if any(_is_certificate(step) for step in steps) else (),
        steps=steps,
    )


def _walk(situation: Situation) -> Iterator[tuple[Given, bool]]:
    """
    The scans in their order, and whether each is a control: the twin stands before the first scan and after each.
    """
    twin = Given(code=situation.twin) if situation.twin else None
    if twin:
        yield twin, True
    for given in situation.scans:
        yield given, False
        if twin:
            yield twin, True


def _step(given: Given, control: bool, people: tuple[Person, ...], file: str, limits: Mapping[str, float]) -> ScanStep:
    code = CODES[given.code]
    text = code.make(people[given.person])
    must = not given.may_fail and all(within(each, limits) for each in given.spoiled)
    parts: dict[str, Any] = {"text": text} if given.text else {"file": file, "drawing": _drawing(given, code, text)}
    return ScanStep(control=control, must_read=must, expected=code.expected(text, given.person, must), **parts)


def _drawing(given: Given, code: Code, text: str) -> Drawing:
    return Drawing(
        data=text,
        mode="alphanumeric" if code.alphanumeric else "byte",
        level=given.level,
        module_px=given.module_px,
        style=given.style,
        spoiled=given.spoiled,
    )


def within(spoiling: Spoiling, limits: Mapping[str, float]) -> bool:
    """
    Whether a reader must still read a picture that is spoiled so much: the line is the standard's.
    """
    line = limits[Unit[spoiling.kind].value]
    return spoiling.amount >= line if spoiling.kind in SMALLER_IS_WORSE else spoiling.amount <= line


def tags_of(steps: tuple[ScanStep, ...], scans: tuple[Given, ...]) -> tuple[str, ...]:
    """
    All tags of a reader's vector, in the order of the vocabulary.
    """
    found = {ReaderTag.READER, *(tag for given in scans for tag in _given_tags(given))}
    if any(ScanResult.REFUSED in step.expected.results for step in steps if not step.control):
        found.add(ReaderTag.NEGATIVE)
    return tuple(tag.value for tag in ReaderTag if tag in found)


def _given_tags(given: Given) -> Iterator[ReaderTag]:
    if given.text:
        yield ReaderTag.LONG_TEXT
    for tag, codes in OTHER_TAGS.items():
        if given.code in codes:
            yield tag
            return
    if given.code.startswith("masked"):
        yield ReaderTag.MASKED_FORM
    elif given.code.startswith("no-ext"):
        yield ReaderTag.NO_EXT
    elif given.spoiled:
        yield ReaderTag.SPOILED
    else:
        yield ReaderTag.PERSONAL_CODE if given.style == PLAIN else ReaderTag.SCREEN_OF_APP


def _needs(scans: tuple[Given, ...]) -> tuple[Capability, ...]:
    """
    The capabilities that a reader must have for these scans.
    """
    needed = {Capability.SCAN_TEXT for given in scans if given.text}
    needed |= {Capability.HC1 for given in scans if given.code in CERTIFICATES}
    return tuple(capability for capability in Capability if capability in needed)


def _is_certificate(step: ScanStep) -> bool:
    return Kind.HC1 in step.expected.kinds

"""
The situations that a platform is put in, and the generator that fills them with people.

`platform.toml` holds them as data: append only, an id is never used again. The seed changes the people, and nothing
else.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from conformance.model import (
    Capability,
    Paper,
    PaperKind,
    Person,
    PlatformAction,
    PlatformStep,
    PlatformVector,
    Role,
    VectorId,
)
from conformance.strict import Record
from conformance.texts import Bilingual
from conformance.vectors.draw import Draw
from conformance.vectors.people import Recipe, make_person
from conformance.vectors.tables import read_table


class PlatformTag(StrEnum):
    """
    What a platform's vector can be selected by.
    """

    PLATFORM = "platform"
    SAME_PERSON = "same-person"  # one person registers several times
    CONCURRENT = "concurrent"  # at the same moment
    DIFFERENT_PEOPLE = "different-people"  # people who look alike
    CROWD = "crowd"  # thousands of them
    EDIT = "edit"  # data are changed
    ACCESS = "access"  # somebody asks for data
    RIGHT_ROLE = "right-role"  # who may have them
    WRONG_ROLE = "wrong-role"  # who may have the reduced view
    REFUSAL = "refusal"  # who may have nothing
    LOCATION_LIST = "location-list"  # the list of a location's visitors
    STARRED = "starred"  # as its owner sees it
    AUDIT = "audit"  # the audit records are asked for
    AUDITED = "audited"  # and hold every look-up
    LOGS = "logs"  # the request log is asked for
    LOG_SCAN = "log-scan"  # and searched for paper numbers
    PAPER_NUMBER = "paper-number"  # a number that cannot be
    BIRTH_DATE = "birth-date"  # a date that cannot be
    PHONE_NUMBER = "phone-number"  # a phone that cannot be
    BHYT_CODE = "bhyt-code"  # a code that cannot be
    NEGATIVE = "negative"  # the platform has to refuse somebody


NEEDS = {
    PlatformAction.CHANGE: Capability.EDIT,
    PlatformAction.VISIT: Capability.LOCATIONS,
    PlatformAction.VISITORS: Capability.LOCATIONS,
    PlatformAction.AUDIT: Capability.AUDIT,
    PlatformAction.LOGS: Capability.LOGS,
}
AT_LOCATIONS = frozenset({PlatformAction.VISIT, PlatformAction.VISITORS})


class Digits(Record):
    """
    Digits that take the place of others in a paper number.
    """

    at: int = Field(ge=0, le=11)
    are: str


class Registrant(Recipe):
    """
    How one person is made: a recipe, and what is odd about them. `like` takes from the person `base`.
    """

    same: int | None = None  # the same person as that one, with other data
    base: int = 0
    declarer: int | None = None  # who declared on behalf
    spelling: Literal["decomposed", "bare"] | None = None  # NFD; without marks, which is another name
    new: tuple[Literal["name", "phone", "health_insurance"], ...] = ()
    number: Literal["next", "shorter"] | None = None  # made of the number of `base`
    digits: Digits | None = None
    born_as: date | None = None
    phone_as: str | None = None
    bhyt_as: str | None = None


class Situation(Record):
    """
    One row of `platform.toml`.
    """

    id: VectorId
    title: Bilingual
    tags: tuple[PlatformTag, ...]
    people: tuple[Registrant, ...] = Field(min_length=1)
    steps: tuple[PlatformStep, ...] = Field(min_length=1)
    reason: str = Field(min_length=1)
    origin: str = Field(min_length=1)


class _Situations(Record):
    situation: tuple[Situation, ...]


def load_platform_situations() -> tuple[Situation, ...]:
    """
    All situations in the order of their ids.
    """
    return read_table("platform.toml", _Situations).situation


def generate_platform(seed: int) -> tuple[PlatformVector, ...]:
    """
    All vectors of the role platform. Pure: the same seed gives the same vectors on every machine and at every time.
    """
    return tuple(_vector(situation, f"{seed}/{situation.id}") for situation in load_platform_situations())


def _vector(situation: Situation, label: str) -> PlatformVector:
    place = label.replace("/", "-")
    steps = tuple(_at(step, place) for step in situation.steps)
    return PlatformVector(
        id=situation.id,
        role=Role.PLATFORM,
        title=situation.title,
        tags=tuple(tag.value for tag in PlatformTag if tag in {PlatformTag.PLATFORM, *situation.tags}),
        needs=needs_of(steps),
        reason=situation.reason,
        origin=situation.origin,
        people=_people(situation.people, Draw(label)),
        seed=label,
        steps=steps,
    )


def needs_of(steps: tuple[PlatformStep, ...]) -> tuple[Capability, ...]:
    """
    The capabilities that a platform must have for these steps, in the order of their definition.
    """
    needed = {NEEDS[step.do] for step in steps if step.do in NEEDS}
    return tuple(capability for capability in Capability if capability in needed)


def _at(step: PlatformStep, place: str) -> PlatformStep:
    """
    The step with its location, which is the vector's own; the owner of one may ask for other things too.
    """
    owner = step.identity.value == "location-owner"
    return step.model_copy(update={"location": place}) if owner or step.do in AT_LOCATIONS else step


def _people(recipes: tuple[Registrant, ...], draw: Draw) -> tuple[Person, ...]:
    people: list[Person] = []
    for index, recipe in enumerate(recipes):
        people.append(_person(recipe, draw.part(str(index)), people))
    return tuple(people)


def _person(recipe: Registrant, draw: Draw, before: list[Person]) -> Person:
    if recipe.same is None:
        made = make_person(recipe, draw, before[recipe.base] if before else None)
        changes: dict[str, Any] = {"declared_by": before[recipe.declarer].qid} if recipe.declarer is not None else {}
    else:
        made, fresh = before[recipe.same], make_person(Recipe(bhyt=15, phone=True), draw, None)
        changes = {field: getattr(fresh, field) for field in recipe.new}
    given = {"born": recipe.born_as, "phone": recipe.phone_as, "health_insurance": recipe.bhyt_as}
    changes |= {field: value for field, value in given.items() if value is not None}
    changes["paper"] = _paper(recipe, made, before)
    changes["name"] = _name(recipe, changes.get("name", made.name))
    return Person(**{**dict(made), **changes})


def _name(recipe: Registrant, name: str) -> str:
    if recipe.spelling is None:
        return name
    parts = unicodedata.normalize("NFD", name)
    if recipe.spelling == "decomposed":
        return parts
    return "".join(part for part in parts if not unicodedata.combining(part))


def _paper(recipe: Registrant, made: Person, before: list[Person]) -> Paper | None:
    paper = made.paper
    if recipe.number is not None:
        base = before[recipe.base].paper
        assert base is not None, "the other person has no paper"
        if recipe.number == "shorter":
            return Paper(kind=PaperKind.PASSPORT_FOREIGN, number=base.number[1:])
        return Paper(kind=base.kind, number=base.number[:-1] + str((int(base.number[-1]) + 1) % 10))
    if recipe.digits is not None and paper is not None:
        start, end = recipe.digits.at, recipe.digits.at + len(recipe.digits.are)
        return Paper(kind=paper.kind, number=paper.number[:start] + recipe.digits.are + paper.number[end:])
    return paper

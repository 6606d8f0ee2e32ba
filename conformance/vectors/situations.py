"""
The situations that a display is put in, and the generator that fills them with people.

`situations.toml` holds them as data: append only, an id is never used again. The seed changes the people, and nothing
else: ids, tags, steps and texts stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from conformance.model import Action, Capability, DisplayVector, Person, Role, Step, VectorId
from conformance.strict import Record
from conformance.texts import Bilingual
from conformance.vectors.draw import Draw
from conformance.vectors.expected import expected_of
from conformance.vectors.people import Recipe, make_person
from conformance.vectors.tables import read_table
from conformance.vectors.tags import tags_of

SEED = 1405  # the number of the decision; the seed of the published vectors

Walk = Literal[
    "ordinary",
    "toggle-back",
    "leave",
    "restart",
    "offline",
    "edit",
    "export",
    "two-installations",
    "people",
    "people-toggled",
]

WALKS: Mapping[str, tuple[Action, ...]] = {  # what follows the installation, for the walks of one installation
    "ordinary": (Action.SHOW, Action.TOGGLE),
    "toggle-back": (Action.SHOW, Action.TOGGLE, Action.TOGGLE),
    "leave": (Action.SHOW, Action.TOGGLE, Action.LEAVE, Action.RETURN),
    "restart": (Action.SHOW, Action.TOGGLE, Action.RESTART),
    "offline": (Action.SHOW, Action.OFFLINE, Action.RESTART, Action.ONLINE),
    "edit": (Action.SHOW, Action.EDIT, Action.SHOW, Action.TOGGLE),
    "export": (Action.SHOW, Action.EXPORT),
}

CAPABILITY_OF: Mapping[Action, Capability] = {
    Action.LEAVE: Capability.LEAVE,
    Action.RETURN: Capability.LEAVE,
    Action.RESTART: Capability.RESTART,
    Action.OFFLINE: Capability.OFFLINE,
    Action.ONLINE: Capability.OFFLINE,
    Action.EDIT: Capability.EDIT,
    Action.EXPORT: Capability.EXPORT,
}


class Situation(Record):
    """
    One row of `situations.toml`.
    """

    id: VectorId
    title: Bilingual
    walk: Walk = "ordinary"
    people: tuple[Recipe, ...] = Field(min_length=1)
    reason: str = Field(min_length=1)
    origin: str = Field(min_length=1)


class _Situations(Record):
    situation: tuple[Situation, ...]


def load_situations() -> tuple[Situation, ...]:
    """
    All situations in the order of their ids.
    """
    return read_table("situations.toml", _Situations).situation


def generate(seed: int = SEED) -> tuple[DisplayVector, ...]:
    """
    All vectors of a seed. Pure: the same seed gives the same vectors on every machine and at every time.
    """
    return tuple(_vector(situation, Draw(f"{seed}/{situation.id}")) for situation in load_situations())


def _vector(situation: Situation, draw: Draw) -> DisplayVector:
    people = _people(situation.people, draw)
    steps = steps_of(situation.walk, len(people))
    return DisplayVector(
        id=situation.id,
        role=Role.DISPLAY,
        title=situation.title,
        tags=tags_of(people, steps),
        needs=needs_of(steps),
        reason=situation.reason,
        origin=situation.origin,
        people=people,
        steps=steps,
        expected=tuple(map(expected_of, people)),
    )


def _people(recipes: tuple[Recipe, ...], draw: Draw) -> tuple[Person, ...]:
    first = make_person(recipes[0], draw.part("0"), None)
    return (first, *(make_person(recipe, draw.part(str(index)), first) for index, recipe in enumerate(recipes[1:], 1)))


def steps_of(walk: Walk, people: int) -> tuple[Step, ...]:
    """
    The steps of a walk with that many people.
    """
    if walk in WALKS:
        later = (Step(do=action, person=1 if action is Action.EDIT else None) for action in WALKS[walk])
        return (Step(do=Action.INSTALL, person=0), *later)
    if walk == "two-installations":
        return tuple(step for letter in "AB" for step in _installed_and_shown(letter))
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:people]
    installs = tuple(Step(do=Action.INSTALL, installation=letter, person=at) for at, letter in enumerate(letters))
    actions = (Action.SHOW, Action.TOGGLE) if walk == "people-toggled" else (Action.SHOW,)
    return installs + tuple(Step(do=action, installation=letter) for action in actions for letter in letters)


def _installed_and_shown(letter: str) -> tuple[Step, Step]:
    return Step(do=Action.INSTALL, installation=letter, person=0), Step(do=Action.SHOW, installation=letter)


def needs_of(steps: tuple[Step, ...]) -> tuple[Capability, ...]:
    """
    The capabilities that a candidate must have for these steps, in the order of their definition.
    """
    needed = {CAPABILITY_OF[step.do] for step in steps if step.do in CAPABILITY_OF}
    return tuple(capability for capability in Capability if capability in needed)

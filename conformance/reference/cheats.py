"""
Apps that are made for the examination: each passes an ordinary run, and is found out by an official one.
"""

# ruff: noqa: ARG001 - a step takes what the app gives it, whether the cheat needs it or not

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from conformance.contract import ScreenAnswer
from conformance.model import Action, Person, Role
from conformance.reference.app import App
from conformance.reference.faults import Made
from conformance.texts import Bilingual
from conformance.vectors import generate

PAINTED = "00000000"


@dataclass(frozen=True)
class Cheat:
    """
    A copy of the reference app that only looks good.
    """

    name: str
    what: Bilingual
    steps: Mapping[str, Callable[..., Any]]  # method of App -> what stands in its place

    role: Role = Role.DISPLAY

    def made_of(self, honest: type[Made]) -> type[Made]:
        """
        The app that cheats.
        """
        return type("Cheat", (honest,), dict(self.steps))


@cache
def _published() -> Mapping[str, Person]:
    return {person.qid: person for vector in generate() for person in vector.people}


def _learnt(app: App, person: Person, alive: Sequence[Person]) -> Person:
    """
    The person where the published vectors hold them, else the first of those.
    """
    known = _published()
    return person if person.qid in known else next(iter(known.values()))


def _shown_before(app: App, action: Action, person: Person | None = None, nonce: str | None = None) -> ScreenAnswer:
    """
    The screen with the nonce of the action before.
    """
    before = getattr(app, "before", None)
    app.before = nonce  # type: ignore[attr-defined]
    return App.perform(app, action, person, before or (nonce and PAINTED))


def _painted(app: App, action: Action, person: Person | None = None, nonce: str | None = None) -> ScreenAnswer:
    """
    A stored screen, with a text beside it that says what is wanted.
    """
    answer = App.perform(app, action, person, nonce and PAINTED)
    said = [text.model_copy(update={"text": text.text.replace(PAINTED, nonce or "")}) for text in answer.texts]
    return answer.model_copy(update={"texts": tuple(said)})


CHEATS: Mapping[str, Cheat] = MappingProxyType(
    {
        cheat.name: cheat
        for cheat in (
            Cheat(
                "learnt-by-heart",
                Bilingual(vi="chỉ biết những người đã công bố", en="knows the published people, and nobody else"),
                {"registered": _learnt},
            ),
            Cheat(
                "nonce-of-before",
                Bilingual(vi="đưa ảnh chụp của thao tác trước", en="gives the screenshot of the action before"),
                {"perform": _shown_before},
            ),
            Cheat(
                "nonce-painted-over",
                Bilingual(vi="đưa ảnh có sẵn kèm chữ mới", en="gives a stored screenshot with new texts"),
                {"perform": _painted},
            ),
        )
    }
)

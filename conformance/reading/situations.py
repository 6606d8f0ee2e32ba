"""
What each step of a display's vector should show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.model import Action, DisplayVector


@dataclass(frozen=True)
class Situation:
    """
    What a step should show: whose code, in which form, with or without network, before or after an edit.
    """

    person: int
    full: bool
    offline: bool
    edited: bool
    untouched: bool


def situations(vector: DisplayVector) -> Iterator[Situation]:
    """
    The situation after each step of a vector.
    """
    person: dict[str, int] = {}
    full: dict[str, bool] = {}
    edited: set[str] = set()
    touched: set[str] = set()
    offline = False
    for step in vector.steps:
        if step.person is not None:
            person[step.installation] = step.person
        if step.do is Action.EDIT:
            edited.add(step.installation)
        if step.do is Action.TOGGLE:
            touched.add(step.installation)
            full[step.installation] = not full.get(step.installation, False)
        elif step.do in (Action.SHOW, Action.RETURN, Action.RESTART, Action.INSTALL):
            full[step.installation] = False
        offline = step.do is Action.OFFLINE or (offline and step.do is not Action.ONLINE)
        where = step.installation
        yield Situation(person.get(where, 0), full.get(where, False), offline, where in edited, where not in touched)

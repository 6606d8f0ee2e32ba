"""
How a mutant is written down: the reference app with one step replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.model import RequirementId
from conformance.reference.app import App
from conformance.texts import Bilingual


@dataclass(frozen=True)
class Mutant:
    """
    A copy of the reference candidate that breaks exactly one requirement.
    """

    name: str
    requirement: RequirementId
    what: Bilingual
    steps: Mapping[str, Callable[..., Any]]  # method of App -> what stands in its place

    def app(self) -> type[App]:
        """
        The app with the fault switched on.
        """
        return type("Mutant", (App,), dict(self.steps))


def fault(name: str, requirement: RequirementId, en: str, vi: str, /, **steps: Callable[..., Any]) -> Mutant:
    """
    One mutant; `steps` are the methods of `App` that it replaces.
    """
    return Mutant(name, requirement, Bilingual(vi=vi, en=en), steps)

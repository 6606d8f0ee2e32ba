"""
How a mutant is written down: the reference app with one step replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from conformance.model import RequirementId, Role
from conformance.texts import Bilingual

Made = TypeVar("Made")


@dataclass(frozen=True)
class Mutant:
    """
    A copy of the reference candidate that breaks exactly one requirement.
    """

    name: str
    requirement: RequirementId
    what: Bilingual
    steps: Mapping[str, Callable[..., Any]]  # method of the role's class -> what stands in its place
    role: Role = Role.DISPLAY  # which part of the reference candidate it is a copy of

    def made_of(self, honest: type[Made]) -> type[Made]:
        """
        The class of the mutant's role with the fault switched on.
        """
        return type("Mutant", (honest,), dict(self.steps))


def fault(name: str, requirement: RequirementId, en: str, vi: str, /, **steps: Callable[..., Any]) -> Mutant:
    """
    One mutant of the display; `steps` are the methods of `App` that it replaces.
    """
    return Mutant(name, requirement, Bilingual(vi=vi, en=en), steps)


def fault_of(
    role: Role, name: str, requirement: RequirementId, what: Bilingual, /, **steps: Callable[..., Any]
) -> Mutant:
    """
    One mutant of another role; `steps` are the methods that it replaces, of `Scanner` or `Office`.
    """
    return Mutant(name, requirement, what, steps, role)

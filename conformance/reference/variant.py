"""
How an honest variant is written down: the reference app with steps replaced, like a mutant, but so that it still
conforms. Each proves that no check accuses an app for looking different.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.model import RequirementId, Role
from conformance.reference.faults import Made
from conformance.texts import Bilingual, Message


def nothing_missing() -> Message | None:
    """
    For a variant that every machine can draw.
    """
    return None


@dataclass(frozen=True)
class Variant:
    """
    A copy of the reference candidate that conforms in another way. `unmet` is the one recommendation that it leaves
    unmet by design; `missing` says why this machine cannot draw it.
    """

    name: str
    what: Bilingual
    steps: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    unmet: RequirementId | None = None
    missing: Callable[[], Message | None] = nothing_missing
    role: Role = Role.DISPLAY  # which part of the reference candidate it is a copy of

    def made_of(self, honest: type[Made]) -> type[Made]:
        """
        The class of the variant's role in this form.
        """
        return type("Variant", (honest,), dict(self.steps))


def variant(name: str, en: str, vi: str, /, **steps: Callable[..., Any]) -> Variant:
    """
    One variant that every machine can draw; `steps` are the methods of `App` that it replaces.
    """
    return Variant(name, Bilingual(vi=vi, en=en), steps)

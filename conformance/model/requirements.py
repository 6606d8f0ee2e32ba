"""
The requirements of the standard, and the profiles that authorities may choose.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from pydantic import Field

from conformance.model.vectors import Vector
from conformance.model.words import Capability, Level, MaskingScope, Method, RequirementId, Role
from conformance.strict import Record
from conformance.texts import Bilingual


class Source(Record):
    """
    Where a requirement comes from, and how sure that is (A primary text ... D our own inference, * our own decision).
    """

    ref: str
    certainty: Literal["A", "B", "C", "D", "*"]


class Selection(Record):
    """
    Which vectors put a requirement to the test: those with any of the tags in `any` and none of those in `none`.
    """

    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def matches(self, vector: Vector) -> bool:
        """
        Whether the vector belongs to the selection; an empty `any` means all.
        """
        tags = set(vector.tags)
        return (not self.any or not tags.isdisjoint(self.any)) and tags.isdisjoint(self.none)


class Least(Record):
    """
    How many vectors must exercise a requirement before it can pass.
    """

    positive: int = Field(default=1, ge=0)
    negative: int = Field(default=0, ge=0)


class Requirement(Record):
    """
    One demand of the standard. Its id is for ever.
    """

    id: RequirementId
    topic: str
    level: Level
    role: Role
    also: tuple[Role, ...] = ()  # other roles that the same demand binds
    method: Method
    title: Bilingual
    text: Bilingual
    source: Source
    rule: Bilingual
    least: Least = Least()
    vectors: Selection = Selection()
    capability: Capability | None = None
    limits: dict[str, float] = {}
    limits_reason: Bilingual | None = None
    why_no_check: Bilingual | None = None
    retired: Bilingual | None = None
    chapter: str = ""

    def applies_to(self, vector: Vector) -> bool:
        """
        Whether the vector puts this requirement to the test.
        """
        return self.binds({vector.role}) and self.vectors.matches(vector)

    def binds(self, roles: Collection[Role]) -> bool:
        """
        Whether the requirement is one on a candidate that plays these roles.
        """
        return self.role is Role.ALL or not {self.role, *self.also}.isdisjoint(roles)


class Profile(Record):
    """
    What authorities may decide differently, as data; a report names its profile.
    """

    name: str
    title: Bilingual
    masking_scope: MaskingScope = MaskingScope.SCREEN
    strict_names: bool = False
    lenient_ext: bool = False
    levels: dict[RequirementId, Level] = {}

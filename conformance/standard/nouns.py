"""
What a standard is made of, beside its requirements.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from pydantic import Field

from conformance.exceptions import StandardError, UsageError
from conformance.model import Level, Requirement, RequirementId
from conformance.strict import Record
from conformance.texts import Bilingual, say


@dataclass(frozen=True)
class Chapter:
    """
    The requirements of one file, in its order.
    """

    id: str
    title: Bilingual
    requirements: tuple[Requirement, ...]

    def at_levels(self, levels: Mapping[str, Level]) -> Chapter:
        """
        The chapter with the levels of the named requirements replaced.
        """
        rows = (row.model_copy(update={"level": levels.get(row.id, row.level)}) for row in self.requirements)
        return replace(self, requirements=tuple(rows))


@dataclass(frozen=True)
class Standard:
    """
    One edition of the standard. `digest` is the SHA-256 over its content (texts, rules, profiles), not its layout.
    """

    edition: str
    title: Bilingual
    chapters: tuple[Chapter, ...]
    digest: str
    requirements: Mapping[str, Requirement]  # by id, in the order of the chapters

    def get(self, id: str) -> Requirement:
        """
        The requirement with this id. Raises UsageError naming the nearest ids.
        """
        if id in self.requirements:
            return self.requirements[id]
        near = difflib.get_close_matches(id.upper(), self.requirements, n=3, cutoff=0)
        raise UsageError(
            say(
                "There is no requirement {id} in edition {edition}. The nearest ids are: {near}",
                id=id,
                edition=self.edition,
                near=", ".join(near),
            )
        )

    def at_levels(self, levels: Mapping[str, Level]) -> Standard:
        """
        The same edition with some levels replaced.
        """
        chapters = tuple(chapter.at_levels(levels) for chapter in self.chapters)
        return replace(self, chapters=chapters, requirements=by_id(chapters))


class Edition(Record):
    """
    The head of the standard: which text it restates, and the order of its chapters.
    """

    edition: str = Field(pattern=r"^pqr-[0-9]+\.[0-9]+$")
    issued: date
    governing_act: Bilingual
    title: Bilingual
    note: Bilingual
    chapters: tuple[str, ...] = Field(min_length=1)


class ChapterHead(Record):
    """
    The head of a chapter's file.
    """

    chapter: str
    title: Bilingual


class Law(Record):
    """
    A law that a report may cite, with the days from and until which it holds, both included; null where that is open.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: Bilingual
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = Field(min_length=1)

    def in_force(self, day: date) -> bool:
        """
        Whether the law holds on that day, as far as its dates are known.
        """
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)


class Form(Record):
    """
    How an evaluator decides a requirement on documents: what the vendor is asked to file, and which laws bear on it.
    """

    requirement: RequirementId
    documents: Bilingual
    laws: tuple[str, ...] = ()


def by_id(chapters: Iterable[Chapter]) -> Mapping[str, Requirement]:
    """
    The requirements of all chapters by id, unchangeable. Raises StandardError where an id stands twice.
    """
    found: dict[str, Requirement] = {}
    for row in (row for chapter in chapters for row in chapter.requirements):
        if row.id in found:
            raise StandardError(
                say(
                    "{file}: the id {id} stands twice; it is also in {other}. An id is given once and for ever.",
                    file=f"{row.chapter}.toml",
                    id=row.id,
                    other=f"{found[row.id].chapter}.toml",
                )
            )
        found[row.id] = row
    return MappingProxyType(found)

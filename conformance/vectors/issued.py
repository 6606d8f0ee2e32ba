"""
Vectors with other QIDs: those that a platform issued during the run.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.model import AnyVector, DisplayVector, Person
from conformance.vectors.expected import expected_of


def with_qids(vector: DisplayVector, issued: Mapping[str, str]) -> DisplayVector:
    """
    The vector with each QID of its people replaced, and what is then expected of them.
    """
    people = tuple(_renamed(person, issued) for person in vector.people)
    return vector.model_copy(update={"people": people, "expected": tuple(map(expected_of, people))})


def _renamed(person: Person, issued: Mapping[str, str]) -> Person:
    declarer = person.declared_by and issued.get(person.declared_by, person.declared_by)
    return person.model_copy(update={"qid": issued[person.qid], "declared_by": declarer})


def is_issued_form(found: AnyVector, made: AnyVector | None) -> bool:
    """
    Whether `found` is `made` with other QIDs: one for each of the old ones, and never one for two.
    """
    if not isinstance(found, DisplayVector) or not isinstance(made, DisplayVector):
        return found == made
    if len(found.people) != len(made.people):
        return False
    issued = {old.qid: new.qid for old, new in zip(made.people, found.people, strict=True)}
    return with_qids(made, issued) == found

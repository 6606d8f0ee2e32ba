"""
Who is tried, and on which vectors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from conformance.checks import all_checks
from conformance.model import Requirement, Role, Vector
from conformance.reference.faults import Mutant
from conformance.reference.mutants import MUTANTS
from conformance.reference.variants import VARIANTS
from conformance.standard import load_standard
from conformance.texts import Message, say
from conformance.vectors import load_vectors

LEAST = 2  # mutants for each requirement with a check
OWN = 4  # vectors of the requirement that a mutant breaks, beside those that cover every tag
QUICK = 2  # vectors that a mutant is tried on with `--quick` when one of them catches it
SHOWN = 12  # vectors that a variant is tried on: those with the most tags
QUICK_VARIANTS = 6  # every so many variants are tried with `--quick`, on one vector


class Kind(StrEnum):
    """
    What a candidate of ours is for.
    """

    REFERENCE = "reference"  # conforms
    MUTANT = "mutant"  # breaks exactly one requirement
    VARIANT = "variant"  # conforms, and looks different


@dataclass(frozen=True)
class Subject:
    """
    One candidate to be tried, by the name under which the reference server knows it ("" is the reference itself).

    `breaks` is the one requirement that must fail. Who is caught on the first `enough` of the vectors is not tried on
    the others.
    """

    name: str
    kind: Kind
    vectors: tuple[str, ...]
    breaks: str | None = None
    enough: int = 0


def subjects(quick: bool = False) -> list[Subject]:
    """
    The reference candidate, the mutants and the variants; `quick` takes one mutant for each requirement
    and role.
    """
    roles = {vector.role for vector in load_vectors()}
    vectors = [vector for role in sorted(roles) for vector in covering(_of_role(role))]
    return [Subject("", Kind.REFERENCE, _ids(vectors)), *_mutants(quick), *_variants(quick)]


def _mutants(quick: bool) -> list[Subject]:
    chosen: dict[str, Mutant] = dict(MUTANTS)
    if quick:
        first = {(mutant.requirement, mutant.role): mutant for mutant in reversed(list(MUTANTS.values()))}
        chosen = {mutant.name: mutant for mutant in first.values()}
    return [_mutant(mutant, quick) for mutant in chosen.values()]


def _mutant(mutant: Mutant, quick: bool) -> Subject:
    vectors, rare = selection(mutant.requirement, mutant.role)
    enough = QUICK if quick else len(vectors)
    return Subject(mutant.name, Kind.MUTANT, vectors + rare, mutant.requirement, enough)


def _variants(quick: bool) -> list[Subject]:
    names = [name for name, variant in VARIANTS.items() if not variant.missing()]
    vectors = _ids(sorted(covering(_of_role(Role.DISPLAY)), key=lambda vector: -len(vector.tags)))
    chosen, shown = (names[::QUICK_VARIANTS], vectors[:1]) if quick else (names, vectors[:SHOWN])
    return [Subject(name, Kind.VARIANT, shown, VARIANTS[name].unmet, len(shown)) for name in chosen]


def untried() -> dict[str, Message]:
    """
    The variants that this machine cannot draw, and why.
    """
    found = {name: variant.missing() for name, variant in VARIANTS.items()}
    return {name: why for name, why in found.items() if why}


def unproven() -> list[Message]:
    """
    The requirements with a check that fewer than two mutants break.
    """
    broken = Counter(mutant.requirement for mutant in MUTANTS.values())
    return [_unproven(row, broken[row]) for row in sorted(all_checks()) if broken[row] < LEAST]


def _unproven(row: str, count: int) -> Message:
    text = "{requirement} has {count} mutants, at least {least} must prove that its check bites. Write another"
    return say(text, requirement=row, count=count, least=LEAST)


@cache
def selection(requirement_id: str, role: Role) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    The vectors that a mutant of this requirement in this role is tried on, those that put the requirement to the test
    first; and all others of the role, which it is tried on one by one when none of the first catches it.
    """
    row: Requirement = load_standard().get(requirement_id)
    vectors = _of_role(role)
    own = sorted((vector for vector in vectors if row.applies_to(vector)), key=lambda vector: -len(vector.tags))
    first, every = _ids([*own[:OWN], *covering(vectors)]), _ids([*own, *vectors])
    return first, tuple(each for each in every if each not in first)


def covering(vectors: Sequence[Vector]) -> list[Vector]:
    """
    A small set of vectors that has every tag at least once, and a QID with a leading zero.
    """
    zero = [vector for vector in vectors if any(each.qid.startswith("0") for each in getattr(vector, "people", ()))]
    chosen = zero[:1]
    missing = {tag for vector in vectors for tag in vector.tags} - {tag for vector in chosen for tag in vector.tags}
    while missing:
        best = max(vectors, key=lambda vector: len(missing & set(vector.tags)))
        chosen.append(best)
        missing -= set(best.tags)
    return chosen


def _of_role(role: Role) -> tuple[Vector, ...]:
    return tuple(vector for vector in load_vectors() if role in (vector.role, Role.ALL))


def _ids(vectors: Sequence[Vector]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(vector.id for vector in vectors))

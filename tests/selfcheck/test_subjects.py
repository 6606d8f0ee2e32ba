"""
Who is tried: enough mutants, enough variants, and nothing left out by the quick self-check.
"""

from __future__ import annotations

import numpy as np

from conformance.checks import all_checks
from conformance.model import Level
from conformance.reading.panel import Panel
from conformance.reading.reference_symbol import draw
from conformance.reference.mutants import MUTANTS
from conformance.reference.variants import VARIANTS
from conformance.selfcheck.remembering import Remembering, remembering
from conformance.selfcheck.subjects import Kind, selection, subjects, unproven
from conformance.standard import load_standard
from conformance.vectors import load_vectors


def test_at_least_two_mutants_break_every_requirement_with_a_check() -> None:
    """
    A check with fewer could be one that cannot fail, or that only sees the obvious.
    """
    assert [] == [message.render("en") for message in unproven()]


def test_at_least_forty_variants_conform() -> None:
    """
    Each leaves at most one recommendation unmet, and never a MUST.
    """
    unmet = {variant.unmet for variant in VARIANTS.values() if variant.unmet}
    assert len(VARIANTS) >= 40
    assert {Level.SHOULD} == {load_standard().get(row).level for row in unmet}
    assert not set(VARIANTS) & set(MUTANTS)


def test_the_whole_selfcheck_tries_everybody() -> None:
    """
    The reference candidate, each mutant, and each variant that this machine can draw.
    """
    found = subjects()
    assert set(MUTANTS) == {each.name for each in found if each.kind is Kind.MUTANT}
    possible = {name for name, variant in VARIANTS.items() if not variant.missing()}
    assert possible == {each.name for each in found if each.kind is Kind.VARIANT}
    assert [""] == [each.name for each in found if each.kind is Kind.REFERENCE]


def test_the_quick_selfcheck_touches_every_requirement() -> None:
    """
    With one mutant for each role.
    """
    found = [MUTANTS[each.name] for each in subjects(quick=True) if each.kind is Kind.MUTANT]
    wanted = {(mutant.requirement, mutant.role) for mutant in MUTANTS.values()}
    assert sorted(wanted) == sorted((mutant.requirement, mutant.role) for mutant in found)
    assert set(all_checks()) == {mutant.requirement for mutant in found}


def test_a_mutant_is_tried_where_its_requirement_is_put_to_the_test_first() -> None:
    """
    The first vectors are those of the requirement; together they have every tag of its role.
    """
    vectors = {vector.id: vector for vector in load_vectors()}
    for mutant in MUTANTS.values():
        first, _ = selection(mutant.requirement, mutant.role)
        assert load_standard().get(mutant.requirement).applies_to(vectors[first[0]])
        tags = {tag for vector in vectors.values() if vector.role is mutant.role for tag in vector.tags}
        assert tags == {tag for each in first for tag in vectors[each].tags}


def test_a_remembering_reader_reads_a_picture_once_and_as_before() -> None:
    """
    The panel that remembers sees what the panel sees, the second time without asking its readers.
    """
    picture, panel = draw(b"a text", 4), Panel.open()
    kept = remembering(panel)

    assert panel.look(picture).symbols == kept.look(picture).symbols == kept.look(picture).symbols
    assert panel.versions() == kept.versions()


def test_a_remembering_reader_tells_pictures_apart() -> None:
    """
    The same bytes in another shape are another picture.
    """
    asked: list[tuple[int, ...]] = []

    class Counting:
        name, version, text_only, patience = "counting", "1", False, 1

        def read(self, grey: np.ndarray) -> list[object]:
            asked.append(grey.shape)
            return []

    reader = Remembering(Counting())
    for shape in ((2, 3), (3, 2), (2, 3)):
        reader.read(np.zeros(shape, np.uint8))

    assert [(2, 3), (3, 2)] == asked

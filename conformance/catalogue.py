"""
What there is: requirements, vectors, checks and mutants, as text and as tables.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from textwrap import fill
from typing import TypedDict

from conformance.checks import all_checks
from conformance.model import Requirement, Vector
from conformance.reading.panel import Look, Symbol
from conformance.reading.payload import classify
from conformance.reference.mutants import MUTANTS
from conformance.report.words import CERTAINTIES, LEVELS, METHODS, ROLES
from conformance.standard import load_standard
from conformance.texts import Lang, say
from conformance.vectors import load_vectors


class Listed(StrEnum):
    """
    What `qrconform list` can list.
    """

    REQUIREMENTS = "requirements"
    VECTORS = "vectors"


def rows(what: Listed, lang: Lang) -> list[dict[str, str]]:
    """
    A row per requirement or vector.
    """
    if what is Listed.REQUIREMENTS:
        return [_requirement_row(row, lang) for row in load_standard().requirements.values()]
    return [_vector_row(vector, lang) for vector in load_vectors()]


def _vector_row(vector: Vector, lang: Lang) -> dict[str, str]:
    tags = " ".join(tag for tag in vector.tags if tag != vector.role.value)
    return {"id": vector.id, "title": f"{getattr(vector.title, lang):<60}", "tags": tags}


def _requirement_row(row: Requirement, lang: Lang) -> dict[str, str]:
    decided = say("has a check") if row.id in all_checks() else say("no check")
    return {
        "id": row.id,
        "level": f"{getattr(LEVELS[row.level], lang):<15}",
        "role": f"{getattr(ROLES[row.role], lang):<22}",
        "check": f"{decided.render(lang):<16}",
        "title": getattr(row.title, lang),
    }


def explanation(requirement_id: str, lang: Lang) -> str:
    """
    Clause, source, decision rule, vectors and mutants of a requirement. Raises UsageError for an unknown id.
    """
    row = load_standard().get(requirement_id)
    level, method, role = (getattr(word, lang) for word in (LEVELS[row.level], METHODS[row.method], ROLES[row.role]))
    head = [f"{row.id}  {getattr(row.title, lang)}", f"{level} · {role} · {method}", "", getattr(row.text, lang)]
    certainty = getattr(CERTAINTIES[row.source.certainty], lang)
    facts = [
        (say("Source"), f"{row.source.ref} ({certainty})"),
        (say("How it is decided"), getattr(row.rule, lang)),
    ]
    if row.limits and row.limits_reason:
        numbers = ", ".join(f"{name} = {value:g}" for name, value in row.limits.items())
        facts.append((say("Limits"), f"{numbers}. {getattr(row.limits_reason, lang)}"))
    if row.why_no_check:
        facts.append((say("Why no check decides it"), getattr(row.why_no_check, lang)))
    else:
        vectors = [vector for vector in load_vectors() if row.applies_to(vector)]
        text = "{count} put it to the test, at least {least} must: {ids}"
        least = row.least.positive + row.least.negative
        counted = say(text, count=len(vectors), least=least, ids=" ".join(each.id for each in vectors))
        facts.append((say("Vectors"), counted.render(lang)))
        facts.append((say("Mutants that fail it"), " ".join(_mutants(row.id)) or "-"))
    return "\n".join([*head, "", *(f"{label.render(lang)}:\n{_indented(text)}" for label, text in facts)])


def _indented(text: str) -> str:
    return fill(text, 100, initial_indent="  ", subsequent_indent="  ")


def _mutants(requirement_id: str) -> list[str]:
    return [name for name, mutant in MUTANTS.items() if mutant.requirement == requirement_id]


def coverage() -> str:
    """
    The coverage table as Markdown: every requirement with its check, its vectors and its mutants, or why it has none.
    """
    lines = [
        "# Coverage: requirement by check by vectors by mutants",
        "",
        "Written by `qrconform coverage`; a test fails when it is stale.",
        "",
        "| requirement | level | role | check | vectors (least) | mutants | why no check |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    vectors = load_vectors()
    return "\n".join([*lines, *(_coverage_row(row, vectors) for row in load_standard().requirements.values())]) + "\n"


def _coverage_row(row: Requirement, vectors: tuple[Vector, ...]) -> str:
    check = all_checks().get(row.id)
    named = f"`{check.__module__.rpartition('.')[2]}.{check.__name__}`" if check else "-"
    least = row.least.positive + row.least.negative
    counted = f"{sum(row.applies_to(vector) for vector in vectors)} ({least})" if check else "-"
    mutants = ", ".join(f"`{name}`" for name in _mutants(row.id)) or "-"
    reason = row.why_no_check.en if row.why_no_check else ""
    cells = (row.id, row.level.value.upper(), row.role.value, named, counted, mutants, reason)
    return "| " + " | ".join(cells) + " |"


# ------------------------------------------------------------------------------------------------- what readers see


class Sighted(TypedDict):
    """
    What one reader read of a symbol.
    """

    reader: str
    same: bool
    text: str
    hex: str
    rescue: str | None


class SymbolSight(TypedDict):
    """
    One symbol of a picture.
    """

    kind: str
    text: str
    hex: str
    facts: dict[str, object]
    corners: list[tuple[float, float]]
    readings: list[Sighted]


class Sight(TypedDict):
    """
    What the panel sees in a picture file, as `qrconform read --json` prints it.
    """

    file: str
    symbols: list[SymbolSight]
    ms: dict[str, float]


def sight(file: Path, look: Look) -> Sight:
    """
    The look of the panel as plain values.
    """
    symbols = [_symbol(symbol) for symbol in look.symbols]
    return Sight(file=str(file), symbols=symbols, ms={name: round(ms, 2) for name, ms in look.reader_ms.items()})


def _symbol(symbol: Symbol) -> SymbolSight:
    text = _text(symbol.data)
    readings = [
        Sighted(
            reader=each.reader,
            same=each.data == symbol.data,
            text=_text(each.data),
            hex=each.data.hex(),
            rescue=each.rescue,
        )
        for each in symbol.readings
    ]
    facts: dict[str, object] = {"version": symbol.version, "level": symbol.level, "mask": symbol.mask}
    facts |= {"inverted": symbol.inverted, "mirrored": symbol.mirrored, "rescue": symbol.rescue}
    return SymbolSight(
        kind=classify(text).value,
        text=text,
        hex=symbol.data.hex(),
        facts=facts,
        corners=list(symbol.corners),
        readings=readings,
    )


def _text(data: bytes) -> str:
    """
    The bytes as UTF-8; what is none of it shows as \\xNN.
    """
    return data.decode("utf-8", "backslashreplace")

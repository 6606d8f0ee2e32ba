"""
What was measured of a code, made ready for a page: parameters with their grades, values beside the limits of the
standard, and how far the code can be spoiled before each reader loses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from conformance.reading.symbol import Measurement, Parameter
from conformance.reading.symbol.margins import NAMES as SPOILINGS
from conformance.reading.symbol.margins import Margin, Spoiling
from conformance.reading.symbol.wording import LETTERS, NAMES, decimal
from conformance.report.codes import ShownCode
from conformance.report.labels import both, label
from conformance.result import Report
from conformance.texts import Bilingual

Limits = Mapping[str, Mapping[str, float]]  # requirement -> name -> number
# The trials of PQR-082 that are margins too.
TRIED: Mapping[Spoiling, str] = {Spoiling.ROTATION: "rotation_degrees", Spoiling.SIZE: "scale_percent"}


@dataclass(frozen=True)
class Graded:
    """
    A parameter: its name, value and grade.
    """

    name: Bilingual
    value: Bilingual
    grade: str


@dataclass(frozen=True)
class Held:
    """
    A measured value beside the limit of a requirement.
    """

    name: Bilingual
    value: Bilingual
    limit: Bilingual
    requirement: str


@dataclass(frozen=True)
class Bar:
    """
    What one reader bears: the amount, and how many percent of the steps that is.
    """

    amount: Bilingual
    percent: float


@dataclass(frozen=True)
class Borne:
    """
    One degradation: a bar for each reader, and where the limit stands among the steps, None where there is none.
    """

    name: Bilingual
    bars: tuple[Bar, ...]
    limit: Bilingual | None
    percent: float


def limits_of(report: Report) -> Limits:
    """
    The limits of the requirements of a report.
    """
    return {result.requirement.id: result.requirement.limits for result in report.results}


def graded(seen: Measurement) -> Iterator[Graded]:
    """
    All parameters, then the overall grade.
    """
    for each in seen.parameters:
        yield Graded(both(NAMES[each.name]), _value(each), _grade(each.grade))
    yield Graded(label("overall_grade"), _figure("–"), _grade(seen.grade))


def held(seen: Measurement, limits: Limits) -> Iterator[Held]:
    """
    What the requirements on the symbol measure, each beside its limit.
    """
    measured: tuple[tuple[str, str, str, str, Fraction], ...] = (
        ("PQR-081", "quiet_zone_modules", "held_quiet_zone", "≥", min(seen.quiet_zone)),
        ("PQR-081", "module_px", "held_module", "≥", min(seen.module_px)),
        ("PQR-081", "square_percent", "held_square", "≤", 100 * seen.skew),
        ("PQR-083", "contrast_ratio", "held_contrast", "≥", seen.contrast_ratio),
    )
    for requirement, name, key, sign, value in measured:
        limit = limits.get(requirement, {}).get(name)
        if limit is not None:
            yield Held(label(key), _figure(decimal(value)), _figure(f"{sign} {limit:g}"), requirement)
    if "PQR-082" in limits:
        yield Held(label("held_level"), _figure(seen.kind.level), _figure("≥ M"), "PQR-082")


def borne(code: ShownCode, limits: Limits) -> Iterator[Borne]:
    """
    The margins of a code, those with a limit beside it. Takes about a second.
    """
    trials = limits.get("PQR-082", {})
    for each in code.margins:
        limit = trials.get(TRIED.get(each.spoiling, ""))
        bars = tuple(Bar(_amount(amount, each.end), _percent(amount, each)) for amount in each.amounts.values())
        shown = None if limit is None else _figure(f"{limit:g}")
        yield Borne(both(SPOILINGS[each.spoiling]), bars, shown, _percent(limit, each))


def _percent(amount: float | None, margin: Margin) -> float:
    return 0.0 if amount is None else round(100 * (amount - margin.start) / (margin.end - margin.start), 1)


def _amount(amount: float | None, end: float) -> Bilingual:
    if amount is None:
        return label("not_at_all")
    return _figure(f"{round(amount, 2):g}" + ("+" if amount == end else ""))


def _value(parameter: Parameter) -> Bilingual:
    return _figure("–" if parameter.value is None else decimal(parameter.value))


def _grade(grade: int | None) -> str:
    return "–" if grade is None else f"{grade} {LETTERS[grade]}"


def _figure(text: str) -> Bilingual:
    return Bilingual(vi=text.replace(".", ","), en=text)

"""
Where each result stands: what must change first, what should, and what is in order. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from conformance.model import Level, Verdict
from conformance.result import Outcome, Report, Result
from conformance.scoring import NOT_MET, UNDETERMINED


class Standing(IntEnum):
    """
    What a result means for the candidate, the heaviest first.
    """

    VOID = 0  # the suite's own fault
    VIOLATED = 1  # a MUST that is not met
    OPEN = 2  # a MUST that is not decided
    ADVISED = 3  # a recommendation that is not met
    ADVICE_OPEN = 4  # a recommendation that is not decided
    MET = 5
    NOT_APPLICABLE = 6

    @property
    def style(self) -> str:
        """
        The name of its style, the same in every writer that has styles.
        """
        return self.name.lower().replace("_", "-")


def standing(result: Result) -> Standing:
    """
    Where a result stands.
    """
    binding = result.requirement.level is Level.MUST
    if result.verdict is Verdict.SUITE_ERROR:
        return Standing.VOID
    if result.verdict in NOT_MET:
        return Standing.VIOLATED if binding else Standing.ADVISED
    if result.verdict in UNDETERMINED:
        return Standing.OPEN if binding else Standing.ADVICE_OPEN
    return Standing.MET if result.verdict is Verdict.PASS else Standing.NOT_APPLICABLE


def open_points(report: Report) -> tuple[Result, ...]:
    """
    The results that are neither met nor without application, the heaviest first, else in the order of the standard.
    """
    points = (result for result in report.results if standing(result) < Standing.MET)
    return tuple(sorted(points, key=standing))


def of(report: Report, *wanted: Standing) -> tuple[Result, ...]:
    """
    The results that stand so, in the order of the standard.
    """
    return tuple(result for result in report.results if standing(result) in wanted)


def short_of(result: Result) -> tuple[Outcome, ...]:
    """
    The outcomes of a result that are not a pass, the worst first.
    """
    return tuple(outcome for outcome in result.outcomes if outcome.verdict is not Verdict.PASS)


def first_pass(result: Result) -> Outcome | None:
    """
    The outcome to show for a requirement that is met.
    """
    return next((outcome for outcome in result.outcomes if outcome.verdict is Verdict.PASS), None)


def files(outcomes: Iterable[Outcome | None]) -> list[str]:
    """
    The screens that decided the outcomes, each once, in their order.
    """
    return list(dict.fromkeys(outcome.file for outcome in outcomes if outcome and outcome.file))

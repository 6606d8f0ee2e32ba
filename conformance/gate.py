"""
The gate of a release: strict by default, it ends as the conclusion does. A policy can only make it stricter, or accept
named recommendations for a while.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from conformance.exceptions import UsageError
from conformance.model import ExitCode, Level, RequirementId
from conformance.report.junit import blocking
from conformance.report.standing import Standing, of
from conformance.report.summary import Acceptance, Decision
from conformance.result import Report
from conformance.strict import Record
from conformance.texts import Message, say


class Accepted(Record):
    """
    A recommendation that may stay unmet, why, and the last day on which that holds.
    """

    requirement: RequirementId
    reason: Annotated[str, StringConstraints(min_length=10, max_length=500)]
    until: date


class Policy(Record):
    """
    What is demanded beyond the conclusion; every key that is left out demands nothing more.
    """

    recommendations: bool = Field(default=False, description="recommendations block too, but the accepted ones")
    official: bool = Field(default=False, description="only an official run passes")
    complete_panel: bool = Field(default=False, description="only a run judged with every reader passes")
    accepted: tuple[Accepted, ...] = ()


def decide(report: Report, policy: Policy, today: date) -> Decision:
    """
    What the gate says to a report on a day. Raises UsageError where the policy accepts what it must not.
    """
    _hold(report, policy)
    accepted = {each.requirement for each in policy.accepted if today <= each.until}
    unmet = _ids(report, Standing.ADVISED) - accepted if policy.recommendations else frozenset()
    undecided = _ids(report, Standing.ADVICE_OPEN) - accepted if policy.recommendations else frozenset()
    shortfalls = tuple(_shortfalls(report, policy))
    code = report.score.exit_code
    if code is ExitCode.CONFORMS and unmet:
        code = ExitCode.DOES_NOT_CONFORM
    elif code is ExitCode.CONFORMS and (undecided or shortfalls):
        code = ExitCode.UNDETERMINED
    listed = _ids(report, Standing.ADVISED, Standing.ADVICE_OPEN)
    return Decision(
        code=code,
        reasons=(*_reasons(report, policy, today), *shortfalls, *_blocked(unmet | undecided)),
        failing=blocking(report) | unmet | undecided,
        accepted=tuple(
            Acceptance(each.requirement, each.reason, each.until)
            for each in policy.accepted
            if each.requirement in accepted & listed
        ),
    )


def _ids(report: Report, *standings: Standing) -> frozenset[str]:
    return frozenset(result.requirement.id for result in of(report, *standings))


def _hold(report: Report, policy: Policy) -> None:
    """
    Only a known recommendation can be accepted, and once. Raises UsageError.
    """
    results = [result.requirement for result in report.results]
    levels = {row.id: row.level for row in (*results, *report.undecided)}
    ids = [each.requirement for each in policy.accepted]
    for id in ids:
        if id not in levels:
            text = "the policy accepts {id}, which is no requirement of edition {edition}. Remove it or correct the id"
            raise UsageError(say(text, id=id, edition=report.run.edition))
        if levels[id] is Level.MUST:
            text = "the policy accepts {id}, which is a MUST: only recommendations can be accepted. Mend the candidate"
            raise UsageError(say(text, id=id))
        if ids.count(id) > 1:
            raise UsageError(say("the policy accepts {id} more than once. Keep one of them", id=id))


def _reasons(report: Report, policy: Policy, today: date) -> Iterator[Message]:
    if report.score.exit_code is not ExitCode.CONFORMS:
        yield say("the run does not conclude that the candidate conforms")
    yield from report.score.shortfalls
    for each in policy.accepted:
        if today > each.until:
            yield say("the acceptance of {id} ended on {day}", id=each.requirement, day=each.until)


def _shortfalls(report: Report, policy: Policy) -> Iterator[Message]:
    if policy.official and not report.run.official:
        yield say("the policy demands an official run. Run again with --official")
    if policy.complete_panel and report.run.panel_missing:
        yield say("the policy demands the complete panel of readers. Install what is missing, then judge again")


def _blocked(ids: frozenset[str]) -> Iterator[Message]:
    if ids:
        yield say("the policy demands these recommendations: {ids}", ids=", ".join(sorted(ids)))

"""
From outcomes to verdicts, tallies and the conclusion. Pure, and the only place where anything is counted.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from conformance.model import Conclusion, ExitCode, Level, Requirement, Role, Verdict
from conformance.result import ChapterScore, Outcome, Result, Score, Tally
from conformance.standard import Standard
from conformance.strict import canonical_json
from conformance.texts import Message, say

RULE = say(
    "A requirement is met when it held on every vector that put it to the test, and on at least as many as its row "
    "demands. The conclusion rests on the MUST requirements that apply and that this edition decides, and on nothing "
    "else: no percentage can buy off a violated MUST. "
    "Only a run over all vectors can conclude that a candidate conforms."
)

# What one vector's answer does to the requirement: the first of these that occurs is the verdict.
PRECEDENCE = (
    Verdict.SUITE_ERROR,
    Verdict.FAIL,
    Verdict.BLOCKED,
    Verdict.INCONCLUSIVE,
    Verdict.REVIEW,
)
NOT_MET = frozenset({Verdict.FAIL, Verdict.BLOCKED})
UNDETERMINED = frozenset({Verdict.INSUFFICIENT, Verdict.INCONCLUSIVE, Verdict.REVIEW})
EXIT_CODES: Mapping[Conclusion, ExitCode] = {
    Conclusion.CONFORMS: ExitCode.CONFORMS,
    Conclusion.DOES_NOT_CONFORM: ExitCode.DOES_NOT_CONFORM,
    Conclusion.UNDETERMINED: ExitCode.UNDETERMINED,
    Conclusion.VOID: ExitCode.SUITE_ERROR,
}


def judge_requirement(requirement: Requirement, outcomes: Sequence[Outcome], roles: Iterable[Role]) -> Result:
    """
    The result of one requirement from its outcomes, for a candidate that plays `roles`.
    """
    count = Counter(outcome.verdict for outcome in outcomes)
    held, exercised = count[Verdict.PASS], count[Verdict.PASS] + count[Verdict.FAIL]
    verdict, reason = _verdict(requirement, outcomes, frozenset(roles))
    passes = [outcome for outcome in outcomes if outcome.verdict is Verdict.PASS]
    others = [outcome for outcome in outcomes if outcome.verdict is verdict is not Verdict.PASS]
    return Result(
        requirement=requirement,
        verdict=verdict,
        held=held,
        exercised=exercised,
        least=requirement.least.positive,
        reason=reason,
        outcomes=(*sorted(others, key=lambda outcome: outcome.vector), *passes[:1]),
    )


def _verdict(
    requirement: Requirement, outcomes: Sequence[Outcome], roles: frozenset[Role]
) -> tuple[Verdict, Message | None]:
    if requirement.role is not Role.ALL and requirement.role not in roles:
        text = "the candidate does not play the role {role}"
        return Verdict.NOT_APPLICABLE, say(text, role=requirement.role.value)
    for verdict in PRECEDENCE:
        for outcome in outcomes:
            if outcome.verdict is verdict:
                return verdict, outcome.message
    held, least = sum(outcome.verdict is Verdict.PASS for outcome in outcomes), requirement.least.positive
    absent = [outcome for outcome in outcomes if outcome.verdict is Verdict.NOT_APPLICABLE]
    if absent and not held and requirement.capability is not None:
        return Verdict.NOT_APPLICABLE, absent[0].message
    if held < max(1, least):
        text = "vectors that put it to the test: {held}; at least {least} must"
        return Verdict.INSUFFICIENT, say(text, held=held, least=max(1, least))
    return Verdict.PASS, None


def score(
    standard: Standard, results: Sequence[Result], outcomes: Sequence[Outcome], shortfalls: Sequence[Message] = ()
) -> Score:
    """
    The tallies and the conclusion of all results; the digest is taken over every outcome.
    """
    conclusion = conclude(results, complete=not shortfalls)
    by_chapter = [
        ChapterScore(
            chapter=chapter.id,
            title=chapter.title,
            tally=tally(result for result in results if result.requirement.chapter == chapter.id),
        )
        for chapter in standard.chapters
    ]
    return Score(
        conclusion=conclusion,
        exit_code=EXIT_CODES[conclusion],
        rule=RULE,
        shortfalls=tuple(shortfalls),
        total=tally(results),
        chapters=tuple(each for each in by_chapter if each.tally != Tally()),
        roles=_by_role(results),
        verdict_digest=verdict_digest(results, outcomes),
    )


def _by_role(results: Sequence[Result]) -> dict[Role, Tally]:
    tallies = {role: tally(each for each in results if each.requirement.role is role) for role in Role}
    return {role: found for role, found in tallies.items() if found != Tally()}


def conclude(results: Sequence[Result], complete: bool = True) -> Conclusion:
    """
    The conclusion from the MUST requirements alone; an error of the suite voids the run whatever else was found, and a
    run that is not complete never concludes that a candidate conforms.
    """
    verdicts = {result.verdict for result in results}
    binding = {result.verdict for result in results if result.requirement.level is Level.MUST}
    if Verdict.SUITE_ERROR in verdicts:
        return Conclusion.VOID
    if binding & NOT_MET:
        return Conclusion.DOES_NOT_CONFORM
    if binding & UNDETERMINED or Verdict.PASS not in binding or not complete:
        return Conclusion.UNDETERMINED
    return Conclusion.CONFORMS


def tally(results: Iterable[Result]) -> Tally:
    """
    How many of the results are met, by level; those that do not apply are left out.
    """
    counted = [result for result in results if result.verdict is not Verdict.NOT_APPLICABLE]
    must = [result for result in counted if result.requirement.level is Level.MUST]
    should = [result for result in counted if result.requirement.level is Level.SHOULD]
    return Tally(
        must_met=sum(result.verdict is Verdict.PASS for result in must),
        must=len(must),
        should_met=sum(result.verdict is Verdict.PASS for result in should),
        should=len(should),
    )


def verdict_digest(results: Sequence[Result], outcomes: Sequence[Outcome]) -> str:
    """
    SHA-256 of all verdicts, in an order of their own; sentences, times and pictures are not part of it.
    """
    rows = sorted([result.requirement.id, result.verdict.value] for result in results)
    cells = sorted([outcome.requirement, outcome.vector, outcome.verdict.value] for outcome in outcomes)
    return hashlib.sha256(canonical_json([rows, cells])).hexdigest()

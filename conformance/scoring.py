"""
From outcomes to verdicts, tallies and the conclusion. Pure, and the only place where anything is counted.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from conformance.model import Conclusion, ExitCode, Level, Method, Requirement, Role, Verdict
from conformance.result import ChapterScore, Outcome, Result, Score, Tally
from conformance.standard import Standard
from conformance.strict import canonical_json
from conformance.texts import Message, say

RULE = say(
    "A requirement is met when it held on every vector that put it to the test, and on at least as many as its "
    "row demands, in each role that it binds. The conclusion rests on the MUST requirements that apply and that "
    "this edition decides, and on nothing else: no percentage can buy off a violated MUST. Only a run over all "
    "vectors can conclude that a candidate conforms. Requirements on documents count in an official run, and in "
    "any other as soon as one review is recorded for it; each is undetermined until an evaluator's decision is "
    "recorded."
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


def judge_requirement(
    requirement: Requirement,
    outcomes: Sequence[Outcome],
    roles: Iterable[Role],
    negatives: Collection[str] = frozenset(),
    playing: Mapping[str, Role] = MappingProxyType({}),
) -> Result:
    """
    The result of one requirement from its outcomes, for a candidate that plays `roles`; `negatives` are the ids of the
    vectors that are to be refused, which are counted apart from the others. `playing` names the role of each vector: of
    several roles that the requirement binds, each must be put to the test often enough. Without it they are one.
    """
    count = Counter(outcome.verdict for outcome in outcomes)
    held, exercised = count[Verdict.PASS], count[Verdict.PASS] + count[Verdict.FAIL]
    verdict, reason = _verdict(requirement, outcomes, frozenset(roles), negatives, playing)
    passes = [outcome for outcome in outcomes if outcome.verdict is Verdict.PASS]
    others = [outcome for outcome in outcomes if outcome.verdict is verdict is not Verdict.PASS]
    return Result(
        requirement=requirement,
        verdict=verdict,
        held=held,
        exercised=exercised,
        least=requirement.least.positive + requirement.least.negative,
        reason=reason,
        outcomes=(*sorted(others, key=lambda outcome: outcome.vector), *passes[:1]),
    )


def _verdict(
    requirement: Requirement,
    outcomes: Sequence[Outcome],
    roles: frozenset[Role],
    negatives: Collection[str],
    playing: Mapping[str, Role],
) -> tuple[Verdict, Message | None]:
    if absent_role := role_absent(requirement, roles):
        return Verdict.NOT_APPLICABLE, absent_role
    for verdict in PRECEDENCE:
        for outcome in outcomes:
            if outcome.verdict is verdict:
                return verdict, outcome.message
    bound = sorted(roles & {requirement.role, *requirement.also}) if playing else []
    if len(bound) < 2:
        return _enough(requirement, outcomes, negatives)
    of_roles = {role: [each for each in outcomes if playing.get(each.vector) is role] for role in bound}
    found = {role: _enough(requirement, mine, negatives) for role, mine in of_roles.items()}
    for role, (verdict, lacking) in found.items():
        if verdict is Verdict.INSUFFICIENT and lacking:
            return verdict, say("of the role {role}: {lacking}", role=role.value, lacking=lacking)
    return next((each for each in found.values() if each[0] is Verdict.PASS), found[bound[0]])


def _enough(
    requirement: Requirement, outcomes: Sequence[Outcome], negatives: Collection[str]
) -> tuple[Verdict, Message | None]:
    """
    Whether what held is enough, for outcomes none of which decides by itself.
    """
    held = {outcome.vector for outcome in outcomes if outcome.verdict is Verdict.PASS}
    absent = [outcome for outcome in outcomes if outcome.verdict is Verdict.NOT_APPLICABLE]
    if absent and not held and requirement.capability is not None:
        return Verdict.NOT_APPLICABLE, absent[0].message
    if lacking := _lacking(requirement, held, negatives):
        return Verdict.INSUFFICIENT, lacking
    return Verdict.PASS, None


def role_absent(requirement: Requirement, roles: Collection[Role]) -> Message | None:
    """
    Why a requirement does not apply to a candidate that plays `roles`, None where it does.
    """
    if requirement.binds(roles):
        return None
    return say("the candidate does not play the role {role}", role=requirement.role.value)


def _lacking(requirement: Requirement, held: set[str], negatives: Collection[str]) -> Message | None:
    """
    What is missing before the requirement can pass: a negative vector never stands in for a positive one, nor the other
    way round.
    """
    refused, least = held & set(negatives), requirement.least
    positive = len(held) - len(refused)
    if positive < least.positive or not held:
        text = "vectors that put it to the test: {held}; at least {least} must"
        return say(text, held=positive, least=max(1, least.positive))
    if len(refused) < least.negative:
        text = "negative vectors that put it to the test: {held}; at least {least} must"
        return say(text, held=len(refused), least=least.negative)
    return None


def score(
    standard: Standard, results: Sequence[Result], outcomes: Sequence[Outcome], shortfalls: Sequence[Message] = ()
) -> Score:
    """
    The tallies and the conclusion of all results; the digest is taken over every outcome.
    """
    conclusion = conclude(results, complete=not shortfalls)
    return Score(
        conclusion=conclusion,
        exit_code=EXIT_CODES[conclusion],
        rule=RULE,
        shortfalls=tuple(shortfalls),
        total=tally(results),
        chapters=_by_chapter(standard, results),
        roles=_by_role(results),
        verdict_digest=verdict_digest(results, outcomes),
    )


def rescore(before: Score, standard: Standard, results: Sequence[Result]) -> Score:
    """
    The same score with the decisions on documents among the results; the digest stays that of the checks.
    """
    conclusion = conclude(results, complete=not before.shortfalls)
    parts = {
        "conclusion": conclusion,
        "exit_code": EXIT_CODES[conclusion],
        "total": tally(results),
        "chapters": _by_chapter(standard, results),
        "roles": _by_role(results),
    }
    return before.model_copy(update=parts)


def _by_chapter(standard: Standard, results: Sequence[Result]) -> tuple[ChapterScore, ...]:
    found = [
        ChapterScore(
            chapter=chapter.id,
            title=chapter.title,
            tally=tally(result for result in results if result.requirement.chapter == chapter.id),
        )
        for chapter in standard.chapters
    ]
    return tuple(each for each in found if each.tally != Tally())


def _by_role(results: Sequence[Result]) -> dict[Role, Tally]:
    tallies = {role: tally(each for each in results if each.requirement.role is role) for role in Role}
    return {role: found for role, found in tallies.items() if found != Tally()}


def conclude(results: Sequence[Result], complete: bool = True) -> Conclusion:
    """
    The conclusion from the MUST requirements alone; an error of the suite voids the run whatever else was found. A run
    that is not complete never concludes that a candidate conforms, nor does one in which no check saw a MUST held:
    documents alone show nothing of what an app does.
    """
    verdicts = {result.verdict for result in results}
    must = [result for result in results if result.requirement.level is Level.MUST]
    binding = {result.verdict for result in must}
    seen = {result.verdict for result in must if result.requirement.method is not Method.DOCUMENT}
    if Verdict.SUITE_ERROR in verdicts:
        return Conclusion.VOID
    if binding & NOT_MET:
        return Conclusion.DOES_NOT_CONFORM
    if binding & UNDETERMINED or Verdict.PASS not in seen or not complete:
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
    SHA-256 of all verdicts of checks, in an order of their own; sentences, times, pictures and what was decided on
    documents are not part of it.
    """
    checked = [result for result in results if result.requirement.method is not Method.DOCUMENT]
    rows = sorted([result.requirement.id, result.verdict.value] for result in checked)
    cells = sorted([outcome.requirement, outcome.vector, outcome.verdict.value] for outcome in outcomes)
    return hashlib.sha256(canonical_json([rows, cells])).hexdigest()

"""
What the commands `review` and `rejudge` do: the desk of an evaluator, and of whoever maintains the suite.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from conformance.console import complain, tell
from conformance.documents import evidence_of
from conformance.evidence import Bundle
from conformance.exceptions import UsageError
from conformance.model import ExitCode
from conformance.rejudged import plain, spoken
from conformance.rejudging import Rejudged, rejudged
from conformance.report.words import DECISIONS, LEVELS
from conformance.result import Decision, DocumentReview
from conformance.reviewing import Asked, Wish, asked, in_effect, place_of, read_reviews, record_review, reviewable
from conformance.texts import Lang, Message, language, say, visible


@dataclass(frozen=True)
class Given:
    """
    The options of `review` as the user gave them.
    """

    requirement: str | None = None
    decision: Decision | None = None
    by: str | None = None
    reason: str | None = None
    documents: tuple[Path, ...] = ()
    day: str | None = None


def review(place: Path, given: Given, as_json: bool) -> int:
    """
    Record a decision; without one, show what is to be decided and what is recorded.
    """
    bundle = evidence_of(place)
    day = _day(given.day)
    if given.decision is not None:
        return _record(bundle, given, day, as_json)
    if given.by or given.reason or given.documents:
        raise UsageError(say("a review needs a verdict: --verdict met, not-met or not-applicable"))
    return _show(bundle, given.requirement, day, as_json)


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now().astimezone().date()
    except ValueError as error:
        raise UsageError(say("{day} is no day. Write it as YYYY-MM-DD", day=text or "")) from error


def _record(bundle: Bundle, given: Given, day: date, as_json: bool) -> int:
    if given.requirement is None or given.decision is None:
        raise UsageError(say("a verdict is given on one requirement: name it, as in qrconform review RUN PQR-110"))
    wish = Wish(
        given.requirement.upper(), given.decision, given.by or "", given.reason or "", day, given.documents
    )  # fmt: skip
    made = record_review(bundle, wish)
    if as_json:
        print(made.model_dump_json(indent=1))
        return ExitCode.CONFORMS
    text = "recorded in {file}: {id}, {decision}. Every report that is made from now on shows it"
    word = getattr(DECISIONS[made.decision], language())
    tell(say(text, file=place_of(bundle), id=made.requirement, decision=word).harmless())
    return ExitCode.CONFORMS


def _show(bundle: Bundle, requirement: str | None, day: date, as_json: bool) -> int:
    roles = bundle.head.candidate.roles
    history = read_reviews(bundle, bundle.verify())
    wanted = reviewable(requirement.upper(), roles).id if requirement else None
    found = [each for each in asked(roles, in_effect(history), day) if wanted in (None, each.requirement.id)]
    if as_json:
        print(json.dumps([_plain(each, history) for each in found], ensure_ascii=False, indent=1))
        return ExitCode.CONFORMS
    for each in found:
        for line in _lines(each, history, language(), whole=wanted is not None):
            tell(line.harmless(10_000))
    tell(say("record one: qrconform review {place} ID --verdict met --by NAME --reason TEXT", place=bundle.place))
    return ExitCode.CONFORMS


def _plain(its: Asked, history: tuple[DocumentReview, ...]) -> dict[str, Any]:
    mine = [each for each in history if each.requirement == its.requirement.id]
    return {
        "requirement": its.requirement.id,
        "level": its.requirement.level.value,
        "title": its.requirement.title.model_dump(),
        "text": its.requirement.text.model_dump(),
        "rule": its.requirement.rule.model_dump(),
        "documents": its.form.documents.model_dump(),
        "laws": [law.id for law in its.laws],
        "decision": its.review.decision.value if its.review else None,
        "reviews": [each.model_dump(mode="json") for each in mine],
    }


def _lines(its: Asked, history: tuple[DocumentReview, ...], lang: Lang, whole: bool) -> Iterator[Message]:
    """
    One requirement: what was decided, and in what is still to be decided also what is asked for.
    """
    row = its.requirement
    state = getattr(DECISIONS[its.review.decision], lang) if its.review else say("not reviewed yet")
    head = {"id": row.id, "title": getattr(row.title, lang), "level": getattr(LEVELS[row.level], lang)}
    yield say("{id} {title} ({level}): {state}", **head, state=state)
    for each in history:
        if each.requirement == row.id:
            yield _recorded(each, lang, replaced=each != its.review)
    if whole:
        yield say("  demanded: {text}", text=getattr(row.text, lang))
        yield say("  how it is decided: {text}", text=getattr(row.rule, lang))
    if whole or its.review is None:
        yield say("  documents to be filed: {text}", text=getattr(its.form.documents, lang))
        for law in its.laws:
            yield say("  law in force on that day: {title}", title=getattr(law.title, lang))


def _recorded(each: DocumentReview, lang: Lang, replaced: bool) -> Message:
    parts = {
        "decision": getattr(DECISIONS[each.decision], lang),
        "by": visible(each.by),
        "day": each.day,
        "reason": visible(each.reason, 2_000),
        "documents": ", ".join(f"{one.name} ({one.sha256[:16]}…)" for one in each.documents) or say("no document"),
    }
    if replaced:
        return say("  replaced: {decision}, {by}, {day}: {reason} [{documents}]", **parts)
    return say("  in effect: {decision}, {by}, {day}: {reason} [{documents}]", **parts)


def rejudge(bundles: list[Path], against: list[str], as_json: bool) -> int:
    """
    Judge each bundle again and compare; a bundle that cannot be judged takes nothing from the others.
    """
    found = [rejudged(each, against) for each in bundles]
    if as_json:
        print(json.dumps([plain(each) for each in found], ensure_ascii=False, indent=1))
    else:
        for each in found:
            _tell_rejudged(each)
    codes = [each.code for each in found]
    return next((code for code in codes if code not in (ExitCode.CONFORMS, ExitCode.DOES_NOT_CONFORM)), max(codes))


def _tell_rejudged(each: Rejudged) -> None:
    if each.error:
        complain(each.error)
    for line in spoken(each, language()):
        tell(line)

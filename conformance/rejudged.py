"""
What judging again found, as lines for a terminal and as plain values for a program.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.model import Verdict
from conformance.rejudging import Flip, Rejudged, Row
from conformance.report.labels import label
from conformance.report.words import CONCLUSIONS, VERDICTS
from conformance.texts import Bilingual, Lang, Message, say


def spoken(its: Rejudged, lang: Lang) -> Iterator[Message]:
    """
    One bundle: every line is harmless. Nothing for one that could not be judged, whose error says all.
    """
    if its.difference is None:
        return
    old, new = its.difference.old, its.difference.new
    named = {"name": new.candidate.name, "version": new.candidate.version, "build": new.candidate.build}
    yield say("{place}: {name} {version} ({build})", place=its.place, **named).harmless()
    text = "  suite {before} concluded: {one}; suite {after} concludes: {other}"
    ends = {"one": _in(CONCLUSIONS[old.score.conclusion], lang), "other": _in(CONCLUSIONS[new.score.conclusion], lang)}
    yield say(text, before=old.run.suite, after=new.run.suite, **ends).harmless()
    if not old.cells:
        yield say("  the stored report does not hold every vector's answer: only those that decided are compared")
    for flip in its.flips:
        yield from _flip(flip, lang)
    for row in its.rows:
        yield _row(row, lang).harmless()
    for key, one, other in its.difference.conditions:
        yield say("  {what}: {before} -> {after}", what=_in(label(key), lang), before=one, after=other).harmless()
    yield say("  nothing flips") if not its.flips else say("  verdicts that flip: {count}", count=len(its.flips))


def _flip(flip: Flip, lang: Lang) -> Iterator[Message]:
    where = {"id": flip.requirement, "vector": flip.vector or say("all vectors")}
    ways = {"before": _word(flip.before, lang), "after": _word(flip.after, lang)}
    yield say("  {id}, {vector}: {before} -> {after}", **where, **ways).harmless()
    if flip.said_before:
        yield say("      before: {sentence}", sentence=flip.said_before).harmless()
    if flip.said_after:
        yield say("      now: {sentence}", sentence=flip.said_after).harmless()


def _row(row: Row, lang: Lang) -> Message:
    why = say("{text}", text=_in(row.why, lang)) if row.why else say("no reason is given")
    if row.gone:
        return say("  {id} is no longer demanded: {why}", id=row.requirement, why=why)
    if not row.changed:
        return say("  {id} is demanded now and was not before", id=row.requirement)
    parts = ", ".join(row.changed)
    return say("  {id} is changed in {parts}: {why}", id=row.requirement, parts=parts, why=why)


def _word(verdict: Verdict | None, lang: Lang) -> str:
    return _in(VERDICTS[verdict], lang) if verdict else "–"


def _in(text: Bilingual, lang: Lang) -> str:
    return text.vi if lang == "vi" else text.en


def plain(its: Rejudged) -> dict[str, Any]:
    """
    One bundle as values that JSON can hold.
    """
    found: dict[str, Any] = {"bundle": str(its.place), "exit_code": int(its.code)}
    if its.error:
        return {**found, "error": its.error.message.render("en")}
    assert its.difference is not None
    old, new = its.difference.old, its.difference.new
    return {
        **found,
        "against": str(its.against),
        "suite": {"before": old.run.suite, "after": new.run.suite},
        "conclusion": {"before": old.score.conclusion.value, "after": new.score.conclusion.value},
        "every_vector_compared": bool(old.cells),
        "flips": [_plain_flip(flip) for flip in its.flips],
        "requirements": [_plain_row(row) for row in its.rows],
        "conditions": [{"what": key, "before": one, "after": other} for key, one, other in its.difference.conditions],
    }


def _plain_flip(flip: Flip) -> dict[str, Any]:
    return {
        "requirement": flip.requirement,
        "vector": flip.vector,
        "before": flip.before.value if flip.before else None,
        "after": flip.after.value if flip.after else None,
        "said_before": flip.said_before.render("en") if flip.said_before else None,
        "said_after": flip.said_after.render("en") if flip.said_after else None,
    }


def _plain_row(row: Row) -> dict[str, Any]:
    change = "gone" if row.gone else "changed" if row.changed else "added"
    why = row.why.model_dump() if row.why else None
    return {"requirement": row.requirement, "change": change, "changed": list(row.changed), "why": why}

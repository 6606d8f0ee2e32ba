"""
From recorded reviews to verdicts. Pure.

Requirements on documents are part of a run when it is an official one, or when a review is recorded for it; in every
other run they are listed as not decided, so that a vendor's self-test can conclude without an evaluator.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from conformance.model import Requirement, Role, Verdict
from conformance.result import Decision, DocumentReview, Report, Result
from conformance.reviewing.forms import rule_digest
from conformance.scoring import rescore, role_absent
from conformance.standard import load_forms, load_standard
from conformance.texts import Message, say

VERDICTS: Mapping[Decision, Verdict] = {
    Decision.MET: Verdict.PASS,
    Decision.NOT_MET: Verdict.FAIL,
    Decision.NOT_APPLICABLE: Verdict.NOT_APPLICABLE,
}


def in_effect(reviews: Iterable[DocumentReview]) -> dict[str, DocumentReview]:
    """
    Requirement id -> the last review of it.
    """
    return {review.requirement: review for review in reviews}


def with_reviews(report: Report, reviews: tuple[DocumentReview, ...]) -> Report:
    """
    The report with these reviews and no others: their verdicts, and the conclusion that follows.
    """
    rows = [*report.undecided, *(result.requirement for result in report.results)]
    ours = [row for row in rows if row.id in load_forms()] if report.run.official or reviews else []
    effective = in_effect(reviews)
    decided = [_result(row, effective.get(row.id), report) for row in ours]
    checked = [result for result in report.results if result.requirement.id not in load_forms()]
    results = tuple(sorted([*checked, *decided], key=lambda result: result.requirement.id))
    taken = {result.requirement.id for result in results}
    parts = {
        "reviews": reviews,
        "results": results,
        "undecided": tuple(sorted((row for row in rows if row.id not in taken), key=lambda row: row.id)),
        "score": rescore(report.score, load_standard(), results),
    }
    return report.model_copy(update=parts)


def _result(row: Requirement, review: DocumentReview | None, report: Report) -> Result:
    verdict, reason = _verdict(row, review, report.candidate.roles, report.run.bundle)
    return Result(requirement=row, verdict=verdict, held=0, exercised=0, least=0, reason=reason, outcomes=())


def _verdict(
    row: Requirement, review: DocumentReview | None, roles: Collection[Role], bundle: str
) -> tuple[Verdict, Message]:
    if absent := role_absent(row, roles):
        return Verdict.NOT_APPLICABLE, absent
    if review is None:
        text = "an evaluator has to look at the documents. See what is asked for: qrconform review {bundle} {id}"
        return Verdict.REVIEW, say(text, bundle=bundle, id=row.id)
    if review.rule_digest != rule_digest(row):
        text = "the rule is another than when {by} decided on {day}. Review it again: qrconform review {bundle} {id}"
        return Verdict.REVIEW, say(text, by=review.by, day=review.day, bundle=bundle, id=row.id)
    text = "decided on documents by {by} on {day}: {reason}"
    return VERDICTS[review.decision], say(text, by=review.by, day=review.day, reason=review.reason)

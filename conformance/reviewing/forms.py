"""
The form of a review: what is decided by an evaluator, on which documents, under which laws.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from conformance.exceptions import UsageError
from conformance.model import Requirement, Role
from conformance.result import DocumentReview
from conformance.scoring import role_absent
from conformance.standard import Form, Law, load_forms, load_laws, load_standard
from conformance.strict import canonical_json
from conformance.texts import say


@dataclass(frozen=True)
class Asked:
    """
    One requirement to be decided on documents: its form, the laws in force on the day that bear on it, and the review
    in effect, None where none is recorded.
    """

    requirement: Requirement
    form: Form
    laws: tuple[Law, ...]
    review: DocumentReview | None


def reviewable(id: str, roles: Collection[Role]) -> Requirement:
    """
    The requirement that an evaluator may decide for a candidate that plays `roles`.

    Raises UsageError where there is none of that id, where no document decides it, and where it does not apply.
    """
    row, forms = load_standard().get(id), load_forms()
    if id not in forms:
        text = "{id} is not decided by an evaluator on documents. Those that are: {ids}"
        raise UsageError(say(text, id=id, ids=", ".join(forms)))
    if absent := role_absent(row, roles):
        raise UsageError(say("{id} does not apply: {why}. Nothing is to be recorded", id=id, why=absent))
    return row


def asked(roles: Collection[Role], effective: Mapping[str, DocumentReview], day: date) -> tuple[Asked, ...]:
    """
    All that an evaluator decides for a candidate that plays `roles`. Where a review is in effect, the laws are those of
    its day; else those of `day`.
    """
    found = []
    for id, form in load_forms().items():
        row, review = load_standard().get(id), effective.get(id)
        if role_absent(row, roles) is None:
            found.append(Asked(row, form, laws_on(form, review.day if review else day), review))
    return tuple(found)


def laws_on(form: Form, day: date) -> tuple[Law, ...]:
    """
    The laws that bear on a form and are in force on that day.
    """
    return tuple(law for law in load_laws() if law.id in form.laws and law.in_force(day))


def rule_digest(row: Requirement) -> str:
    """
    SHA-256 of what an evaluator decides by: another text, rule or limit is another question. The level is no part of
    it, since a profile may change that.
    """
    question = [row.id, row.text.model_dump(), row.rule.model_dump(), row.limits]
    return hashlib.sha256(canonical_json(question)).hexdigest()

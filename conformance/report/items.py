"""
Every item that ISO/IEC 17025:2017, clause 7.8.2.1, (a) to (p), and clause 7.8.6 want in a report: what this report
says to it, or why it does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conformance.report.centre import Centre
from conformance.report.finished import Finished
from conformance.report.labels import both, label
from conformance.report.words import moment
from conformance.texts import Bilingual, visible

LETTERS = "abcdefghijklmnop"
RULE = "7.8.6"


@dataclass(frozen=True)
class Item:
    """
    One item; where it is not `stated`, its text is the reason.
    """

    letter: str
    title: Bilingual
    text: Bilingual
    stated: bool


def items(finished: Finished) -> tuple[Item, ...]:
    """
    All items in their order, (a) to (p), then the decision rule.
    """
    answers = _Answers(finished)
    found = [_item(letter, f"iso_{letter}", getattr(answers, letter)) for letter in LETTERS]
    return (*found, _item(RULE, "iso_rule", answers.rule))


def issued(finished: Finished) -> str:
    """
    The day of issue, YYYY-MM-DD: the one that the centre gives, else the day of judging.
    """
    given = finished.centre.issued if finished.centre else None
    return (given or finished.report.run.judged.date()).isoformat()


Answer = tuple[Bilingual, bool]


def _item(letter: str, key: str, answer: Callable[[], Answer]) -> Item:
    text, stated = answer()
    return Item(letter, label(key), text if stated else label("not_stated_why", why=text), stated)


def _same(text: str) -> Bilingual:
    return Bilingual(vi=text, en=text)


def _joined(texts: list[Bilingual]) -> Bilingual:
    return Bilingual(vi=" ".join(text.vi for text in texts), en=" ".join(text.en for text in texts))


class _Answers:
    """
    One method per item, named by its letter: the text, and whether the item is stated.
    """

    def __init__(self, finished: Finished) -> None:
        self.finished = finished
        self.report, self.run, self.candidate = finished.report, finished.report.run, finished.report.candidate

    def _given(self, key: str, take: Callable[[Centre], object]) -> Answer:
        centre = self.finished.centre
        if centre is None:
            return label("why_no_centre"), False
        value = take(centre)
        return (label("why_no_key", entry=key), False) if value is None else (_same(str(value)), True)

    def a(self) -> Answer:
        document, title = label("document"), label("title")
        return Bilingual(vi=f"{document.vi}: {title.vi}", en=f"{document.en}: {title.en}"), True

    def b(self) -> Answer:
        return self._given("issuing_body", lambda centre: f"{centre.issuing_body}, {centre.address}")

    def c(self) -> Answer:
        return self._given("work_place", lambda centre: centre.work_place)

    def d(self) -> Answer:
        return label("identified_by", id=self.run.id, end=label("end")), True

    def e(self) -> Answer:
        contact, stated = self._given("customer_contact", lambda centre: centre.customer_contact)
        key, values = ("contact", {"contact": contact}) if stated else ("contact_missing", {"why": contact})
        return label(key, name=self.candidate.vendor, **values), True

    def f(self) -> Answer:
        return label("method_of", suite=self.run.suite, edition=self.run.edition, title=self.run.edition_title), True

    def g(self) -> Answer:
        parts = (self.candidate.name, self.candidate.version, f"({self.candidate.build})", self.candidate.vendor)
        return _same(f"{' '.join(parts)}; SHA-256 {self.run.bundle_digest}"), True

    def h(self) -> Answer:
        return self._given("received", lambda centre: centre.received)

    def i(self) -> Answer:
        return label("from_until", start=moment(self.run.started), end=moment(self.run.judged)), True

    def j(self) -> Answer:
        day = issued(self.finished)
        given = self.finished.centre is not None and self.finished.centre.issued is not None
        return (_same(day) if given else label("issued_judged", day=day)), True

    def k(self) -> Answer:
        counted = label(
            "vectors_of",
            recorded=len(self.report.vectors), selected=len(self.run.selected), seed=self.run.seed,
        )  # fmt: skip
        run, more = self.run, []
        if run.platform:
            more.append(label("vectors_issued", platform=visible(run.platform)))
        if run.repeats > 1:
            more.append(label("vectors_repeated", count=run.repeats))
        if run.sealed:
            seal = run.sealed.model_dump()
            more.append(label("vectors_sealed", seed=run.seed, **seal))
        return _joined([label("sampling_of"), counted, *more]), True

    def l(self) -> Answer:  # noqa: E743 - the letter of the item
        return label("only_item"), True

    def m(self) -> Answer:
        return label("results_where"), True

    def n(self) -> Answer:
        found = [] if self.run.official else [label("not_official")]
        found += [] if self.run.vectors_known else [label("vectors_unknown")]
        found += [both(message) for message in (*self.report.score.shortfalls, *self.run.panel_missing)]
        return _joined([*found, label("deviations_none", count=len(self.report.undecided))]), True

    def o(self) -> Answer:
        return self._given("authoriser", lambda centre: centre.authoriser)

    def p(self) -> Answer:
        return label("no_external"), True

    def rule(self) -> Answer:
        scope = label("rule_applies", count=self.report.score.total.must, edition=self.run.edition_title)
        return _joined([scope, both(self.report.score.rule)]), True

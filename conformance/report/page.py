"""
What the page shows, made ready for its template: rows, cases and pictures, in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from conformance.model import Conclusion, Level, Requirement, Verdict
from conformance.report import commands, standing
from conformance.report.codes import ShownCode, shown_codes
from conformance.report.difference import Piece, compare, shown
from conformance.report.finished import Finished
from conformance.report.items import Item, issued, items
from conformance.report.labels import label
from conformance.report.measured import Limits, limits_of
from conformance.report.pictures import Album, Form, Picture
from conformance.report.standing import Standing
from conformance.report.words import CONCLUSIONS, NOT_EVALUATED, ROLES, verdict_word
from conformance.result import DocumentReview, Outcome, Result, Tally
from conformance.reviewing import in_effect, laws_on
from conformance.standard import load_forms
from conformance.texts import Bilingual, Lang

MOST_CASES = 5  # outcomes of one requirement that are shown in full
MOST_NOTES = 100
STYLES: Mapping[Conclusion, str] = {
    Conclusion.CONFORMS: Standing.MET.style,
    Conclusion.DOES_NOT_CONFORM: Standing.VIOLATED.style,
    Conclusion.UNDETERMINED: Standing.OPEN.style,
    Conclusion.VOID: Standing.VOID.style,
}


@dataclass(frozen=True)
class Row:
    """
    One requirement of the table; `result` is None where it was not evaluated.
    """

    number: int
    requirement: Requirement
    result: Result | None

    @property
    def style(self) -> str:
        """
        The name of its style.
        """
        return standing.standing(self.result).style if self.result else "not-evaluated"

    @property
    def word(self) -> Bilingual:
        """
        Its result as a word.
        """
        return verdict_word(self.result) if self.result else NOT_EVALUATED


@dataclass(frozen=True)
class Case:
    """
    One outcome with all that is needed to argue with it.
    """

    outcome: Outcome
    title: Bilingual | None
    expected: tuple[Piece, ...]
    seen: tuple[Piece, ...]
    picture: Picture | None
    drive: str
    judge: str


@dataclass(frozen=True)
class Strip:
    """
    One chapter of the overview: a cell for each requirement, those that bind apart from those that do not.
    """

    title: Bilingual
    tally: Tally | None
    must: list[Row]
    should: list[Row]


class Page:
    """
    The whole page of one report.
    """

    def __init__(self, finished: Finished, form: Form = "WEBP", passed: bool = True) -> None:
        """
        `passed`: whether the requirements that are met show a screen too.
        """
        self.finished = finished
        self.report = finished.report
        self.run = finished.report.run
        self.candidate = finished.report.candidate
        self.score = finished.report.score
        self._titles = {vector.id: vector.title for vector in self.report.vectors}
        self.album = Album(finished, self._files(passed), form)

    sections = (
        ("item", "item_and_run"),
        ("overview", "overview"),
        ("score", "score"),
        ("table", "table"),
        ("details", "details"),
        ("symbol", "symbol"),
        ("reviews", "annex_documents"),
        ("not-tested", "not_tested"),
        ("notes", "notes"),
        ("environment", "environment"),
        ("limitations", "limitations"),
        ("items", "annex_items"),
    )  # id -> label, in order

    def title(self, lang: Lang) -> str:
        """
        The title of the window, in one language since a title holds no markup.
        """
        parts = (label("document"), CONCLUSIONS[self.score.conclusion])
        return " – ".join([*(getattr(part, lang) for part in parts), shown(self.candidate.name, 80)])

    @property
    def conclusion_style(self) -> str:
        """
        The name of the conclusion's style.
        """
        return STYLES[self.score.conclusion]

    @staticmethod
    def style(result: Result) -> str:
        """
        The name of a result's style.
        """
        return standing.standing(result).style

    @property
    def tallies(self) -> list[tuple[Bilingual, Tally]]:
        """
        The tallies by role, and of all.
        """
        return [*((ROLES[role], tally) for role, tally in self.score.roles.items()), (label("total"), self.score.total)]

    @property
    def readers(self) -> list[tuple[str, str | None, str | None]]:
        """
        Each reader, with its version when collecting and when judging, None where it was missing.
        """
        then, now = self.run.panel_collecting, self.run.panel_judging
        return [(name, then.get(name), now.get(name)) for name in sorted({*then, *now})]

    @property
    def items(self) -> tuple[Item, ...]:
        """
        What the report says to each item of ISO/IEC 17025.
        """
        return items(self.finished)

    @property
    def issued(self) -> str:
        """
        The day of issue.
        """
        return issued(self.finished)

    @property
    def selfcheck(self) -> tuple[str, dict[str, str]]:
        """
        The label of what the suite proved of itself, and its values.
        """
        found = self.run.selfcheck
        if found is None:
            return "selfcheck_absent", {}
        return "selfcheck_fits" if found.fits else "selfcheck_stale", {"digest": found.digest}

    @property
    def digests(self) -> list[tuple[str, str]]:
        """
        The label of each digest, and the digest.
        """
        return [
            ("digest_verdicts", self.score.verdict_digest),
            ("digest_bundle", self.run.bundle_digest),
            ("digest_standard", self.run.standard_digest),
            ("digest_vectors", self.run.vectors_digest),
            *[("digest_reviews", review.digest) for review in self.report.reviews[-1:]],
        ]

    @cached_property
    def codes(self) -> tuple[ShownCode, ...]:
        """
        The codes that are shown measured, the lowest-graded first. Takes a tenth of a second each.
        """
        return shown_codes(self.report, self.finished.bundle)

    @cached_property
    def limits(self) -> Limits:
        """
        The limits of the requirements.
        """
        return limits_of(self.report)

    @property
    def evidence(self) -> list[tuple[str, str]]:
        """
        Each file of the evidence that a verdict names, and its SHA-256.
        """
        named = {outcome.file for result in self.report.results for outcome in result.outcomes if outcome.file}
        return [(file, self.report.hashes[file]) for file in sorted(named) if file in self.report.hashes]

    def _files(self, passed: bool) -> list[str]:
        """
        The screens that are shown, those of the open points first: they are the last to be left out.
        """
        short = [outcome for result in self.open_points for outcome in standing.short_of(result)[:MOST_CASES]]
        others = [outcome for result in self.report.results for outcome in self._shown_outcomes(result)]
        return standing.files([*short, *others] if passed else short)

    @staticmethod
    def _shown_outcomes(result: Result) -> Iterator[Outcome]:
        yield from standing.short_of(result)[:MOST_CASES]
        first = standing.first_pass(result)
        if first and result.verdict is Verdict.PASS:
            yield first

    @cached_property
    def effective(self) -> dict[str, DocumentReview]:
        """
        Requirement id -> the decision on documents that is in effect.
        """
        return in_effect(self.report.reviews)

    @cached_property
    def to_review(self) -> list[Requirement]:
        """
        The requirements that an evaluator still has to decide on documents, part of this run or not.
        """
        rows = [row for row in self.rows if row.requirement.id in load_forms()]
        return [row.requirement for row in rows if row.result is None or row.result.verdict is Verdict.REVIEW]

    def laws(self, review: DocumentReview) -> Bilingual | None:
        """
        The laws that bear on a decision and were in force on its day, None where there is none.
        """
        form = load_forms().get(review.requirement)
        titles = [law.title for law in laws_on(form, review.day)] if form else []
        vi, en = ("; ".join(getattr(title, lang) for title in titles) for lang in ("vi", "en"))
        return Bilingual(vi=vi, en=en) if titles else None

    @cached_property
    def open_points(self) -> tuple[Result, ...]:
        """
        The results that are not in order, the heaviest first.
        """
        return standing.open_points(self.report)

    def standing(self, *names: str) -> tuple[Result, ...]:
        """
        The results that stand so; `names` are those of `Standing`.
        """
        return standing.of(self.report, *(Standing[name] for name in names))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """
        All requirements, evaluated or not, by id.
        """
        results = {result.requirement.id: result for result in self.report.results}
        everything = [*(result.requirement for result in self.report.results), *self.report.undecided]
        ordered = sorted(everything, key=lambda requirement: requirement.id)
        return tuple(Row(number, each, results.get(each.id)) for number, each in enumerate(ordered, start=1))

    @cached_property
    def strips(self) -> list[Strip]:
        """
        The rows of each chapter that was scored, and of all other chapters together.
        """
        scored = {each.chapter: each for each in self.score.chapters}
        found = [self._strip(each.title, {each.chapter}, each.tally) for each in scored.values()]
        others = {row.requirement.chapter for row in self.rows} - set(scored)
        return [*found, self._strip(label("other_chapters"), others, None)] if others else found

    def _strip(self, title: Bilingual, chapters: set[str], tally: Tally | None) -> Strip:
        rows = [row for row in self.rows if row.requirement.chapter in chapters]
        binding = [row for row in rows if row.requirement.level is Level.MUST]
        return Strip(title, tally, binding, [row for row in rows if row not in binding])

    def cases(self, result: Result) -> list[Case]:
        """
        The outcomes that are not a pass, as many as are shown.
        """
        return [self._case(outcome) for outcome in standing.short_of(result)[:MOST_CASES]]

    def first_pass(self, result: Result) -> Case | None:
        """
        The first outcome that held, for a requirement that is met.
        """
        first = standing.first_pass(result) if result.verdict is Verdict.PASS else None
        return self._case(first) if first else None

    def more(self, result: Result) -> list[str]:
        """
        The vectors of the outcomes that are not shown.
        """
        return [outcome.vector for outcome in standing.short_of(result)[MOST_CASES:]]

    def _case(self, outcome: Outcome) -> Case:
        expected, seen = compare(shown(outcome.expected), shown(outcome.seen))
        return Case(
            outcome=outcome,
            title=self._titles.get(outcome.vector),
            expected=expected,
            seen=seen,
            picture=self.album.pictures.get(outcome.file or ""),
            drive=commands.drive_again(self.run, outcome.vector),
            judge=commands.judge_again(self.run, outcome.vector),
        )

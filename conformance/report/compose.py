"""
Composing the document of a finished report, in one language.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from conformance.model import Method
from conformance.report.annexes import annexes
from conformance.report.difference import Piece, shown
from conformance.report.document import Document, Fact, First, Heading, Line, Point, Screen, Sight, Signed, Strip, flat
from conformance.report.finished import Finished
from conformance.report.items import issued
from conformance.report.labels import both
from conformance.report.page import Case, Page, Row
from conformance.report.page import Strip as PageStrip
from conformance.report.pictures import Picture
from conformance.report.sentences import Sentences
from conformance.report.words import (
    BLAMES,
    CERTAINTIES,
    CONCLUSION_MEANINGS,
    CONCLUSIONS,
    LEVELS,
    METHODS,
    VERDICTS,
    moment,
    number,
)
from conformance.result import Result, Tally
from conformance.texts import Lang

FIRST_PAGE = 6  # requirements that are named beside the conclusion, with the overview on the same page
MOST_PIECES = 40  # of a compared text
FEW = 3  # so many are named with their reasons
LINE = 120  # characters of such a reason
SHORTFALL = 160  # characters of what a run lacks
FIRST = (
    ("void_first", ("VOID",)),
    ("mend_first", ("VIOLATED",)),
    ("decide_first", ("OPEN",)),
    ("advised_too", ("ADVISED",)),
)


def compose(finished: Finished, lang: Lang, page: Page) -> Document:
    """
    The document of a finished report; `page` holds its rows and pictures, and serves both languages.
    """
    return Composer(finished, lang, page).document()


class Composer(Sentences):
    """
    One document in the making.
    """

    def __init__(self, finished: Finished, lang: Lang, page: Page) -> None:
        super().__init__(lang)
        self.finished, self.centre, self.page = finished, finished.centre, page
        self.report, self.run, self.candidate = finished.report, finished.report.run, finished.report.candidate

    @property
    def document_run(self) -> str:
        """
        The run's id as it is printed.
        """
        return shown(self.run.id, 80)

    def document(self) -> Document:
        """
        All of it, in its order.
        """
        score = self.report.score
        return Document(
            lang=self.lang,
            run=self.document_run,
            issued=issued(self.finished),
            heading=self._heading,
            title=self.l("document"),
            subject=self.l("title"),
            item=self._item,
            style=self.page.conclusion_style,
            conclusion=self.t(CONCLUSIONS[score.conclusion]),
            meaning=self.t(CONCLUSION_MEANINGS[score.conclusion]),
            shortfalls=[self.t(both(each), SHORTFALL) for each in score.shortfalls],
            counts=self.counts(score.total),
            strips=[self._strip(strip) for strip in self.page.strips],
            first=list(self._firsts()),
            rule=self.say(score.rule),
            lines=[self._line(row) for row in self.page.rows],
            points=[self.point(result) for result in self.page.open_points],
            signed=self._signed,
            annexes=annexes(self.finished, self.page, self.lang),
            end=self.l("end"),
        )

    # ----------------------------------------------------------------------------------------------------- first page

    @property
    def _heading(self) -> Heading:
        official = self.l("official" if self.run.official else "not_official")
        if self.centre is None:
            return Heading("", "", "", "", self.l("self_test_head"), official)
        day = date.fromisoformat(issued(self.finished))
        parts = {"day": f"{day.day:02d}", "month": f"{day.month:02d}", "year": str(day.year)}
        return Heading(
            parent=shown(self.centre.parent_body or ""),
            body=shown(self.centre.issuing_body),
            number=self.l("number_of", number=self.centre.document_number),
            place_date=self.l("place_date", place=self.centre.place, **parts),
            self_test="",
            official=official,
        )

    @property
    def _item(self) -> list[Fact]:
        run = self.run
        method = self.l("method_of", suite=run.suite, edition=run.edition, title=run.edition_title)
        return [
            (self.l("name"), shown(f"{self.candidate.name} {self.candidate.version} ({self.candidate.build})")),
            (self.l("vendor"), shown(self.candidate.vendor)),
            (self.l("method_used"), f"{method}; {self.l('profile')}: {self.t(run.profile_title)}"),
            (self.l("judged"), moment(run.judged)),
        ]

    def counts(self, total: Tally) -> list[str]:
        """
        How many are met, in words.
        """
        return [
            self.l("must_short", met=total.must_met, all=total.must),
            self.l("should_short", met=total.should_met, all=total.should),
            self.l("not_evaluated_short", count=len(self.report.undecided)),
        ]

    def _strip(self, strip: PageStrip) -> Strip:
        tally = strip.tally
        return Strip(
            title=self.t(strip.title),
            must=[row.style for row in strip.must],
            must_met=f"{tally.must_met}/{tally.must}" if tally and tally.must else "",
            should=[row.style for row in strip.should],
            should_met=f"{tally.should_met}/{tally.should}" if tally and tally.should else "",
        )

    def _firsts(self) -> Iterator[First]:
        """
        What must change first, the heaviest first, as many as leave room for the overview on the same page.
        """
        room = max(1, FIRST_PAGE - 3 * len(self.report.score.shortfalls))
        few = len(self.page.open_points) <= FEW
        for key, names in FIRST:
            found = self.page.standing(*names)
            rows = [self._first(each, few) for each in found[:room]]
            room -= len(rows)
            if found:
                rest = len(found) - len(rows)
                yield First(self.l(key), rows, self.l("more_points", count=rest) if rest else "")

    def _first(self, result: Result, few: bool) -> tuple[str, str, str]:
        reason = self.t(both(result.reason), LINE) if result.reason and few else ""
        return result.requirement.id, self.t(result.requirement.title), reason

    # -------------------------------------------------------------------------------------------------------- results

    def _line(self, row: Row) -> Line:
        requirement, result = row.requirement, row.result
        return Line(
            number=str(row.number),
            id=requirement.id,
            text=self.t(requirement.text),
            level=self.t(LEVELS[requirement.level]),
            method=self.t(METHODS[requirement.method]),
            evidence=self._evidence(result) if result else "–",
            style=row.style,
            word=self.t(row.word),
            note=self._note(row),
        )

    def _evidence(self, result: Result) -> str:
        if result.requirement.method is Method.DOCUMENT:
            return self.documents(self.page.effective.get(result.requirement.id))
        counted = self.l("evidence_of", held=result.held, exercised=result.exercised)
        deciding = next((outcome.file for outcome in result.outcomes if outcome.file), None)
        return f"{counted}; {shown(deciding.removeprefix('vectors/'), 60)}" if deciding else counted

    def _note(self, row: Row) -> str:
        if row.result and row.result.reason:
            return self.t(both(row.result.reason), 160)
        why = None if row.result else row.requirement.why_no_check or row.requirement.retired
        return self.t(why) if why else ""

    def point(self, result: Result) -> Point:
        """
        A requirement that is not met.
        """
        more = self.page.more(result)
        return Point(
            id=result.requirement.id,
            title=self.t(result.requirement.title),
            style=Page.style(result),
            word=self.t(Row(0, result.requirement, result).word),
            level=self.t(LEVELS[result.requirement.level]),
            reason=self.say(result.reason),
            facts=self._facts(result),
            sights=[self._sight(case) for case in self.page.cases(result)],
            more=f"{self.l('more_outcomes', count=len(more))} {', '.join(more)}" if more else "",
        )

    def _facts(self, result: Result) -> list[Fact]:
        row = result.requirement
        meaning = CERTAINTIES[row.source.certainty]
        certainty = self.l("certainty", mark=row.source.certainty, meaning=meaning)
        counted = self.l("exercised_of", held=result.held, exercised=result.exercised, least=result.least)
        exercised = (self.l("exercised"), counted)
        if row.method is Method.DOCUMENT:
            exercised = (self.l("review_documents"), self.documents(self.page.effective.get(row.id)))
        limits = "; ".join(f"{shown(name, 40)} = {self.t(number(value))}" for name, value in row.limits.items())
        found = [
            (self.l("clause"), self.t(row.text)),
            (self.l("source"), f"{shown(row.source.ref)} ({certainty})"),
            (self.l("decision_rule"), self.t(row.rule)),
            (self.l("limits"), limits),
            exercised,
            (self.l("fault"), self.t(BLAMES[next((each.blame for each in result.outcomes if each.blame), None)])),
        ]
        return [fact for fact in found if fact[1]]

    def _sight(self, case: Case) -> Sight:
        return Sight(
            vector=case.outcome.vector,
            title=self.t(case.title, 200) if case.title else "",
            word=f"{self.t(VERDICTS[case.outcome.verdict])} ({self.t(BLAMES[case.outcome.blame])})",
            message=self.say(case.outcome.message),
            expected=_marked(case.expected),
            seen=_marked(case.seen),
            drive=case.drive,
            judge=case.judge,
            file=shown(case.outcome.file or "", 80),
            screen=_screen(case.picture) if case.picture and case.picture.uri else None,
        )

    @property
    def _signed(self) -> Signed | None:
        if self.centre is None:
            return None
        return Signed(
            evaluator=shown(self.centre.evaluator),
            authoriser_title=shown(self.centre.authoriser_title or ""),
            authoriser=shown(self.centre.authoriser),
            recipients=[shown(each) for each in self.centre.recipients],
        )


def _screen(picture: Picture) -> Screen:
    outlines = [(picture.corners(each), picture.is_personal(each)) for each in picture.outlines]
    return Screen(f"{picture.id}.jpg", picture.width, picture.height, outlines)


def _marked(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """
    The pieces of a compared text; unmarked when there are so many that the marks tell nothing.
    """
    return pieces if len(pieces) <= MOST_PIECES else ((flat(pieces), False),)

"""
The annexes of the document: with what it was judged, what was declared, what was not looked at, what the report says
to each item that a report must carry.
"""

from __future__ import annotations

from conformance.model import Capability, Requirement
from conformance.report.difference import shown
from conformance.report.document import Annexes, Answered, Fact
from conformance.report.finished import Finished
from conformance.report.items import items
from conformance.report.page import MOST_NOTES, Page
from conformance.report.sentences import Sentences
from conformance.report.words import CAPABILITIES, DECISIONS, LEVELS, ROLES, VERDICT_MEANINGS, VERDICTS, number
from conformance.result import DocumentReview
from conformance.standard import load_laws
from conformance.texts import Lang


def annexes(finished: Finished, page: Page, lang: Lang) -> Annexes:
    """
    All annexes in one language.
    """
    return _Annexes(finished, page, lang).all()


class _Annexes(Sentences):
    """
    The annexes in the making.
    """

    def __init__(self, finished: Finished, page: Page, lang: Lang) -> None:
        super().__init__(lang)
        self.finished, self.page = finished, page
        self.report, self.run, self.candidate = finished.report, finished.report.run, finished.report.candidate

    def all(self) -> Annexes:
        return Annexes(
            environment=[(shown(key, 80), shown(value)) for key, value in sorted(self.run.environment.items())],
            readers=self._readers,
            panel=self._panel,
            selfcheck=self._selfcheck,
            digests=[(self.l(key), shown(value)) for key, value in self.page.digests],
            evidence=[(shown(file, 80), value) for file, value in self.page.evidence],
            declared=self._declared,
            reviewed=[self._reviewed(each) for each in self.report.reviews],
            reviews=[self._named(row) for row in self.page.to_review],
            laws=self._laws,
            untested=[(row.id, *self._untested(row)) for row in self.report.undecided],
            notes=self._notes,
            limitations=self._limitations,
            items=[
                Answered(each.letter, self.t(each.title), self.t(each.text, 2_000), each.stated)
                for each in items(self.finished)
            ],
            verdicts=[(self.t(word), self.t(VERDICT_MEANINGS[verdict])) for verdict, word in VERDICTS.items()],
        )

    @property
    def _readers(self) -> list[tuple[str, str, str]]:
        absent = self.l("absent")
        readers = self.page.readers
        return [(shown(name, 80), shown(then or absent, 80), shown(now or absent, 80)) for name, then, now in readers]

    @property
    def _selfcheck(self) -> str:
        key, values = self.page.selfcheck
        return self.l(key, **values)

    @property
    def _panel(self) -> list[str]:
        missing = [self.say(each) for each in self.run.panel_missing]
        return [self.l("panel_incomplete"), *missing] if missing else [self.l("panel_complete")]

    @property
    def _declared(self) -> list[Fact]:
        its, screen = self.candidate, self.candidate.screen
        size = self.l("none")
        if screen:
            density = number(screen.pixels_per_mm)
            size = self.l("screen_of", width=screen.width_px, height=screen.height_px, density=density)
        can = ", ".join(self.t(CAPABILITIES[each]) for each in its.capabilities) or self.l("none")
        return [
            (self.l("name"), shown(its.name)),
            (self.l("vendor"), shown(its.vendor)),
            (self.l("version"), shown(its.version)),
            (self.l("build"), shown(its.build)),
            (self.l("roles"), ", ".join(self.t(ROLES[role]) for role in its.roles)),
            (self.l("capabilities"), can),
            (self.l("screen"), size),
            (self.l("address"), shown(self.run.address)),
        ]

    def _named(self, row: Requirement) -> str:
        return f"{row.id} {self.t(row.title)} ({self.t(LEVELS[row.level])})"

    def _reviewed(self, review: DocumentReview) -> str:
        """
        One decision with all that it rests on; one that was replaced says so.
        """
        rows = {row.requirement.id: row.requirement for row in self.page.rows}
        named = self._named(rows[review.requirement]) if review.requirement in rows else review.requirement
        said = {"named": named, "decision": self.t(DECISIONS[review.decision]), "by": review.by, "day": review.day}
        line = self.l("review_line", **said, reason=shown(review.reason, 2_000))
        parts = [line, f"{self.l('review_documents')}: {self.documents(review)}"]
        laws = self.page.laws(review)
        parts += [self.l("review_laws", laws=laws)] if laws else []
        replaced = self.page.effective[review.requirement] != review
        return " — ".join([*parts, *([self.l("review_replaced")] if replaced else [])])

    @property
    def _laws(self) -> list[str]:
        laws = [law for law in load_laws() if law.in_force(self.run.judged.date())]
        return [f"{self.t(law.title)} ({self.l('law_source', source=law.source)})" for law in laws]

    def _untested(self, row: Requirement) -> tuple[str, str]:
        why = row.why_no_check or row.retired
        named = f"{self.t(row.title)} ({self.t(LEVELS[row.level])}, {self.t(ROLES[row.role])})"
        return named, self.t(why) if why else ""

    @property
    def _notes(self) -> list[str]:
        notes = self.report.notes
        found = [f"{note.vector}: {self.say(note.message)}" for note in notes[:MOST_NOTES]]
        rest = len(notes) - MOST_NOTES
        return [*found, self.l("more_notes", count=rest)] if rest > 0 else found or [self.l("no_notes")]

    @property
    def _limitations(self) -> list[str]:
        left = self.page.album.left_out
        found = [self.l(key) for key in ("only_item", "in_full", "only_pixels", "copy_of_act", "no_external")]
        if self.run.official and Capability.NONCE not in self.candidate.capabilities:
            found.append(self.l("not_fresh"))
        return [*found, self.l("pictures_left_out", count=left)] if left else found

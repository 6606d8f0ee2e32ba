"""
The job summary of a CI gate as Markdown: what was decided, why, and how to see it again. Less than 1 MiB, over which
GitHub drops the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from conformance.model import ExitCode
from conformance.report.commands import drive_again
from conformance.report.difference import shown
from conformance.report.markdown import code, inert, table
from conformance.report.sentences import Sentences
from conformance.report.standing import Standing, of, open_points, short_of
from conformance.report.words import CONCLUSIONS, LEVELS, verdict_word
from conformance.result import Report, Result
from conformance.texts import Lang, Message

MOST_BYTES = 1_000_000  # of the summary; GitHub's limit is 1 MiB a step


@dataclass(frozen=True)
class Acceptance:
    """
    A recommendation that is not met and accepted for a while.
    """

    requirement: str
    reason: str
    until: date


@dataclass(frozen=True)
class Decision:
    """
    What a gate decided: how to end, why it blocks, which requirements block, and what was accepted.
    """

    code: ExitCode
    reasons: tuple[Message, ...]
    failing: frozenset[str]
    accepted: tuple[Acceptance, ...]


def job_summary(report: Report, decision: Decision, lang: Lang) -> str:
    """
    The summary; cut between two blocks, with a notice, when it would be too large.
    """
    return _Summary(report, decision, lang).text()


class _Summary(Sentences):
    """
    One summary in the making.
    """

    def __init__(self, report: Report, decision: Decision, lang: Lang) -> None:
        super().__init__(lang)
        self.report, self.decision = report, decision

    def text(self) -> str:
        notice = inert(self.l("gate_cut"))
        kept, size = [], len(notice.encode("utf-8"))
        for block in self._blocks():
            size += len(block.encode("utf-8")) + 2
            if size > MOST_BYTES:
                kept.append(notice)
                break
            kept.append(block)
        return "\n\n".join(kept) + "\n"

    def _blocks(self) -> Iterator[str]:
        code_ = self.decision.code
        state = self.l("gate_open") if code_ is ExitCode.CONFORMS else self.l("gate_shut", code=int(code_))
        yield f"## {inert(self.l('gate_title'))}: {inert(state)}"
        its, score = self.report.candidate, self.report.score
        named = self.l("named", name=its.name, version=its.version, build=its.build)
        yield f"**{inert(self.t(CONCLUSIONS[score.conclusion]))}** – {inert(named)}"
        total = score.total
        counts = [self.l("must_short", met=total.must_met, all=total.must)]
        counts += [self.l("should_short", met=total.should_met, all=total.should)]
        counts += [self.l("not_evaluated_short", count=len(self.report.undecided))]
        yield " · ".join(map(inert, counts))
        if self.decision.reasons:
            why = [f"- {inert(self.say(each))}" for each in self.decision.reasons]
            yield "\n".join([f"**{inert(self.l('gate_why'))}**", "", *why])
        yield from self._accepted(self.decision.accepted)
        yield from self._points()
        yield f"{inert(self.l('run_id'))} {code(shown(self.report.run.id, 80))}"

    def _accepted(self, accepted: Sequence[Acceptance]) -> Iterator[str]:
        if accepted:
            rows = [(each, self.l("gate_until", day=each.until.isoformat())) for each in accepted]
            said = [f"- **{each.requirement}** {inert(shown(each.reason))} ({inert(until)})" for each, until in rows]
            yield "\n".join([f"**{inert(self.l('gate_accepted'))}**", "", *said])

    def _points(self) -> Iterator[str]:
        points = open_points(self.report)
        if not points:
            return
        heads = [inert(self.l(key)) for key in ("requirement_id", "level", "result", "held_exercised", "note_column")]
        yield "\n".join(table(heads, [self._row(each) for each in points]))
        for result in of(self.report, Standing.VOID, Standing.VIOLATED, Standing.OPEN):
            yield from self._again(result)

    def _row(self, result: Result) -> list[str]:
        row = result.requirement
        cells = (self.t(LEVELS[row.level]), self.t(verdict_word(result)))
        counted = f"{result.held}/{result.exercised}"
        return [
            f"{row.id} {inert(self.t(row.title))}",
            *map(inert, cells),
            counted,
            inert(self.say(result.reason)) or "–",
        ]

    def _again(self, result: Result) -> Iterator[str]:
        for outcome in short_of(result)[:1]:
            again = code(drive_again(self.report.run, outcome.vector))
            yield f"{inert(self.l('again'))} {result.requirement.id}: {again}"

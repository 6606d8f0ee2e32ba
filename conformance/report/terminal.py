"""
The report in a terminal: what is wrong, how to see it again, and where the whole report is.

Texts from outside are made visible first and are never read as markup; colour is the console's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from conformance.model import Conclusion, Verdict
from conformance.report.commands import drive_again
from conformance.report.difference import around, shown
from conformance.report.labels import both, label
from conformance.report.standing import Standing, open_points, short_of, standing
from conformance.report.words import BLAMES, CONCLUSION_MEANINGS, CONCLUSIONS, LEVELS, VERDICTS, verdict_word
from conformance.result import Outcome, Report, Result
from conformance.texts import Bilingual, Lang

MARKS: Mapping[Standing, tuple[str, str]] = {  # mark and style; ASCII, since not every terminal has ✓ and ✗
    Standing.VOID: ("!!", "bold magenta"),
    Standing.VIOLATED: ("X", "bold red"),
    Standing.OPEN: ("?", "bold yellow"),
    Standing.ADVISED: ("-", "yellow"),
    Standing.ADVICE_OPEN: ("-", "yellow"),
}
STYLES: Mapping[Conclusion, str] = {
    Conclusion.CONFORMS: "bold green",
    Conclusion.DOES_NOT_CONFORM: "bold red",
    Conclusion.UNDETERMINED: "bold yellow",
    Conclusion.VOID: "bold magenta",
}
INDENT = 4
MOST_IDS = 12  # vectors that are named beside the first


def summary(report: Report, lang: Lang, console: Console, files: Mapping[str, Path]) -> None:
    """
    Print what a reader must know of the report; `files` are the reports that were written, by what they are.
    """
    printer = _Printer(lang, console)
    printer.conclusion(report)
    points = open_points(report)
    shown_whole = _worth_a_paragraph(points)
    for result in points:
        if result in shown_whole:
            printer.point(report, result)
    printer.rest([result for result in points if result not in shown_whole])
    printer.vectors(report)
    printer.reports(files)
    printer.missing_readers(report)


def _worth_a_paragraph(points: Sequence[Result]) -> list[Result]:
    """
    All that is not in order, but of those that have one and the same cause only the first: too few vectors, or a
    candidate that broke off.
    """
    causes: set[tuple[Verdict, str]] = set()
    kept = []
    for result in points:
        cause = (result.verdict, result.reason.text if result.reason else "")
        if result.verdict in (Verdict.INSUFFICIENT, Verdict.BLOCKED) and cause in causes:
            continue
        causes.add(cause)
        kept.append(result)
    return kept


class _Printer:
    """
    One summary in one language.
    """

    def __init__(self, lang: Lang, console: Console) -> None:
        self.lang: Lang = lang
        self.console = console

    def say(self, text: Bilingual) -> str:
        return text.vi if self.lang == "vi" else text.en

    def wrapped(self, text: Text | str, indent: int = 0, style: str = "", hang: int = 0) -> None:
        """
        A paragraph in the width of the console, without blanks at line ends; its later lines are indented by `hang`.
        """
        found = text if isinstance(text, Text) else Text(text, style=style)
        lines = found.wrap(self.console, max(20, self.console.width - indent - hang))
        for number, line in enumerate(lines):
            line.rstrip()
            self.unbroken(Text(" " * (indent + (hang if number else 0))) + line)

    def unbroken(self, text: Text | str, style: str = "") -> None:
        """
        A line that is copied or compared as a whole: no line break is put into it.
        """
        found = text if isinstance(text, Text) else Text(text, style=style)
        self.console.print(found, soft_wrap=True, highlight=False)

    def point(self, report: Report, result: Result) -> None:
        """
        One requirement that is not in order, with the first vector that shows it.
        """
        mark, style = MARKS[standing(result)]
        requirement = result.requirement
        head = Text.assemble((f"{mark} {requirement.id} ", style), (self.say(verdict_word(result)), style))
        head.append(f" ({self.say(LEVELS[requirement.level])}): {self.say(requirement.title)}")
        self.wrapped(head, hang=INDENT)
        outcomes = short_of(result)
        if not outcomes and result.reason:
            self.wrapped(shown(result.reason.render(self.lang), 600), INDENT)
        for outcome in outcomes[:1]:
            self.outcome(report, outcome)
        self.others([outcome.vector for outcome in outcomes[1:]])
        self.console.print()

    def outcome(self, report: Report, outcome: Outcome) -> None:
        """
        What one vector showed, and the command that shows it again.
        """
        reason = shown(outcome.message.render(self.lang), 600) if outcome.message else ""
        self.wrapped(f"{outcome.vector} {reason}", INDENT)
        for line in self.comparison(shown(outcome.expected), shown(outcome.seen)):
            self.unbroken(line)
        self.wrapped(f"{self.say(label('fault'))}: {self.say(BLAMES[outcome.blame])}", INDENT, "dim")
        self.unbroken(f"{' ' * INDENT}$ {drive_again(report.run, outcome.vector)}", "cyan")

    def comparison(self, expected: str, seen: str) -> Iterator[str]:
        """
        Expected above seen, aligned, and cut to the width so that the first difference is in sight.
        """
        if not (expected or seen):
            return
        names = [self.say(label(key)) for key in ("expected", "seen")]
        width = max(len(name) for name in names) + 2
        room = max(20, self.console.width - INDENT - width)
        for name, value in zip(names, around(expected, seen, room), strict=True):
            yield f"{' ' * INDENT}{name + ':':<{width}}{value or self.say(label('empty'))}"

    def others(self, vectors: list[str]) -> None:
        """
        The vectors beside the first.
        """
        if vectors:
            ids = ", ".join(vectors[:MOST_IDS]) + (", …" if len(vectors) > MOST_IDS else "")
            self.wrapped(self.say(label("terminal_more", count=len(vectors), ids=ids)), INDENT, "dim")

    def rest(self, results: Sequence[Result]) -> None:
        """
        The requirements that are not in order for a cause already told.
        """
        for verdict in dict.fromkeys(result.verdict for result in results):
            ids = ", ".join(result.requirement.id for result in results if result.verdict is verdict)
            self.wrapped(
                self.say(label("terminal_same_cause", verdict=self.say(VERDICTS[verdict]), ids=ids)), hang=INDENT
            )
            self.console.print()

    def vectors(self, report: Report) -> None:
        """
        How each vector went, when they are few: after mending an app this is what its vendor looks for.
        """
        if len(report.answers) > MOST_IDS:
            return
        for vector, answers in report.answers.items():
            told = ", ".join(f"{count} {self.say(VERDICTS[verdict])}" for verdict, count in answers.items())
            self.wrapped(f"{vector}: {told}", hang=INDENT)
        self.console.print()

    def missing_readers(self, report: Report) -> None:
        """
        The readers that were missing; their message holds the command that installs them.
        """
        for message in report.run.panel_missing:
            self.console.print()
            self.wrapped(shown(message.render(self.lang), 600), style="yellow")

    def conclusion(self, report: Report) -> None:
        """
        The conclusion and what it rests on.
        """
        score, candidate = report.score, report.candidate
        name, version, build = shown(candidate.name, 80), shown(candidate.version, 40), shown(candidate.build, 40)
        head = Text(self.say(CONCLUSIONS[score.conclusion]).upper(), style=STYLES[score.conclusion])
        head.append(f"  {name} {version} ({build})", "bold")
        self.wrapped(head)
        self.wrapped(self.say(CONCLUSION_MEANINGS[score.conclusion]))
        for shortfall in score.shortfalls:
            self.wrapped(shown(self.say(both(shortfall)), 400))
        tally = score.total
        counts = label(
            "terminal_counts",
            must_met=tally.must_met, must=tally.must, should_met=tally.should_met, should=tally.should,
            undecided=len(report.undecided),
        )  # fmt: skip
        self.wrapped(self.say(counts))
        self.unbroken(f"{self.say(label('terminal_digest'))} {score.verdict_digest[:16]}", "dim")
        self.console.print()

    def reports(self, files: Mapping[str, Path]) -> None:
        """
        Where the reports are.
        """
        if not files:
            return
        self.wrapped(self.say(label("terminal_reports")), style="bold")
        width = max(len(name) for name in files) + 2
        for name, path in files.items():
            self.unbroken(f"  {name + ':':<{width}}{shown(str(path), 600)}")

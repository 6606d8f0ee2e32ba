"""
The difference between two runs, for the terminal, as Markdown and as a page. All of one table of parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from conformance.report.diff import REGRESSIONS, Change, Difference, Kind
from conformance.report.difference import shown
from conformance.report.html import environment, style
from conformance.report.markdown import inert, table
from conformance.report.sentences import Sentences
from conformance.report.standing import short_of
from conformance.report.words import CONCLUSIONS, LEVELS, verdict_word
from conformance.result import Report, Result
from conformance.texts import Lang

LONGEST = 200  # characters of a reason


@dataclass(frozen=True)
class Row:
    """
    One changed requirement, said.
    """

    id: str
    title: str
    level: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Part:
    """
    All changes of one kind.
    """

    heading: str
    rows: list[Row]
    worse: bool


@dataclass(frozen=True)
class Compared:
    """
    The whole comparison in one language.
    """

    title: str
    before: str
    after: str
    heads: tuple[str, str]
    columns: tuple[str, ...]
    parts: list[Part]
    conditions_head: str
    conditions: list[tuple[str, str, str]]
    none: str


def told(difference: Difference, lang: Lang) -> Compared:
    """
    The difference in words.
    """
    return _Teller(lang).whole(difference)


class _Teller(Sentences):
    """
    The comparison in the making.
    """

    def whole(self, its: Difference) -> Compared:
        return Compared(
            title=self.l("diff_title"),
            before=self._report(its.old),
            after=self._report(its.new),
            heads=(self.l("diff_old"), self.l("diff_new")),
            columns=tuple(map(self.l, ("requirement_id", "content", "level", "diff_old", "diff_new", "note_column"))),
            parts=[self._part(kind, its.of(kind)) for kind in Kind if its.of(kind)],
            conditions_head=self.l("diff_conditions"),
            conditions=[(self.l(key), shown(one), shown(other)) for key, one, other in its.conditions],
            none="" if its.changes else self.l("diff_none"),
        )

    def _report(self, report: Report) -> str:
        its, total = report.candidate, report.score.total
        named = self.l("named", name=its.name, version=its.version, build=its.build)
        counted = self.l("must_short", met=total.must_met, all=total.must)
        return f"{self.t(CONCLUSIONS[report.score.conclusion])} – {named} – {counted}"

    def _part(self, kind: Kind, changes: list[Change]) -> Part:
        return Part(self.l(f"diff_{kind.value}"), [self._row(each) for each in changes], kind in REGRESSIONS)

    def _row(self, change: Change) -> Row:
        after = change.after
        worst = short_of(after)[0] if after and short_of(after) else None
        reason = worst.message if worst else after.reason if after else None
        said = self.say(reason)
        where = f"{worst.vector}: {said}" if worst else said
        return Row(
            id=change.requirement.id,
            title=self.t(change.requirement.title),
            level=self.t(LEVELS[change.requirement.level]),
            before=self._result(change.before),
            after=self._result(after),
            reason=shown(where, LONGEST) if change.kind is not Kind.MENDED else "",
        )

    def _result(self, result: Result | None) -> str:
        if result is None:
            return "–"
        return self.l("diff_held", word=verdict_word(result), held=result.held, exercised=result.exercised)


def spoken(difference: Difference, lang: Lang) -> Iterator[tuple[str, str]]:
    """
    The comparison for a terminal: each line with its style.
    """
    its = told(difference, lang)
    yield f"{its.heads[0]}: {its.before}", ""
    yield f"{its.heads[1]}: {its.after}", "bold"
    for part in its.parts:
        yield "", ""
        yield f"{part.heading} ({len(part.rows)})", "bold red" if part.worse else "bold"
        for row in part.rows:
            yield f"  {row.id} ({row.level}) {row.title}: {row.before} -> {row.after}", ""
            if row.reason:
                yield f"    {row.reason}", "dim"
    yield from [(its.none, "")] if its.none else []
    if its.conditions:
        yield "", ""
        yield its.conditions_head, "bold"
    for name, one, other in its.conditions:
        yield f"  {name}: {one} -> {other}", ""


@dataclass(frozen=True)
class DiffContent:
    """
    What a writer of a difference is given.
    """

    difference: Difference
    languages: tuple[Lang, ...]


def write_diff_markdown(content: DiffContent, path: Path) -> None:
    """
    Write the comparison as Markdown. Raises OSError.
    """
    texts = [_markdown(told(content.difference, lang)) for lang in content.languages]
    path.write_bytes(("\n\n---\n\n".join(texts) + "\n").encode("utf-8"))


def _markdown(its: Compared) -> str:
    blocks = [f"# {inert(its.title)}"]
    blocks += [f"- **{inert(its.heads[0])}:** {inert(its.before)}\n- **{inert(its.heads[1])}:** {inert(its.after)}"]
    for part in its.parts:
        blocks += [f"## {inert(part.heading)} ({len(part.rows)})"]
        rows = [
            (row.id, *map(inert, (row.title, row.level, row.before, row.after, row.reason or "–"))) for row in part.rows
        ]
        blocks += ["\n".join(table(map(inert, its.columns), rows))]
    blocks += [inert(its.none)] if its.none else []
    if its.conditions:
        rows = [tuple(map(inert, row)) for row in its.conditions]
        blocks += [
            f"## {inert(its.conditions_head)}",
            "\n".join(table([inert(its.conditions_head), *map(inert, its.heads)], rows)),
        ]
    return "\n\n".join(blocks)


def write_diff_html(content: DiffContent, path: Path) -> None:
    """
    Write the comparison as one page without script and network. Raises OSError.
    """
    sheet, digest = style(content.difference.new.run.id)
    compared = [(lang, told(content.difference, lang)) for lang in content.languages]
    text = environment().get_template("diff.html.j2").render(compared=compared, style=sheet, style_digest=digest)
    path.write_bytes(text.encode("utf-8"))


DIFF_WRITERS: Mapping[str, Callable[[DiffContent, Path], None]] = {
    ".md": write_diff_markdown,
    ".html": write_diff_html,
}

"""
The report as Markdown: the same document as the PDF, in the order of its parts.

Nothing from outside is Markdown or HTML: every character that could be is escaped, and a code span holds no backtick.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from conformance.report.compose import compose
from conformance.report.document import Annexes, Document, Fact, Point, Sight, flat
from conformance.report.finished import Finished
from conformance.report.page import Page
from conformance.report.sentences import Sentences

# All that begins something in CommonMark or in GitHub's dialect: HTML, links, emphasis, tables, mentions, references,
# math; and addresses, which GitHub links by itself. Escaped by reference where a backslash does not help.
_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+\-!|~$>^=.:]")
_REFERENCES = {"&": "&amp;", "<": "&lt;", "@": "&#64;"}


def write_markdown(finished: Finished, path: Path) -> None:
    """
    Write the document in each of its languages. Raises OSError.
    """
    path.write_bytes(render(finished).encode("utf-8"))


def render(finished: Finished) -> str:
    """
    The document as text.
    """
    page = Page(finished, passed=False)
    parts = (_Writer(compose(finished, lang, page)).whole() for lang in finished.languages)
    return "\n\n---\n\n".join(parts) + "\n"


def inert(text: str) -> str:
    """
    The text as it stands, whatever in it looks like markup.
    """
    bare = "".join(_REFERENCES.get(character, character) for character in text.replace("\n", " "))
    return _SPECIAL.sub(_escaped, bare)


def _escaped(found: re.Match[str]) -> str:
    character, before, after = found[0], found.string[: found.start()], found.string[found.end() :]
    if character in "-.:()=+":  # markup at the start of a line or in an address only; elsewhere the text stays readable
        starts = not before.strip() or before.strip().isdigit()
        address = after.startswith("//") or before.lower().endswith("www")
        return "\\" + character if starts or address else character
    return "\\" + character


def code(text: str) -> str:
    """
    A code span, fenced by more backticks than the text holds. Not for tables, where a bar ends it.
    """
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    blank = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{fence}{blank}{text or ' '}{blank}{fence}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """
    The lines of a table; its cells are finished Markdown.
    """
    names = list(head)
    lines = [names, ["---"] * len(names), *(list(row) for row in rows)]
    return ["| " + " | ".join(cells) + " |" for cells in lines]


class MarkdownWriter(Sentences):
    """
    What the documents in Markdown share.
    """

    def closing(self, end: str, run: str) -> str:
        """
        The last line.
        """
        return f"— {inert(end)} — {inert(self.l('run_id'))} {code(run)}"

    def sight(self, each: Sight) -> Iterator[str]:
        """
        What one vector showed.
        """
        said = f" – {inert(each.message)}" if each.message else ""
        yield f"**{each.vector}** {inert(each.title)} · {inert(each.word)}{said}"
        lines = [(self.l("expected"), flat(each.expected)), (self.l("seen"), flat(each.seen))]
        lines = lines if each.expected or each.seen else []
        lines += [(self.l("again_drive"), each.drive), (self.l("again_judge"), each.judge)]
        lines += [(self.l("evidence_column"), each.file)] if each.file else []
        yield "\n".join(f"- {inert(name)}: {code(value)}" for name, value in lines)


class _Writer(MarkdownWriter):
    """
    One document as Markdown.
    """

    def __init__(self, document: Document) -> None:
        super().__init__(document.lang)
        self.its = document

    def head(self, key: str, level: int = 2, before: str = "") -> str:
        return f"{'#' * level} {before}{inert(self.l(key))}"

    def whole(self) -> str:
        blocks = [*self._first_page(), *self._table(), *self._details(), *self._signed(), *self._annexes()]
        return "\n\n".join([*blocks, self.closing(self.its.end, self.its.run)])

    def _first_page(self) -> Iterator[str]:
        its, heading = self.its, self.its.heading
        if heading.self_test:
            yield f"**{inert(heading.self_test)}** – {inert(self.l('self_test_hint'))}"
        else:
            body = " – ".join(inert(each) for each in (heading.parent, heading.body) if each)
            yield f"{body}  \n**{inert(self.l('nation'))}** – {inert(self.l('motto'))}"
            yield f"{inert(heading.number)}  \n{inert(heading.place_date)}"
        yield f"# {inert(its.title)}: {inert(its.subject)}"
        yield f"{inert(self.l('run_id'))} {code(its.run)} – {inert(heading.official)}"
        yield facts(its.item)
        yield self.head("conclusion", before="1. ")
        yield f"**{inert(its.conclusion)}** – {inert(its.meaning)}"
        yield from map(inert, its.shortfalls)
        yield " · ".join(map(inert, its.counts))
        for part in its.first:
            yield f"**{inert(part.heading)}**"
            rows = [
                f"- **{id}** {inert(title)}{' – ' if reason else ''}{inert(reason)}" for id, title, reason in part.rows
            ]
            yield "\n".join([*rows, *([f"- {inert(part.more)}"] if part.more else [])])
        rows_of = [[inert(each.title), each.must_met or "–", each.should_met or "–"] for each in its.strips]
        yield "\n".join(table([self.l("chapter"), self.l("must_met"), self.l("should_met")], rows_of))

    def _table(self) -> Iterator[str]:
        yield self.head("table", before="2. ")
        yield f"**{inert(self.l('decision_rule'))}:** {inert(self.its.rule)}"
        keys = ("no", "requirement_id", "content", "level", "method", "evidence_column", "result", "note_column")
        rows = [
            [row.number, row.id, *map(inert, (row.text, row.level, row.method, row.evidence, row.word, row.note))]
            for row in self.its.lines
        ]
        yield "\n".join(table([inert(self.l(key)) for key in keys], rows))

    def _details(self) -> Iterator[str]:
        yield self.head("points", before="3. ")
        if not self.its.points:
            yield inert(self.l("no_points"))
        for point in self.its.points:
            yield from self._point(point)

    def _point(self, point: Point) -> Iterator[str]:
        yield f"### {point.id} {inert(point.title)}"
        yield f"**{inert(point.word)}** · {inert(point.level)}"
        if point.reason and not point.sights:
            yield inert(point.reason)
        yield facts(point.facts)
        for each in point.sights:
            yield from self.sight(each)
        if point.more:
            yield inert(point.more)

    def _signed(self) -> Iterator[str]:
        signed = self.its.signed
        if signed:
            yield f"{inert(self.l('signed_evaluator'))}: {inert(signed.evaluator)}"
            title = signed.authoriser_title or self.l("signed_authoriser")
            yield f"{inert(title)}: {inert(signed.authoriser)}"
            if signed.recipients:
                yield "\n".join([inert(self.l("recipients")), "", *(f"- {inert(each)}" for each in signed.recipients)])

    def _annexes(self) -> Iterator[str]:
        its = self.its.annexes
        yield self._annex("A", "annex_environment")
        yield facts(its.environment)
        heads = [inert(self.l(key)) for key in ("reader", "when_collecting", "when_judging")]
        yield "\n".join(table(heads, [map(inert, row) for row in its.readers]))
        yield from map(inert, its.panel)
        yield "\n".join(f"- {inert(name)}: {code(value)}" for name, value in its.digests)
        if its.evidence:
            yield f"**{inert(self.l('evidence_named'))}**"
            yield "\n".join(f"- {code(name)}: {code(value)}" for name, value in its.evidence)
        yield f"**{inert(self.l('selfcheck'))}:** {inert(its.selfcheck)}"
        yield self._annex("B", "annex_declared")
        yield facts(its.declared)
        yield from self._more_annexes(its)

    def _more_annexes(self, its: Annexes) -> Iterator[str]:
        yield self._annex("C", "annex_documents")
        yield inert(self.l("reviews_recorded" if its.reviewed else "no_documents"))
        yield from [bullets(its.reviewed)] if its.reviewed else []
        yield from [inert(self.l("documents_hint")), bullets(its.reviews)] if its.reviews else []
        yield self._annex("D", "annex_untested")
        yield "\n".join(f"- **{id}** {inert(title)}: {inert(why)}" for id, title, why in its.untested)
        yield self._annex("E", "annex_notes")
        yield bullets(its.notes)
        yield self._annex("F", "annex_laws")
        yield bullets(its.laws)
        yield self._annex("G", "annex_items")
        heads = [inert(self.l(key)) for key in ("item_letter", "item_demand", "item_answer")]
        yield "\n".join(table(heads, [(f"({it.letter})", inert(it.title), inert(it.text)) for it in its.items]))
        yield self._annex("H", "annex_limits")
        yield bullets(its.limitations)
        yield facts(its.verdicts)

    def _annex(self, letter: str, key: str) -> str:
        return self.head(key, before=f"{inert(self.l('annex'))} {letter}. ")


def facts(rows: Iterable[Fact]) -> str:
    """
    Names and values, a line each.
    """
    return "\n".join(f"- **{inert(name)}:** {inert(value)}" for name, value in rows)


def bullets(rows: Iterable[str]) -> str:
    """
    A line each.
    """
    return "\n".join(f"- {inert(each)}" for each in rows)

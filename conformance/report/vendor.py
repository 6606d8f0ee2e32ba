"""
The vendor's list: what has to be done, in order of weight; each with its cause, how to see it again, and what would
satisfy the clause. Drawn from the same result as the evaluation report.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from conformance.model import Verdict
from conformance.report.compose import Composer
from conformance.report.document import Fact, Sight
from conformance.report.finished import Finished
from conformance.report.html import environment, style
from conformance.report.items import issued
from conformance.report.labels import labels
from conformance.report.markdown import MarkdownWriter, facts, inert
from conformance.report.page import Page
from conformance.report.standing import Standing, standing
from conformance.report.typeset import typeset
from conformance.report.words import CONCLUSIONS
from conformance.result import Result
from conformance.scoring import PRECEDENCE
from conformance.standard import load_forms
from conformance.texts import Lang

OPEN = (Standing.OPEN, Standing.ADVICE_OPEN)


@dataclass(frozen=True)
class Todo:
    """
    One thing to do; `sight` is the vector that shows it best.
    """

    number: str
    id: str
    title: str
    level: str
    word: str
    style: str
    facts: list[Fact]
    sight: Sight | None
    more: str


@dataclass(frozen=True)
class TodoList:
    """
    The whole list in one language.
    """

    lang: Lang
    run: str
    issued: str
    title: str
    hint: str
    candidate: str
    style: str
    conclusion: str
    counts: list[str]
    todos: list[Todo]
    end: str


def write_todo_pdf(finished: Finished, path: Path) -> None:
    """
    Write the list as PDF. Raises OSError.
    """
    page = Page(finished, "JPEG", passed=False)
    documents = [{**asdict(each), "labels": _labels(each.lang)} for each in todo_lists(finished, page)]
    path.write_bytes(typeset("todo.typ", {"documents": documents}, issued(finished), page))


def write_todo_markdown(finished: Finished, path: Path) -> None:
    """
    Write the list as Markdown. Raises OSError.
    """
    texts = [_Markdown(each).whole() for each in todo_lists(finished)]
    path.write_bytes(("\n\n---\n\n".join(texts) + "\n").encode("utf-8"))


def write_todo_html(finished: Finished, path: Path) -> None:
    """
    Write the list as one page without script and network. Raises OSError.
    """
    sheet, digest = style(finished.report.run.id)
    lists = todo_lists(finished)
    template = environment().get_template("todo.html.j2")
    text = template.render(lists=lists, labels=[_labels(each.lang) for each in lists], style=sheet, style_digest=digest)
    path.write_bytes(text.encode("utf-8"))


def _labels(lang: Lang) -> dict[str, str]:
    return {key: text.vi if lang == "vi" else text.en for key, text in labels().items()}


def todo_lists(finished: Finished, page: Page | None = None) -> list[TodoList]:
    """
    The list in each language of the document; `page` holds the pictures, where they are wanted.
    """
    page = page or Page(finished, passed=False)
    return [_Lister(finished, lang, page).todo_list() for lang in finished.languages]


def weight(result: Result) -> tuple[int, int]:
    """
    The place of a result in the list: what binds first; a failure before what could not be looked at, and that before
    what is not decided.
    """
    order = {verdict: place for place, verdict in enumerate((*PRECEDENCE, Verdict.INSUFFICIENT))}
    return standing(result), order.get(result.verdict, len(order))


class _Lister(Composer):
    """
    The list in the making.
    """

    def todo_list(self) -> TodoList:
        score, its = self.report.score, self.candidate
        ordered = sorted(self.page.open_points, key=weight)
        return TodoList(
            lang=self.lang,
            run=self.document_run,
            issued=issued(self.finished),
            title=self.l("todo_title"),
            hint=self.l("todo_hint"),
            candidate=self.l("named", name=its.name, version=its.version, build=its.build),
            style=self.page.conclusion_style,
            conclusion=self.t(CONCLUSIONS[score.conclusion]),
            counts=self.counts(score.total),
            todos=[self._todo(number, result) for number, result in enumerate(ordered, start=1)],
            end=self.l("end"),
        )

    def _todo(self, number: int, result: Result) -> Todo:
        point = self.point(result)
        rule = self.t(result.requirement.rule)
        satisfied = f"{self.t(result.requirement.text)} {rule}"
        cause = point.reason or self.l("todo_open") if standing(result) in OPEN else point.reason
        form = load_forms().get(point.id)
        found = [(self.l("cause"), cause), (self.l("documents_to_file"), self.t(form.documents) if form else "")]
        found += [(self.l("fault"), dict(point.facts).get(self.l("fault"), ""))]
        return Todo(
            number=str(number),
            id=point.id,
            title=point.title,
            level=point.level,
            word=point.word,
            style=point.style,
            facts=[*(fact for fact in found if fact[1]), (self.l("satisfied_by"), satisfied)],
            sight=point.sights[0] if point.sights else None,
            more=self._others(result),
        )

    def _others(self, result: Result) -> str:
        others = [outcome.vector for outcome in result.outcomes if outcome.verdict is not Verdict.PASS][1:]
        return f"{self.l('more_outcomes', count=len(others))} {', '.join(others)}" if others else ""


class _Markdown(MarkdownWriter):
    """
    The list as Markdown.
    """

    def __init__(self, todo_list: TodoList) -> None:
        super().__init__(todo_list.lang)
        self.its = todo_list

    def whole(self) -> str:
        its = self.its
        blocks = [f"# {inert(its.title)}", f"**{inert(its.candidate)}** – {inert(its.conclusion)}"]
        blocks += [" · ".join(map(inert, its.counts)), inert(its.hint)]
        blocks += [] if its.todos else [inert(self.l("todo_none"))]
        for todo in its.todos:
            blocks += [f"## {todo.number}. {todo.id} {inert(todo.title)}"]
            blocks += [f"**{inert(todo.word)}** · {inert(todo.level)}", facts(todo.facts)]
            blocks += self.sight(todo.sight) if todo.sight else []
            blocks += [inert(todo.more)] if todo.more else []
        return "\n\n".join([*blocks, self.closing(its.end, its.run)])

"""
The matrix of apps and readers as a user reads it: on the terminal, as JSON, as a page or as Markdown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from conformance.exceptions import UsageError
from conformance.interop import Cell, Matrix
from conformance.report.html import environment, style
from conformance.report.markdown import inert, table
from conformance.texts import Lang, Message, say


def lines(found: Matrix) -> Iterator[Message]:
    """
    One line per app and reader, and one for the first screen that is not read.
    """
    for cell in found.cells:
        text = "{read} of {given} screens of {app} are read by {reader}"
        yield say(text, app=cell.app, reader=cell.reader, read=cell.read, given=cell.given)
        if cell.why:
            yield say("  first that is not read: {file}: {why}", file=cell.first_unread, why=cell.why)


def as_json(found: Matrix) -> str:
    """
    The matrix as JSON.
    """
    return json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1)


def write(found: Matrix, path: Path, lang: Lang) -> None:
    """
    Write the matrix; the suffix chooses the format. Raises UsageError.
    """
    if path.suffix not in WRITERS:
        known = ", ".join(WRITERS)
        raise UsageError(say("{file}: a matrix is written as one of {known}", file=path, known=known))
    try:
        path.write_text(WRITERS[path.suffix](found, lang), encoding="utf-8")
    except OSError as error:
        raise UsageError(say("{file} cannot be written: {why}", file=path, why=error.strerror or error)) from error


def _heading() -> tuple[Message, Message, Message]:
    return (
        say("Codes of apps, read by readers"),
        say("How many recorded screens of an app a reader takes for that person's code; no verdict on either."),
        say("app"),
    )


def _body(found: Matrix, lang: Lang) -> list[tuple[str, list[tuple[bool, str, str]]]]:
    """
    For each app its cells: whether all is read, the counts, and the first that is not read.
    """
    return [
        (app, [(cell.is_whole, f"{cell.read} / {cell.given}", _first(cell, lang)) for cell in found.row(app)])
        for app in found.apps
    ]


def _first(cell: Cell, lang: Lang) -> str:
    return f"{cell.first_unread}: {cell.why.render(lang)}" if cell.why else ""


def _markdown(found: Matrix, lang: Lang) -> str:
    title, meaning, app = (each.render(lang) for each in _heading())
    rows = [
        [inert(name), *(inert(counts + (f" ({first})" if first else "")) for _, counts, first in cells)]
        for name, cells in _body(found, lang)
    ]
    return "\n\n".join((f"# {title}", meaning, "\n".join(table([app, *map(inert, found.readers)], rows)))) + "\n"


def _html(found: Matrix, lang: Lang) -> str:
    sheet, digest = style("interop")
    title, meaning, app = (each.render(lang) for each in _heading())
    page = {"title": title, "meaning": meaning, "app": app, "readers": found.readers, "rows": _body(found, lang)}
    template = environment().get_template("interop.html.j2")
    return template.render(lang=lang, its=page, style=sheet, style_digest=digest)


WRITERS: Mapping[str, Callable[[Matrix, Lang], str]] = {
    ".html": _html,
    ".md": _markdown,
    ".json": lambda found, _: as_json(found) + "\n",
}

"""
The report as a PDF, laid out as Vietnamese administrative documents are (Decree 30/2020/ND-CP, annex I).
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from conformance.model import Level
from conformance.report.codes import ShownCode
from conformance.report.compose import compose
from conformance.report.difference import shown
from conformance.report.finished import Finished
from conformance.report.items import issued
from conformance.report.labels import both, labels
from conformance.report.measured import graded
from conformance.report.page import Page
from conformance.report.sentences import Sentences
from conformance.report.typeset import typeset
from conformance.report.words import LEVELS
from conformance.texts import Lang

MOST_CODES = 1  # that are shown measured: the lowest-graded


def write_pdf(finished: Finished, path: Path) -> None:
    """
    Write the document. Raises OSError.
    """
    path.write_bytes(render(finished))


def render(finished: Finished) -> bytes:
    """
    The document in each of its languages, one after the other.
    """
    page = Page(finished, "JPEG", passed=False)
    documents = [_document(finished, lang, page) for lang in finished.languages]
    pictures = {_file(code): code.drawn("JPEG") for code in page.codes[:MOST_CODES] if code.seen}
    return typeset("report.typ", {"documents": documents}, issued(finished), page, pictures)


def _document(finished: Finished, lang: Lang, page: Page) -> dict[str, Any]:
    fixed = {key: text.vi if lang == "vi" else text.en for key, text in labels().items()}
    words = {f"{level.value}_word": getattr(LEVELS[level], lang) for level in (Level.MUST, Level.SHOULD)}
    codes = [_code(code, lang) for code in page.codes[:MOST_CODES] if code.seen]
    return {**asdict(compose(finished, lang, page)), "codes": codes, "labels": fixed, **words}


def _code(code: ShownCode, lang: Lang) -> dict[str, Any]:
    """
    A measured code in one language: its screen, its picture, and its parameters with their grades.
    """
    said = Sentences(lang)
    rows = [(said.t(row.name), said.t(row.value), row.grade) for row in graded(code.seen)] if code.seen else []
    rescued = [said.t(both(each)) for each in code.rescued]
    return {"file": shown(code.file), "picture": _file(code), "rows": rows, "rescued": rescued}


def _file(code: ShownCode) -> str:
    return f"{code.id}.jpg"

"""
The report as a PDF, laid out as Vietnamese administrative documents are (Decree 30/2020/ND-CP, annex I).
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from conformance.model import Level
from conformance.report.compose import compose
from conformance.report.finished import Finished
from conformance.report.items import issued
from conformance.report.labels import labels
from conformance.report.page import Page
from conformance.report.typeset import typeset
from conformance.report.words import LEVELS
from conformance.texts import Lang


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
    return typeset("report.typ", {"documents": documents}, issued(finished), page)


def _document(finished: Finished, lang: Lang, page: Page) -> dict[str, Any]:
    fixed = {key: text.vi if lang == "vi" else text.en for key, text in labels().items()}
    words = {f"{level.value}_word": getattr(LEVELS[level], lang) for level in (Level.MUST, Level.SHOULD)}
    return {**asdict(compose(finished, lang, page)), "labels": fixed, **words}

"""
What a writer is given.
"""

from __future__ import annotations

from dataclasses import dataclass

from conformance.evidence import Bundle
from conformance.report.centre import Centre
from conformance.result import Report
from conformance.texts import Lang

LANGUAGES: tuple[Lang, ...] = ("vi", "en")


@dataclass(frozen=True)
class Finished:
    """
    A finished report and the evidence that it rests on; the pictures are read from the bundle.

    `languages` are those of the document, in their order. Without a `centre` the document is a vendor's self-test.
    """

    report: Report
    bundle: Bundle
    languages: tuple[Lang, ...] = LANGUAGES
    centre: Centre | None = None

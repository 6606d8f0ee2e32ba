"""
Who issues the report: `centre.toml`, what no run can know. An example stands in `docs/centre.example.toml`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from conformance.strict import Record


def _filled_in(text: str) -> str:
    if text.startswith("<"):
        raise ValueError("a placeholder of the example still stands here; write the true value or leave the key out")
    return text


Line = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_filled_in)]


class Centre(Record):
    """
    The evaluating body and what it knows of this evaluation. What is left out is not invented: the report says so.
    """

    issuing_body: Line
    parent_body: Line | None = None
    address: Line
    document_number: Line
    place: Line
    evaluator: Line
    authoriser: Line
    authoriser_title: Line | None = None
    work_place: Line | None = None
    customer_contact: Line | None = None
    received: date | None = None
    issued: date | None = None
    recipients: tuple[Line, ...] = ()

"""
The report as a document in one language: every sentence finished and harmless, in the order of the document.

Whoever sets it, as PDF or as Markdown, decides how it looks and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from conformance.report.difference import Piece
from conformance.texts import Lang

Fact = tuple[str, str]


@dataclass(frozen=True)
class Strip:
    """
    One chapter of the overview: the style of each requirement, and how many are met.
    """

    title: str
    must: list[str]
    must_met: str
    should: list[str]
    should_met: str


@dataclass(frozen=True)
class Line:
    """
    One row of the table of all requirements.
    """

    number: str
    id: str
    text: str
    level: str
    method: str
    evidence: str
    style: str
    word: str
    note: str


@dataclass(frozen=True)
class Screen:
    """
    A screen as a picture: its file, its size in px, and each symbol on it as corners in px and whether it is personal.
    """

    file: str
    width: int
    height: int
    outlines: list[tuple[list[tuple[float, float]], bool]]


@dataclass(frozen=True)
class Sight:
    """
    What one vector showed; `screen` is None where there is no picture of it.
    """

    vector: str
    title: str
    word: str
    message: str
    expected: tuple[Piece, ...]
    seen: tuple[Piece, ...]
    drive: str
    judge: str
    file: str
    screen: Screen | None


@dataclass(frozen=True)
class Point:
    """
    One requirement that is not met, with all that is needed to argue with it.
    """

    id: str
    title: str
    style: str
    word: str
    level: str
    reason: str
    facts: list[Fact]
    sights: list[Sight]
    more: str


@dataclass(frozen=True)
class Answered:
    """
    One item of ISO/IEC 17025 and what the report says to it.
    """

    letter: str
    title: str
    text: str
    stated: bool


@dataclass(frozen=True)
class Heading:
    """
    The head of the first page. Without a centre only `self_test` is filled in.
    """

    parent: str
    body: str
    number: str
    place_date: str
    self_test: str
    official: str


@dataclass(frozen=True)
class Signed:
    """
    Who signs; empty names where nobody does.
    """

    evaluator: str
    authoriser_title: str
    authoriser: str
    recipients: list[str]


@dataclass(frozen=True)
class First:
    """
    Requirements that are named beside the conclusion: id, title and reason of each, and how many more there are.
    """

    heading: str
    rows: list[tuple[str, str, str]]
    more: str


@dataclass(frozen=True)
class Annexes:
    """
    What stands behind the signatures.
    """

    environment: list[Fact]
    readers: list[tuple[str, str, str]]
    panel: list[str]
    digests: list[Fact]
    selfcheck: str
    evidence: list[Fact]  # the files that verdicts name, and their SHA-256
    declared: list[Fact]
    reviewed: list[str]
    reviews: list[str]  # still to be decided
    laws: list[str]
    untested: list[tuple[str, str, str]]  # id, title and level, reason
    notes: list[str]
    limitations: list[str]
    items: list[Answered]
    verdicts: list[Fact]


@dataclass(frozen=True)
class Document:
    """
    The whole document in one language; the fields stand in its order.
    """

    lang: Lang
    run: str
    issued: str
    heading: Heading
    title: str
    subject: str
    item: list[Fact]
    style: str
    conclusion: str
    meaning: str
    shortfalls: list[str]
    counts: list[str]
    strips: list[Strip]
    first: list[First]
    rule: str
    lines: list[Line]
    points: list[Point]
    signed: Signed | None
    annexes: Annexes
    end: str


def flat(pieces: Iterable[Piece]) -> str:
    """
    A compared text without its marks.
    """
    return "".join(text for text, _ in pieces)

"""
The result of a run: every verdict with what it rests on. All reports are drawn from this and from nothing else.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from conformance.contract import Description
from conformance.model import (
    AnyVector,
    Blame,
    Conclusion,
    ExitCode,
    Requirement,
    RequirementId,
    Role,
    Seal,
    Sha256,
    VectorId,
    Verdict,
)
from conformance.strict import Record
from conformance.texts import Bilingual, Message

REPORT_FORMAT = 1


class Outcome(Record):
    """
    The answer of one check on one vector. `file` is the screen that decided it, as a path in the bundle.
    """

    requirement: RequirementId
    vector: VectorId
    verdict: Verdict
    message: Message | None = None
    expected: str = ""
    seen: str = ""
    file: str | None = None
    repeat: int = Field(default=1, ge=1, description="the time that the vector was driven")
    blame: Blame | None = Field(default=None, description="whose a failure is")


class Result(Record):
    """
    The verdict on one requirement, over all vectors that put it to the test.
    """

    requirement: Requirement
    verdict: Verdict
    held: int = Field(ge=0, description="vectors on which it held")
    exercised: int = Field(ge=0, description="vectors that put it to the test: held or failed")
    least: int = Field(ge=0, description="vectors that must exercise it before it can pass")
    reason: Message | None = None
    outcomes: tuple[Outcome, ...] = Field(description="those that decided the verdict, and the first pass")


class Tally(Record):
    """
    How many requirements of one kind were met. Those that do not apply, or that nothing decides yet, are not counted.
    """

    must_met: int = 0
    must: int = 0
    should_met: int = 0
    should: int = 0

    @property
    def should_percent(self) -> float | None:
        """
        The percentage of recommendations met, None where there is none.
        """
        return round(100 * self.should_met / self.should, 1) if self.should else None


class ChapterScore(Record):
    """
    The tally of one chapter of the standard.
    """

    chapter: str
    title: Bilingual
    tally: Tally


class Score(Record):
    """
    All verdicts together.
    """

    conclusion: Conclusion
    exit_code: ExitCode
    rule: Message
    shortfalls: tuple[Message, ...] = Field(description="why this run, whatever it saw, cannot conclude *conforms*")
    total: Tally
    chapters: tuple[ChapterScore, ...]
    roles: dict[Role, Tally]
    verdict_digest: Sha256 = Field(
        description="SHA-256 of every verdict of the checks: equal for equal evidence on every machine, whatever was "
        "decided on documents"
    )


class Outline(Record):
    """
    A symbol on a screen: its corners in px, clockwise from the top left of the symbol, and what format it is of.
    """

    corners: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
    kind: str


class Shot(Record):
    """
    A screen of the evidence, with the symbols that were found on it.
    """

    width: int
    height: int
    outlines: tuple[Outline, ...]
    elapsed_ms: float
    grade: int | None = Field(default=None, ge=0, le=4, description="overall grade of the personal code, if measured")


class Note(Record):
    """
    Something observed that decides nothing.
    """

    vector: VectorId
    message: Message


class Selfcheck(Record):
    """
    The proof that the checks bite and accuse nobody, as `qrconform selfcheck` wrote it; `fits` tells whether it is of
    the standard and the vectors of today.
    """

    digest: Sha256
    fits: bool


class Run(Record):
    """
    What was run, with what, when.
    """

    id: str
    suite: str
    edition: str
    edition_title: Bilingual
    standard_digest: Sha256
    vectors_digest: Sha256
    vectors_known: bool = Field(description="whether this suite itself makes the same vectors from the same seed")
    profile: str
    profile_title: Bilingual
    seed: int
    official: bool
    address: str
    started: datetime
    judged: datetime
    environment: dict[str, str]
    panel_collecting: dict[str, str]
    panel_judging: dict[str, str]
    panel_missing: tuple[Message, ...]
    bundle: str
    bundle_digest: Sha256
    selected: tuple[VectorId, ...]
    repeats: int = Field(default=1, ge=1, description="how many times each vector was driven")
    platform: str | None = Field(default=None, description="address of the platform that issued the QIDs of the run")
    sealed: Seal | None = Field(default=None, description="what was said of the seed before the run")
    selfcheck: Selfcheck | None = Field(default=None, description="the proof that the checks bite")


class Decision(StrEnum):
    """
    What an evaluator decided on documents.
    """

    MET = "met"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"


class ReviewedDocument(Record):
    """
    A document that an evaluator looked at: its name and its SHA-256, never its content.
    """

    name: str = Field(min_length=1, max_length=255)
    sha256: Sha256


class DocumentReview(Record):
    """
    An evaluator's decision on one requirement, as it was recorded; a later one of the same requirement replaces it.
    """

    requirement: RequirementId
    decision: Decision
    by: str = Field(min_length=1, max_length=200, description="the evaluator's name")
    day: date = Field(description="when the documents were looked at")
    reason: str = Field(min_length=1, max_length=2_000)
    documents: tuple[ReviewedDocument, ...] = Field(max_length=100)
    recorded: datetime
    suite: str
    rule_digest: Sha256 = Field(description="of the text, rule and limits of the requirement that was decided")
    digest: Sha256 = Field(description="of this entry and the one before it; of the first and the bundle's digest")


class Report(Record):
    """
    The evaluation report as data; its JSON Schema is published in `reports/report.schema.json`.
    """

    format: Literal[1] = 1
    run: Run
    candidate: Description
    score: Score
    results: tuple[Result, ...]
    undecided: tuple[Requirement, ...] = Field(description="requirements that are not decided, each with its reason")
    vectors: tuple[AnyVector, ...] = Field(description="those of the bundle")
    answers: dict[VectorId, dict[Verdict, int]] = Field(description="how the checks answered on each vector")
    shots: dict[str, Shot]
    notes: tuple[Note, ...]
    cells: dict[RequirementId, dict[VectorId, Verdict]] = Field(
        default={}, description="the answer of each check on each vector; empty in reports of before they were kept"
    )
    hashes: dict[str, Sha256] = Field(default={}, description="SHA-256 of every file of the evidence, by its name")
    reviews: tuple[DocumentReview, ...] = Field(
        default=(), description="all that evaluators decided on documents, in the order of recording"
    )

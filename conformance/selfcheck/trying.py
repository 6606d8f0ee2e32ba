"""
One candidate tried: driven over loopback, read by the whole panel, judged by every check, all in this process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from conformance.answers import error_of, outcome_of
from conformance.checks import all_checks
from conformance.conduct import Conduct, Order
from conformance.model import Verdict
from conformance.proof import Tried
from conformance.reading.observe import AnyObservation
from conformance.reading.panel import Panel
from conformance.reference.server import serve
from conformance.result import Outcome, Result
from conformance.scoring import judge_requirement
from conformance.selfcheck.remembering import remembering
from conformance.selfcheck.subjects import Kind, Subject
from conformance.standard import load_standard
from conformance.texts import Message, say, visible

SILENT = frozenset({Verdict.PASS, Verdict.INSUFFICIENT, Verdict.NOT_APPLICABLE})  # accuse nobody
KINDS = {
    Kind.REFERENCE: say("the reference candidate"),
    Kind.MUTANT: say("the mutant"),
    Kind.VARIANT: say("the variant"),
}


@dataclass(frozen=True)
class Ended:
    """
    How trying one candidate ended, and how long it took.
    """

    subject: Subject
    tried: Tried
    seconds: float


def try_out(subject: Subject) -> Ended:
    """
    Try one candidate. Never raises: one that does not start is a finding.

    Where only a limit of time is not kept, it is tried once more: a machine that was busy for a second is no finding.
    """
    began = perf_counter()
    tried = _once(subject)
    if tried.findings and {finding.values.get("requirement") for finding in tried.findings} <= _timed():
        tried = _once(subject)
    return Ended(subject, tried, round(perf_counter() - began, 2))


def _once(subject: Subject) -> Tried:
    try:
        with _started(subject) as conduct:
            outcomes = _judged(conduct, subject)
            results = [_result(conduct, row, outcomes) for row in sorted(all_checks())]
    except Exception as error:  # whatever a mutant does wrong, the others are tried
        return not_started(subject, error)
    return _tried(subject, results, outcomes)


def _timed() -> set[object]:
    return {row.id for row in load_standard().requirements.values() if "switch_ms" in row.limits}


def not_started(subject: Subject, error: BaseException) -> Tried:
    """
    A candidate that nothing could be asked.
    """
    why = visible(f"{type(error).__name__}: {error}")
    text = "{kind} {name} did not start: {error}. The others were tried. Start it by hand: {command}"
    told = say(text, kind=KINDS[subject.kind], name=subject.name, error=why, command=_command(subject))
    return Tried(name=subject.name, vectors=(), verdicts={}, caught_on=(), findings=(told,))


@contextmanager
def _started(subject: Subject) -> Iterator[Conduct]:
    with TemporaryDirectory(prefix="qrconform-") as folder, serve(subject.name or None) as url:
        conduct = Conduct(Order(out=Path(folder), candidate=url, vectors=",".join(subject.vectors)), panel=_panel())
        try:
            yield conduct
        finally:
            conduct.close()


@cache
def _panel() -> Panel:
    return remembering(Panel.open())


def _judged(conduct: Conduct, subject: Subject) -> list[Outcome]:
    """
    The answers of all checks, vector by vector; those that the subject names first are looked at first.
    """
    outcomes: list[Outcome] = []
    rows = {row: {vector.id for vector in conduct.vectors_for(row)} for row in all_checks()}
    for done, vector in enumerate(subject.vectors):
        caught = any(each.verdict is Verdict.FAIL and each.requirement == subject.breaks for each in outcomes)
        if caught and done >= subject.enough:
            break
        outcomes += _on_vector(conduct, vector, [row for row, of in rows.items() if vector in of])
    return outcomes


def _on_vector(conduct: Conduct, vector: str, rows: Iterable[str]) -> Iterator[Outcome]:
    seen: AnyObservation | None = None
    broken: Exception | None = None
    try:
        seen = conduct.observation(vector)
    except Exception as error:  # as in a run: `outcome_of` tells the candidate's fault from ours
        broken = error
    for row in rows:
        yield outcome_of(row, vector, error_of(conduct.standard.get(row), seen) if seen else broken, seen)


def _result(conduct: Conduct, row: str, outcomes: Iterable[Outcome]) -> Result:
    own = [outcome for outcome in outcomes if outcome.requirement == row]
    return judge_requirement(conduct.standard.get(row), own, conduct.bundle.head.candidate.roles)


def _tried(subject: Subject, results: Iterable[Result], outcomes: Iterable[Outcome]) -> Tried:
    verdicts: dict[Verdict, tuple[str, ...]] = {}
    for result in results:
        verdicts[result.verdict] = (*verdicts.get(result.verdict, ()), result.requirement.id)
    failed = [each for each in outcomes if each.requirement == subject.breaks and each.verdict is Verdict.FAIL]
    return Tried(
        name=subject.name,
        vectors=tuple(sorted({outcome.vector for outcome in outcomes})),
        verdicts={verdict: verdicts[verdict] for verdict in Verdict if verdict in verdicts},
        caught_on=tuple(sorted({outcome.vector for outcome in failed})),
        findings=tuple(_findings(subject, results)),
    )


def _findings(subject: Subject, results: Iterable[Result]) -> Iterator[Message]:
    for result in results:
        if result.requirement.id == subject.breaks:
            if result.verdict is not Verdict.FAIL:
                yield _survived(subject, result)
        elif result.verdict not in SILENT:
            yield _accused(subject, result)


def _survived(subject: Subject, result: Result) -> Message:
    values = {"name": subject.name, "requirement": result.requirement.id, "verdict": result.verdict.value}
    if subject.kind is Kind.VARIANT:
        text = "the variant {name} leaves {requirement} unmet, but it is “{verdict}”. Correct the check, or the variant"
        return say(text, **values)
    text = (
        "the mutant {name} survived: {requirement} is “{verdict}” on {count} vectors, expected “fail”. "
        "Make its check sharper, or the fault what its requirement forbids"
    )
    return say(text, **values, count=len(subject.vectors))


def _accused(subject: Subject, result: Result) -> Message:
    first = result.outcomes[0]
    text = "{kind} {name} is accused by {requirement} (“{verdict}” on {vector}): {why}. Look at it: {command}"
    return say(
        text,
        kind=KINDS[subject.kind],
        name=subject.name,
        requirement=result.requirement.id,
        verdict=result.verdict.value,
        vector=first.vector,
        why=(first.message or say("no reason was given")).harmless(),
        command=f"{_command(subject)} --vectors {first.vector}",
    )


def _command(subject: Subject) -> str:
    return f"qrconform run reference:{subject.name}"

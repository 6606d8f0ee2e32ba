"""
Recorded bundles judged with this suite and held against what was concluded before: what would flip, and only because
the suite changed, since the evidence is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from conformance.documents import REPORT, evidence_of, judge_again, read_report
from conformance.evidence import Bundle
from conformance.exceptions import QrconformError, UsageError
from conformance.model import Conclusion, ExitCode, Requirement, Verdict
from conformance.report.diff import Change, Difference, compare
from conformance.result import Outcome, Report, Result
from conformance.reviewing import with_reviews
from conformance.standard import load_standard
from conformance.texts import Bilingual, Message, say

VERSION = re.compile(r"[0-9]+(\.[0-9]+)*[a-z0-9.+-]*")
HARMLESS = frozenset({Verdict.PASS, Verdict.NOT_APPLICABLE})  # what a new requirement may say and flip nothing


@dataclass(frozen=True)
class Flip:
    """
    A verdict that is another one now: of a requirement on one vector, or on all where `vector` is None. A verdict of
    None was not given.
    """

    requirement: str
    vector: str | None
    before: Verdict | None
    after: Verdict | None
    said_before: Message | None
    said_after: Message | None


@dataclass(frozen=True)
class Row:
    """
    A requirement that is not what it was: the names of what changed in it (none where it is added or gone), and why.
    """

    requirement: str
    changed: tuple[str, ...]
    gone: bool
    why: Bilingual | None


@dataclass(frozen=True)
class Rejudged:
    """
    One bundle judged again; either `error`, or all else.
    """

    place: Path
    error: QrconformError | None = None
    against: Path | None = None
    difference: Difference | None = None
    flips: tuple[Flip, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def code(self) -> ExitCode:
        """
        0 when nothing flips, 1 when a verdict or the conclusion does; else what went wrong.
        """
        if self.error or self.difference is None:
            return self.error.exit_code if self.error else ExitCode.SUITE_ERROR
        before, after = self.difference.old.score.conclusion, self.difference.new.score.conclusion
        if after is Conclusion.VOID:
            return ExitCode.SUITE_ERROR
        return ExitCode.DOES_NOT_CONFORM if self.flips or before is not after else ExitCode.CONFORMS


def rejudged(place: Path, against: Sequence[str] = ()) -> Rejudged:
    """
    Judge a bundle, or that of a run's folder, under the profile and on the vectors of the stored report. What goes
    wrong is kept as `error`, so that other bundles are still judged.
    """
    try:
        bundle = evidence_of(place)
        file, stored = _stored(place, bundle, against)
        made, outcomes = judge_again(bundle.place, stored.run.profile, _selection(stored))
        old = with_reviews(stored, made.report.reviews)  # a decision recorded since is no change of the suite
    except QrconformError as error:
        return Rejudged(place, error=error)
    found = compare(old, made.report)
    flips = (*_flipped_rows(found), *_flipped_cells(old, made.report, outcomes))
    order = sorted(flips, key=lambda flip: (flip.requirement, flip.vector or ""))
    return Rejudged(place, None, file, found, tuple(order), tuple(_rows(old, made.report)))


# ------------------------------------------------------------------------------------------------ the stored report


def _stored(place: Path, bundle: Bundle, against: Sequence[str]) -> tuple[Path, Report]:
    """
    The stored report of a bundle, the one judged last where there are several. Raises UsageError where there is none.
    """
    paths, versions = [Path(each) for each in against if Path(each).exists()], _versions(against)
    files = [file for path in paths for file in _files(path)] if paths else _beside(place, bundle)
    digest, failed, matching = bundle.verify(), None, []
    for file in files:
        try:
            report = read_report(file)
        except UsageError as error:
            failed = failed or error
            continue
        if report.run.bundle_digest == digest:
            matching.append((file, report))
    fitting = [(file, report) for file, report in matching if not versions or report.run.suite in versions]
    if fitting:
        return max(fitting, key=lambda pair: pair[1].run.judged)
    raise failed or _none(place, matching, versions)


def _versions(against: Sequence[str]) -> set[str]:
    strange = [each for each in against if not Path(each).exists() and not VERSION.fullmatch(each)]
    if strange:
        text = "{against} is neither a stored report, nor a folder of runs, nor a version of the suite"
        raise UsageError(say(text, against=strange[0]))
    return {each for each in against if not Path(each).exists()}


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [path / REPORT] if (path / REPORT).is_file() else sorted(path.glob(f"*/{REPORT}"))


def _beside(place: Path, bundle: Bundle) -> list[Path]:
    folders = dict.fromkeys([place.resolve(), bundle.place.resolve().parent])
    return [folder / REPORT for folder in folders if (folder / REPORT).is_file()]


def _none(place: Path, matching: Sequence[tuple[Path, Report]], versions: set[str]) -> UsageError:
    if matching:
        found = ", ".join(sorted({report.run.suite for _, report in matching}))
        text = "the stored report of {place} was made by suite {found}, not {wanted}. Name one of it: --against FILE"
        return UsageError(say(text, place=place, found=found, wanted=", ".join(sorted(versions))))
    text = "no stored report of the evidence {place} was found. Name its report.json: --against FILE"
    return UsageError(say(text, place=place))


def _selection(stored: Report) -> list[str]:
    """
    The vectors of a report that was made on some of its bundle's only; none where it was made on all.
    """
    all_of_them = {vector.id for vector in stored.vectors}
    return list(stored.answers) if stored.score.shortfalls and set(stored.answers) != all_of_them else []


# ------------------------------------------------------------------------------------------------------- what flips


def _flipped_rows(difference: Difference) -> Iterator[Flip]:
    for change in difference.changes:
        before, after = (each.verdict if each else None for each in (change.before, change.after))
        if before is not after and not (before is None and after in HARMLESS):
            yield Flip(change.requirement.id, None, before, after, *_sentences(change))


def _sentences(change: Change) -> tuple[Message | None, Message | None]:
    before, after = change.before, change.after
    return before.reason if before else None, after.reason if after else None


def _flipped_cells(old: Report, new: Report, outcomes: Sequence[Outcome]) -> Iterator[Flip]:
    """
    The verdicts on single vectors of the requirements that both reports decide. Reports of before all of them were kept
    hold those that decided, and only those are compared.
    """
    said = {(each.requirement, each.vector): each.message for each in outcomes}
    for result in old.results:
        id = result.requirement.id
        before, after = _cells(old, result), new.cells.get(id, {})
        told = {each.vector: each.message for each in result.outcomes}
        vectors = {*before, *after} if old.cells else set(before)
        for vector in sorted(vectors) if before and after else []:
            one, other = before.get(vector), after.get(vector)
            if one is not other:
                yield Flip(id, vector, one, other, told.get(vector), said.get((id, vector)))


def _cells(report: Report, result: Result) -> Mapping[str, Verdict]:
    kept = report.cells.get(result.requirement.id)
    return kept if kept is not None else {each.vector: each.verdict for each in result.outcomes}


def _rows(old: Report, new: Report) -> Iterator[Row]:
    before, after = _requirements(old), _requirements(new)
    for id in sorted({*before, *after}):
        one, other = before.get(id), after.get(id)
        if other is None:
            known = load_standard().requirements.get(id)
            yield Row(id, (), True, known.retired if known else None)
        elif one is None:
            yield Row(id, (), False, None)
        elif changed := _changed(one, other):
            reason = other.limits_reason if "limits" in changed else other.why_no_check
            yield Row(id, changed, False, reason)


def _requirements(report: Report) -> dict[str, Requirement]:
    rows = [*(result.requirement for result in report.results), *report.undecided]
    return {row.id: row for row in rows}


def _changed(one: Requirement, other: Requirement) -> tuple[str, ...]:
    return tuple(name for name in Requirement.model_fields if getattr(one, name) != getattr(other, name))

"""
Two runs compared: two versions of an app, or two editions of the suite. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from conformance.model import Requirement, Verdict
from conformance.result import Report, Result
from conformance.scoring import NOT_MET


class Kind(StrEnum):
    """
    What happened to a requirement from one run to the next, the heaviest first.
    """

    NEWLY_FAILING = "newly_failing"  # not met now, and not so before
    LOST = "lost"  # was met, and is not decided now: never to be taken for a pass
    STILL_FAILING = "still_failing"
    CHANGED = "changed"  # any other change of verdict
    MENDED = "mended"  # was not met, is met
    ADDED = "added"  # evaluated in the second run alone
    REMOVED = "removed"  # evaluated in the first run alone
    MEASURED = "measured"  # the same verdict on other numbers


REGRESSIONS = frozenset({Kind.NEWLY_FAILING, Kind.LOST})


@dataclass(frozen=True)
class Change:
    """
    One requirement in both runs.
    """

    kind: Kind
    requirement: Requirement
    before: Result | None
    after: Result | None


@dataclass(frozen=True)
class Difference:
    """
    What changed: `conditions` are the circumstances that differ, as label, before, after.
    """

    old: Report
    new: Report
    changes: tuple[Change, ...]
    conditions: tuple[tuple[str, str, str], ...]

    @property
    def worse(self) -> bool:
        """
        Whether anything newly fails, or is no longer known to be met.
        """
        return any(change.kind in REGRESSIONS for change in self.changes)

    def of(self, kind: Kind) -> list[Change]:
        """
        The changes of one kind, by id.
        """
        return [change for change in self.changes if change.kind is kind]


def compare(old: Report, new: Report) -> Difference:
    """
    The difference between two reports.
    """
    before = {result.requirement.id: result for result in old.results}
    after = {result.requirement.id: result for result in new.results}
    pairs = ((before.get(id), after.get(id)) for id in sorted({*before, *after}))
    changes = (_change(*pair) for pair in pairs)
    return Difference(old, new, tuple(change for change in changes if change), tuple(_conditions(old, new)))


def _change(before: Result | None, after: Result | None) -> Change | None:
    last = after or before
    kind = _kind(before, after)
    return Change(kind, last.requirement, before, after) if kind and last else None


def _kind(before: Result | None, after: Result | None) -> Kind | None:
    if after is None:
        return Kind.REMOVED
    failed = before is not None and before.verdict in NOT_MET
    if after.verdict in NOT_MET:
        return Kind.STILL_FAILING if failed else Kind.NEWLY_FAILING
    if before is None:
        return Kind.ADDED
    if before.verdict is after.verdict:
        same = (before.held, before.exercised) == (after.held, after.exercised)
        return None if same else Kind.MEASURED
    if after.verdict is Verdict.PASS:
        return Kind.MENDED if failed else Kind.CHANGED
    return Kind.LOST if before.verdict is Verdict.PASS and after.verdict is not Verdict.NOT_APPLICABLE else Kind.CHANGED


def _conditions(old: Report, new: Report) -> Iterator[tuple[str, str, str]]:
    for name, one, other in zip(_CONDITIONS, _circumstances(old), _circumstances(new), strict=True):
        if one != other:
            yield name, one, other


_CONDITIONS = (
    "name", "version", "build", "diff_suite", "diff_edition", "digest_standard", "profile", "vectors_selected",
    "digest_vectors", "diff_panel", "diff_median",
)  # fmt: skip


def _circumstances(report: Report) -> tuple[str, ...]:
    run, candidate = report.run, report.candidate
    times = [shot.elapsed_ms for shot in report.shots.values()]
    return (
        candidate.name, candidate.version, candidate.build, run.suite, run.edition, run.standard_digest, run.profile,
        str(len(run.selected)), run.vectors_digest,
        ", ".join(f"{name} {version}" for name, version in sorted(run.panel_judging.items())),
        f"{median(times):.0f}" if times else "-",
    )  # fmt: skip

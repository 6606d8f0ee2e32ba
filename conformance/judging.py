"""
From the answers of all checks to the report. Pure: it reads the bundle and touches nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from conformance import __version__
from conformance.checks import all_checks
from conformance.evidence import Bundle
from conformance.model import Profile, Vector
from conformance.reading.observation import Finding, Observation, View
from conformance.reading.panel import Panel
from conformance.reading.payload import classify
from conformance.result import Note, Outcome, Outline, Report, Run, Shot
from conformance.scoring import judge_requirement, score
from conformance.standard import Standard
from conformance.vectors import vectors_digest
from conformance.vectors.situations import generate


def finding_of(error: AssertionError) -> Finding | None:
    """
    The finding that a failed assertion carries.
    """
    found = error.args[0] if error.args else None
    return found if isinstance(found, Finding) else None


def shots_of(seen: Observation) -> dict[str, Shot]:
    """
    The screens of an observation with what was found on them.
    """
    return {view.file: _shot(view) for view in (*seen.views, *seen.offline_views)}


def _shot(view: View) -> Shot:
    outlines = tuple(
        Outline(corners=symbol.corners, kind=classify(symbol.data.decode("utf-8", "replace")).value)
        for symbol in view.symbols
    )
    return Shot(width=view.width, height=view.height, outlines=outlines, elapsed_ms=view.elapsed_ms)


def deciding_file(seen: Observation) -> str | None:
    """
    The screen to show for a check that held: the default view's.
    """
    return seen.views[0].file if seen.views else None


def report(
    bundle: Bundle,
    standard: Standard,
    profile: Profile,
    panel: Panel,
    answers: Answers,
) -> Report:
    """
    The report on a bundle from the answers of its checks.
    """
    by_requirement: Mapping[str, list[Outcome]] = _grouped(answers.outcomes)
    roles = bundle.head.candidate.roles
    rows = [row for row in standard.requirements.values() if row.retired is None]
    results = [judge_requirement(row, by_requirement.get(row.id, []), roles) for row in rows if row.id in all_checks()]
    vectors = tuple(bundle.evidence(each).vector for each in bundle.recorded())
    return Report(
        run=_run(bundle, standard, profile, panel, vectors),
        candidate=bundle.head.candidate,
        score=score(standard, results, answers.outcomes),
        results=tuple(results),
        undecided=tuple(row for row in rows if row.id not in all_checks()),
        vectors=vectors,
        shots=dict(sorted(answers.shots.items())),
        notes=tuple(sorted(answers.notes, key=lambda note: (note.vector, note.message.text, str(note.message.values)))),
    )


class Answers:
    """
    What the checks of a run said, gathered from one process or from many.
    """

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.shots: dict[str, Shot] = {}
        self.notes: list[Note] = []


def _grouped(outcomes: Iterable[Outcome]) -> Mapping[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in sorted(outcomes, key=lambda each: each.vector):
        found[outcome.requirement].append(outcome)
    return found


def _run(bundle: Bundle, standard: Standard, profile: Profile, panel: Panel, vectors: Sequence[Vector]) -> Run:
    head = bundle.head
    known = {vector.id: vector for vector in generate(head.seed)}
    return Run(
        id=head.run,
        suite=__version__,
        edition=standard.edition,
        edition_title=standard.title,
        standard_digest=standard.digest,
        vectors_digest=vectors_digest(vectors),
        vectors_known=all(known.get(vector.id) == vector for vector in vectors),
        profile=profile.name,
        profile_title=profile.title,
        seed=head.seed,
        official=head.official,
        address=head.address,
        started=head.started,
        judged=datetime.now(UTC).replace(microsecond=0),
        environment=head.environment,
        panel_collecting=head.panel,
        panel_judging=panel.versions(),
        panel_missing=tuple(missing.message for missing in panel.missing),
        bundle=_from_here(bundle.place),
        bundle_digest=bundle.verify(),
        selected=head.selected,
    )


def _from_here(place: Path) -> str:
    """
    The path as the user would type it, without the folders above their own: those are nobody else's business.
    """
    here = Path.cwd()
    return str(place.relative_to(here)) if place.is_relative_to(here) else str(place)



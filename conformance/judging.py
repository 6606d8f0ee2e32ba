"""
From the answers of all checks to the report. Pure: it reads the bundle and touches nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from conformance import __version__
from conformance.checks import all_checks
from conformance.evidence import Bundle
from conformance.model import SHOWING, Level, Profile, Vector, Verdict
from conformance.reading.observation import Finding, Observation, View
from conformance.reading.panel import Panel
from conformance.reading.payload import classify
from conformance.result import Note, Outcome, Outline, Report, Run, Shot
from conformance.scoring import judge_requirement, score
from conformance.standard import Standard
from conformance.texts import Message, say
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
    shortfalls = [*_shortfalls(bundle, vectors, answers), *_unlooked(bundle, standard, profile, panel)]
    return Report(
        run=_run(bundle, standard, profile, panel, vectors),
        candidate=bundle.head.candidate,
        score=score(standard, results, answers.outcomes, shortfalls),
        results=tuple(results),
        undecided=tuple(row for row in rows if row.id not in all_checks()),
        vectors=vectors,
        answers=_by_vector(answers.outcomes),
        shots=dict(sorted(answers.shots.items())),
        notes=tuple(sorted(answers.notes, key=lambda note: (note.vector, note.message.text, str(note.message.values)))),
    )


class Answers:
    """
    What the checks of a run said, gathered from one process or from many.
    """

    def __init__(self) -> None:
        self._outcomes: dict[tuple[str, str], Outcome] = {}
        self.shots: dict[str, Shot] = {}
        self.notes: list[Note] = []
        self.left_out = 0  # pairs of check and vector that the user deselected

    @property
    def outcomes(self) -> list[Outcome]:
        """
        One outcome per pair of check and vector.
        """
        return list(self._outcomes.values())

    def add(self, outcome: Outcome) -> None:
        """
        Take an answer. A vector is judged again when the worker that had it died: an answer that differs is a finding.
        """
        pair = (outcome.requirement, outcome.vector)
        before = self._outcomes.get(pair, outcome)
        if before.verdict is not outcome.verdict:
            text = "judged twice, with different answers: {first}, then {second}"
            message = say(text, first=before.verdict.value, second=outcome.verdict.value)
            outcome = outcome.model_copy(update={"verdict": Verdict.INCONCLUSIVE, "message": message})
        self._outcomes[pair] = outcome

    def account_for(self, pairs: Iterable[tuple[str, str]], deselected: bool) -> None:
        """
        Every pair of check and vector must have an answer: one that has none was deselected, or its process died.
        """
        missing = sorted(set(pairs) - set(self._outcomes))
        if deselected:
            self.left_out = len(missing)
            return
        text = "the check did not end: its process died. This voids the run; judge the evidence again"
        for requirement, vector in missing:
            self.add(Outcome(requirement=requirement, vector=vector, verdict=Verdict.SUITE_ERROR, message=say(text)))


def _grouped(outcomes: Iterable[Outcome]) -> Mapping[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in sorted(outcomes, key=lambda each: each.vector):
        found[outcome.requirement].append(outcome)
    return found


def _by_vector(outcomes: Iterable[Outcome]) -> dict[str, dict[Verdict, int]]:
    counted: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for outcome in outcomes:
        counted[outcome.vector][outcome.verdict] += 1
    order = list(Verdict)
    return {
        vector: dict(sorted(counted[vector].items(), key=lambda each: order.index(each[0])))
        for vector in sorted(counted)
    }


def _shortfalls(bundle: Bundle, vectors: Sequence[Vector], answers: Answers) -> list[Message]:
    """
    Why the run cannot conclude that the candidate conforms: a selection could leave out exactly what fails.
    """
    made = {vector.id: vector for vector in generate(bundle.head.seed) if vector.role in bundle.head.candidate.roles}
    judged = {outcome.vector for outcome in answers.outcomes}
    found = []
    if missing := sorted(set(made) - judged):
        text = "{missing} of {all} vectors were not judged: {ids}"
        found.append(say(text, missing=len(missing), all=len(made), ids=_some(missing)))
    if strange := [vector.id for vector in vectors if made.get(vector.id) != vector]:
        text = "the vectors {ids} of the bundle are not those that this version of the suite makes from the seed {seed}"
        found.append(say(text, ids=_some(strange), seed=bundle.head.seed))
    if unseen := [each for vector in vectors for each in _screens_missing(bundle, vector)]:
        found.append(say("screens are missing from the evidence: {steps}", steps=_some(unseen)))
    if answers.left_out:
        found.append(say("{count} checks on vectors were deselected", count=answers.left_out))
    return found


def _screens_missing(bundle: Bundle, vector: Vector) -> list[str]:
    """
    The showing steps of a vector without a screen, where neither a fault nor an absent capability says why.
    """
    evidence = bundle.evidence(vector.id)
    if any(step.fault for step in evidence.steps) or set(vector.needs) - set(bundle.head.candidate.capabilities):
        return []
    shown = {step.number for step in evidence.steps if step.screen}
    wanted = [number for number, step in enumerate(vector.steps) if step.do in SHOWING]
    return [f"{vector.id}/{number}" for number in wanted if number not in shown]


def _unlooked(bundle: Bundle, standard: Standard, profile: Profile, panel: Panel) -> list[Message]:
    """
    What nobody here could look at: readers that the evidence was collected with, and what the profile demands and no
    check decides.
    """
    found = []
    if missing := sorted(set(bundle.head.panel) - set(panel.versions())):
        text = "the evidence was collected with readers that are missing here: {readers}"
        found.append(say(text, readers=", ".join(missing)))
    undecided = [row for row in profile.levels if row not in all_checks() and standard.get(row).level is Level.MUST]
    if undecided:
        text = "the profile {profile} makes {rows} a MUST, and no check decides it: measure it by hand"
        found.append(say(text, profile=profile.name, rows=", ".join(undecided)))
    return found


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:12]) + (", …" if len(ids) > 12 else "")


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

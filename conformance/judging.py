"""
From the answers of all checks to the report. Pure: it reads the bundle and touches nothing.
"""

from __future__ import annotations

import operator
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from conformance import __version__
from conformance.answers import Answers
from conformance.checks import all_checks
from conformance.evidence import Bundle, Manifest
from conformance.model import SHOWING, AnyVector, Blame, DisplayVector, Level, Profile, Verdict, steps_of
from conformance.proof import selfcheck_digest
from conformance.reading.observation import Measured, Observation
from conformance.reading.observe import AnyObservation
from conformance.reading.panel import Panel
from conformance.reading.payload import classify
from conformance.reading.views import View
from conformance.result import Outcome, Outline, Report, Run, Selfcheck, Shot
from conformance.reviewing import read_reviews, with_reviews
from conformance.scoring import judge_requirement, score
from conformance.standard import Standard
from conformance.texts import Message, say
from conformance.vectors import made, vectors_digest, without_hashes
from conformance.vectors.issued import is_issued_form

NEGATIVE = "negative"  # tag of a vector in which the candidate has to refuse what it is given


def shots_of(seen: AnyObservation) -> dict[str, Shot]:
    """
    The screens of an observation with what was found on them; of a reader, the pictures that it was given.
    """
    if not isinstance(seen, Observation):
        return dict(seen.shots)
    return {view.file: _shot(view, seen.measured.get(view.file)) for view in (*seen.views, *seen.offline_views)}


def _shot(view: View, measured: Measured | None) -> Shot:
    outlines = tuple(
        Outline(corners=symbol.corners, kind=classify(symbol.data.decode("utf-8", "replace")).value)
        for symbol in view.symbols
    )
    grade = measured.measurement.grade if measured and measured.measurement else None
    return Shot(width=view.width, height=view.height, outlines=outlines, elapsed_ms=view.elapsed_ms, grade=grade)


def report(
    bundle: Bundle,
    standard: Standard,
    profile: Profile,
    panel: Panel,
    answers: Answers,
) -> Report:
    """
    The report on a bundle from the answers of its checks, and from the reviews of documents that are recorded for it.
    """
    vectors = tuple(bundle.evidence(each).vector for each in bundle.recorded())
    known = {vector.id: vector for vector in made(bundle.head.seed, bundle.head.candidate.roles)}
    strange = _strange(bundle, vectors, known)
    outcomes = _blamed(answers.outcomes, strange)
    by_requirement: Mapping[str, list[Outcome]] = _grouped(outcomes)
    roles = bundle.head.candidate.roles
    rows = [row for row in standard.requirements.values() if row.retired is None]
    negatives = {vector.id for vector in vectors if NEGATIVE in vector.tags}
    decided = [row for row in rows if row.id in all_checks()]
    playing = {vector.id: vector.role for vector in vectors}
    results = [judge_requirement(row, by_requirement.get(row.id, []), roles, negatives, playing) for row in decided]
    shortfalls = [
        *_unjudged(known, strange, answers.outcomes, bundle.head.seed),
        *_shortfalls(bundle, vectors, answers),
        *_unlooked(bundle, standard, profile, panel),
    ]
    whole = Report(
        run=_run(bundle, standard, profile, panel, vectors, strange),
        candidate=bundle.head.candidate,
        score=score(standard, results, outcomes, shortfalls),
        results=tuple(results),
        undecided=tuple(row for row in rows if row.id not in all_checks()),
        vectors=vectors,
        answers=_by_vector(outcomes),
        shots=dict(sorted(answers.shots.items())),
        notes=tuple(sorted(answers.notes, key=lambda note: (note.vector, note.message.text, str(note.message.values)))),
        hashes=Manifest.model_validate_json(bundle.read("manifest.json")).files,
        cells={id: {each.vector: each.verdict for each in by_requirement[id]} for id in sorted(by_requirement)},
    )
    return with_reviews(whole, read_reviews(bundle, whole.run.bundle_digest))


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


def _strange(bundle: Bundle, vectors: Sequence[AnyVector], known: Mapping[str, AnyVector]) -> list[str]:
    """
    The vectors of the bundle that are not those that this suite makes from its seed, which are `known`.
    """
    same = is_issued_form if bundle.head.platform else operator.eq
    return [vector.id for vector in vectors if not same(without_hashes(vector), known.get(vector.id))]


def _blamed(outcomes: Sequence[Outcome], strange: Collection[str]) -> list[Outcome]:
    """
    What fails on a strange vector is first of all the vector's.
    """
    to_vector = {"blame": Blame.VECTOR}
    return [
        each.model_copy(update=to_vector) if each.blame is Blame.CANDIDATE and each.vector in strange else each
        for each in outcomes
    ]


def _unjudged(
    known: Collection[str], strange: Sequence[str], outcomes: Sequence[Outcome], seed: int
) -> Iterator[Message]:
    """
    What of the suite's own vectors was not judged: a selection could leave out exactly what fails.
    """
    if missing := sorted(set(known) - {outcome.vector for outcome in outcomes}):
        text = "{missing} of {all} vectors were not judged: {ids}"
        yield say(text, missing=len(missing), all=len(known), ids=_some(missing))
    if strange:
        text = "the vectors {ids} of the bundle are not those that this version of the suite makes from the seed {seed}"
        yield say(text, ids=_some(strange), seed=seed)


def _shortfalls(bundle: Bundle, vectors: Sequence[AnyVector], answers: Answers) -> list[Message]:
    """
    What of the run itself keeps it from concluding that the candidate conforms.
    """
    found = []
    repeats = range(1, bundle.head.repeats + 1)
    if unseen := [each for vector in vectors for repeat in repeats for each in _missing(bundle, vector, repeat)]:
        found.append(say("screens are missing from the evidence: {steps}", steps=_some(unseen)))
    if bundle.head.official and not bundle.head.fresh:
        text = "the people of an official run must be new to everybody, and the seed {seed} was given by hand"
        found.append(say(text, seed=bundle.head.seed))
    if (seal := bundle.head.sealed) and not seal.fits(bundle.head.seed):
        text = "the commitment {commitment} is not that of the seed {seed} and its salt"
        found.append(say(text, commitment=seal.commitment, seed=bundle.head.seed))
    if answers.left_out:
        found.append(say("{count} checks on vectors were deselected", count=answers.left_out))
    return found


def _missing(bundle: Bundle, vector: AnyVector, repeat: int) -> list[str]:
    """
    The steps of a vector without what must come of them (a screen, an answer, a reply), where neither a fault nor an
    absent capability says why.
    """
    evidence = bundle.evidence(vector.id, repeat)
    if any(step.fault for step in evidence.steps) or set(vector.needs) - set(bundle.head.candidate.capabilities):
        return []
    shown = {step.number for step in evidence.steps if step.screen or step.scan or step.replies}
    displays, steps = isinstance(vector, DisplayVector), steps_of(vector)
    wanted = [number for number, step in enumerate(steps) if step.do in SHOWING or not displays]
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
    must = [row for row in profile.levels if standard.get(row).level is Level.MUST]
    undecided = [row for row in must if row not in all_checks()]
    if undecided:
        text = "the profile {profile} makes {rows} a MUST, and no check decides it: measure it by hand"
        found.append(say(text, profile=profile.name, rows=", ".join(undecided)))
    has = set(bundle.head.candidate.capabilities)
    absent = [row for row in must if standard.get(row).capability not in (None, *has)]
    if absent:
        text = (
            "the profile {profile} makes {rows} a MUST, and the candidate declares absent what decides it: "
            "measure it by hand"
        )
        found.append(say(text, profile=profile.name, rows=", ".join(absent)))
    return found


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:12]) + (", …" if len(ids) > 12 else "")


def _run(
    bundle: Bundle,
    standard: Standard,
    profile: Profile,
    panel: Panel,
    vectors: Sequence[AnyVector],
    strange: Sequence[str],
) -> Run:
    head = bundle.head
    return Run(
        id=head.run,
        suite=__version__,
        edition=standard.edition,
        edition_title=standard.title,
        standard_digest=standard.digest,
        vectors_digest=vectors_digest(vectors),
        vectors_known=not strange,
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
        repeats=head.repeats,
        sealed=head.sealed,
        platform=head.platform,
        selfcheck=_selfcheck(),
    )


def _selfcheck() -> Selfcheck | None:
    found = selfcheck_digest()
    return Selfcheck(digest=found[0], fits=found[1]) if found else None


def _from_here(place: Path) -> str:
    """
    The path as the user would type it, without the folders above their own: those are nobody else's business.
    """
    here = Path.cwd()
    return str(place.relative_to(here)) if place.is_relative_to(here) else str(place)

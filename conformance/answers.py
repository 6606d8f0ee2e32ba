"""
The answers of checks: how one ended, and what becomes of an answer that was given several times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from inspect import signature

from conformance.checks import all_checks
from conformance.exceptions import (
    Blocked,
    CandidateUnreachable,
    Inconclusive,
    NotApplicable,
    NotExercised,
    QrconformError,
    Review,
)
from conformance.model import Blame, Requirement, Verdict
from conformance.reading.findings import Finding
from conformance.reading.observe import AnyObservation
from conformance.result import Note, Outcome, Shot
from conformance.scoring import NOT_MET
from conformance.texts import say, visible

VERDICTS: Mapping[type[Exception], Verdict] = {
    Blocked: Verdict.BLOCKED,
    CandidateUnreachable: Verdict.BLOCKED,
    Inconclusive: Verdict.INCONCLUSIVE,
    NotApplicable: Verdict.NOT_APPLICABLE,
    NotExercised: Verdict.INSUFFICIENT,
    Review: Verdict.REVIEW,
}


def outcome_of(requirement: str, vector: str, error: BaseException | None, seen: AnyObservation | None) -> Outcome:
    """
    The answer of a check on a vector, by how it ended; `seen` is None where the observation itself could not be had.

    None is a pass, a failed assertion with its finding a fail, `Undecided` what it says, anything else a suite error.
    """
    file = seen.file if seen else None
    made = partial(Outcome, requirement=requirement, vector=vector)
    if error is None:
        return made(verdict=Verdict.PASS, file=file)
    if isinstance(error, QrconformError) and (verdict := VERDICTS.get(type(error))):
        blame = error.blame if isinstance(error, Blocked) else None
        return made(verdict=verdict, message=error.message, file=file, blame=blame)
    if isinstance(error, AssertionError) and (found := finding_of(error)) is not None:
        return made(verdict=Verdict.FAIL, **vars(found), blame=Blame.CANDIDATE)
    text = "the suite itself failed: {error}. This voids the run; please report it"
    message = say(text, error=visible(f"{type(error).__name__}: {error}"))
    return made(verdict=Verdict.SUITE_ERROR, message=message, blame=Blame.SUITE)


def error_of(requirement: Requirement, seen: AnyObservation) -> Exception | None:
    """
    How the check of a requirement ends on an observation, run outside of pytest; None is a pass.
    """
    check = all_checks()[requirement.id]
    limits = {"limits": requirement.limits} if "limits" in signature(check).parameters else {}
    try:
        check(seen, **limits)
    except Exception as error:  # whatever a check ends in is an answer
        return error
    return None


def finding_of(error: AssertionError) -> Finding | None:
    """
    The finding that a failed assertion carries.
    """
    found = error.args[0] if error.args else None
    return found if isinstance(found, Finding) else None


class Answers:
    """
    What the checks of a run said, gathered from one process or from many.
    """

    def __init__(self) -> None:
        self._outcomes: dict[tuple[str, str], dict[int, Outcome]] = defaultdict(dict)
        self.shots: dict[str, Shot] = {}
        self.notes: list[Note] = []
        self.left_out = 0  # pairs of check and vector that the user deselected

    @property
    def outcomes(self) -> list[Outcome]:
        """
        One outcome per pair of check and vector.
        """
        return [_together(list(repeats.values())) for repeats in self._outcomes.values()]

    def add(self, outcome: Outcome) -> None:
        """
        Take an answer. A vector is judged again when the worker that had it died: an answer that differs is a finding.
        """
        repeats = self._outcomes[outcome.requirement, outcome.vector]
        before = repeats.get(outcome.repeat, outcome)
        if before.verdict is not outcome.verdict:
            text = "judged twice, with different answers: {first}, then {second}"
            message = say(text, first=before.verdict.value, second=outcome.verdict.value)
            outcome = outcome.model_copy(update={"verdict": Verdict.INCONCLUSIVE, "message": message})
        repeats[outcome.repeat] = outcome

    def account_for(self, asked: Iterable[tuple[str, str, int]], deselected: bool) -> None:
        """
        Every check on every repeat of a vector must have an answer: one that has none was deselected, or its process
        died.
        """
        answered = {(*pair, repeat) for pair, repeats in self._outcomes.items() for repeat in repeats}
        missing = sorted(set(asked) - answered)
        if deselected:
            self.left_out = len(missing)
            return
        text = "the check did not end: its process died. This voids the run; judge the evidence again"
        for requirement, vector, repeat in missing:
            lost = Outcome(requirement=requirement, vector=vector, verdict=Verdict.SUITE_ERROR, message=say(text))
            self.add(lost.model_copy(update={"repeat": repeat, "blame": Blame.SUITE}))


# Of repeats without a fault, the first of these that occurs is the answer: no doubt is lost among passes.
_UNDISTURBED = (
    Verdict.INCONCLUSIVE,
    Verdict.REVIEW,
    Verdict.INSUFFICIENT,
    Verdict.NOT_APPLICABLE,
    Verdict.PASS,
)


def _together(repeats: Sequence[Outcome]) -> Outcome:
    """
    The answer on a vector that was driven several times: one that is not always the same is no answer, but a rate.
    """
    bad = [outcome for outcome in repeats if outcome.verdict in NOT_MET]
    errors = [outcome for outcome in repeats if outcome.verdict is Verdict.SUITE_ERROR]
    if errors or len(bad) == len(repeats):
        return (errors or bad)[0]
    if not bad:
        return min(repeats, key=lambda outcome: (_UNDISTURBED.index(outcome.verdict), outcome.repeat))
    text = "a fault in {bad} of {all} repeats of the vector: {why}"
    message = say(text, bad=len(bad), all=len(repeats), why=bad[0].message or "-")
    return bad[0].model_copy(update={"verdict": Verdict.INCONCLUSIVE, "message": message, "blame": Blame.CANDIDATE})

"""
Conducting a run: what the user ordered, made ready, and each vector's observation on demand.

This is where collecting and judging are put together; pytest drives it from `plugin.py`.
"""

from __future__ import annotations

import platform
import sys
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from conformance import __version__, recording
from conformance.candidates import Candidate, Options, open_candidate
from conformance.candidates.issuing import Issuer
from conformance.checks import all_checks
from conformance.contract import Description
from conformance.controls import try_controls
from conformance.evidence import Bundle, Head
from conformance.exceptions import UsageError
from conformance.model import AnyVector, DisplayVector, Profile, Requirement, Role
from conformance.reading.observe import AnyObservation, observe
from conformance.reading.panel import Panel
from conformance.sealing import fresh_seed, read_seal
from conformance.standard import Standard, bind, load_profile, load_standard, with_profile
from conformance.texts import say
from conformance.vectors import select, vectors_digest, vectors_for
from conformance.vectors.situations import SEED

BUNDLE = "evidence"


@dataclass(frozen=True)
class Order:
    """
    What the user asked for. Either `candidate` (collect and judge) or `evidence` (judge again) is given.
    """

    out: Path
    candidate: str | None = None
    evidence: Path | None = None
    vectors: str | None = None
    profile: str | None = None  # the recorded one, or the default
    seed: int | None = None  # that of the published vectors, or a fresh one in an official run
    sealed: Path | None = None  # the file of a seed that was committed to before
    official: bool = False
    resume: bool = False
    repeats: int = 1
    workers: int = 1
    platform: str | None = None  # that issues the QIDs of the run
    token: str | None = field(default=None, repr=False)
    platform_token: str | None = field(default=None, repr=False)
    deadline_s: float = 30.0


class Conduct:
    """
    One run in one process. `assistant` is a worker process: it works on the bundle that the first process opened.
    `panel` are the readers that look, all of this machine where it is left out.
    """

    def __init__(self, order: Order, assistant: bool = False, panel: Panel | None = None) -> None:
        self.order = order
        self.assistant = assistant
        recorded = Bundle(order.evidence).head.profile if order.evidence else "default"
        self.profile: Profile = load_profile(order.profile or recorded)
        self.standard: Standard = with_profile(load_standard(), self.profile)
        bind(self.standard, all_checks())
        self._closing = ExitStack()
        self._panel = panel
        self._secret = read_seal(order.sealed) if order.sealed and not assistant else None
        if not assistant:
            try_controls(self.panel, load_standard())
        self.bundle = self._open()
        self._recorded = {(each, repeat) for repeat in self.repeats for each in self.bundle.recorded(repeat)}

    def _open(self) -> Bundle:
        if self.order.evidence is not None:
            bundle = Bundle(self.order.evidence)
            if not self.assistant:
                bundle.verify()
                self._refuse_incomplete_panel(self.order.official or bundle.head.official)
                self._refuse_to_overwrite()
            return bundle
        place = self.order.out / BUNDLE
        return Bundle(place) if self.assistant else self._begin(place)

    def _refuse_to_overwrite(self) -> None:
        """
        The report that was made when the evidence was new stays what it is.
        """
        out = self.order.out
        if (out / "report.json").exists():
            raise UsageError(say("{out} holds a report already. Choose another folder with --out", out=out))
        _writable(out, lambda: out.mkdir(parents=True, exist_ok=True))

    def _begin(self, place: Path) -> Bundle:
        """
        Preflight: refuse what cannot work before anything is written.
        """
        self._refuse_incomplete_panel(self.order.official)
        exists = (place / "bundle.json").exists()
        if exists and not self.order.resume:
            text = "{place} holds the evidence of another run. Go on with it (--resume {out}) or choose another --out"
            raise UsageError(say(text, place=place, out=self.order.out))
        if self.order.resume and not exists:
            raise UsageError(say("there is no run to go on with in {out}", out=self.order.out))
        if self.order.resume and (place / "manifest.json").exists():
            text = "the run in {out} is finished and sealed. Judge it again: qrconform judge {out}; or start a new run"
            raise UsageError(say(text, out=self.order.out))
        seed, description = self._seed, self.candidate.describe()
        if self.order.workers > description.parallel:
            text = "the candidate can be driven {parallel} at a time, not {workers}. Use -n {parallel}"
            raise UsageError(say(text, parallel=description.parallel, workers=self.order.workers))
        _ = self._issuer  # a platform that does not answer is found before anything is written
        vectors = select(self._vectors_of(seed, description), self.order.vectors)
        head = self._head(description, vectors)
        bundle = _writable(place, lambda: recording.create(place, head))
        _refuse_another_run(bundle.head, head)
        return bundle

    def _refuse_incomplete_panel(self, official: bool) -> None:
        if official and self.panel.missing:
            text = "an official run needs the complete panel of readers. {why}"
            raise UsageError(say(text, why=self.panel.missing[0].message))

    @cached_property
    def _seed(self) -> int:
        """
        The seed of a new run. An official one has people that nobody could prepare for.
        """
        if self._secret and self.order.seed is not None:
            raise UsageError(say("a sealed seed is used as it is. Leave --seed or --sealed out"))
        if self._secret:
            return self._secret.seed
        if self.order.seed is not None:
            return self.order.seed
        if self.order.resume:
            return Bundle(self.order.out / BUNDLE).head.seed
        return fresh_seed() if self.order.official else SEED

    def _vectors_of(self, seed: int, description: Description) -> tuple[AnyVector, ...]:
        vectors = vectors_for(seed, description.roles)
        covered = getattr(self.candidate, "vectors", None)  # a folder of screens holds some vectors only
        return vectors if covered is None else tuple(each for each in vectors if each.id in covered())

    def _head(self, description: Description, vectors: tuple[AnyVector, ...]) -> Head:
        assert self.order.candidate is not None
        return Head(
            format=1,
            run=str(uuid.uuid4()),
            suite=__version__,
            edition=self.standard.edition,
            standard_digest=self.standard.digest,
            vectors_digest=vectors_digest(vectors),
            profile=self.profile.name,
            seed=self._seed,
            fresh=self.order.seed is None and self._seed != SEED,
            sealed=self._secret.seal if self._secret else None,
            repeats=self.order.repeats,
            official=self.order.official,
            address=self.order.candidate,
            platform=self.order.platform,
            candidate=description,
            selected=tuple(vector.id for vector in vectors),
            environment=environment(),
            panel=self.panel.versions(),
            started=datetime.now(UTC).replace(microsecond=0),
        )

    @cached_property
    def candidate(self) -> Candidate:
        """
        The candidate, reached when it is first needed and let go at `close`. Raises CandidateUnreachable.
        """
        assert self.order.candidate is not None
        order = self.order
        options = Options(token=order.token, deadline_s=order.deadline_s, nonces=order.official)
        return self._closing.enter_context(open_candidate(self.order.candidate, options))

    @cached_property
    def _issuer(self) -> Issuer | None:
        """
        The platform that issues the QIDs, where the user names one. Raises UsageError and CandidateUnreachable.
        """
        address = self.bundle.head.platform if self.assistant else self.order.platform
        options = Options(token=self.order.platform_token, deadline_s=self.order.deadline_s)
        return Issuer(address, options) if address else None

    @cached_property
    def panel(self) -> Panel:
        """
        The readers, opened when a picture is first looked at.
        """
        return self._panel or Panel.open()

    @cached_property
    def vectors(self) -> tuple[AnyVector, ...]:
        """
        The vectors of this run: those of the bundle's head; when judging again, those that the user selects of them.
        """
        if self.order.evidence is None:
            head = self.bundle.head
            known = {vector.id: vector for vector in self._vectors_of(head.seed, head.candidate)}
            return tuple(known[each] for each in head.selected)
        return select(tuple(self.bundle.evidence(each).vector for each in self.bundle.recorded()), self.order.vectors)

    def vectors_for(self, requirement_id: str) -> tuple[AnyVector, ...]:
        """
        The vectors of this run that put a requirement to the test, in the roles that the candidate plays.
        """
        requirement: Requirement = self.standard.get(requirement_id)
        roles = {*self.bundle.head.candidate.roles, Role.ALL}
        return tuple(each for each in self.vectors if each.role in roles and requirement.applies_to(each))

    @property
    def repeats(self) -> range:
        """
        The times that each vector is driven, counted from 1.
        """
        return range(1, self.bundle.head.repeats + 1)

    def asked(self) -> list[tuple[str, str, int]]:
        """
        Every requirement, vector and repeat that this run has to answer.
        """
        pairs = [(row, vector.id) for row in all_checks() for vector in self.vectors_for(row)]
        return [(*pair, repeat) for pair in pairs for repeat in self.repeats]

    def observation(self, vector_id: str, repeat: int = 1) -> AnyObservation:
        """
        What was seen in one vector: driven now, unless it is recorded. Raises what `observe` raises.
        """
        if self.order.evidence is None and (vector_id, repeat) not in self._recorded:
            vector = next(each for each in self.vectors if each.id == vector_id)
            if self._issuer and isinstance(vector, DisplayVector):
                vector = self._issuer.issued(vector)
            recording.drive(self.candidate, vector, self.bundle, repeat)
            self._recorded.add((vector_id, repeat))
        return observe(self.bundle, vector_id, self.panel, self.profile, repeat)

    def close(self) -> None:
        """
        Let the candidate go.
        """
        self._closing.close()


Made = TypeVar("Made")


def _writable(place: Path, make: Callable[[], Made]) -> Made:
    try:
        return make()
    except OSError as error:
        text = "{place} cannot be written to ({why}). Choose another folder with --out"
        raise UsageError(say(text, place=place, why=error.strerror or error)) from error


def _refuse_another_run(found: Head, wanted: Head) -> None:
    """
    A run may only be gone on with as it was begun: the same candidate, vectors, standard, profile and suite.
    """
    same = {"run": wanted.run, "started": wanted.started, "environment": wanted.environment, "panel": wanted.panel}
    begun = found.model_copy(update=same)
    if begun == wanted:
        return
    changed = [name for name in Head.model_fields if getattr(begun, name) != getattr(wanted, name)]
    text = "the run cannot be gone on with: {what} is no longer as when it was begun. Start a new run"
    raise UsageError(say(text, what=", ".join(changed)))


def environment() -> dict[str, str]:
    """
    What the run ran on; no host name and no user name.
    """
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "byteorder": sys.byteorder,
    }

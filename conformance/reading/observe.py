"""
From evidence to observation: look at every screen of a vector once, and keep what was read, never the pictures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conformance.evidence import Bundle, VectorEvidence
from conformance.exceptions import Blocked, NotApplicable, PictureError
from conformance.journal import StepRecord
from conformance.model import SHOWING, DisplayVector, PlatformVector, Profile, ReaderVector
from conformance.reading.findings import CodeNotVisible
from conformance.reading.freshness import has_ink, refuse_stale
from conformance.reading.observation import Measured, Observation
from conformance.reading.panel import Panel
from conformance.reading.pictures import Picture, load
from conformance.reading.printed import Printed, printed
from conformance.reading.reference_symbol import able, in_place
from conformance.reading.replies import PlatformObservation, seen_by_platform
from conformance.reading.scans import ReaderObservation, seen_by_reader
from conformance.reading.situations import Situation, situations
from conformance.reading.symbol import NotMeasurable, measure
from conformance.reading.symbol.robustness import Limits, Scene, Trial, lost
from conformance.reading.views import View
from conformance.standard import load_standard
from conformance.texts import say

AnyObservation = Observation | ReaderObservation | PlatformObservation


def observe(bundle: Bundle, vector_id: str, panel: Panel, profile: Profile, repeat: int = 1) -> AnyObservation:
    """
    The observation of one vector, as it was driven the first time or a later one.

    Raises Blocked when the candidate broke it or sent what cannot be looked at, NotApplicable when the candidate
    declared absent what the vector needs, BundleError when the evidence is damaged.
    """
    evidence = bundle.evidence(vector_id, repeat)
    _refuse_absent_capability(bundle, evidence)
    if isinstance(evidence.vector, ReaderVector):
        return seen_by_reader(bundle, evidence, profile)  # whether it survives what it is given is for a check to say
    for step in evidence.steps:
        if step.fault:
            raise Blocked(step.fault.message, step.fault.blame)
    if isinstance(evidence.vector, PlatformVector):
        return seen_by_platform(bundle, evidence, profile)
    return _seen_on_display(bundle, evidence, evidence.vector, panel, profile)


def _seen_on_display(
    bundle: Bundle, evidence: VectorEvidence, vector: DisplayVector, panel: Panel, profile: Profile
) -> Observation:
    look = _Looking(bundle, panel, evidence.folder)
    records = {step.number: step for step in evidence.steps}
    views = [
        (situation, look.at(vector, records[number], situation))
        for number, situation in enumerate(situations(vector))
        if number in records and records[number].screen and records[number].do in SHOWING
    ]
    refuse_stale(bundle, evidence, [view for _, view in views])
    return Observation(
        vector=vector,
        views=tuple(view for situation, view in views if not situation.offline),
        offline_views=tuple(view for situation, view in views if situation.offline),
        candidate=bundle.head.candidate,
        profile=profile,
        panel=frozenset(panel.versions()),
        missed=look.missed,
        measured=look.measured,
        documents=tuple(_documents(bundle, evidence, vector, (panel, profile))),
    )


def _documents(
    bundle: Bundle, evidence: VectorEvidence, vector: DisplayVector, by: tuple[Panel, Profile]
) -> Iterator[Printed]:
    """
    The documents that were exported for printing. Raises Blocked where one cannot be drawn.
    """
    numbered = dict(enumerate(situations(vector)))
    for step in evidence.steps:
        if step.document is not None:
            file = f"{evidence.folder}/{step.document.file}"
            person = vector.people[numbered[step.number].person]
            try:
                yield printed(bundle.read(file), file, person.qid, by[0], by[1].lenient_ext)
            except PictureError as error:
                raise Blocked(error.message) from error


def _refuse_absent_capability(bundle: Bundle, evidence: VectorEvidence) -> None:
    for need in evidence.vector.needs:
        if need not in bundle.head.candidate.capabilities:
            raise NotApplicable(say("the candidate declares the capability {capability} absent", capability=need.value))


class _Looking:
    """
    Looks at the screens of one vector with the panel.
    """

    def __init__(self, bundle: Bundle, panel: Panel, folder: str) -> None:
        self.bundle = bundle
        self.panel = panel
        self.folder = folder
        self.missed: dict[str, frozenset[str]] = {}
        self.measured: dict[str, Measured] = {}

    def at(self, vector: DisplayVector, record: StepRecord, situation: Situation) -> View:
        """
        The view of one step.
        """
        assert record.screen is not None
        file = f"{self.folder}/{record.screen.file}"
        picture = self._picture(file)
        seen = [text for text in record.screen.texts if has_ink(picture, text)]
        view = View(
            number=record.number,
            step=vector.steps[record.number],
            person=vector.people[situation.person],
            expected=vector.expected[situation.person],
            file=file,
            width=picture.width,
            height=picture.height,
            symbols=self.panel.look(picture).symbols,
            texts=tuple(seen),
            unseen=tuple(text for text in record.screen.texts if text not in seen),
            elapsed_ms=record.elapsed_ms,
            settled_ms=record.screen.settled_ms,
            user_actions=record.screen.user_actions,
            full=situation.full,
            edited=situation.edited,
            offline=situation.offline,
            untouched=situation.untouched,
            timed=record.screen.timed,
        )
        self.missed |= self._missed(view, picture)
        self.measured |= self._measured(view, picture)
        return view

    def _picture(self, file: str) -> Picture:
        try:
            picture = load(self.bundle.read(file), file)
        except PictureError as error:
            raise Blocked(error.message) from error
        if picture.transparent:
            raise Blocked(say("{file} is transparent in places: a screenshot shows what a person sees", file=file))
        return picture

    def _missed(self, view: View, picture: Picture) -> Mapping[str, frozenset[str]]:
        """
        The readers that do not read the code as displayed, but read a clean symbol in its place; that is drawn only
        where one reads nothing.
        """
        try:
            symbol = view.code.symbol
        except CodeNotVisible:
            return {}
        read = {reading.reader for reading in symbol.readings if reading.rescue is None}
        unread = frozenset(self.panel.versions()) - read
        if not unread:
            return {}
        return {view.file: unread & able(self.panel, picture, symbol)}

    def _measured(self, view: View, picture: Picture) -> Mapping[str, Measured]:
        """
        The measurement of the personal code of a view, and what that code does not withstand; no picture is kept.
        """
        try:
            symbol = view.code.symbol
            measurement = measure(picture, symbol, self.bundle.head.candidate.pixels_per_mm)
        except CodeNotVisible:
            return {}
        except NotMeasurable as error:
            return {view.file: Measured(None, error.message)}
        if self.missed.get(view.file) or not symbol.agreed:
            return {view.file: Measured(measurement)}  # PQR-080 decides; no check asks what the code withstands
        return {view.file: Measured(measurement, lost=self._lost(Scene(picture, symbol, measurement)))}

    def _lost(self, scene: Scene) -> tuple[Trial, ...]:
        """
        The trials that the code does not withstand, but a clean symbol in its place does: a reader may fail on a
        picture for reasons of its own.
        """
        limits, trials = _trials(scene)
        found = lost(self.panel.readers, scene, limits, trials)
        if not found:
            return ()
        clean = in_place(scene.picture, scene.symbol)
        for symbol in self.panel.look(clean).symbols:
            if symbol.data == scene.symbol.data:
                try:
                    known = Scene(clean, symbol, measure(clean, symbol))
                except NotMeasurable:
                    continue
                excused = lost(self.panel.readers, known, limits, found)
                return tuple(trial for trial in found if trial not in excused)
        return ()


def _trials(scene: Scene) -> tuple[Limits, tuple[Trial, ...]]:
    """
    The trials of PQR-082. A code that would become too small for readers when it is scaled down is not scaled: that
    its modules are small is decided by PQR-081 alone.
    """
    limits = load_standard().get("PQR-082").limits
    amounts = (int(limits[name]) for name in ("damage_percent", "rotation_degrees", "scale_percent"))
    scaled = min(scene.measurement.module_px) * int(limits["scale_percent"]) / 100
    wanted = tuple(Trial) if scaled >= int(limits["scaled_module_px"]) else (Trial.DAMAGE, Trial.ROTATION)
    return Limits(*amounts), wanted

"""
Control vectors: before anything is judged, this machine shows that it judges rightly.

One person's two screens are drawn, rightly and with one star too few in the code, and go the way of all evidence: a
bundle, the panel, the checks. The first must be accused of nothing, the second of PQR-014 and of nothing else. Where
that fails, a reader, a library or the suite is broken here, and no candidate is to be blamed for it.
"""

# ruff: noqa: ARG002 - the control knows one vector, whatever it is asked

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import WeakSet

import numpy as np
import segno

from conformance import __version__, recording
from conformance.answers import error_of, outcome_of
from conformance.candidates import Screen, Session
from conformance.checks import all_checks
from conformance.contract import Description, ScreenFormat, VisibleText
from conformance.evidence import Head
from conformance.exceptions import ControlFailed
from conformance.model import Action, Capability, DisplayVector, Role, Step, Vector, Verdict
from conformance.reading.observation import Observation
from conformance.reading.observe import observe
from conformance.reading.opencv import cv2
from conformance.reading.panel import Panel
from conformance.scoring import NOT_MET
from conformance.standard import Standard, load_profile
from conformance.texts import say
from conformance.vectors import generate, vectors_digest

ACCUSED = "PQR-014"  # exactly six stars: what the second control breaks
WIDTH, HEIGHT, MODULE, TOP, LINE = 540, 1000, 8, 40, 60  # px
DESCRIPTION = Description(
    contract="1", name="control", vendor="qrconform", version=__version__, build="control", roles=(Role.DISPLAY,),
    capabilities=(Capability.TEXTS,), screen=ScreenFormat(width_px=WIDTH, height_px=HEIGHT, pixels_per_mm=8.0),
)  # fmt: skip

_HELD: WeakSet[Panel] = WeakSet()  # the panels of this process for which the controls held


def try_controls(panel: Panel, standard: Standard) -> None:
    """
    Raises ControlFailed where the controls are not judged as they must be. A panel that held once is not tried again.
    """
    if panel in _HELD:
        return
    vector = _vector()
    for wrong, wanted in ((False, set[str]()), (True, {ACCUSED})):
        with TemporaryDirectory() as folder:
            found = _accused(_Control(vector, wrong), Path(folder), panel, standard)
        if found != wanted:
            text = "a control vector that must fail {wanted} fails {found} on this machine: nothing may be judged here"
            raise ControlFailed(say(text, wanted=_named(wanted), found=_named(found)))
    _HELD.add(panel)


def _named(ids: set[str]) -> str:
    return ", ".join(sorted(ids)) or "-"


def _vector() -> DisplayVector:
    """
    The published example, shown and switched.
    """
    return next(each for each in generate() if len(each.people) == 1 and each.people[0].paper is not None)


class _Control:
    """
    A candidate that is drawn here: right, or with five stars for six.
    """

    def __init__(self, vector: DisplayVector, wrong: bool) -> None:
        self.vector, self.wrong, self.full = vector, wrong, False

    def describe(self) -> Description:
        """
        What it says of itself.
        """
        return DESCRIPTION

    @contextmanager
    def session(self, vector: Vector) -> Iterator[Session]:
        """
        The one vector that it knows.
        """
        yield self

    def perform(self, number: int, step: Step) -> Screen | None:
        """
        The screen of a step.
        """
        if step.do is Action.INSTALL:
            return None
        self.full = step.do is Action.TOGGLE and not self.full
        expected, person = self.vector.expected[0], self.vector.people[0]
        number_shown = expected.screen.paper_full if self.full else expected.screen.paper_masked
        born = (expected.screen.born_full if self.full else expected.screen.born_masked)[0]
        payload = expected.payload.full if self.full else expected.payload.masked_minimal
        payload = payload.replace("******", "*****0", 1) if self.wrong else payload
        return _drawn(payload, (person.name, number_shown or "", born, "switch"))


def _drawn(payload: str, lines: tuple[str, ...]) -> Screen:
    """
    A code above lines of text; the lines are bars of ink, since texts are taken from the candidate and not from pixels.
    """
    picture = np.full((HEIGHT, WIDTH), 255, np.uint8)
    code = np.array(list(segno.make(payload, micro=False, error="m", boost_error=False).matrix), np.uint8)
    drawn = np.kron(255 - 255 * code, np.ones((MODULE, MODULE), np.uint8))
    left = (WIDTH - drawn.shape[1]) // 2
    picture[TOP : TOP + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    texts = []
    for row, line in enumerate(lines):
        top = TOP + drawn.shape[0] + LINE * (row + 1)
        picture[top + 10 : top + 20, 50:250] = 0
        texts.append(VisibleText(text=line, box=(40, top, 400, 30)))
    return Screen(bytes(cv2.imencode(".png", picture)[1].tobytes()), tuple(texts), settled_ms=1.0)


def _accused(control: _Control, folder: Path, panel: Panel, standard: Standard) -> set[str]:
    """
    The requirements that the control is accused of, on the way of all evidence.
    """
    vector = control.vector
    bundle = recording.create(folder, _head(vector, standard, panel))
    recording.drive(control, vector, bundle)
    seen = observe(bundle, vector.id, panel, load_profile("default"))
    assert isinstance(seen, Observation)
    rows = (row for row in map(standard.get, all_checks()) if row.applies_to(vector))
    outcomes = (outcome_of(row.id, vector.id, error_of(row, seen), seen) for row in rows)
    return {outcome.requirement for outcome in outcomes if outcome.verdict in (*NOT_MET, Verdict.SUITE_ERROR)}


def _head(vector: DisplayVector, standard: Standard, panel: Panel) -> Head:
    return Head(
        format=1, run="control", suite=__version__, edition=standard.edition, standard_digest=standard.digest,
        vectors_digest=vectors_digest([vector]), profile="default", seed=0, official=False, address="control",
        candidate=DESCRIPTION, selected=(vector.id,), environment={}, panel=panel.versions(),
        started=datetime.now(UTC),
    )  # fmt: skip

"""
Which codes the checks of PQR-081 to PQR-083 are given, and what they say where nothing can be measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from inspect import signature

import numpy as np
import pytest
from numpy.typing import NDArray

from conformance.checks import all_checks
from conformance.contract import Description, ScreenFormat
from conformance.exceptions import Inconclusive, NotExercised, Review
from conformance.judging import shots_of
from conformance.model import Capability, Role
from conformance.reading.observation import Measured, Observation
from conformance.reading.pictures import Picture
from conformance.reading.symbol import measure
from conformance.reading.symbol.robustness import Trial
from conformance.reading.symbols import Symbol
from conformance.reading.views import View
from conformance.standard import load_profile, load_standard
from conformance.texts import say
from conformance.vectors import load_vectors

Grey = NDArray[np.uint8]
FILE = "vectors/DSP-001/screen.png"
Seen = Callable[..., Observation]


@pytest.fixture
def seen(
    modules: Callable[..., NDArray[np.bool_]],
    drawn: Callable[..., Grey],
    found: Callable[[Grey], Symbol],
    as_picture: Callable[[Grey], Picture],
) -> Seen:
    """
    An observation of one screen with one clean code; `changed` is what of it is otherwise.
    """
    vector, grey = load_vectors()[0], drawn(modules())
    symbol = found(grey)
    view = View(
        number=0,
        step=vector.steps[0],
        person=vector.people[0],
        expected=vector.expected[0],
        file=FILE,
        width=grey.shape[1],
        height=grey.shape[0],
        symbols=(symbol,),
        texts=(),
        unseen=(),
        elapsed_ms=1.0,
        settled_ms=None,
        user_actions=1,
        full=False,
        edited=False,
        offline=False,
        untouched=False,
        timed=True,
    )
    description = Description(
        contract="1",
        name="App",
        vendor="Example",
        version="1",
        build="1",
        roles=(Role.DISPLAY,),
        capabilities=tuple(Capability),
        screen=ScreenFormat(width_px=view.width, height_px=view.height, pixels_per_mm=15.9),
    )
    whole = Observation(
        vector=vector,
        views=(view,),
        candidate=description,
        profile=load_profile("default"),
        panel=frozenset({"zxing-cpp", "zbar"}),
        measured={FILE: Measured(measure(as_picture(grey), symbol))},
    )
    return lambda **changed: replace(whole, **changed)


def test_the_report_is_told_the_grade_of_each_code(seen: Seen) -> None:
    """
    The overall grade where a code was measured, none where it was not.
    """
    assert [4] == [shot.grade for shot in shots_of(seen()).values()]
    assert [None] == [shot.grade for shot in shots_of(seen(measured={FILE: Measured(None, say("torn"))})).values()]


def decide(requirement: str, observation: Observation) -> None:
    """
    Run the check of one requirement, with the limits of its row where it takes any.
    """
    check, limits = all_checks()[requirement], load_standard().get(requirement).limits
    check(observation, limits) if "limits" in signature(check).parameters else check(observation)


ALL = ("PQR-081", "PQR-082", "PQR-083")


@pytest.mark.parametrize("row", ALL)
def test_a_clean_code_holds(row: str, seen: Seen) -> None:
    """
    Nothing is raised.
    """
    decide(row, seen())


@pytest.mark.parametrize("row", ALL)
def test_a_code_that_a_reader_misses_is_left_to_pqr_080(row: str, seen: Seen) -> None:
    """
    One fault, one requirement: no recommendation is judged on it.
    """
    with pytest.raises(NotExercised, match="PQR-080"):
        decide(row, seen(missed={FILE: frozenset({"zbar"})}))


@pytest.mark.parametrize("row", ALL)
@pytest.mark.parametrize("measured", [{}, {FILE: Measured(None, say("torn"))}])
def test_a_code_that_is_not_measured_is_for_a_person(row: str, measured: Mapping[str, Measured], seen: Seen) -> None:
    """
    Never a pass, never a fail.
    """
    with pytest.raises(Review, match="a person must look"):
        decide(row, seen(measured=measured))


def test_what_a_code_does_not_withstand_fails_robustness_alone(seen: Seen) -> None:
    """
    The finding names what was done to the picture.
    """
    known = seen().measured[FILE]
    broken = seen(measured={FILE: replace(known, lost=(Trial.ROTATION,))})
    with pytest.raises(AssertionError) as error:
        decide("PQR-082", broken)
    assert "rotation" in error.value.args[0].message.render("en")
    assert "xoay" in error.value.args[0].message.render("vi")
    decide("PQR-081", broken)


def test_robustness_needs_two_readers(seen: Seen) -> None:
    """
    With one, nobody can confirm.
    """
    with pytest.raises(Inconclusive):
        decide("PQR-082", seen(panel=frozenset({"zxing-cpp"})))

"""
The mutants: each starts, differs from the reference, and says what it breaks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from conformance.contract import ScreenAnswer
from conformance.model import Action, Paper, PaperKind, Person, Sex
from conformance.reference.app import App
from conformance.reference.mutants import MUTANTS, app_class
from conformance.reference.server import serve

from .conftest import Client, MakePerson

WALK = (
    *(Action.SHOW, Action.TOGGLE, Action.TOGGLE, Action.TOGGLE, Action.LEAVE, Action.RETURN, Action.TOGGLE),
    *(Action.RESTART, Action.OFFLINE, Action.SHOW, Action.RESTART, Action.ONLINE, Action.EDIT, Action.SHOW),
)
OTHER_QID = "162979388586171109"


def crowd(person: MakePerson) -> list[Person]:
    """
    People to whom all the faults together can happen.
    """
    cmnd = Paper(kind=PaperKind.CMND, number="012345678")
    passport = Paper(kind=PaperKind.PASSPORT_VN, number="B1234567")
    foreign = Paper(kind=PaperKind.PASSPORT_FOREIGN, number="C01X00T47")
    return [
        person(),
        person(paper=cmnd, name="Đặng Ðình <b>|Đạt", health_insurance="1234567890", signature="MEUCIQ=="),
        person(paper=passport, name="K’Brể", qid="007979388586171100", born=date(1996, 2, 29), health_insurance=None),
        person(paper=foreign, name="Ngọc\u00a0 Hân Ngu\u0302ye\u0302n", sex=Sex.NO_INFORMATION, qid=OTHER_QID),
        person(paper=None, name="Hoàng Phương " * 5, declared_by=OTHER_QID, sex=Sex.FEMALE),
        person(sex=None, health_insurance=None, phone=None),
    ]


def walked(app: type[App], people: Iterable[Person]) -> list[ScreenAnswer]:
    """
    All screens of a walk through everything that a user does, for each person on two phones.
    """
    answers: list[ScreenAnswer] = []
    for one in people:
        first = app(one)
        for phone in (first, app(one, [first.person])):
            answers += [phone.perform(action, one if action is Action.EDIT else None) for action in WALK]
    return answers


def seen(answers: Iterable[ScreenAnswer]) -> list[object]:
    """
    What can be observed of screens: picture, texts, taps, and whether it took longer than a second.
    """
    return [(each.png, each.texts, each.user_actions, (each.settled_ms or 0) > 1000) for each in answers]


def affected(fault: str, people: list[Person]) -> list[Person]:
    """
    Few of the people are enough for a fault that sleeps.
    """
    return people[:1] if fault == "slow-toggle" else people


@pytest.mark.parametrize("fault", MUTANTS)
def test_each_mutant_can_be_told_from_the_reference(person, fault: str) -> None:
    """
    On some person of the crowd the mutant shows something else than the reference does.
    """
    people = affected(fault, crowd(person))

    assert seen(walked(App, people)) != seen(walked(app_class(fault), people))


@pytest.mark.parametrize("fault", MUTANTS)
def test_each_mutant_starts(person, fault: str) -> None:
    """
    A mutant is a server like the reference, and says in its build which one it is.
    """
    with serve(fault) as url:
        client = Client(url)
        build = client.call("GET", "/v1/candidate")[1]["build"]
        status, _ = client.act(client.install(person()), "show")

    assert (f"mutant {fault}", 200) == (build, status)


def test_every_step_of_a_mutant_replaces_one_of_the_app() -> None:
    """
    No fault is written for a step that does not exist, which would change nothing.
    """
    strangers = [step for mutant in MUTANTS.values() for step in mutant.steps if not callable(getattr(App, step, None))]

    assert [] == strangers


def test_every_mutant_says_what_it_breaks_in_both_languages() -> None:
    """
    Each text is there, unlike the others, and not the same in both languages.
    """
    texts = [mutant.what.vi for mutant in MUTANTS.values()] + [mutant.what.en for mutant in MUTANTS.values()]

    assert len(texts) == len(set(texts))


def test_an_unknown_fault_is_refused() -> None:
    """
    A name that no mutant has gives an error that lists them.
    """
    with pytest.raises(ValueError, match="six-bars"):
        app_class("no-such-fault")

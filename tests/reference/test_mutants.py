"""
The mutants: each starts, differs from the reference, and says what it breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from conformance.model import Action, Paper, PaperKind, Person, Role, Sex
from conformance.reference.app import App
from conformance.reference.mutants import MUTANTS, with_fault
from conformance.reference.scanner import Scanner
from conformance.reference.server import serve
from conformance.sandbox.office import Office

from .conftest import Client, MakePerson

WALK = (
    *(Action.SHOW, Action.TOGGLE, Action.TOGGLE, Action.TOGGLE, Action.LEAVE, Action.RETURN, Action.TOGGLE),
    *(Action.RESTART, Action.OFFLINE, Action.SHOW, Action.RESTART, Action.ONLINE, Action.EDIT, Action.SHOW),
    *(Action.TOGGLE, Action.EXPORT),
)
# The class whose steps the mutants of a role replace.
HONEST = {Role.DISPLAY: App, Role.READER: Scanner, Role.PLATFORM: Office}
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
        person(qid="162979388586171108"),
        person(name="đinh O'Nâu &amp; Hân", born=date(1944, 5, 19), qid="162979388586171107"),
        person(paper=None, name="Hoàng Phương " * 5, declared_by=OTHER_QID, sex=Sex.FEMALE),
        person(sex=None, health_insurance=None, phone=None, declared_by=OTHER_QID),
        person(sex=None, health_insurance=None, phone=None),
    ]


def written(app: type[App], one: Person) -> list[object]:
    """
    What the app writes and shows for a person, before it is drawn.
    """
    return [(app(one).payload(one, masked), app(one).face(one, masked)) for masked in (True, False)]


def edited(one: Person) -> Person:
    """
    The person after everything was changed that can be.
    """
    paper = Paper(kind=PaperKind.CMND, number="987654321")
    return one.model_copy(update={"name": f"{one.name} Mai", "phone": "0912345678", "paper": paper})


def walked(app: type[App], one: Person, others: list[Person]) -> Iterator[object]:
    """
    What can be observed of a walk through everything that a user does, alone and on a second phone among others.
    """
    first = app(one)
    for phone in (first, app(one, [first.person, *others])):
        for action in WALK:
            answer = phone.perform(action, edited(one) if action is Action.EDIT else None)
            yield answer.png, answer.document, answer.texts, answer.user_actions, (answer.settled_ms or 0) > 1000


@pytest.mark.parametrize("fault", [name for name, mutant in MUTANTS.items() if mutant.role is Role.DISPLAY])
def test_each_mutant_can_be_told_from_the_reference(person, fault: str) -> None:
    """
    On some person of the crowd the mutant shows something else than the reference does.
    """
    app, people = with_fault(fault, Role.DISPLAY, App), crowd(person)
    if any(written(App, one) != written(app, one) for one in people):
        return
    walks = (zip(walked(App, one, people), walked(app, one, people), strict=True) for one in people)

    assert any(right != wrong for walk in walks for right, wrong in walk)


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


def test_every_step_of_a_mutant_replaces_one_of_its_role() -> None:
    """
    No fault is written for a step that does not exist, which would change nothing.
    """
    steps = [(HONEST[mutant.role], step) for mutant in MUTANTS.values() for step in mutant.steps]

    assert [] == [step for honest, step in steps if not callable(getattr(honest, step, None))]


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
        with_fault("no-such-fault", Role.DISPLAY, App)

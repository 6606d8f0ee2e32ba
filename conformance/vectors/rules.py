"""
What a vector must be, beyond what its types say. One that breaks a rule could make a good app fail, so it is refused.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from conformance.model import SHOWING, Action, DisplayVector, Expected, Paper, PaperKind, Person, Step
from conformance.texts import Message, say
from conformance.vectors.expected import WHITE_SPACE, accepted_names, expected_of
from conformance.vectors.situations import needs_of
from conformance.vectors.tags import SEPARATORS, Tag, tags_of

PAPER_FORMS: Mapping[PaperKind, re.Pattern[str]] = {  # CCCD: Circular 59/2021/TT-BCA, art. 4
    PaperKind.CCCD: re.compile("[0-9]{12}"),
    PaperKind.CMND: re.compile("[0-9]{9}"),
    PaperKind.PASSPORT_VN: re.compile("[A-Z][0-9]{7}"),
    PaperKind.PASSPORT_FOREIGN: re.compile("[A-Z0-9]{1,9}"),
}
BHYT_FORM = re.compile("[A-Z]{2}[1-5][0-9]{12}|[0-9]{10}")  # old card; new card of the 2021 template
PHONE_FORM = re.compile("[0-9]{10}")  # Decision 1405/QD-BTTTT, annex table, EXT

AFTER: Mapping[Action, frozenset[Action]] = {  # what must come before a step, of the same installation
    Action.TOGGLE: SHOWING,
    Action.LEAVE: SHOWING,
    Action.RETURN: frozenset({Action.LEAVE}),
}


def faults_of(vector: DisplayVector, place: str) -> Iterator[Message]:
    """
    The rules that the vector breaks, as messages that begin with `place`; of impossible people nothing else is asked.
    """
    people = [(person, f"{place}, people[{index}]") for index, person in enumerate(vector.people)]
    impossible = [fault for person, where in people for fault in _person_faults(person, where)]
    yield from impossible
    if not impossible:
        yield from _step_faults(vector, place)
        yield from _relation_faults(vector, place)
        yield from _list_faults(vector, place)
        yield from _expected_faults(vector, place)


# ------------------------------------------------------------------------------------------------------------- people


def _person_faults(person: Person, place: str) -> Iterator[Message]:
    for field, holds in PERSON_RULES.items():
        if not holds(person):
            yield say(
                "{place}: {field} has a form that no person is registered with: {value}. "
                "Expected the forms of test_vectors/README.md.",
                place=place,
                field=field,
                value=_shown(getattr(person, field)),
            )
    if person.paper is None and person.declared_by is None:
        yield say("{place}: a self-declared person needs a paper. Give one, or set declared_by.", place=place)


def _shown(value: Paper | str | None) -> str:
    return f"{value.kind} {value.number}" if isinstance(value, Paper) else str(value)


def _is_code(text: str | None) -> bool:
    return text is None or not any(letter in SEPARATORS or WHITE_SPACE.match(letter) for letter in text)


def _fits(form: re.Pattern[str], text: str | None) -> bool:
    return text is None or form.fullmatch(text) is not None


def _has_letter(name: str) -> bool:
    try:
        return accepted_names(name) != ()
    except ValueError:
        return False


def _is_base64(text: str | None) -> bool:
    try:
        return text is None or b64decode(text, validate=True) != b""
    except ValueError:
        return False


PERSON_RULES: Mapping[str, Callable[[Person], bool]] = {
    "qid": lambda person: _is_code(person.qid),
    "paper": lambda person: person.paper is None or _fits(PAPER_FORMS[person.paper.kind], person.paper.number),
    "name": lambda person: _has_letter(person.name),
    "declared_by": lambda person: person.declared_by not in ("", person.qid) and _is_code(person.declared_by),
    "health_insurance": lambda person: _fits(BHYT_FORM, person.health_insurance),
    "phone": lambda person: _fits(PHONE_FORM, person.phone),
    "signature": lambda person: _is_base64(person.signature),
}


def _relation_faults(vector: DisplayVector, place: str) -> Iterator[Message]:
    for one, two in combinations(vector.people, 2):
        if one.qid != two.qid and one.paper is not None and one.paper == two.paper:
            yield say(
                "{place}: two people have the same paper number {number}. Different people have different papers.",
                place=place,
                number=one.paper.number,
            )
    used = {step.person for step in vector.steps if step.person is not None}
    for index in sorted(set(range(len(vector.people))) - used):
        yield say("{place}: people[{index}] is in no step. Install it or take it out.", place=place, index=index)


# -------------------------------------------------------------------------------------------------------------- steps


def _step_faults(vector: DisplayVector, place: str) -> Iterator[Message]:
    before: dict[str, Action] = {}
    person_of: dict[str, int] = {}
    for number, step in enumerate(vector.steps):
        where = f"{place}, steps[{number}]"
        yield from _order_faults(step, before, where)
        yield from _index_faults(vector.people, step, person_of, where)
        before[step.installation] = step.do
        if step.person is not None:
            person_of[step.installation] = step.person
    if not any(step.do in SHOWING for step in vector.steps):
        yield say("{place}: no step shows a code. Add a show step.", place=place)


def _order_faults(step: Step, before: Mapping[str, Action], place: str) -> Iterator[Message]:
    last = before.get(step.installation)
    if (last is None) != (step.do is Action.INSTALL):
        yield say(
            "{place}: installation {letter} must begin with its one install step.",
            place=place,
            letter=step.installation,
        )
    elif step.do in AFTER and last not in AFTER[step.do]:
        yield say(
            "{place}: {action} cannot follow {last}. Expected before it: {allowed}.",
            place=place,
            action=step.do,
            last=last,
            allowed=", ".join(sorted(AFTER[step.do])),
        )


def _index_faults(
    people: tuple[Person, ...], step: Step, person_of: Mapping[str, int], place: str
) -> Iterator[Message]:
    takes_person = step.do in (Action.INSTALL, Action.EDIT)
    if takes_person != (step.person is not None):
        yield say(
            "{place}: install and edit name a person, other steps do not; this is {action}.",
            place=place,
            action=step.do,
        )
    elif step.person is not None and step.person >= len(people):
        yield say(
            "{place}: person {index} does not exist; there are {count}, counted from 0.",
            place=place,
            index=step.person,
            count=len(people),
        )
    elif step.do is Action.EDIT and step.person is not None:
        yield from _edit_faults(people, person_of.get(step.installation), step.person, place)


def _edit_faults(people: tuple[Person, ...], old: int | None, new: int, place: str) -> Iterator[Message]:
    if old is None or old >= len(people):
        return  # already named: nothing was installed there, or nobody
    if people[old].qid != people[new].qid or people[old] == people[new]:
        yield say("{place}: an edit keeps the QID of the person and changes something else.", place=place)


# ------------------------------------------------------------------------------------------- what follows from them


def _list_faults(vector: DisplayVector, place: str) -> Iterator[Message]:
    vocabulary = {tag.value for tag in Tag}
    for tag in vector.tags:
        if tag not in vocabulary:
            yield say("{place}: unknown tag {tag}. All tags are in test_vectors/README.md.", place=place, tag=tag)
            return
    tags, needs = tags_of(vector.people, vector.steps), needs_of(vector.steps)
    for field, got, expected in (("tags", vector.tags, tags), ("needs", vector.needs, needs)):
        if got != expected:
            yield say(
                "{place}: {field} does not fit the people and steps. Expected {expected}; found {got}.",
                place=place,
                field=field,
                expected=", ".join(expected) or "-",
                got=", ".join(got) or "-",
            )


def _expected_faults(vector: DisplayVector, place: str) -> Iterator[Message]:
    if len(vector.expected) != len(vector.people):
        yield say(
            "{place}: {people} people but {expected} expectations. Expected one for each, in their order.",
            place=place,
            people=len(vector.people),
            expected=len(vector.expected),
        )
        return
    for index, (person, got) in enumerate(zip(vector.people, vector.expected, strict=True)):
        yield from _difference(person, got, f"{place}, expected[{index}]")


def _difference(person: Person, got: Expected, place: str) -> Iterator[Message]:
    for field, right, found in _leaves(expected_of(person), got):
        if right != found:
            yield say(
                "{place}.{field} does not follow from the person. Expected {expected}; found {got}.",
                place=place,
                field=field,
                expected=json.dumps(right, ensure_ascii=False),
                got=json.dumps(found, ensure_ascii=False),
            )


def _leaves(expected: Expected, got: Expected) -> Iterator[tuple[str, object, object]]:
    yield "names", expected.names, got.names
    for part in ("payload", "screen"):
        right, found = getattr(expected, part), getattr(got, part)
        for field in type(right).model_fields:
            yield f"{part}.{field}", getattr(right, field), getattr(found, field)

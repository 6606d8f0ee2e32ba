"""
Extension values, EXT: PQR-060 to PQR-065.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

import re

from conformance.checks import requirement
from conformance.model import Person
from conformance.reading.observation import Code, Observation
from conformance.texts import say

PLACES = (  # annex, field EXT, in its order
    say("declarer's QID"),
    say("sex"),
    say("BHYT code"),
    say("phone"),
    say("signature"),
)
SEX, PHONE = 1, 3
SEX_FORM = re.compile(r"[012]?\Z")  # QCVN 109:2017/BTTTT
PHONE_FORM = re.compile(r"([0-9]{10})?\Z")


def _registered(person: Person) -> tuple[str, ...]:
    sex = person.sex.value if person.sex else None
    values = (person.declared_by, sex, person.health_insurance, person.phone, person.signature)
    return tuple(value or "" for value in values)


def _is_decided_elsewhere(place: int, value: str, values: tuple[str, ...]) -> bool:
    """
    A sex or phone of wrong form is decided by PQR-061 and PQR-062, unless it is another place's value.
    """
    form = {SEX: SEX_FORM, PHONE: PHONE_FORM}.get(place)
    return form is not None and not form.match(value) and value not in values


@requirement("PQR-060")
def test_the_sub_fields_keep_their_order_and_places(seen: Observation) -> None:
    """
    PQR-060: sub-fields in the order declarer's QID, sex, BHYT, phone, signature, others; empty ones keep their place.
    """
    for code in seen.codes:
        values = _registered(code.person)
        for place, name in enumerate(PLACES):
            value, expected = code.payload.ext_place(place), values[place]
            if value in ("", expected) or _is_decided_elsewhere(place, value, values):
                continue
            sentence = "place {place} of EXT ({name}) holds {seen}; it must be “{expected}” or empty: {text}"
            raise AssertionError(code.finding(sentence, expected, value, place=place + 1, name=name, text=code.text))
        lost = [value for value in code.payload.ext[len(PLACES) :] if value and value in values]
        sentence = "the value {seen} of a fixed place stands among the others at the end of EXT: {text}"
        assert not lost, code.finding(sentence, "", lost[0] if lost else "", text=code.text)


def _in_order(code: Code) -> bool:
    values = _registered(code.person)
    places = enumerate(code.payload.ext[: len(values)])
    return not any(value not in ("", values[place]) and value in values for place, value in places)


@requirement("PQR-061")
def test_the_sex_is_empty_or_0_1_2(seen: Observation) -> None:
    """
    PQR-061: sex is empty, 0, 1 or 2.
    """
    for code in filter(_in_order, seen.codes):
        value = code.payload.ext_place(SEX)
        finding = code.finding("the sex in EXT is {seen}; it must be empty or one of {expected}", "0, 1, 2", value)
        assert SEX_FORM.match(value), finding


@requirement("PQR-062")
def test_the_phone_is_empty_or_ten_digits(seen: Observation) -> None:
    """
    PQR-062: phone is empty or exactly 10 digits.
    """
    for code in filter(_in_order, seen.codes):
        value = code.payload.ext_place(PHONE)
        finding = code.finding("the phone in EXT is {seen}; it must have exactly 10 digits", code.person.phone, value)
        assert PHONE_FORM.match(value), finding


@requirement("PQR-065")
def test_the_declarer_is_given_exactly_when_another_person_declared(seen: Observation) -> None:
    """
    PQR-065: the declarer's QID is filled when LoaiDinhDanh is 1 and empty when it is 0.
    """
    for code in filter(_in_order, seen.codes):
        value, declarer = code.payload.ext_place(0), code.person.declared_by or ""
        sentence = "the declarer's QID in EXT is {seen}; registered is {expected}"
        assert bool(value) == bool(declarer), code.finding(sentence, declarer, value)

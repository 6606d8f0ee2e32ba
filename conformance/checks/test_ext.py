"""
Extension values, EXT: PQR-060 to PQR-065, and PQR-067.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

import re

from conformance.checks import requirement
from conformance.model import Person
from conformance.reading.observation import Observation
from conformance.reading.replies import PlatformObservation
from conformance.reading.scans import ReaderObservation
from conformance.reading.views import Code
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


def _is_decided_elsewhere(code: Code, place: int, values: tuple[str, ...]) -> bool:
    """
    A sex or phone of wrong form is decided by PQR-061 and PQR-062, a declarer that nobody registered by PQR-065, unless
    it is another place's value. A sex of which nothing is known may be written 0, and a masked code may mask more.
    """
    value = code.payload.ext_place(place)
    if value in values:
        return False
    form = {SEX: SEX_FORM, PHONE: PHONE_FORM}.get(place)
    misshapen = form is not None and not form.match(value)
    unknown_sex = place == SEX and not values[SEX] and value == "0"
    return misshapen or unknown_sex or (place == 0 and not values[0]) or _is_masked(code, value, values[place])


def _is_masked(code: Code, value: str, registered: str) -> bool:
    """
    A registered value with asterisks in the code of a masked view: the annex has no rule for EXT, PQR-075 judges it.
    """
    fits = len(value) == len(registered) and all(
        one in ("*", other) for one, other in zip(value, registered, strict=True)
    )
    return code.payload.is_masked and "*" in value and fits


@requirement("PQR-060")
def test_the_sub_fields_keep_their_order_and_places(seen: Observation) -> None:
    """
    PQR-060: sub-fields in the order declarer's QID, sex, BHYT, phone, signature, others; empty ones keep their place.
    """
    for code in seen.codes:
        values = _registered(code.person)
        for place, name in enumerate(PLACES):
            value, expected = code.payload.ext_place(place), values[place]
            if value in ("", expected) or _is_decided_elsewhere(code, place, values):
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
        assert PHONE_FORM.match(value) or _is_masked(code, value, code.person.phone or ""), finding


@requirement("PQR-063")
def test_a_phone_without_a_mobile_prefix_is_refused_at_registration(seen: PlatformObservation) -> None:
    """
    PQR-063: the phone begins with a mobile prefix in use.
    """
    asked, person, answer = seen.implausible
    sentence = "no mobile number begins as {phone} does, and it is registered with the QID {seen}; it must be refused"
    assert answer.qid is None, asked.finding(sentence, "-", answer.qid, phone=person.phone)


@requirement("PQR-064")
def test_a_bhyt_code_of_wrong_length_is_refused_at_registration(seen: PlatformObservation) -> None:
    """
    PQR-064: the BHYT code is empty, of the 15-character form, or 10 digits.
    """
    asked, person, answer = seen.implausible
    sentence = "no card has the BHYT code {code}, and it is registered with the QID {seen}; it must be refused"
    assert answer.qid is None, asked.finding(sentence, "-", answer.qid, code=person.health_insurance)


@requirement("PQR-065")
def test_the_declarer_is_given_exactly_when_another_person_declared(seen: Observation) -> None:
    """
    PQR-065: the declarer's QID is filled when LoaiDinhDanh is 1 and empty when it is 0.
    """
    for code in filter(_in_order, seen.codes):
        value, declarer = code.payload.ext_place(0), code.person.declared_by or ""
        sentence = "the declarer's QID in EXT is {seen}; registered is {expected}"
        assert bool(value) == bool(declarer), code.finding(sentence, declarer, value)


@requirement("PQR-067")
def test_the_reader_accepts_a_code_without_ext(seen: ReaderObservation) -> None:
    """
    PQR-067: a string without EXT values is accepted by the app's own reader.
    """
    for scan in seen.scans:
        sentence = (
            "a code without EXT is not taken for what it is; the reader says: {seen}; expected: {expected}; {text}"
        )
        assert scan.is_as_expected, scan.finding(sentence, scan.right, scan.told, text=scan.given)

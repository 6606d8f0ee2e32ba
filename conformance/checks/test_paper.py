"""
Number of the personal paper, SoGiayTo: PQR-010 to PQR-015.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

from conformance.checks import requirement
from conformance.exceptions import NotExercised
from conformance.reading.observation import Observation
from conformance.reading.replies import PlatformObservation
from conformance.reading.screen import masked_numbers
from conformance.texts import say


@requirement("PQR-010")
def test_the_number_is_present_when_self_declared(seen: Observation) -> None:
    """
    PQR-010: SoGiayTo is present when the person declared for themself.
    """
    for code in [code for code in seen.codes if not code.person.declared_by]:
        sentence = "SoGiayTo is empty, but the person declared for themself: {text}"
        expected = code.expected.screen.paper_full
        assert code.payload.so_giay_to, code.finding(sentence, expected, "", text=code.text)


@requirement("PQR-011")
def test_the_full_number_is_the_registered_one(seen: Observation) -> None:
    """
    PQR-011: in full form SoGiayTo equals the registered paper number.
    """
    owners = [code for code in seen.codes if code.person.paper]
    full = [code for code in owners if code.payload.so_giay_to and not code.payload.number_is_masked]
    if not full:
        raise NotExercised(say("no code of this vector shows SoGiayTo in full form"))
    for code in full:
        expected = code.expected.screen.paper_full
        sentence = "SoGiayTo is {seen}, registered is {expected}"
        assert expected == code.payload.so_giay_to, code.finding(sentence, expected, code.payload.so_giay_to)


@requirement("PQR-012")
def test_an_impossible_number_is_refused_at_registration(seen: PlatformObservation) -> None:
    """
    PQR-012: a 12-digit number has a known province code and a century digit that is not in the future.
    """
    asked, person, answer = seen.implausible
    number = person.paper.number if person.paper else ""
    sentence = "the number {number} cannot be, and its person is registered with the QID {seen}; it must be refused"
    assert answer.qid is None, asked.finding(sentence, "-", answer.qid, number=number)


@requirement("PQR-014")
def test_the_masked_number_is_six_asterisks_and_the_rest(seen: Observation) -> None:
    """
    PQR-014: the masked form is six asterisks followed by the unchanged remainder, of the same total length.
    """
    exercised = False
    for code in [code for code in seen.codes if code.person.paper]:
        payload, expected = code.payload, code.expected.screen.paper_masked
        if payload.number_is_masked:
            exercised = True
            sentence = "in the code SoGiayTo is masked as {seen}, required is {expected}"
            assert expected == payload.so_giay_to, code.finding(sentence, expected, payload.so_giay_to)
        elif payload.birth_is_masked and payload.so_giay_to and code.person.born_precision == "day":
            sentence = "in the code NgaySinh is masked, but SoGiayTo is in clear: {seen}"
            raise AssertionError(code.finding(sentence, expected, payload.so_giay_to))
    for view in seen.views:
        number, expected = view.expected.screen.paper_full, view.expected.screen.paper_masked
        shown = [each.written for each in masked_numbers(view.words, number) if not each.disclosed] if number else []
        if not shown or view.full:
            continue
        exercised = True
        sentence = "the screen shows the masked number as {seen}, required is {expected}"
        assert expected in shown, view.finding(sentence, expected, shown[0])
    if not exercised:
        raise NotExercised(say("neither a code nor a screen of this vector shows the number masked"))


@requirement("PQR-015")
def test_without_a_registered_number_the_field_is_empty(seen: Observation) -> None:
    """
    PQR-015: SoGiayTo may be empty only when another person declared; then no placeholder stands in its place.
    """
    for code in [code for code in seen.codes if not code.person.paper]:
        sentence = "no paper number is registered, but SoGiayTo is {seen}; it must be empty"
        assert code.payload.so_giay_to == "", code.finding(sentence, "", code.payload.so_giay_to)

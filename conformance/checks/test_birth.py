"""
Date of birth, NgaySinh: PQR-030 to PQR-032.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

from datetime import date

from conformance.checks import requirement
from conformance.exceptions import NotExercised
from conformance.reading.observation import Observation
from conformance.reading.payload import CLEAR_DATE
from conformance.reading.replies import PlatformObservation
from conformance.reading.screen import masked_dates
from conformance.texts import say


@requirement("PQR-030")
def test_the_full_birth_date_is_a_real_date_and_the_registered_one(seen: Observation) -> None:
    """
    PQR-030: NgaySinh is YYYY-MM-DD and a real calendar date (full form).
    """
    full = [code for code in seen.codes if not code.payload.birth_is_masked]
    if not full:
        raise NotExercised(say("no code of this vector shows NgaySinh in full form"))
    for code in full:
        value, expected = code.payload.ngay_sinh, code.person.born.isoformat()
        sentence = "NgaySinh is {seen}, which is no date of the form YYYY-MM-DD; registered is {expected}"
        assert CLEAR_DATE.match(value) and _is_real(value), code.finding(sentence, expected, value)
        assert expected == value, code.finding("NgaySinh is {seen}, registered is {expected}", expected, value)


def _is_real(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


@requirement("PQR-031")
def test_the_masked_birth_date_hides_day_and_month_only(seen: Observation) -> None:
    """
    PQR-031: the masked form hides month and day only: YYYY-**-**, and its year is the registered one.
    """
    exercised = False
    for code in seen.codes:
        payload, expected = code.payload, f"{code.person.born.year:04d}-**-**"
        if payload.birth_is_masked:
            exercised = True
            sentence = "in the code NgaySinh is masked as {seen}, required is {expected}"
            assert expected == payload.ngay_sinh, code.finding(sentence, expected, payload.ngay_sinh)
        elif payload.number_is_masked:
            sentence = "in the code SoGiayTo is masked, but NgaySinh is in clear: {seen}"
            raise AssertionError(code.finding(sentence, expected, payload.ngay_sinh))
    for view in [view for view in seen.views if not view.full]:
        shown = [each for each in masked_dates(view.words) if not each.discloses(view.person.born)]
        year = f"{view.person.born.year:04d}"
        right = [each for each in shown if each.hides_day_and_month and each.year == year]
        exercised = exercised or bool(shown)
        sentence = "the screen shows the masked birth date as {seen}, required is {expected} in any common layout"
        finding = view.finding(sentence, f"**/**/{year}", " / ".join(map(str, shown)))
        assert right or not shown, finding  # other dates may be masked on the screen as well
    if not exercised:
        raise NotExercised(say("neither a code nor a screen of this vector shows the birth date masked"))


@requirement("PQR-032")
def test_an_impossible_birth_date_is_refused_at_registration(seen: PlatformObservation) -> None:
    """
    PQR-032: the date of birth is not in the future and not before 1900.
    """
    asked, person, answer = seen.implausible
    sentence = "nobody is born on {born}, and such a person is registered with the QID {seen}; it must be refused"
    assert answer.qid is None, asked.finding(sentence, "-", answer.qid, born=person.born.isoformat())

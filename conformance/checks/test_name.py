"""
Full name, HoTen: PQR-020 to PQR-022.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

import re

from conformance.checks import requirement
from conformance.exceptions import NotExercised
from conformance.reading.observation import Observation
from conformance.reading.payload import MARK
from conformance.reading.views import Code
from conformance.text_rules import is_marked_letter, plain
from conformance.texts import say

STRICT = re.compile(r"[A-Z]+( [A-Z]+)*")  # profile strict-names


@requirement("PQR-020")
def test_the_name_is_not_empty(seen: Observation) -> None:
    """
    PQR-020: HoTen is mandatory.
    """
    for code in seen.codes:
        sentence = "HoTen is empty: {text}"
        assert code.payload.ho_ten.strip(), code.finding(sentence, code.expected.names[0], "", text=code.text)


def _named(seen: Observation) -> list[Code]:
    codes = [code for code in seen.codes if code.payload.ho_ten.strip() and MARK not in code.payload.ho_ten]
    if not codes:
        raise NotExercised(say("HoTen is empty or holds a separator; PQR-020 or PQR-004 decides that"))
    return codes


@requirement("PQR-021")
def test_the_name_is_upper_case_without_diacritics_and_single_spaced(seen: Observation) -> None:
    """
    PQR-021: upper case, no diacritics, words split by single spaces.
    """
    for code in _named(seen):
        name, preferred = code.payload.ho_ten, code.expected.names[0]
        assert name == name.upper(), code.finding("HoTen is not in upper case: {seen}", preferred, name)
        marked = [character for character in name if is_marked_letter(character)]
        sentence = "HoTen holds letters with diacritics ({marked}): {seen}"
        assert not marked, code.finding(sentence, preferred, name, marked=" ".join(marked))
        sentence = "the words of HoTen are not split by single spaces: {seen}"
        assert name == " ".join(name.split()), code.finding(sentence, preferred, name)
        if seen.profile.strict_names:
            sentence = "HoTen holds other characters than A-Z and space: {seen}"
            assert STRICT.fullmatch(name), code.finding(sentence, preferred, name)


@requirement("PQR-022")
def test_the_name_is_the_transliteration_of_the_registered_one(seen: Observation) -> None:
    """
    PQR-022: HoTen equals the transliteration of the registered name (Đ becomes D, marks dropped, NFC and NFD alike).
    """
    for code in _named(seen):
        accepted = {plain(name) for name in code.expected.names}
        sentence = "HoTen is {seen}; the registered name {registered} is written {expected}"
        finding = code.finding(sentence, code.expected.names[0], code.payload.ho_ten, registered=code.person.name)
        assert plain(code.payload.ho_ten) in accepted, finding

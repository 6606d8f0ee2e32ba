"""
Structure of the payload: PQR-001 to PQR-004.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

from conformance.checks import requirement
from conformance.reading.observation import Observation
from conformance.reading.payload import BAR, FIELDS, MARK
from conformance.text_rules import is_control, is_marked_letter


@requirement("PQR-001")
def test_the_text_has_six_parts(seen: Observation) -> None:
    """
    PQR-001: the decoded text consists of six parts separated by exactly five bars, in the prescribed order.
    """
    for code in seen.all_codes:
        bars = code.payload.core.count(BAR)
        if seen.profile.lenient_ext and bars == 4:
            continue
        sentence = "the text has {seen} bars; {expected} separate the six parts {parts}: {text}"
        assert bars == 5, code.finding(sentence, 5, bars, parts=BAR.join(FIELDS), text=code.text)


@requirement("PQR-002")
def test_nothing_stands_round_the_text_and_no_control_character_in_it(seen: Observation) -> None:
    """
    PQR-002: no leading or trailing blanks, line breaks, byte order mark or control characters.
    """
    for code in seen.all_codes:
        assert code.is_utf8, code.finding("the bytes are no UTF-8 text", "UTF-8", code.symbol.data.hex())
        faults = [each for each in code.text if is_control(each)]
        sentence = "a control character, line break or byte order mark is in the text: {seen}"
        assert not faults, code.finding(sentence, code.payload.core, code.text)
        sentence = "a blank stands before or after the text: {seen}"
        assert code.text == code.text.strip(), code.finding(sentence, code.text.strip(), f"»{code.text}«")


@requirement("PQR-003")
def test_only_printable_ascii(seen: Observation) -> None:
    """
    PQR-003: only printable ASCII (marked letters and blanks of a name: see PQR-021; control characters: PQR-002).
    """
    for code in seen.all_codes:
        name = code.payload.ho_ten
        others = [each for each in code.payload.core if not (" " <= each <= "~" or is_control(each))]
        others = [each for each in others if not (each in name and (is_marked_letter(each) or each.isspace()))]
        sentence = "characters outside printable ASCII: {seen} in {text}"
        assert not others, code.finding(sentence, "U+0020-U+007E", " ".join(others), text=code.text)


@requirement("PQR-004")
def test_separators_never_stand_inside_a_value(seen: Observation) -> None:
    """
    PQR-004: separators never occur inside a value, also where the registered value holds one.
    """
    for code in seen.all_codes:
        bars, sentence = code.payload.core.count(BAR), "a separator of a registered value broke the six parts: {seen}"
        whole = bars == 5 or (seen.profile.lenient_ext and bars == 4)
        assert whole, code.finding(sentence, code.expected.payload.full, code.text)
        sentence = "the separator of EXT stands inside {field}: {seen}"
        for field, value in zip(FIELDS[:5], code.payload.parts, strict=False):
            assert MARK not in value, code.finding(sentence, code.expected.payload.full, value, field=field)

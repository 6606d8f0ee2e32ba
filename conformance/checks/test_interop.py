"""
Interoperation with other codes: PQR-090 to PQR-093.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

import unicodedata

from conformance.checks import requirement
from conformance.exceptions import Blocked
from conformance.model import Blame, Person, ScanResult
from conformance.reading.scan import Broken
from conformance.reading.scans import ReaderObservation


@requirement("PQR-090")
def test_the_reader_tells_kinds_of_codes_apart(seen: ReaderObservation) -> None:
    """
    PQR-090: personal QR, CCCD, BHYT, VietQR, HC1: and unknown text are told apart, and none is filed as another.
    """
    for scan in seen.scans:
        sentence = "the reader says: {seen}; expected: {expected}; the code holds: {text}"
        assert scan.is_as_expected, scan.finding(sentence, scan.right, scan.told, text=scan.given)


@requirement("PQR-091")
def test_the_masked_form_is_accepted_and_resolved_by_the_qid(seen: ReaderObservation) -> None:
    """
    PQR-091: the masked form is accepted, and leads to the person through the QID.
    """
    people = seen.vector.people
    for scan in seen.scans:
        sentence = "the reader says of a masked code: {seen}; expected: {expected}; the code holds: {text}"
        assert scan.is_as_expected, scan.finding(sentence, scan.right, scan.told, text=scan.given)
        index = scan.step.expected.resolved
        if not (index is None and scan.step.control):
            expected, shown = _known(None if index is None else people[index]), _known(scan.answer.resolved)
            sentence = "the masked code leads to {seen}; its QID is that of {expected}; the code holds: {text}"
            assert expected == shown, scan.finding(sentence, expected, shown, text=scan.given)


def _known(person: Person | None) -> str:
    """
    What tells one person from all others: QID, name (in one normal form), paper and birth.
    """
    if person is None:
        return "-"
    paper = person.paper.number if person.paper else "-"
    return f"{person.qid}, {unicodedata.normalize('NFC', person.name)}, {paper}, {person.born.isoformat()}"


@requirement("PQR-092")
def test_malformed_input_is_refused_without_a_crash(seen: ReaderObservation) -> None:
    """
    PQR-092: malformed input is refused with a message, by its kind and reason and without a crash, and good codes are
    read on.
    """
    if seen.broken:
        _refuse_crash(seen, seen.broken)
    for scan in seen.scans:
        if scan.step.expected.results == (ScanResult.ACCEPTED,):
            sentence = "a good code beside malformed ones is not read; the reader says: {seen}; expected: {expected}"
            assert scan.is_as_expected, scan.finding(sentence, scan.right, scan.told)
        elif not scan.is_unread:
            sentence = "the reader says of a malformed code: {seen}; expected: {expected}; the code holds: {text}"
            assert scan.is_rightly_judged, scan.finding(sentence, scan.right, scan.told, text=scan.given)
            told = scan.answer.message.strip() or scan.answer.result is not ScanResult.REFUSED
            sentence = "a malformed code is refused without a word to the user; the code holds: {text}"
            assert told, scan.finding(sentence, "-", scan.answer.message, text=scan.given)


def _refuse_crash(seen: ReaderObservation, broken: Broken) -> None:
    """
    A reader that breaks on a malformed code, or on the good one after it, fails; one that breaks on the very first
    code, which is good, or for another's fault, is blocked.
    """
    if broken.number == 0 or broken.blame is not Blame.CANDIDATE:
        raise Blocked(broken.message, broken.blame)
    last = seen.answered[-1]
    step = seen.vector.steps[broken.number]
    text = last.given if step.control else step.drawing.data if step.drawing else step.text or ""
    sentence = "the reader broke on a malformed code: {seen}; the code holds: {text}"
    raise AssertionError(last.finding(sentence, "-", broken.message.render("en"), text=text))


@requirement("PQR-093")
def test_expired_and_badly_signed_certificates_are_refused(seen: ReaderObservation) -> None:
    """
    PQR-093: an HC1: certificate past exp or with a bad signature is refused, and a good one is not.
    """
    for scan in seen.scans:
        sentence = "the reader says of an HC1: certificate: {seen}; expected: {expected}"
        assert scan.is_as_expected, scan.finding(sentence, scan.right, scan.told)

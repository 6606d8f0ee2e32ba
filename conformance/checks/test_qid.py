"""
User code of the national platform, QID: PQR-050 to PQR-054. It is a text, compared as a text.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

from conformance.checks import requirement
from conformance.exceptions import NotExercised
from conformance.reading.findings import QidTold
from conformance.reading.observation import Observation
from conformance.reading.payload import MARK
from conformance.reading.replies import PlatformObservation
from conformance.reading.views import Code
from conformance.texts import say


@requirement("PQR-050")
def test_the_qid_is_a_text_without_separators_or_blanks(seen: Observation) -> None:
    """
    PQR-050: QID is a non-empty string without separators or blanks, handled as text.
    """
    known = {person.qid for person in seen.vector.people}  # another person's QID is decided by PQR-053 or PQR-076
    for code in seen.codes:
        qid, issued = code.payload.qid, code.person.qid
        assert qid, code.finding("QID is empty; issued is {expected}", issued, qid)
        sentence = "QID holds a blank or a separator: {seen}"
        assert MARK not in qid and not any(map(str.isspace, qid)), code.finding(sentence, issued, qid)
        sentence = "QID {seen} is the number {expected} written in another way: it was not handled as a text"
        assert qid in known or not _same_number_only(qid, issued), code.finding(sentence, issued, qid)


def _same_number_only(qid: str, issued: str) -> bool:
    """
    A QID that went through a number: a leading zero lost, or digits lost in a floating-point value.
    """
    if qid == issued or not (issued.isdecimal() and issued.isascii()):
        return False
    rounded = {str(int(issued)), str(int(float(issued))), repr(float(issued)), f"{float(issued):.0f}"}
    return qid in rounded


def _first_installations(seen: Observation) -> list[Code]:
    """
    The codes on the first installation of each person, before any edit: PQR-052 and PQR-054 compare the others.
    """
    first: dict[str, str] = {}
    for code in seen.codes:
        first.setdefault(code.person.qid, code.view.step.installation)
    return [
        code for code in seen.codes if first[code.person.qid] == code.view.step.installation and not code.view.edited
    ]


@requirement("PQR-051")
def test_the_qid_is_the_issued_one(seen: Observation) -> None:
    """
    PQR-051: QID equals the value issued by the national platform.
    """
    others = {person.qid for person in seen.vector.people}
    for code in _first_installations(seen):
        qid, issued = code.payload.qid, code.person.qid
        if qid in others - {issued}:
            continue  # another person's: PQR-053
        if not qid or any(map(str.isspace, qid)) or _same_number_only(qid, issued):
            raise NotExercised(say("QID is empty or was not handled as a text; PQR-050 decides that"))
        assert issued == qid, code.finding("QID is {seen}, issued is {expected}", issued, qid)


@requirement("PQR-052")
def test_one_person_has_one_qid_wherever_they_register(seen: Observation | PlatformObservation) -> None:
    """
    PQR-052: the same person in two apps or installations, or registered twice, has the same QID.
    """
    first: dict[str, QidTold] = {}
    again = 0
    for told in (each for each in seen.qids if not each.edited):
        known = first.setdefault(told.person, told)
        again += told is not known
        sentence = "the same person's QID is {expected} at first and {seen} on another installation or registration"
        assert known.qid == told.qid, told.finding(sentence, known.qid, told.qid)
    _needs_everybody(seen)
    if not again:
        raise NotExercised(say("the evidence holds nobody with two installations or registrations"))


@requirement("PQR-053")
def test_different_people_never_share_a_qid(seen: Observation | PlatformObservation) -> None:
    """
    PQR-053: two different persons never share a QID.
    """
    owners = dict(seen.issued)
    for told in seen.qids:
        owner = owners.setdefault(told.qid, told.person)
        sentence = "QID {seen} is given to two different people; this one is known in the vector as {expected}"
        assert owner == told.person, told.finding(sentence, told.person, told.qid)
    _needs_everybody(seen)
    if len({told.person for told in seen.qids}) < 2:
        raise NotExercised(say("the evidence holds the QIDs of fewer than two people"))


@requirement("PQR-054")
def test_the_qid_stays_when_other_data_are_edited(seen: Observation | PlatformObservation) -> None:
    """
    PQR-054: QID is unchanged after the user edits other data.
    """
    before: dict[str, str] = {}
    for told in (each for each in seen.qids if not each.edited):
        if before.setdefault(told.person, told.qid) != told.qid:
            raise NotExercised(say("the person had two QIDs before the edit; PQR-052 decides that"))
    after = [told for told in seen.qids if told.edited and told.person in before]
    for told in after:
        sentence = "QID was {expected} before other data were edited and is {seen} after"
        assert before[told.person] == told.qid, told.finding(sentence, before[told.person], told.qid)
    _needs_everybody(seen)
    if not after:
        raise NotExercised(say("the evidence holds no QID from both before and after the edit"))


def _needs_everybody(seen: Observation | PlatformObservation) -> None:
    """
    Raises NotExercised where a platform refused somebody with good data: then not all was seen that the vector is for.
    """
    if seen.unissued is not None:
        raise NotExercised(seen.unissued)

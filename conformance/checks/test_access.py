"""
Access to data: PQR-100 to PQR-103, decided on what a platform replied.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import combinations, permutations

from conformance.checks import requirement
from conformance.contract.platform import AuditAnswer, AuditRecord, LogsAnswer, LookUpAnswer, VisitorsAnswer
from conformance.disclosure import Told, leak_in, leak_or_name_in
from conformance.exceptions import NotExercised
from conformance.journal import ReplyRecord
from conformance.model import Identity, Person, PlatformAction
from conformance.reading.reduced import shown_too_much
from conformance.reading.refusals import comparable, telling
from conformance.reading.replies import OK, REFUSALS, Asked, PlatformObservation
from conformance.reading.written import added, needs_lines, qid_asked_for
from conformance.text_rules import plain
from conformance.texts import say

ASKING = (PlatformAction.LOOK_UP, PlatformAction.VISITORS, PlatformAction.AUDIT, PlatformAction.LOGS)
IDENTIFIED = frozenset({Identity.AUTHORITY, Identity.PERSON, Identity.OTHER_PERSON})  # who shows a token of their own
STARS = "***"


@requirement("PQR-100")
def test_data_of_people_are_given_to_who_has_the_authority(seen: PlatformObservation) -> None:
    """
    PQR-100: without an authorised identity the service refuses and tells nothing; the right role gets the data.
    """
    for each in seen.steps(*ASKING):
        for reply in each.replies:
            if each.step.do is PlatformAction.LOOK_UP and each.step.identity in (Identity.AUTHORITY, Identity.PERSON):
                _is_given(each, reply, seen.person(each.step))
            elif each.step.do is PlatformAction.LOOK_UP and each.step.identity is Identity.LOCATION_OWNER:
                _is_reduced(each, reply, seen.person(each.step))
            else:
                _is_refused(each, reply, seen.vector.people)
    _does_not_tell_who_exists(seen)


def _is_given(asked: Asked, reply: ReplyRecord, person: Person) -> None:
    sentence = "who has the right to the data does not get them: status {seen}, expected {expected}"
    assert reply.status == OK, asked.finding(sentence, OK, reply.status)
    answer = asked.answer(reply, LookUpAnswer)
    sentence = "who has the right to the data gets the view {seen}, expected {expected}"
    assert answer.view == "full", asked.finding(sentence, "full", answer.view)
    registered = {
        "qid": (qid_asked_for(reply), answer.qid),
        "paper": (person.paper.number if person.paper else None, answer.paper),
        "name": (plain(person.name), plain(answer.name)),
        "born": (person.born.isoformat(), answer.born),
        "phone": (person.phone, answer.phone or None),
        "health_insurance": (person.health_insurance, answer.health_insurance or None),
    }
    for field, (expected, got) in registered.items():
        sentence = "the full view says {seen} for {field}; registered is {expected}"
        assert expected == got, asked.finding(sentence, expected, got, field=field)


def _is_reduced(asked: Asked, reply: ReplyRecord, person: Person) -> None:
    """
    A wrong role may be refused, or get what the code shows in its default mode.
    """
    if reply.status in REFUSALS:
        return _is_refused(asked, reply, (person,))
    sentence = "a wrong role gets status {seen}; expected is a refusal ({expected}) or the reduced view"
    assert reply.status == OK, asked.finding(sentence, "401/403", reply.status)
    answer = asked.answer(reply, LookUpAnswer)
    sentence = "a wrong role gets the view {seen}, expected {expected}"
    assert answer.view == "reduced", asked.finding(sentence, "reduced", answer.view)
    if wrong := shown_too_much(answer, person):
        field, expected, value = wrong
        sentence = "the reduced view shows {seen} for {field}; expected is {expected}, asterisks alone, or nothing"
        raise AssertionError(asked.finding(sentence, expected, value, field=field))
    if leak := leak_in(Told.of(reply), person):
        sentence = "the view of a wrong role gives away {field}: {seen}"
        raise AssertionError(asked.finding(sentence, "-", leak.value, field=leak.field))
    return None


def _is_refused(asked: Asked, reply: ReplyRecord, people: Sequence[Person]) -> None:
    sentence = "{identity} asks for data without the right to them: status {seen}, expected {expected}"
    finding = asked.finding(sentence, "401/403", reply.status, identity=asked.step.identity.value)
    assert reply.status in REFUSALS, finding
    told = Told.of(reply)
    for person in people:
        if leak := leak_or_name_in(told, person):
            sentence = "a refusal gives away {field} of a person: {seen}"
            raise AssertionError(asked.finding(sentence, "-", leak.value, field=leak.field))


def _does_not_tell_who_exists(seen: PlatformObservation) -> None:
    """
    A refusal that always says one thing of people and always another of QIDs that were never issued tells who exists.
    """
    looked = [each for each in seen.asked if each.step.do is PlatformAction.LOOK_UP]
    for known, unknown in permutations(looked, 2):
        if known.step.identity is unknown.step.identity and unknown.step.unknown and not known.step.unknown:
            if not (comparable(known.replies) and comparable(unknown.replies)):
                raise NotExercised(say("too few refusals can be compared to say whether they tell who exists"))
            if told := telling(known.replies, unknown.replies, unknown.started):
                sentence = "a refusal tells whether there is such a person: {expected} for one, {seen} for the other"
                raise AssertionError(unknown.finding(sentence, *told))


@requirement("PQR-101")
def test_a_location_owner_sees_starred_names_and_phones_only(seen: PlatformObservation) -> None:
    """
    PQR-101: each name is the family and middle name followed by ***, each phone its first 7 digits followed by ***.
    """
    names = {_glued(_starred(person.name)) for person in seen.vector.people}
    phones = {f"{person.phone[:7]}{STARS}" for person in seen.vector.people if person.phone}
    for each in seen.steps(PlatformAction.VISITORS):
        for reply in each.replies:
            _needs_answer(each, reply)
            visits = each.answer(reply, VisitorsAnswer).visits
            for visit in visits:
                sentence = "the list of a location shows the name {seen}; expected is one of {expected}"
                assert _glued(visit.name) in names, each.finding(sentence, " / ".join(sorted(names)), visit.name)
                sentence = "the list of a location shows the phone {seen}; expected is one of {expected}"
                assert visit.phone in phones, each.finding(sentence, " / ".join(sorted(phones)), visit.phone)
            _gives_no_visitor_away(each, reply, seen.vector.people)
            if {_glued(visit.name) for visit in visits} != names:
                raise NotExercised(say("the list of the location does not hold everybody who was there"))


def _gives_no_visitor_away(asked: Asked, reply: ReplyRecord, people: Sequence[Person]) -> None:
    told = Told.of(reply)
    for person in people:
        if leak := leak_or_name_in(told, person):
            sentence = "the reply with the list of a location gives away {field}: {seen}"
            raise AssertionError(asked.finding(sentence, "-", leak.value, field=leak.field))


def _starred(name: str) -> str:
    return " ".join([*name.split()[:-1], STARS])


def _glued(name: str) -> str:
    """
    A name as it is compared: no marks, no case, and no blanks, which may or may not stand before the asterisks.
    """
    return plain(name).replace(" ", "")


@requirement("PQR-102")
def test_every_look_up_leaves_one_audit_record(seen: PlatformObservation, limits: Mapping[str, float]) -> None:
    """
    PQR-102: each look-up, refused ones too, has exactly one record of who, when and which QID.
    """
    audits = seen.steps(PlatformAction.AUDIT)
    first, last = audits[0], audits[-1]
    fresh = list(added(_records(first), _records(last)))
    looks = [(each, reply) for each in seen.steps(PlatformAction.LOOK_UP) for reply in each.replies]
    sentence = "{expected} look-ups left {seen} audit records"
    assert len(looks) == len(fresh), last.finding(sentence, len(looks), len(fresh))
    qids = {told.person: told.qid for told in seen.qids}
    tolerance = timedelta(minutes=limits["clock_minutes"])
    for (look, reply), record in zip(looks, fresh, strict=True):
        qid = qids[seen.person(look.step).qid]
        sentence = "an audit record names the QID {seen}, expected {expected}"
        assert qid == record.qid, last.finding(sentence, qid, record.qid)
        assert record.who.strip(), last.finding("an audit record does not say who asked", "-", record.who)
        sentence = "an audit record says {seen}; the look-up was at {expected}"
        assert abs(record.when - look.started) <= tolerance, last.finding(sentence, look.started, record.when)
        _says_what_was_answered(last, reply, record)
    named = [(look.step.identity, record.who) for (look, _), record in zip(looks, fresh, strict=True)]
    _tells_who_is_who(last, named)


def _says_what_was_answered(asked: Asked, reply: ReplyRecord, record: AuditRecord) -> None:
    """
    Granted is what was answered with data, and not granted what was refused; another status is neither.
    """
    if reply.status == OK or reply.status in REFUSALS:
        granted = str(reply.status == OK).lower()
        sentence = "an audit record says granted: {seen}; the look-up was answered with status {status}"
        finding = asked.finding(sentence, granted, str(record.granted).lower(), status=reply.status)
        assert record.granted is (reply.status == OK), finding


def _tells_who_is_who(asked: Asked, names: Sequence[tuple[Identity, str]]) -> None:
    for (one, first), (two, second) in combinations(names, 2):
        if {one, two} <= IDENTIFIED and one is not two:
            sentence = "the audit records name {one} and {two} alike: {seen}"
            assert first != second, asked.finding(sentence, "-", second, one=one.value, two=two.value)


def _records(asked: Asked) -> tuple[AuditRecord, ...]:
    _needs_answer(asked, asked.replies[-1])
    return asked.answer(asked.replies[-1], AuditAnswer).records


@requirement("PQR-103")
def test_no_log_holds_a_paper_number(seen: PlatformObservation) -> None:
    """
    PQR-103: the registered paper number of nobody stands in clear in the logs.
    """
    logs = seen.steps(PlatformAction.LOGS)
    for each in logs:
        _needs_answer(each, each.replies[-1])
    before, lines = (each.answer(each.replies[-1], LogsAnswer).lines for each in (logs[0], logs[-1]))
    whole = Told("\n".join(lines))
    for number in (person.paper.number for person in seen.vector.people if person.paper):
        found = next((line for line in lines if Told(line).holds(number)), "") if whole.holds(number) else ""
        sentence = "the log holds the paper number {number}: {seen}"
        assert not found, logs[-1].finding(sentence, "-", found, number=number)
    needs_lines(seen, logs, list(added(before, lines)))


def _needs_answer(asked: Asked, reply: ReplyRecord) -> None:
    """
    Raises NotExercised where who has the right to a list does not get it: then nothing can be said of what it holds.
    """
    if reply.status != OK:
        text = "{identity} has the right to this list and does not get it (status {status}): {body}"
        identity = asked.step.identity.value
        raise NotExercised(say(text, identity=identity, status=reply.status, body=reply.body[:200]).harmless(300))

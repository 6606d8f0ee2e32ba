"""
The screen of the personal code, masked and full: PQR-070 to PQR-077.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.checks import requirement
from conformance.exceptions import Inconclusive, NotExercised, Review
from conformance.model import Action
from conformance.reading.observation import Observation
from conformance.reading.screen import dates, day_and_month, folded, masked_dates, masked_numbers, shows
from conformance.reading.views import View
from conformance.texts import say


@requirement("PQR-070")
def test_the_default_view_masks_the_number(seen: Observation) -> None:
    """
    PQR-070: the first view shows the paper number in masked form.
    """
    seen.need_texts()
    views = [view for view in seen.default_views if view.expected.screen.paper_full]
    exercised = [view for view in views if _must_show_number(view)]
    for view in views:
        number, masked = view.expected.screen.paper_full or "", view.expected.screen.paper_masked
        sentence = "the default view shows the paper number in clear: {seen}"
        assert not shows(view.words, number), view.finding(sentence, masked, number)
        disclosed = _parts_of_number(view)
        sentence = "the default view discloses characters of the first six of the paper number: {seen}"
        assert not disclosed, view.finding(sentence, masked, " / ".join(disclosed))
    for view in exercised:
        number, masked = view.expected.screen.paper_full or "", view.expected.screen.paper_masked
        sentence = "the default view shows no masked paper number; expected {expected}"
        found = masked_numbers(view.words, number)
        assert found, view.finding(sentence, masked, view.told)
    if not exercised:
        raise NotExercised(say("nobody in this vector has a paper number that must be shown"))


def _must_show_number(view: View) -> bool:
    """
    The annex makes the number mandatory for those who declared for themselves; without network nothing must be shown.
    """
    return view.person.declared_by is None and not view.offline


@requirement("PQR-071")
def test_the_default_view_masks_day_and_month_of_birth(seen: Observation) -> None:
    """
    PQR-071: the first view shows the birth date with day and month masked.
    """
    seen.need_texts()
    for view in [view for view in seen.default_views if view.person.born_precision == "day"]:
        expected = view.expected.screen.born_masked[0]
        disclosed = _day_or_month(view)
        sentence = "the default view discloses the day or the month of birth: {seen}"
        assert not disclosed, view.finding(sentence, expected, " / ".join(disclosed))
        sentence = "the default view shows no masked birth date; expected {expected} in any common layout"
        shown = view.offline or masked_dates(view.words)
        assert shown, view.finding(sentence, expected, view.told)


@requirement("PQR-072")
def test_a_control_switches_to_the_full_form_and_back(seen: Observation) -> None:
    """
    PQR-072: a user control switches to the full form, with both values reachable, and back.
    """
    seen.need_texts()
    full = [view for view in seen.views if view.full]
    if not full:
        raise NotExercised(say("the evidence holds no screen after the switch was used"))
    for view in full:
        _shows_in_full(view)
    _need_masked_default(seen)
    for view in [view for view in seen.views if view.step.do is Action.TOGGLE and not view.full]:
        sentence = "after the second use of the switch the values are still in clear: {seen}"
        told = _disclosed(view)
        assert not told, view.finding(sentence, view.expected.screen.paper_masked, " / ".join(told))


def _shows_in_full(view: View) -> None:
    number, born = view.expected.screen.paper_full, view.expected.screen.born_full[0]
    if number is not None and _must_show_number(view):
        sentence = "after the use of the switch the full paper number {expected} is not on the screen"
        assert shows(view.words, number), view.finding(sentence, number, view.told)
    if view.person.born_precision == "day":
        sentence = "after the use of the switch the full birth date {expected} is not on the screen"
        assert _shows_birth(view), view.finding(sentence, born, view.told)


def _disclosed(view: View) -> list[str]:
    """
    What a view that should be masked tells of number and birth date.
    """
    number = view.expected.screen.paper_full
    told = [number] if number is not None and shows(view.words, number) else []
    return told + _parts_of_number(view) + _day_or_month(view)


def _parts_of_number(view: View) -> list[str]:
    """
    Where any of the first six characters of the paper number can be read.
    """
    number = view.expected.screen.paper_full
    if number is None:
        return []
    alone = [number[:6]] if len(number) > 6 and shows(view.words, number[:6]) else []
    return [each.written for each in masked_numbers(view.words, number) if each.disclosed] + alone


def _day_or_month(view: View) -> list[str]:
    """
    Where day or month of birth can be read; nothing where the papers give only the year.
    """
    born = view.person.born
    if view.person.born_precision != "day":
        return []
    return [str(each) for each in dates(view.words) if each.discloses(born)] + day_and_month(view.words, born)


def _need_masked_default(seen: Observation) -> None:
    if _disclosed(seen.default):
        raise NotExercised(say("the default view is in clear from the beginning; PQR-070 or PQR-071 decides that"))


def _shows_birth(view: View) -> bool:
    return any(each.is_the(view.person.born) for each in dates(view.words))


@requirement("PQR-073")
def test_the_switch_takes_one_action_and_at_most_one_second(seen: Observation, limits: Mapping[str, float]) -> None:
    """
    PQR-073: the switch takes one action and at most 1 second.
    """
    for view in [view for view in seen.views if view.step.do is Action.TOGGLE]:
        most = int(limits["user_actions"])
        sentence = "the switch took {seen} user actions, {expected} suffices by the recommendation"
        assert view.user_actions <= most, view.finding(sentence, most, view.user_actions)
        if not view.timed:
            raise Review(say("the pictures were taken by hand: nobody measured how long the switch took"))
        allowed, whole = limits["switch_ms"], view.elapsed_ms
        if whole <= allowed:
            continue
        own = view.settled_ms
        if own is not None and own <= allowed:
            text = "the exchange took {whole} ms; the candidate says that {own} ms were the switch: measure it by hand"
            raise Inconclusive(say(text, whole=f"{whole:.0f}", own=f"{own:.0f}"))
        sentence = "the switch took {seen} ms, at most {expected} ms are recommended"
        raise AssertionError(view.finding(sentence, f"{allowed:.0f}", f"{own or whole:.0f}"))


@requirement("PQR-074")
def test_the_view_falls_back_to_masked(seen: Observation) -> None:
    """
    PQR-074: the view falls back to masked after leaving the screen or restarting.
    """
    seen.need_texts()
    view = seen.view(Action.RETURN, Action.RESTART)
    _need_masked_default(seen)
    sentence = "after {step} the values are still in clear"
    finding = view.finding(sentence, view.expected.screen.paper_masked, view.told, step=view.step.do.value)
    assert not _disclosed(view), finding


@requirement("PQR-075")
def test_the_default_payload_discloses_nothing_hidden(seen: Observation) -> None:
    """
    PQR-075: the default-mode payload discloses neither the six hidden characters nor day, month, BHYT or phone.
    """
    code = seen.default.code
    if code not in seen.codes:
        raise NotExercised(say("the code of the default view cannot be read field by field"))
    payload, person, expected = code.payload, code.person, code.expected.payload.masked_minimal
    number_is_clear = bool(person.paper and payload.so_giay_to) and not payload.number_is_masked
    sentence = "the payload of the default view is in clear: {seen}"
    assert not (number_is_clear or not payload.birth_is_masked), code.finding(sentence, expected, code.text)
    for value in filter(None, (person.health_insurance, person.phone)):
        sentence = "the masked payload of the default view discloses {value}: {seen}"
        assert value not in payload.ext, code.finding(sentence, expected, code.text, value=value)


@requirement("PQR-076")
def test_screen_and_payload_describe_the_same_person(seen: Observation) -> None:
    """
    PQR-076: screen text and decoded payload describe the same person, in both modes.
    """
    for code in seen.all_codes:
        sentence = "the code is that of another person of this vector: {seen}"
        assert not seen.is_foreign(code), code.finding(sentence, code.expected.payload.full, code.text)
    seen.need_texts()
    for code in seen.codes:
        differing = _contradictions(code.view)
        sentence = "screen and code describe different people; they differ in {what}: {seen}"
        finding = code.finding(sentence, code.view.told, code.text, what=", ".join(differing))
        assert len(differing) < 2, finding
        if code.view.full and _shows_birth(code.view):
            sentence = "the screen is in the full form, but the code is still masked: {seen}"
            assert not code.payload.is_masked, code.finding(sentence, code.expected.payload.full, code.text)


def _contradictions(view: View) -> list[str]:
    """
    Which of number, name and birth year in the payload are not on the screen; one alone is decided by its own field.
    """
    payload, everything = view.code.payload, [*map(folded, view.words), folded("".join(view.words))]
    tail, name, year = payload.so_giay_to[6:], folded(payload.ho_ten), payload.ngay_sinh[:4]
    found = []
    if tail and not any(folded(tail) in word for word in everything):
        found.append("SoGiayTo")
    named = any(_shows(view, word) for word in _words(view.person.name))  # nothing demands the name on the screen
    if name and named and not any(name in word for word in everything):
        found.append("HoTen")
    if not any(shown.year == year for shown in dates(view.words)):
        found.append("NgaySinh")
    return found


@requirement("PQR-077")
def test_values_are_shown_as_plain_text(seen: Observation) -> None:
    """
    PQR-077: values are shown as plain text: nothing in the data is swallowed by markup.
    """
    seen.need_texts()
    named = [view for view in seen.views if any(_shows(view, word) for word in _words(view.person.name))]
    if not named:
        raise NotExercised(say("no screen of this vector shows the person's name"))
    for view in named:
        sentence = "the screen does not show all letters of the registered name {expected}: {seen}"
        finding = view.finding(sentence, view.person.name, view.told)
        assert _shows(view, view.person.name), finding


def _words(name: str) -> list[str]:
    return [word for word in name.split() if len(folded(word)) > 1]


def _shows(view: View, name: str) -> bool:
    everything = "".join(text.text for text in view.texts)  # a name may be split over texts that follow one another
    return any(folded(name) in folded(word) for word in [*view.words, everything])

"""
Platforms in one line each, honest ones that look different and ones that are wrong in one place: the replies of the
reference platform, changed.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from conformance.journal import ReplyRecord
from conformance.reading.replies import PlatformObservation

from .conftest import judge

Change = Callable[[ReplyRecord, PlatformObservation], ReplyRecord]


def changed(seen: PlatformObservation, change: Change) -> PlatformObservation:
    """
    The observation with every reply as `change` makes it.
    """
    asked = (replace(each, replies=tuple(change(reply, seen) for reply in each.replies)) for each in seen.asked)
    return replace(seen, asked=tuple(asked))


def refusal(**values: Any) -> Change:
    """
    Refusals with other values; one that is callable is made from the observation and the reply.
    """

    def change(reply: ReplyRecord, seen: PlatformObservation) -> ReplyRecord:
        made = {name: value(seen, reply) if callable(value) else value for name, value in values.items()}
        return reply.model_copy(update=made) if reply.status in (401, 403) else reply

    return change


def body(text: Callable[[PlatformObservation], str]) -> Change:
    """
    Refusals with another text.
    """
    return refusal(body=lambda seen, _: json.dumps({"error": text(seen)}))


def number(seen: PlatformObservation) -> str:
    """
    The paper number of the first person of a vector.
    """
    paper = seen.vector.people[0].paper
    assert paper is not None
    return paper.number


HONEST: dict[str, Change] = {
    "403 for 401": refusal(status=403),
    "other words": body(lambda _: "Bạn không có quyền truy cập."),
    "an empty body": refusal(body=""),
    "a page": refusal(body="<html><body>Forbidden</body></html>"),
    "numbers of requests": refusal(headers=lambda _, reply: {"X-Request-Id": f"{id(reply):032x}"}),
    "words of requests": refusal(body=lambda _, reply: f"ref {'abcdefghij'[id(reply) // 16 % 10]}"),
    "the masked number": body(lambda seen: "******" + number(seen)[6:]),
    "the year of birth": body(lambda seen: f"{seen.vector.people[0].born.year}"),
}
TELLTALE: dict[str, Change] = {
    "status 200": refusal(status=200),
    "status 404": refusal(status=404),
    "status 302": refusal(status=302),
    "the number in the body": body(lambda seen: f"no access to {number(seen)}"),
    "the number with blanks": body(lambda seen: " ".join(number(seen))),
    "the number in a header": refusal(headers=lambda seen, _: {"X-Person": number(seen)}),
    "the number as base64": body(lambda seen: base64.b64encode(f'{{"id":"{number(seen)}"}}'.encode()).decode()),
    "the name in escapes": body(lambda seen: seen.vector.people[0].name),
    "the name percent-encoded": refusal(headers=lambda seen, _: {"X-Name": quote(seen.vector.people[0].name)}),
    "the name without marks": body(lambda seen: seen.vector.people[0].name.translate({ord("ỳ"): "y"}).lower()),
    "the birth date": body(lambda seen: seen.vector.people[0].born.strftime("%d/%m/%Y")),
    "the phone": body(lambda seen: str(seen.vector.people[0].phone)),
    "the card": body(lambda seen: str(seen.vector.people[0].health_insurance).lower()),
}
Seen = Callable[[str], PlatformObservation]


@pytest.mark.parametrize("name", HONEST)
def test_a_refusal_in_other_words_is_accepted(name: str, reference_seen: Seen) -> None:
    """
    What the contract leaves free is free.
    """
    assert "pass" == judge(changed(reference_seen("PLT-032"), HONEST[name]), "PQR-100")


@pytest.mark.parametrize("name", TELLTALE)
def test_a_refusal_that_tells_something_is_found(name: str, reference_seen: Seen) -> None:
    """
    However it is written.
    """
    assert "fail" == judge(changed(reference_seen("PLT-032"), TELLTALE[name]), "PQR-100")


def test_too_many_requests_is_a_refusal(reference_seen: Seen) -> None:
    """
    Who limits how often one may try is no worse for it; where the limit is reached between two steps, nothing can be
    compared, and the vector does not count.
    """

    def limited(reply: ReplyRecord, seen: PlatformObservation) -> ReplyRecord:
        asked = [each for each in seen.asked if each.step.unknown for each in each.replies]
        return reply.model_copy(update={"status": 429, "body": "slow down"}) if reply in asked else reply

    assert "NotExercised" == judge(changed(reference_seen("PLT-032"), limited), "PQR-100")
    assert "pass" == judge(changed(reference_seen("PLT-035"), refusal(status=429)), "PQR-100")


@pytest.mark.parametrize(
    ("vector", "requirement"),
    [("PLT-001", "PQR-052"), ("PLT-021", "PQR-054"), ("PLT-031", "PQR-100"), ("PLT-041", "PQR-101"),
     ("PLT-051", "PQR-102"), ("PLT-061", "PQR-103"), ("PLT-071", "PQR-012")],
)  # fmt: skip
@pytest.mark.parametrize("text", ["", "[]", '{"error": "x"}', "<html>", '{"answers": [{"qid": 5}]}', "[" * 100_000])
def test_an_answer_of_another_shape_blocks(vector: str, requirement: str, text: str, reference_seen: Seen) -> None:
    """
    What cannot be read is never a pass, and never an error of the suite.
    """
    seen = changed(reference_seen(vector), lambda reply, _: reply.model_copy(update={"status": 200, "body": text}))

    assert "Blocked" == judge(seen, requirement)


@pytest.mark.parametrize("status", [401, 404, 500])
def test_an_authority_that_is_refused_is_found(status: int, reference_seen: Seen) -> None:
    """
    A service that answers nobody does not meet the requirement.
    """
    seen = changed(reference_seen("PLT-031"), lambda reply, _: reply.model_copy(update={"status": status}))
    registered = replace(seen, asked=(reference_seen("PLT-031").asked[0], *seen.asked[1:]))

    assert "fail" == judge(registered, "PQR-100")


WRONG_VIEWS = {"view": "reduced", "paper": None, "name": "Ai Khác", "born": "1900-01-01", "phone": "0900000000"}


@pytest.mark.parametrize("field", WRONG_VIEWS)
def test_an_authority_that_gets_other_data_is_found(field: str, reference_seen: Seen) -> None:
    """
    Every datum of the full view is compared with the registered one.
    """

    def other(reply: ReplyRecord, _: PlatformObservation) -> ReplyRecord:
        value = json.loads(reply.body)
        return reply.model_copy(
            update={"body": json.dumps({**value, field: WRONG_VIEWS[field]} if "view" in value else value)}
        )

    assert "fail" == judge(changed(reference_seen("PLT-031"), other), "PQR-100")


def refused_as_a_whole(reply: ReplyRecord, _: PlatformObservation) -> ReplyRecord:
    """
    Status 422 for a request whose one person is refused.
    """
    refused = '"qid":null' in reply.body
    return reply.model_copy(update={"status": 422, "body": "no"}) if refused else reply


def test_a_person_may_be_refused_with_a_status(reference_seen: Seen) -> None:
    """
    A request for one person that is refused as a whole is a refusal of that person.
    """
    assert "pass" == judge(changed(reference_seen("PLT-071"), refused_as_a_whole), "PQR-012")


def test_who_refuses_everybody_is_not_judged_to_be_careful(reference_seen: Seen) -> None:
    """
    Where the twin with good data is refused too, the refusal says nothing.
    """
    text = json.dumps({"answers": [{"qid": None, "refused": "SoGiayTo", "message": ""}]})
    seen = changed(reference_seen("PLT-071"), lambda reply, _: reply.model_copy(update={"body": text}))

    assert "NotExercised" == judge(seen, "PQR-012")


def test_a_list_that_lacks_a_visitor_is_not_judged(reference_seen: Seen) -> None:
    """
    An empty list shows nothing in clear, and nothing at all.
    """

    def emptied(reply: ReplyRecord, _: PlatformObservation) -> ReplyRecord:
        return reply.model_copy(update={"body": '{"visits": []}'}) if "visits" in reply.body else reply

    assert "NotExercised" == judge(changed(reference_seen("PLT-041"), emptied), "PQR-101")


def test_a_log_without_new_lines_is_not_judged(reference_seen: Seen) -> None:
    """
    A log in which the requests of the vector cannot be is no evidence.
    """

    def frozen(reply: ReplyRecord, _: PlatformObservation) -> ReplyRecord:
        return reply.model_copy(update={"body": '{"lines": ["started"]}'}) if "lines" in reply.body else reply

    assert "NotExercised" == judge(changed(reference_seen("PLT-061"), frozen), "PQR-103")


def test_names_in_the_list_may_stand_without_marks_and_blank(reference_seen: Seen) -> None:
    """
    BUI MINH*** is as good as Bùi Minh ***.
    """

    def upper(reply: ReplyRecord, _: PlatformObservation) -> ReplyRecord:
        return reply.model_copy(update={"body": reply.body.replace(" ***", "***").replace("ù", "u")})

    assert "pass" == judge(changed(reference_seen("PLT-041"), upper), "PQR-101")


def test_the_times_of_refusals_are_noted_in_both_languages(reference_seen: Seen) -> None:
    """
    An observation beside the verdicts, for a person and for a QID that was never issued.
    """
    notes = reference_seen("PLT-032").notes

    assert 1 == len(notes)
    assert "never issued" in notes[0].render("en")
    assert "chưa từng được cấp" in notes[0].render("vi")
    assert () == reference_seen("PLT-031").notes


def one_refused(qids: list[str | None]) -> Change:
    """
    Registrations answered with these QIDs in turn; None is a refusal.
    """
    left = list(qids)

    def change(reply: ReplyRecord, _: PlatformObservation) -> ReplyRecord:
        answer = {"qid": left.pop(0), "refused": None, "message": ""}
        return reply.model_copy(update={"body": json.dumps({"answers": [answer]})})

    return change


@pytest.mark.parametrize(
    ("vector", "requirement", "qids", "answer"),
    [
        ("PLT-014", "PQR-053", ["1", "2", "3", None], "NotExercised"),
        ("PLT-014", "PQR-053", ["1", None, "1", "3"], "fail"),
        ("PLT-014", "PQR-053", ["1", "2", "3", "4"], "pass"),
        ("PLT-001", "PQR-052", ["1", None], "NotExercised"),
        ("PLT-001", "PQR-052", ["1", "01"], "fail"),
        ("PLT-001", "PQR-052", [None, None], "NotExercised"),
    ],
)
def test_a_refusal_never_hides_what_was_seen(
    vector: str, requirement: str, qids: list[str | None], answer: str, reference_seen: Seen
) -> None:
    """
    A platform that refuses one person is still judged on the others, and never passes for it.
    """
    assert answer == judge(changed(reference_seen(vector), one_refused(qids)), requirement)

"""
What a reduced view may show, what a full one must, what the audit trail says, and which logs are evidence.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.model import PlatformAction
from conformance.reading.replies import PlatformObservation

from .conftest import judge

Seen = Callable[[str], PlatformObservation]
Shows = Callable[[PlatformObservation], dict[str, Any]]


def answering(seen: PlatformObservation, key: str, change: Callable[[dict[str, Any]], Any]) -> PlatformObservation:
    """
    The observation with every answer that has a key as `change` makes it.
    """
    asked = []
    for each in seen.asked:
        values = [json.loads(reply.body) for reply in each.replies]
        made = tuple(
            reply.model_copy(update={"body": json.dumps(change(value))}) if key in value else reply
            for reply, value in zip(each.replies, values, strict=True)
        )
        asked.append(replace(each, replies=made))
    return replace(seen, asked=tuple(asked))


def viewing(seen: PlatformObservation, view: str, shows: Shows) -> PlatformObservation:
    """
    The observation with other values in all views of one kind.
    """
    return answering(seen, "view", lambda value: {**value, **shows(seen)} if value["view"] == view else value)


def number(seen: PlatformObservation) -> str:
    """
    The paper number of the person.
    """
    paper = seen.vector.people[0].paper
    assert paper is not None
    return paper.number


def phone(seen: PlatformObservation) -> str:
    """
    The phone of the person.
    """
    return str(seen.vector.people[0].phone)


def card(seen: PlatformObservation) -> str:
    """
    The health-insurance code of the person.
    """
    return str(seen.vector.people[0].health_insurance)


REDUCED: dict[str, Shows] = {
    "nothing": lambda _: {"paper": None, "born": None, "phone": None, "health_insurance": None},
    "empty texts": lambda _: {"paper": "", "born": "", "phone": "", "health_insurance": ""},
    "asterisks": lambda _: {"paper": "*" * 12, "born": "***", "phone": "***", "health_insurance": "*" * 15},
    "the year": lambda seen: {"born": str(seen.vector.people[0].born.year)},
    "the phone as in a list": lambda seen: {"phone": phone(seen)[:7] + "***"},
    "less of the phone": lambda seen: {"phone": phone(seen)[:4] + "******"},
}
TOO_MUCH: dict[str, Shows] = {
    "eleven of twelve digits": lambda seen: {"paper": number(seen)[:-2] + "*" + number(seen)[-1]},
    "the first six digits": lambda seen: {"paper": number(seen)[:6] + "******"},
    "the number backwards": lambda seen: {"paper": number(seen)[::-1]},
    "five asterisks": lambda seen: {"paper": "*****" + number(seen)[5:]},
    "a birth date without zeros": lambda seen: {
        "born": "{0.year}-{0.month}-{0.day}".format(seen.vector.people[0].born)
    },
    "a birth date in words": lambda seen: {
        "born": "{0.day} tháng {0.month} năm {0.year}".format(seen.vector.people[0].born)
    },
    "year and month": lambda seen: {"born": seen.vector.people[0].born.strftime("%Y-%m-**")},
    "eight digits of the phone": lambda seen: {"phone": phone(seen)[:8] + "***"},
    "the phone with one asterisk": lambda seen: {"phone": phone(seen)[:7] + "*" + phone(seen)[8:]},
    "the last three digits of the phone": lambda seen: {"phone": "*******" + phone(seen)[7:]},
    "the phone with +84": lambda seen: {"name": f"+84 {phone(seen)[1:]}"},
    "part of the card": lambda seen: {"health_insurance": card(seen)[:-1] + "*"},
    "the number with underscores": lambda seen: {"name": "_".join(number(seen))},
}


@pytest.mark.parametrize("name", REDUCED)
def test_a_reduced_view_may_show_less(name: str, reference_seen: Seen) -> None:
    """
    Null, empty, starred, or masked as the contract says.
    """
    assert "pass" == judge(viewing(reference_seen("PLT-036"), "reduced", REDUCED[name]), "PQR-100")


@pytest.mark.parametrize("name", TOO_MUCH)
def test_a_reduced_view_shows_no_more_than_the_contract_says(name: str, reference_seen: Seen) -> None:
    """
    One digit more is too many.
    """
    assert "fail" == judge(viewing(reference_seen("PLT-036"), "reduced", TOO_MUCH[name]), "PQR-100")


@pytest.mark.parametrize("qid", ["0", "", "000000000000000000"])
def test_a_full_view_of_another_qid_is_found(qid: str, reference_seen: Seen) -> None:
    """
    The view names the QID that was asked for.
    """
    assert "fail" == judge(viewing(reference_seen("PLT-031"), "full", lambda _: {"qid": qid}), "PQR-100")


@pytest.mark.parametrize("granted", [True, False])
def test_an_audit_trail_that_always_says_the_same_is_found(granted: bool, reference_seen: Seen) -> None:
    """
    Granted is what was answered with data, and nothing else.
    """

    def same(value: dict[str, Any]) -> dict[str, Any]:
        return {"records": [{**record, "granted": granted} for record in value["records"]]}

    assert "fail" == judge(answering(reference_seen("PLT-052"), "records", same), "PQR-102")


def logging(seen: PlatformObservation, line: Callable[[str], str | None]) -> PlatformObservation:
    """
    The observation with every line of the log as `line` makes it; None leaves it out.
    """
    return answering(
        seen, "lines", lambda value: {"lines": [made for each in value["lines"] if (made := line(each)) is not None]}
    )


LINES: dict[str, tuple[Callable[[str], str | None], str]] = {
    "as they are": (lambda line: line, "pass"),
    "without the QID": (lambda line: line.partition("/people")[0] + "/people/{qid}", "pass"),
    "as JSON that escapes slashes": (lambda line: json.dumps({"m": line}).replace("/", "\\/"), "pass"),
    "beats of a heart": (lambda line: f"heartbeat {hash(line)}", "NotExercised"),
    "one line short": (lambda line: None if line.endswith("401") else line, "NotExercised"),
    "nothing": (lambda _: None, "NotExercised"),
}


@pytest.mark.parametrize("name", LINES)
def test_a_log_is_evidence_where_it_tells_of_the_requests(name: str, reference_seen: Seen) -> None:
    """
    As many new lines as requests, each with a QID or with the path.
    """
    line, expected = LINES[name]

    assert expected == judge(logging(reference_seen("PLT-061"), line), "PQR-103")


def test_a_log_of_the_qids_alone_is_evidence(reference_seen: Seen) -> None:
    """
    Lines that name the look-ups by their QID, and the registrations by their path.
    """
    seen = reference_seen("PLT-061")
    looked = [each for each in seen.asked if each.step.do is PlatformAction.LOOK_UP]
    qids = [each.replies[0].path.rpartition("/")[2] for each in looked]

    def named(line: str) -> str:
        found = next((qid for qid in qids if qid in line), None)
        return f"look-up of {found}" if found else line

    assert "pass" == judge(logging(seen, named), "PQR-103")

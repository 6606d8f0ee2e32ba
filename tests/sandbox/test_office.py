"""
What the sandbox answers over HTTP: one QID per person, data to who may have them, and what is written down.
"""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest


def paper(number: str, kind: str = "cccd") -> dict[str, str]:
    """
    A paper as it is registered.
    """
    return {"kind": kind, "number": number}


def test_a_qid_is_a_text_of_18_digits_and_some_begin_with_a_zero(caller: Any, person: Any) -> None:
    """
    Of 200 people all have a QID of their own, and about one in ten begins with a zero.
    """
    people = [person(paper=paper(f"001187{number:06d}")) for number in range(200)]
    qids = [answer["qid"] for answer in caller.register(*people)]

    assert 200 == len(set(qids))
    assert {18} == {len(qid) for qid in qids if qid.isdecimal()}
    assert any(qid.startswith("0") for qid in qids)


def test_the_same_person_has_one_qid_through_two_apps_at_the_same_moment(caller: Any, person: Any) -> None:
    """
    32 registrations over as many connections, half of them through another app, give one QID.
    """
    apps = ["app", "other-app"] * 16
    for app in set(apps):
        caller.token(app)
    with ThreadPoolExecutor(len(apps)) as pool:
        answers = list(pool.map(lambda app: caller.register(person(), identity=app)[0], apps))

    assert 1 == len({answer["qid"] for answer in answers})


def test_a_child_is_known_by_name_birth_and_declarer(caller: Any, person: Any) -> None:
    """
    Composed or decomposed the name is the same; without marks, or declared by somebody else, it is another child.
    """
    child = person(paper=None, name="Lê Thị Cúc", born="2015-05-06", declared_by="1", health_insurance=None, phone=None)
    decomposed = {**child, "name": unicodedata.normalize("NFD", child["name"])}
    bare = {**child, "name": "Le Thi Cuc"}
    first, same, twin, other = caller.register(child, decomposed, bare, {**child, "declared_by": "2"})

    assert first["qid"] == same["qid"]
    assert 3 == len({first["qid"], twin["qid"], other["qid"]})


def test_two_people_with_one_number_are_told_apart_by_one_clear_message(caller: Any, person: Any) -> None:
    """
    The second of another name is refused, the message says what to do and nothing of the first, and nothing is lost:
    the first keeps QID and data, and the others of the same request are registered.
    """
    first = caller.register(person())[0]["qid"]
    wrong, good = caller.register(person(name="Trần Văn Bình"), person(paper=paper("001187000002")))
    status, kept = caller.look_up(first, "authority")

    assert (None, "SoGiayTo") == (wrong["qid"], wrong["refused"])
    assert "another name or birth date" in wrong["message"]
    assert "PUT /v1/platform/people/QID" in wrong["message"]
    assert "Ánh" not in wrong["message"]
    assert good["qid"] not in (None, first)
    assert (200, "Đỗ Thị Ánh") == (status, kept["name"])


def test_a_name_without_marks_is_the_same_person_where_the_number_is(caller: Any, person: Any) -> None:
    """
    An app that writes names without marks does not make a second person, and changes nothing.
    """
    first, again = caller.register(person(), person(name="DO THI  ANH", phone="0987654321"))

    assert first["qid"] == again["qid"]
    assert "0912345678" == caller.look_up(first["qid"], "authority")[1]["phone"]


def test_a_change_keeps_the_qid_and_is_found_again_with_the_new_paper(caller: Any, person: Any) -> None:
    """
    After an old card is replaced the person is found by the new number, and the old one is free.
    """
    old, new = person(paper=paper("012345678", "cmnd")), person(paper=paper("001187000009"), phone="0987654321")
    qid = caller.register(old)[0]["qid"]
    changed = caller.call("PUT", f"/v1/platform/people/{qid}", {"person": new}, caller.token("person", qid))

    assert (200, {"qid": qid}) == changed
    assert qid == caller.register(new, identity="other-app")[0]["qid"]
    assert qid != caller.register(person(paper=old["paper"], name="Ai Khác"))[0]["qid"]


def test_a_change_to_another_persons_number_is_refused(caller: Any, person: Any) -> None:
    """
    Status 409, and both people are as they were.
    """
    one, two = (answer["qid"] for answer in caller.register(person(), person(paper=paper("001187000002"))))
    status, answer = caller.call("PUT", f"/v1/platform/people/{two}", {"person": person()}, caller.token("app"))

    assert (409, True) == (status, "another registered person" in answer["error"])
    assert ["001187000001", "001187000002"] == [caller.look_up(qid, "authority")[1]["paper"] for qid in (one, two)]


@pytest.mark.parametrize(
    ("field", "value", "refused"),
    [
        ("paper", paper("000187000001"), "SoGiayTo"),
        ("paper", paper("001987000001"), "SoGiayTo"),
        ("born", "2150-01-01", "NgaySinh"),
        ("born", "1899-12-31", "NgaySinh"),
        ("phone", "0012345678", "EXT"),
        ("phone", "091234567", "EXT"),
        ("health_insurance", "HS401012087882", "EXT"),
        ("health_insurance", "HS9010120878821", "EXT"),
    ],
)
def test_what_cannot_be_is_refused(caller: Any, person: Any, field: str, value: Any, refused: str) -> None:
    """
    The field is named, the value is not repeated.
    """
    answer = caller.register(person(**{field: value}))[0]

    assert (None, refused) == (answer["qid"], answer["refused"])
    assert str(value) not in answer["message"]


FULL, REDUCED = ("full", "001187000001", "1987-01-18"), ("reduced", "******000001", "1987-**-**")
SEES = {
    "authority": (200, FULL),
    "person": (200, FULL),
    "location-owner": (200, REDUCED),
    "app": (200, REDUCED),
    "auditor": (200, REDUCED),
    "other-person": (403, None),
    "expired": (401, None),
}


@pytest.mark.parametrize("identity", SEES)
def test_each_identity_sees_what_it_may(caller: Any, person: Any, identity: str) -> None:
    """
    Full data, the reduced view without phone and card, or a refusal that says nothing.
    """
    qid = caller.register(person())[0]["qid"]
    subject = {"person": qid, "other-person": "5", "location-owner": "hall"}.get(identity)
    status, view = SEES[identity]
    got, answer = caller.look_up(qid, identity, subject)

    assert status == got
    if view is None:
        assert {"error": "this needs an identity with the authority for it"} == answer
    else:
        assert view == (answer["view"], answer["paper"], answer["born"])
        assert (view == FULL) == bool(answer["phone"] and answer["health_insurance"])


def test_without_a_token_a_person_and_nobody_are_refused_alike(caller: Any, person: Any) -> None:
    """
    The refusal does not tell whether there is such a person.
    """
    qid = caller.register(person())[0]["qid"]

    assert caller.look_up(qid) == caller.look_up("999999999999999999")
    assert 401 == caller.look_up(qid)[0]


@pytest.mark.parametrize("token", ["x", "x.y", "é", "W10=." + "0" * 64])
def test_a_token_that_was_not_made_here_is_none(caller: Any, person: Any, token: str) -> None:
    """
    Whatever it looks like, it is refused and breaks nothing.
    """
    qid = caller.register(person())[0]["qid"]
    shown = token.encode().decode("latin-1")

    assert 401 == caller.call("GET", f"/v1/platform/people/{qid}", token=shown)[0]


def test_only_the_owner_sees_the_list_of_a_location_and_it_is_starred(caller: Any, person: Any) -> None:
    """
    Family and middle name, seven digits; the owner of another location is refused.
    """
    qid = caller.register(person())[0]["qid"]
    visit = caller.call("POST", "/v1/platform/locations/hall/visits", {"qid": qid}, caller.token("app"))
    seen = caller.call("GET", "/v1/platform/locations/hall/visits", token=caller.token("location-owner", "hall"))
    other = caller.call("GET", "/v1/platform/locations/hall/visits", token=caller.token("location-owner", "gate"))

    assert (201, {}) == visit
    assert [("Đỗ Thị ***", "0912345***")] == [(each["name"], each["phone"]) for each in seen[1]["visits"]]
    assert 403 == other[0]


def test_every_look_up_is_audited_also_of_nobody(caller: Any, person: Any) -> None:
    """
    Who, when, which QID, and whether it was granted, in the order of time.
    """
    qid = caller.register(person())[0]["qid"]
    for identity, subject in ((None, None), ("authority", None), ("other-person", "5")):
        caller.look_up(qid, identity, subject)
    records = caller.call("GET", f"/v1/platform/audit/{qid}", token=caller.token("auditor"))[1]["records"]

    assert ["nobody", "authority", "person:5"] == [record["who"] for record in records]
    assert [False, True, False] == [record["granted"] for record in records]
    assert records == sorted(records, key=lambda record: record["when"])
    assert {qid} == {record["qid"] for record in records}


def test_the_log_holds_addresses_and_no_bodies(caller: Any, person: Any) -> None:
    """
    The registration stands in it, the number does not; only the auditor is given it.
    """
    caller.register(person(), person(phone="0012345678"))
    status, answer = caller.call("GET", "/v1/platform/logs", token=caller.token("auditor"))
    text = "\n".join(answer["lines"])

    assert 200 == status
    assert "POST /v1/platform/people 200" in text
    assert "001187000001" not in text
    assert 403 == caller.call("GET", "/v1/platform/logs", token=caller.token("authority"))[0]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/platform/people", {"people": []}),
        ("POST", "/v1/platform/people", {"people": [{"name": "A", "phone": "0912345678"}]}),
        ("POST", "/v1/platform/tokens", {"identity": "king"}),
        ("POST", "/v1/platform/people", "text"),
    ],
)
def test_a_request_that_cannot_be_understood_gets_400(caller: Any, method: str, path: str, body: Any) -> None:
    """
    One message that names the key and repeats no value.
    """
    status, answer = caller.call(method, path, body, caller.token("app"))

    assert 400 == status
    assert "0912345678" not in answer["error"]


def test_keys_of_a_later_contract_pass(caller: Any, person: Any) -> None:
    """
    An unknown key of a request is passed over.
    """
    assert caller.register(person(new_key=1))[0]["qid"]

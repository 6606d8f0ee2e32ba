"""
The conversation with a candidate that speaks the contract, and what is refused of one that nearly does.
"""

from __future__ import annotations

import base64
import pickle
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from conformance.candidates import Exported, Options, open_candidate
from conformance.candidates.client import FaultKind
from conformance.exceptions import CandidateFault, CandidateUnreachable, UsageError, WiringError
from conformance.model import SHOWING, Action, Capability, ExitCode, Step

Make = Callable[..., Any]  # a fixture that makes something
OPTIONS = Options(deadline_s=10)


def b64(data: bytes) -> str:
    """
    Base64 as a text.
    """
    return base64.b64encode(data).decode()


def perform_all(url: str, vector: Any) -> list[Any]:
    """
    The screens of all steps of a vector.
    """
    with open_candidate(url, OPTIONS) as candidate, candidate.session(vector) as session:
        return [session.perform(number, step) for number, step in enumerate(vector.steps)]


def test_the_full_conversation(phone: Any, vector: Make, png: Make) -> None:
    """
    Two installations are driven side by side, data are edited, and both are removed at the end.
    """
    phone.screens["toggle"] = {
        "png": b64(png(3, 4)),
        "texts": [{"text": "Đỗ Thị Ánh", "box": [1, 2, 3, 4]}],
        "user_actions": 2,
        "settled_ms": 12.5,
    }
    phone.screens["edit"] = {"png": None}
    steps = vector(
        Step(do=Action.INSTALL, person=0),
        Step(do=Action.INSTALL, installation="B", person=1),
        Step(do=Action.SHOW),
        Step(do=Action.TOGGLE, installation="B"),
        Step(do=Action.EDIT, person=1),
    )

    first, second, shown, toggled, edited = perform_all(phone.url, steps)

    assert [None, None, None] == [first, second, edited]
    assert png() == shown.png
    assert () == shown.texts
    assert png(3, 4) == toggled.png
    assert "Đỗ Thị Ánh" == toggled.texts[0].text
    assert (1, 2, 3, 4) == toggled.texts[0].box
    assert (2, 12.5) == (toggled.user_actions, toggled.settled_ms)
    assert [
        ("POST", "/base/v1/installations"),
        ("POST", "/base/v1/installations"),
        ("POST", "/base/v1/installations/phone-1/actions"),
        ("POST", "/base/v1/installations/phone-2/actions"),
        ("POST", "/base/v1/installations/phone-1/actions"),
        ("DELETE", "/base/v1/installations/phone-2"),
        ("DELETE", "/base/v1/installations/phone-1"),
    ] == [call[:2] for call in phone.calls]


def test_a_person_is_sent_whole(phone: Any, vector: Make) -> None:
    """
    Every field of the person is sent, absent ones as null, the name as it is registered.
    """
    perform_all(phone.url, vector(Step(do=Action.INSTALL, person=0), Step(do=Action.EDIT, person=1)))

    person = phone.calls[0][2]["person"]
    assert {
        "qid": "162979388586171100",
        "paper": {"kind": "cccd", "number": "001187000001"},
        "name": "Đỗ Thị Ánh",
        "born": "1987-01-18",
        "born_precision": "day",
        "declared_by": None,
        "sex": None,
        "health_insurance": None,
        "phone": "0900000000",
        "signature": None,
    } == person
    assert {"action", "person", "nonce"} == set(phone.calls[1][2])
    assert "Lê Văn Bình" == phone.calls[1][2]["person"]["name"]


def test_the_description(phone: Any) -> None:
    """
    What the candidate says of itself, with the defaults of what it leaves out.
    """
    with open_candidate(phone.url, OPTIONS) as candidate:
        description = candidate.describe()

    assert "Ví thử" == description.name
    assert (Capability.TEXTS, Capability.LEAVE) == description.capabilities
    assert 1 == description.parallel


@pytest.mark.parametrize("version", ["2", "1.0", ""])
def test_another_version_of_the_contract(phone: Any, version: str) -> None:
    """
    The message names both versions; nothing else of the description is looked at.
    """
    phone.description = {"contract": version, "news": True}

    with open_candidate(phone.url, OPTIONS) as candidate, pytest.raises(WiringError) as caught:
        candidate.describe()

    assert {"theirs": version, "ours": "1"} == caught.value.message.values


def test_a_wrong_description_is_a_wiring_error(phone: Any) -> None:
    """
    A candidate that answers wrongly ends the run with exit code 2 and the name of the key.
    """
    del phone.description["vendor"]

    with open_candidate(phone.url, OPTIONS) as candidate, pytest.raises(WiringError) as caught:
        candidate.describe()

    assert ExitCode.USAGE == caught.value.exit_code
    assert "vendor" == caught.value.message.values["where"]


def test_a_refused_token_is_a_wiring_error(phone: Any) -> None:
    """
    The candidate's own words reach the evaluator.
    """
    phone.failing["GET candidate"] = (401, {"error": "token please"})

    with open_candidate(phone.url, OPTIONS) as candidate, pytest.raises(WiringError, match=r"401.*token please"):
        candidate.describe()


def test_nobody_at_the_address_is_unreachable() -> None:
    """
    A refused connection ends the run with exit code 4.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"

    with open_candidate(url, OPTIONS) as candidate, pytest.raises(CandidateUnreachable) as caught:
        candidate.describe()

    assert ExitCode.UNREACHABLE == caught.value.exit_code
    assert url in str(caught.value)


def test_a_silent_candidate_is_unreachable() -> None:
    """
    One that accepts and says nothing is unreachable after the deadline.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        with (
            open_candidate(url, Options(deadline_s=0.5)) as candidate,
            pytest.raises(CandidateUnreachable, match=r"0\.5"),
        ):
            candidate.describe()


PICTURES = {
    "JPEG": (b"\xff\xd8\xff\xe0" + b"\x00" * 100, FaultKind.NOT_PNG),
    "empty": (b"", FaultKind.NOT_PNG),
    "signature only": (b"\x89PNG\r\n\x1a\n", FaultKind.NOT_PNG),
    "another chunk first": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIDAT" + b"\x00\x00\x00\x02" * 2, FaultKind.NOT_PNG),
    "no width": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + b"\x00\x00\x00\x00\x00\x00\x00\x02", FaultKind.NOT_PNG),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_is_none(name: str, phone: Any, vector: Make) -> None:
    """
    Only what begins as a PNG file goes on to those who decode it.
    """
    data, kind = PICTURES[name]
    phone.screens["show"] = {"png": b64(data)}

    with pytest.raises(CandidateFault) as caught:
        perform_all(phone.url, vector())

    assert kind == caught.value.kind


@pytest.mark.parametrize("text", ["%%%", "iVBORw0KGgo", "iVBO Rw0K", "data:image/png;base64,iVBORw0KGgo="])
def test_a_picture_that_is_no_base64(text: str, phone: Any, vector: Make) -> None:
    """
    Base64 is read strictly: no blanks, no data URL, no missing padding.
    """
    phone.screens["show"] = {"png": text}

    with pytest.raises(CandidateFault) as caught:
        perform_all(phone.url, vector())

    assert FaultKind.NOT_PNG == caught.value.kind


def test_a_picture_bomb_is_known_by_its_header(phone: Any, vector: Make, png: Make) -> None:
    """
    32000 x 32000 px are refused by 24 bytes, with the size in the message.
    """
    phone.screens["show"] = {"png": b64(png(32000, 32000))}

    with pytest.raises(CandidateFault) as caught:
        perform_all(phone.url, vector())

    assert FaultKind.PICTURE_TOO_LARGE == caught.value.kind
    assert ("32000", "32000") == (caught.value.message.values["width"], caught.value.message.values["height"])


def test_a_picture_at_the_cap_is_taken(phone: Any, vector: Make, png: Make) -> None:
    """
    Exactly 20 million pixels are not too many.
    """
    phone.screens["show"] = {"png": b64(png(5000, 4000))}

    assert png(5000, 4000) == perform_all(phone.url, vector())[1].png


@pytest.mark.parametrize("action", sorted(SHOWING))
def test_a_showing_action_without_a_picture(action: Action, phone: Any, vector: Make) -> None:
    """
    Where the screen of the code must be seen, null is a fault.
    """
    phone.screens[action] = {"png": None}

    with pytest.raises(CandidateFault) as caught:
        perform_all(phone.url, vector(Step(do=Action.INSTALL, person=0), Step(do=action)))

    assert FaultKind.NO_PICTURE == caught.value.kind
    assert action in str(caught.value)


@pytest.mark.parametrize("action", sorted(set(Action) - SHOWING - {Action.INSTALL, Action.EXPORT}))
def test_another_action_may_come_without_a_picture(action: Action, phone: Any, vector: Make) -> None:
    """
    leave, offline, online and edit need no screen; a screen that comes with them is taken.
    """
    steps = vector(Step(do=Action.INSTALL, person=0), Step(do=action, person=1))

    with_picture = perform_all(phone.url, steps)[1]
    phone.screens[action] = {"png": None}

    assert with_picture.png
    assert perform_all(phone.url, steps)[1] is None


def test_an_export_gives_a_document_and_no_screen(phone: Any, vector: Make) -> None:
    """
    The PDF is taken as it comes; without one, and with something else, the step is a fault.
    """
    steps = vector(Step(do=Action.INSTALL, person=0), Step(do=Action.EXPORT))
    phone.screens[Action.EXPORT] = {"png": None, "document": base64.b64encode(b"%PDF-1.4 x").decode()}
    assert Exported(b"%PDF-1.4 x") == perform_all(phone.url, steps)[1]

    for wrong in (None, "*", base64.b64encode(b"GIF89a").decode()):
        phone.screens[Action.EXPORT] = {"png": None, "document": wrong}
        with pytest.raises(CandidateFault) as caught:
            perform_all(phone.url, steps)
        assert FaultKind.WRONG_SHAPE == caught.value.kind


def test_everything_is_removed_after_a_fault(phone: Any, vector: Make) -> None:
    """
    A fault in the middle of a vector leaves no installation behind, and a failing removal does not hide it.
    """
    phone.failing["POST actions"] = (500, {"error": "crashed"})
    phone.failing["DELETE phone-1"] = (500, {"error": "cannot remove"})

    with pytest.raises(CandidateFault, match="crashed"):
        perform_all(phone.url, vector())

    assert ("DELETE", "/base/v1/installations/phone-1") == phone.calls[-1][:2]


def test_a_failing_removal_is_no_fault(phone: Any, vector: Make) -> None:
    """
    What happens after the last step decides nothing.
    """
    phone.failing["DELETE phone-1"] = (404, {"error": "no such installation"})

    assert perform_all(phone.url, vector())[1]


def test_a_capability_that_is_absent_after_all(phone: Any, vector: Make) -> None:
    """
    501 has its own kind, with the candidate's reason.
    """
    phone.failing["POST actions"] = (501, {"error": "no network to cut"})

    with pytest.raises(CandidateFault, match="no network to cut") as caught:
        perform_all(phone.url, vector())

    assert FaultKind.ABSENT == caught.value.kind


@pytest.mark.parametrize("handle", ["../../x", "a b", "", "x" * 65, "é", "a\n"])
def test_a_handle_that_would_change_the_address(handle: str, phone: Any, vector: Make) -> None:
    """
    Only letters, digits, hyphen and low line are taken into the address of an action.
    """
    phone.failing["POST installations"] = (201, {"installation": handle})

    with pytest.raises(CandidateFault) as caught:
        perform_all(phone.url, vector())

    assert FaultKind.WRONG_SHAPE == caught.value.kind
    assert 1 == len(phone.calls)


def test_two_installations_with_one_handle(phone: Any, vector: Make) -> None:
    """
    A candidate that cannot keep two installations apart is not driven on.
    """
    phone.failing["POST installations"] = (201, {"installation": "the-phone"})
    steps = vector(Step(do=Action.INSTALL, person=0), Step(do=Action.INSTALL, installation="B", person=1))

    with pytest.raises(CandidateFault, match="the-phone") as caught:
        perform_all(phone.url, steps)

    assert FaultKind.WRONG_SHAPE == caught.value.kind


def test_a_vector_without_a_person_is_our_fault(phone: Any, vector: Make) -> None:
    """
    Nothing is installed for nobody.
    """
    with pytest.raises(UsageError, match="DSP-001"):
        perform_all(phone.url, vector(Step(do=Action.INSTALL)))

    assert [] == phone.calls


def test_a_fault_survives_the_way_from_a_worker(phone: Any, vector: Make) -> None:
    """
    Kind and message of a fault are the same after pickling.
    """
    phone.screens["show"] = {"png": None}
    with pytest.raises(CandidateFault) as caught:
        perform_all(phone.url, vector())

    again = pickle.loads(pickle.dumps(caught.value))

    assert (caught.value.kind, caught.value.message) == (again.kind, again.message)


def test_a_hung_removal_costs_seconds(phone: Any, vector: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The removal has a deadline of its own.
    """
    monkeypatch.setattr("conformance.candidates.http._GOODBYE_S", 0.3)
    with open_candidate(phone.url, OPTIONS) as candidate, candidate.session(vector()) as session:
        session.perform(0, Step(do=Action.INSTALL, person=0))
        phone.delay_s = 3.0
        began = time.monotonic()

    assert 2 > time.monotonic() - began

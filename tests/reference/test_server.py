"""
The reference candidate as a server: the conversation, its errors, and its end.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import textwrap
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from conformance.contract import Description, ScreenAnswer
from conformance.exceptions import CandidateUnreachable
from conformance.reference.compose import Composer
from conformance.reference.server import ReferenceServer, serve

from .conftest import Client


def test_it_describes_itself(client: Client) -> None:
    """
    The description is what the contract demands.
    """
    status, answer = client.call("GET", "/v1/candidate")
    description = Description.model_validate_json(json.dumps(answer))

    assert 200 == status
    assert ("Reference candidate", "qrconform", 16) == (description.name, description.vendor, description.parallel)


def test_it_serves_the_contract(client: Client) -> None:
    """
    The OpenAPI document is served, with every path that the server knows.
    """
    status, answer = client.call("GET", "/v1/openapi.json")

    assert (200, "3.1") == (status, answer["openapi"][:3])
    assert "/v1/installations/{installation}/actions" in answer["paths"]


def test_a_whole_conversation(client: Client, person) -> None:
    """
    Install, show, toggle, go offline, restart, edit and remove, as a vector does.
    """
    here = client.install(person())
    payloads = [Composer().payload(person(), masked) for masked in (True, False)]
    for action, payload in (("show", payloads[0]), ("toggle", payloads[1])):
        status, answer = client.act(here, action)
        screen = ScreenAnswer.model_validate_json(json.dumps(answer))
        found = zxingcpp.read_barcodes(Image.open(BytesIO(b64decode(screen.png or ""))))
        assert 200 == status
        assert [payload] == [each.text for each in found]
    assert (200, None) == (lambda status, answer: (status, answer["png"]))(*client.act(here, "offline"))
    assert client.act(here, "restart")[1]["png"] is not None
    assert client.act(here, "online")[1]["png"] is None
    assert client.act(here, "edit", person(phone="0912345678"))[1]["png"] is None
    client.act(here, "show")
    assert "0912345678" in [text["text"] for text in client.act(here, "toggle")[1]["texts"]]
    assert (204, None) == client.call("DELETE", f"/v1/installations/{here}")
    assert 404 == client.act(here, "show")[0]


@pytest.mark.parametrize(
    ("method", "path", "value", "expected"),
    [
        ("GET", "/", None, 404),
        ("DELETE", "/v1/candidate", None, 404),
        ("DELETE", "/v1/installations/nobody", None, 404),
        ("POST", "/v1/installations/nobody/actions", {"action": "show"}, 404),
        ("POST", "/v1/installations/nobody/actions", {"action": "dance"}, 501),
        ("POST", "/v1/installations", {}, 400),
        ("POST", "/v1/installations", {"person": {"name": "x"}}, 400),
        ("POST", "/v1/installations", [1], 400),
    ],
)
def test_what_cannot_be_done_is_said(client: Client, method: str, path: str, value: object, expected: int) -> None:
    """
    Every refusal has its status and a text for the evaluator.
    """
    status, answer = client.call(method, path, value)

    assert (expected, ["error"]) == (status, list(answer))
    assert answer["error"]


@pytest.mark.parametrize("action", ["toggle", "edit", "install"])
def test_actions_out_of_place_are_refused(client: Client, person, action: str) -> None:
    """
    There is no toggle before the card was opened, no edit without a person and no second install.
    """
    assert 400 == client.act(client.install(person()), action)[0]


def test_data_that_do_not_fit_are_an_error(client: Client, person) -> None:
    """
    More data than a QR code can hold: an error answer, and the server lives on.
    """
    assert 500 == client.act(client.install(person(name="A" * 3000)), "show")[0]
    assert 200 == client.call("GET", "/v1/candidate")[0]


def test_keys_of_a_later_contract_are_passed_over(client: Client, person) -> None:
    """
    An unknown key of a request is ignored, as the contract asks of every candidate.
    """
    value = {"person": {**person().model_dump(mode="json"), "later": 1}, "later": 2}

    assert 201 == client.call("POST", "/v1/installations", value)[0]


def test_many_installations_at_once(client: Client, person) -> None:
    """
    Sixteen people are driven side by side and each sees their own code.
    """

    def drive(number: int) -> tuple[str, str]:
        someone = person(qid=f"{number:018d}")
        answer = client.act(client.install(someone), "show")[1]
        (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(b64decode(answer["png"]))))
        return Composer().payload(someone, masked=True), found.text

    with ThreadPoolExecutor(16) as pool:
        pairs = list(pool.map(drive, range(48)))

    assert [expected for expected, _ in pairs] == [seen for _, seen in pairs]


@pytest.mark.parametrize("header", [b"Content-Length: 99999999", b"Content-Length: x", b"Transfer-Encoding: chunked"])
def test_bodies_without_end_are_refused(server: ReferenceServer, header: bytes) -> None:
    """
    A body whose length is unknown or too large is refused without being read, and the connection is closed.
    """
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"POST /v1/installations HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))

    assert answer.startswith(b"HTTP/1.1 400")


def test_a_token_is_asked_for(person) -> None:
    """
    Without the token, or with a wrong one, nothing is answered but 401; with it, everything is.
    """
    with serve(token="secret of the evaluator") as url:
        assert 401 == Client(url).call("GET", "/v1/candidate")[0]
        wrong = Client(url, {"Authorization": "Bearer wrong"})
        assert 401 == wrong.call("POST", "/v1/installations", {"person": person().model_dump(mode="json")})[0]
        right = Client(url, {"Authorization": "Bearer secret of the evaluator"})
        assert 200 == right.call("GET", "/v1/candidate")[0]
        assert right.install(person())


def test_it_ends_when_its_input_closes() -> None:
    """
    The process ends by itself, with exit code 0, as soon as its standard input is closed.
    """
    with ReferenceServer() as running:
        assert running.process.stdin is not None
        running.process.stdin.close()
        assert 0 == running.process.wait(10)
        running.process.stdin = None


def test_it_ends_with_its_parent() -> None:
    """
    When the process that started it is killed, the candidate is gone too.
    """
    program = """
        import os
        from conformance.reference.server import ReferenceServer
        with ReferenceServer() as running:
            print(running.url, flush=True)
            os._exit(1)  # as if killed: no clean-up is run
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", textwrap.dedent(program)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    port = int(done.stdout.strip().rpartition(":")[2])

    assert 1 == done.returncode
    assert wait_until_refused(port)


def wait_until_refused(port: int) -> bool:
    """
    Whether nobody listens at the port any more, within 10 s.
    """
    from time import monotonic, sleep

    deadline = monotonic() + 10
    while monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return True
        sleep(0.05)
    return False


def test_a_start_that_fails_says_why() -> None:
    """
    An unknown mutant, or a port that is taken, gives one clear error.
    """
    with pytest.raises(CandidateUnreachable, match="invalid choice"), ReferenceServer(fault="no-such-fault"):
        pass
    with (
        ReferenceServer() as first,
        pytest.raises(CandidateUnreachable, match="in use"),
        ReferenceServer(port=int(first.url.rpartition(":")[2])),
    ):
        pass

"""
The sandbox as a server and as a command.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from openapi_spec_validator import validate

from conformance.exceptions import UsageError
from conformance.sandbox.openapi import openapi
from conformance.sandbox.server import LARGEST_REQUEST, serve

from .conftest import Caller


def test_its_openapi_is_valid_and_names_every_path() -> None:
    """
    OpenAPI 3.1, of the types of the contract.
    """
    document = openapi()
    validate(document)  # type: ignore[arg-type]

    assert 6 == len(document["paths"])
    assert {"LookUpAnswer", "RegisterRequest", "ErrorAnswer"} <= set(document["components"]["schemas"])


def test_the_document_is_served(caller: Any) -> None:
    """
    At the address of the contract.
    """
    assert (200, openapi()) == caller.call("GET", "/v1/openapi.json")


def test_a_connection_stays_open(caller: Any, person: Any) -> None:
    """
    Many requests follow each other on one, a refused one among them.
    """
    line = http.client.HTTPConnection(urlsplit(caller.url).netloc, timeout=10)
    statuses = []
    for path in ("/v1/candidate", "/v1/nothing", "/v1/platform/logs", "/v1/candidate"):
        line.request("GET", path)
        reply = line.getresponse()
        reply.read()
        statuses.append(reply.status)
    line.close()

    assert [200, 404, 401, 200] == statuses


@pytest.mark.parametrize("length", [str(LARGEST_REQUEST + 1), "-1", "many"])
def test_a_body_that_is_too_large_or_of_no_length_is_refused(caller: Any, length: str) -> None:
    """
    Nothing of it is read, and the connection ends.
    """
    place = urlsplit(caller.url)
    with socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=10) as line:
        line.sendall(f"POST /v1/platform/people HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
        answer = line.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_sandbox_with_a_token_refuses_who_does_not_show_it() -> None:
    """
    The bearer token of the candidate contract.
    """
    with serve(token="secret-of-a-centre") as url:
        assert 401 == Caller(url).call("GET", "/v1/candidate")[0]


def test_a_database_that_fails_is_answered_with_503_and_no_data(tmp_path: Path, person: Any, capfd: Any) -> None:
    """
    Neither the answer nor the terminal shows who was being registered; afterwards the sandbox goes on.
    """
    file = tmp_path / "people.db"
    with serve(f"sqlite:///{file}") as url:
        caller = Caller(url)
        token = caller.token("app")
        with sqlite3.connect(file) as connection:
            connection.execute("ALTER TABLE people RENAME TO gone")
        failed = caller.call("POST", "/v1/platform/people", {"people": [person()]}, token)
        with sqlite3.connect(file) as connection:
            connection.execute("ALTER TABLE gone RENAME TO people")
        connection.close()
        again = caller.register(person())[0]["qid"]

    assert (503, {"error": "the database failed; ask again"}) == failed
    assert again
    assert "001187000001" not in "".join(capfd.readouterr())


def test_a_port_that_is_taken_is_said_in_one_message(caller: Any) -> None:
    """
    The message names host and port, and what to do.
    """
    port = urlsplit(caller.url).port
    with pytest.raises(UsageError, match=rf"port {port}: .*--port"), serve(port=port or 0):
        pass


@pytest.mark.parametrize(("lang", "word"), [("en", "listens"), ("vi", "lắng nghe")])
def test_the_command_says_where_it_is_and_how_to_use_it(tmp_path: Path, lang: str, word: str) -> None:
    """
    Four lines, whose example of a token works.
    """
    command = [
        sys.executable,
        "-m",
        "conformance",
        "sandbox",
        "--port",
        "0",
        "--database",
        f"sqlite:///{tmp_path}/a.db",
    ]
    environment = {**os.environ, "QRCONFORM_LANG": lang, "COLUMNS": "200"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        url = next(part.rstrip(".") for part in lines[0].split() if part.startswith("http"))
        status, answer = Caller(url).call("POST", "/v1/platform/tokens", json.loads(lines[2].split("'")[1]))
        process.terminate()

    assert word in lines[0]
    assert (201, True) == (status, bool(answer["token"]))
    assert f"qrconform run {url}" in lines[3]


def test_a_database_that_cannot_be_used_ends_the_command_with_one_message(qrconform: Any, tmp_path: Path) -> None:
    """
    Exit code 2, no traceback.
    """
    ended = qrconform("sandbox", "--database", "sqlite:////no/such/folder/a.db", cwd=tmp_path)

    assert 2 == ended.code
    assert "cannot be opened" in ended.err
    assert "Traceback" not in ended.err


def test_the_sandbox_conforms_as_a_platform_and_does_so_again(qrconform: Any, verdicts: Any, tmp_path: Path) -> None:
    """
    The command certifies it as any other candidate, twice on one database: people who are known already change nothing.
    """
    with serve(f"sqlite:///{tmp_path}/people.db") as url:
        for run in ("first", "second"):
            ended = qrconform("run", url, "--out", tmp_path / run, cwd=tmp_path)

            assert 0 == ended.code, ended.err
            assert {"pass"} == {word for word in verdicts(tmp_path / run).values() if word != "not applicable"}

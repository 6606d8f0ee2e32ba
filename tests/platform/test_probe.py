"""
The wiring of a platform, tried before any judgement.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from conformance.model import PlatformAction
from conformance.sandbox.access import Answer
from conformance.sandbox.desk import Asked, Desk
from conformance.sandbox.office import Office
from conformance.sandbox.server import serve

Command = Callable[..., Any]


def test_the_sandbox_is_wired(qrconform: Command, tmp_path: Path) -> None:
    """
    One line per step that works.
    """
    with serve() as url:
        ended = qrconform("probe", url, cwd=tmp_path)

    assert (0, True) == (ended.code, "a person is given a QID" in ended.out), ended.err


def test_a_platform_that_registers_nobody_is_a_wiring_fault(
    qrconform: Command, tmp_path: Path, monkeypatch: Any
) -> None:
    """
    Exit code 2 with status and body, and not a verdict.
    """
    honest = Office.may

    def may(office: Office, holder: Any, what: PlatformAction, subject: str | None = None) -> bool:
        return what is not PlatformAction.REGISTER and honest(office, holder, what, subject)

    monkeypatch.setattr(Office, "may", may)
    with serve() as url:
        ended = qrconform("probe", url, cwd=tmp_path)

    assert 2 == ended.code
    assert "does not register the person of vector PLT-001: status 403" in " ".join(ended.err.split())


def test_a_platform_without_the_hook_is_a_wiring_fault(qrconform: Command, tmp_path: Path, monkeypatch: Any) -> None:
    """
    The message names the call that does not work.
    """
    honest = Desk._routed

    def routed(desk: Desk, asked: Asked) -> Answer:
        return honest(desk, asked) if asked.path == "/v1/candidate" else Answer(HTTPStatus.NOT_FOUND)

    monkeypatch.setattr(Desk, "_routed", routed)
    with serve() as url:
        ended = qrconform("probe", url, cwd=tmp_path)

    assert 2 == ended.code
    assert "/v1/platform/tokens" in ended.err

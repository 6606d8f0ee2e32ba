"""
What tests of several parts share: the command as a user runs it, the reference candidate, the real pictures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import conformance
from conformance.reference.server import ReferenceServer

ROOT = Path(__file__).parent.parent


def pytest_configure() -> None:
    """
    Under tox the tests must run against the built wheel, never against the checkout.
    """
    if os.environ.get("QRCONFORM_EXPECT_WHEEL") and Path(conformance.__file__).is_relative_to(ROOT / "conformance"):
        raise pytest.UsageError(f"the tests import {conformance.__file__}, not the built wheel")


Need = Callable[[object, str], None]


@pytest.fixture(scope="session")
def need() -> Need:
    """
    `need(tool, cure)`: a tool that is not there skips on a user's machine, and fails where CI promises all of them.
    """

    def check(tool: object, cure: str) -> None:
        if not tool:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(f"needs: {cure}")

    return check


@dataclass(frozen=True)
class Ended:
    """
    How a command ended.
    """

    code: int
    out: str
    err: str


Command = Callable[..., Ended]


def _qrconform(*arguments: object, cwd: Path, **variables: str) -> Ended:
    environment = {**os.environ, "COLUMNS": "100", "QRCONFORM_LANG": "en", **variables}
    environment.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(
        [sys.executable, "-m", "conformance", *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def qrconform() -> Command:
    """
    The command in a process of its own, as a user runs it.
    """
    return _qrconform


@pytest.fixture(scope="session")
def report_of() -> Callable[[Path], Any]:
    """
    The JSON report of a run.
    """
    return lambda out: json.loads((out / "report.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def verdicts(report_of: Callable[[Path], Any]) -> Callable[[Path], dict[str, str]]:
    """
    Requirement id -> verdict of a run.
    """
    return lambda out: {row["requirement"]["id"]: row["verdict"] for row in report_of(out)["results"]}


@pytest.fixture(scope="session")
def reference() -> Iterator[ReferenceServer]:
    """
    The reference candidate as a real process on loopback.
    """
    with ReferenceServer() as server:
        yield server

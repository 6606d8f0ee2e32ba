"""
Three short runs of the reference candidate, as a user makes them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.reference.server import ReferenceServer

Command = Callable[..., Any]
VECTORS = "DSP-001,DSP-002,DSP-003"


@pytest.fixture(scope="session")
def good(qrconform: Command, reference: ReferenceServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A run over three vectors in which all holds; it cannot conclude that the candidate conforms.
    """
    out = tmp_path_factory.mktemp("good") / "run"
    qrconform("run", reference.url, "--vectors", VECTORS, "--out", out, cwd=out.parent)
    return out


@pytest.fixture(scope="session")
def bad(qrconform: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The same with five asterisks instead of six.
    """
    out = tmp_path_factory.mktemp("bad") / "run"
    with ReferenceServer(fault="five-asterisks") as server:
        qrconform("run", server.url, "--vectors", VECTORS, "--out", out, cwd=out.parent)
    return out


@pytest.fixture
def copy(bad: Path, tmp_path: Path) -> Path:
    """
    A copy of the bad run, to be spoiled.
    """
    return Path(shutil.copytree(bad, tmp_path / "copy"))

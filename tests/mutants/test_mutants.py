"""
A mutant as a user meets it: run by the command, the requirement that it breaks decides how the command ends. That every
mutant fails exactly its requirement is proven by `qrconform selfcheck` (tests/selfcheck).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.model import Role
from conformance.reference.server import ReferenceServer
from conformance.selfcheck.subjects import selection

Command = Callable[..., Any]


@pytest.mark.parametrize(("name", "broken", "code"), [("six-bars", "PQR-001", 1), ("three-taps", "PQR-073", 3)])
def test_a_mutant_fails_exactly_its_requirement(
    name: str, broken: str, code: int, qrconform: Command, report_of: Callable[[Path], Any], tmp_path: Path
) -> None:
    """
    One requirement fails; a MUST decides the conclusion, a SHOULD does not, and a part of the vectors never conforms.
    """
    with ReferenceServer(fault=name) as server:
        vectors = ",".join(selection(broken, Role.DISPLAY)[0])
        ended = qrconform("run", server.url, "--vectors", vectors, "--out", tmp_path / "run", cwd=tmp_path)
    report = report_of(tmp_path / "run")
    found = {row["requirement"]["id"]: row["verdict"] for row in report["results"]}
    silent = ("pass", "insufficient", "not applicable")

    assert {broken: "fail"} == {each: word for each, word in found.items() if word not in silent}
    assert code == ended.code, ended.err
    assert broken in ended.out

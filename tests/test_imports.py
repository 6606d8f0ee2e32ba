"""
The direction of the flow: nothing on its right is imported by anything on its left, and judging never reaches out.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import conformance

PACKAGE = Path(conformance.__file__).parent

# From left to right; a module may import what stands before it or beside it.
FLOW = [
    ["strict"],
    ["texts", "text_rules"],
    ["model"],
    ["exceptions", "contract"],
    ["journal"],
    ["disclosure"],
    ["settings"],
    ["standard", "result"],
    ["vectors"],
    ["candidates"],
    ["evidence"],
    ["recording"],
    ["reading"],
    ["checks"],
    ["scoring"],
    ["answers", "reviewing"],
    ["judging", "proof"],
    ["sealing", "controls"],
    ["conduct"],
    ["report"],
    ["gate"],
    ["plugin"],
    ["sandbox"],
    ["reference"],
    ["console"],
    ["catalogue", "probing", "documents", "selfcheck", "interop", "interop_table"],
    ["rejudging"],
    ["rejudged"],
    ["commands", "looking"],
    ["evaluating"],
    ["cli"],
    ["generated", "__main__"],
]
RANK = {name: rank for rank, names in enumerate(FLOW) for name in names}
JUDGING = {"answers", "reading", "checks", "scoring", "reviewing", "judging", "report", "result"}
COLLECTING = {"candidates", "recording", "conduct", "probing", "reference"}
NETWORK = {"socket", "http", "urllib", "ssl", "requests", "socketserver", "asyncio"}


def _parts() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        top = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        found.setdefault(top, set()).update(_imports(path))
    return found


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _own(names: set[str]) -> set[str]:
    return {name.split(".")[1] for name in names if name.startswith("conformance.")} - {"__version__"}


PARTS = _parts()


@pytest.mark.parametrize("part", sorted(set(PARTS) - {"__init__"}))
def test_a_part_imports_only_what_stands_left_of_it(part: str) -> None:
    """
    Every module and package of ours has its place in the flow.
    """
    later = {name for name in _own(PARTS[part]) if name in RANK and RANK[name] > RANK[part]}
    assert set() == later


@pytest.mark.parametrize("part", sorted(JUDGING))
def test_judging_imports_nothing_that_collects_and_no_network(part: str) -> None:
    """
    Judging is pure: it never reaches a candidate.
    """
    assert set() == _own(PARTS[part]) & COLLECTING
    assert set() == {name.split(".")[0] for name in PARTS[part]} & NETWORK


def test_pytest_stays_in_one_module() -> None:
    """
    Only the plugin knows pytest.
    """
    assert {"plugin"} == {part for part, names in PARTS.items() if {name.split(".")[0] for name in names} & {"pytest"}}

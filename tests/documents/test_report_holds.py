"""
The two demands on the report itself, PQR-121 and PQR-122, on a report as a user makes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.documents import open_run
from conformance.report.items import LETTERS, items

Command = Callable[..., Any]


def test_pqr_121_every_item_is_stated_or_says_why_not(bad: Path) -> None:
    """
    The items (a) to (p) of ISO/IEC 17025, 7.8.2.1, each once and in both languages; one that is absent has its reason.
    """
    found = items(open_run(bad))

    assert list(LETTERS) == [item.letter for item in found if item.letter in LETTERS]
    assert all(item.text.vi.strip() and item.text.en.strip() for item in found)
    assert all(item.text.en.startswith("Not stated: ") for item in found if not item.stated)


def test_pqr_122_each_verdict_names_requirement_rule_and_hashes(bad: Path) -> None:
    """
    In the data: the row with its id and rule, and for every file that an outcome names, and all others, its SHA-256.
    """
    finished = open_run(bad)
    report = finished.report
    named = {outcome.file for result in report.results for outcome in result.outcomes if outcome.file}

    assert all(result.requirement.id and result.requirement.rule.en for result in report.results)
    assert "vectors/DSP-001/01-show.png" in named
    assert {file: hashlib.sha256(finished.bundle.read(file)).hexdigest() for file in finished.bundle.files()} == (
        report.hashes
    )
    assert named <= set(report.hashes)


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_pqr_122_documents_show_the_hashes(qrconform: Command, bad: Path, tmp_path: Path, suffix: str) -> None:
    """
    Every hash of a file that a verdict names stands in the document, beside the name of every requirement.
    """
    qrconform("report", bad, "--to", f"made{suffix}", "--lang", "en", cwd=tmp_path)
    made = (tmp_path / f"made{suffix}").read_text(encoding="utf-8")
    report = json.loads((bad / "report.json").read_bytes())
    named = {each["file"] for result in report["results"] for each in result["outcomes"] if each["file"]}

    assert [] == [file for file in named if report["hashes"][file] not in made]
    assert [] == [row["requirement"]["id"] for row in report["results"] if row["requirement"]["id"] not in made]

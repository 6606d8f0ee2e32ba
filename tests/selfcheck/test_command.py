"""
The command `qrconform selfcheck` where it cannot do what is asked: one clear message each, before any work is done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


def test_a_file_that_cannot_be_written_is_found_first(qrconform: Command, tmp_path: Path) -> None:
    """
    The folder of --out is a file: the message names it and says what to do.
    """
    (tmp_path / "file").write_text("here already", encoding="utf-8")
    ended = qrconform("selfcheck", "--quick", "--out", tmp_path / "file" / "proof.json", cwd=tmp_path)

    assert 2 == ended.code
    assert "cannot be written to" in ended.err
    assert "Choose another file with --out" in ended.err
    assert "Traceback" not in ended.err


def test_a_folder_for_the_file_is_refused(qrconform: Command, tmp_path: Path) -> None:
    """
    --out names the file, not its folder.
    """
    ended = qrconform("selfcheck", "--quick", "--out", tmp_path, cwd=tmp_path)

    assert 2 == ended.code
    assert f"{tmp_path} is a folder. Name a file with --out, for example selfcheck.json" in " ".join(ended.err.split())
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("-n", "0"), "greater than or equal to 1"),
        (("-n", "65"), "less than or equal to 64"),
        (("-n", "many"), "valid integer"),
        (("--fast",), "No such option: --fast"),
        (("extra",), "unexpected extra argument"),
    ],
)
def test_an_unknown_option_or_value_is_refused(
    qrconform: Command, tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    """
    The message names what was not understood.
    """
    ended = qrconform("selfcheck", *options, cwd=tmp_path)

    assert 2 == ended.code
    assert told in " ".join(ended.err.split())
    assert [] == list(tmp_path.iterdir())

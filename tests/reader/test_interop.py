"""
The matrix of apps and readers: recorded screens of a display, given to readers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.candidates import Options
from conformance.exceptions import UsageError
from conformance.interop import Cell, Matrix, app_of, matrix
from conformance.interop_table import lines, write
from conformance.reference.server import ReferenceServer
from conformance.texts import say

Command = Callable[..., Any]
MARKUP = "<script>alert(1)</script>|"


@pytest.fixture(scope="module")
def run(qrconform: Command, reference: ReferenceServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A recorded run of a display over two vectors.
    """
    place = tmp_path_factory.mktemp("display")
    ended = qrconform("run", reference.url, "--vectors", "DSP-001,DSP-002", "--out", place / "run", cwd=place)
    assert (place / "run" / "report.json").is_file(), ended.err
    return place / "run"


def test_a_sample_is_a_default_and_a_full_view_of_each_vector(run: Path) -> None:
    """
    By the folder of the run, and by the file of the bundle alike.
    """
    app = app_of(run)

    assert ["DSP-001", "DSP-001", "DSP-002", "DSP-002"] == [shown.vector.id for shown in app.screens]
    assert app.screens == app_of(run / "evidence.zip").screens


def test_each_reader_has_its_column(qrconform: Command, run: Path, tmp_path: Path) -> None:
    """
    One that reads all, one that refuses masked codes; the exit code says that not all is read.
    """
    readers = ("--readers", "reference:", "--readers", "reference:masked-refused")
    ended = qrconform("interop", run, *readers, "--json", "--out", tmp_path / "matrix.html", cwd=tmp_path)
    cells = json.loads(ended.out)["cells"]

    assert 1 == ended.code
    assert [(4, 4), (4, 2)] == [(cell["given"], cell["read"]) for cell in cells]
    assert "vectors/DSP-001/01-show.png" == cells[1]["first_unread"]
    assert "4 / 4" in (tmp_path / "matrix.html").read_text(encoding="utf-8")


def test_every_reader_that_reads_every_app_is_a_success(qrconform: Command, run: Path, tmp_path: Path) -> None:
    """
    Exit code 0, and a line for each app and reader.
    """
    ended = qrconform("interop", run, run, "--readers", "reference:", cwd=tmp_path)

    assert 0 == ended.code
    assert 2 == ended.out.count("4 of 4 screens of Reference candidate")


def test_what_cannot_be_crossed_is_refused(run: Path, tmp_path: Path) -> None:
    """
    No reader, no bundle, a format that there is not.
    """
    with pytest.raises(UsageError, match="name at least one bundle"):
        matrix([run], [], Options())
    with pytest.raises(UsageError, match="written as one of"):
        write(hostile(), tmp_path / "matrix.pdf", "en")


def hostile() -> Matrix:
    """
    A matrix whose every text is markup.
    """
    cell = Cell(app=MARKUP, reader=MARKUP, given=2, read=1, first_unread=MARKUP, why=say("it says {seen}", seen=MARKUP))
    return Matrix(apps=(MARKUP,), readers=(MARKUP,), cells=(cell,))


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_markup_stays_text(tmp_path: Path, suffix: str) -> None:
    """
    Nothing of an app or a reader becomes part of the page.
    """
    write(hostile(), tmp_path / f"matrix{suffix}", "vi")

    assert "<script>" not in (tmp_path / f"matrix{suffix}").read_text(encoding="utf-8")


def test_a_line_names_the_first_screen_that_is_not_read() -> None:
    """
    With what the reader said of it.
    """
    first, second = (line.render("en") for line in lines(hostile()))

    assert first.startswith("1 of 2 screens of")
    assert second.startswith("  first that is not read")

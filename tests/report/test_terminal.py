"""
The summary in a terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from conformance.report import Finished
from conformance.report.terminal import summary
from conformance.texts import Lang

Get = Callable[[str], Finished]
FILES = {"HTML": Path("runs/1/report.html"), "JSON": Path("runs/1/report.json")}


def printed(finished: Finished, lang: Lang = "en", width: int = 80, terminal: bool = False) -> str:
    """
    The summary as a console of that width prints it.
    """
    target = StringIO()
    console = Console(file=target, width=width, force_terminal=terminal, color_system="standard" if terminal else None)
    summary(finished.report, lang, console, FILES)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "lang", "word"),
    [
        ("passing", "en", "CONFORMS"),
        ("passing", "vi", "PHÙ HỢP"),
        ("failing", "en", "DOES NOT CONFORM"),
        ("failing", "vi", "KHÔNG PHÙ HỢP"),
        ("undetermined", "en", "UNDETERMINED"),
        ("undetermined", "vi", "CHƯA KẾT LUẬN ĐƯỢC"),
        ("void", "en", "VOID RUN"),
        ("void", "vi", "LẦN CHẠY VÔ HIỆU"),
    ],
)
def test_the_conclusion_comes_first(finished: Get, name: str, lang: Lang, word: str) -> None:
    """
    The first line is the conclusion, with the candidate it is of.
    """
    first = printed(finished(name), lang).splitlines()[0]

    assert f"{word}  Ứng dụng Mẫu Đỗ Quyên 4.0.4 (7f3a91c)" == first


def test_each_requirement_not_met_shows_how_to_see_it_again(finished: Get) -> None:
    """
    A MUST that failed comes with vector, expected, seen and a command; a recommendation comes later, in weaker words.
    """
    text = printed(finished("failing"))

    assert "X PQR-021 Fail (MUST): Upper case, no diacritics, single spaces" in text
    assert "    Expected: NGUYEN LE KHA HAN\n    Seen:     Nguyễn Lê Kha Hân\n" in text
    assert "    $ qrconform run http://127.0.0.1:8141 --vectors DSP-001\n" in text
    assert "and 7 more vectors: DSP-002" in text
    assert text.index("X PQR-021") < text.index("? PQR-071") < text.index("- PQR-075 Recommendation not met (SHOULD)")
    assert "PQR-001" not in text


def test_reports_and_missing_readers_are_named(finished: Get) -> None:
    """
    Where the reports are, and the command that installs a reader that was missing.
    """
    text = printed(finished("failing"))

    assert "  HTML: runs/1/report.html\n  JSON: runs/1/report.json\n" in text
    assert text.rstrip().endswith("apt-get install libzbar0")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", ["passing", "failing", "undetermined", "void"])
def test_no_line_is_too_wide_or_ends_in_blanks(finished: Get, name: str, lang: Lang) -> None:
    """
    At 80 columns nothing but a command may be longer, and no line is padded.
    """
    lines = printed(finished(name), lang).splitlines()

    assert [] == [line for line in lines if len(line) > 80 and not line.startswith("    $ ")]
    assert [] == [line for line in lines if line != line.rstrip()]


def test_colour_is_for_terminals_only(finished: Get) -> None:
    """
    A file or a pipe gets no escape sequence; a terminal gets colour.
    """
    assert "\x1b" not in printed(finished("failing"))
    assert "\x1b[1;31mDOES NOT CONFORM" in printed(finished("failing"), terminal=True)

"""
`report`, `gate` and `diff` as a user runs them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from conformance.exceptions import UsageError
from conformance.report import TODO_WRITERS, WRITERS
from conformance.report.centre import Centre
from conformance.settings import read_settings

Command = Callable[..., Any]
ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "docs" / "centre.example.toml"


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_report_in_every_format(qrconform: Command, bad: Path, tmp_path: Path, suffix: str) -> None:
    """
    From one run, by the name of the file; nothing else is written.
    """
    ended = qrconform("report", bad, "--to", f"made{suffix}", cwd=tmp_path)

    assert (0, f"written: made{suffix}\n", "") == (ended.code, ended.out, ended.err)
    assert [tmp_path / f"made{suffix}"] == list(tmp_path.iterdir())
    assert b"PQR-014" in (tmp_path / f"made{suffix}").read_bytes() or suffix == ".pdf"


@pytest.mark.parametrize("suffix", TODO_WRITERS)
def test_the_vendors_list_in_every_format(qrconform: Command, bad: Path, tmp_path: Path, suffix: str) -> None:
    """
    For the vendor, in one language.
    """
    ended = qrconform("report", bad, "--to", f"todo{suffix}", "--for", "vendor", "--lang", "en", cwd=tmp_path)

    assert 0 == ended.code
    assert [tmp_path / f"todo{suffix}"] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("lang", "vietnamese", "english"), [("vi", True, False), ("en", False, True), ("both", True, True)]
)
def test_the_language_of_the_document(
    qrconform: Command, bad: Path, tmp_path: Path, lang: str, vietnamese: bool, english: bool
) -> None:
    """
    One language, or both, Vietnamese first; the word may stand before or after the command.
    """
    for order in (["report", bad, "--lang", lang], ["report", f"--lang={lang}", bad]):
        assert 0 == qrconform(*order, "--to", "made.md", cwd=tmp_path).code
        text = (tmp_path / "made.md").read_text(encoding="utf-8")

        assert (vietnamese, english) == ("1. Kết luận" in text, "1. Conclusion" in text)


def centre_file(folder: Path, **changes: str) -> Path:
    """
    The documented example, filled in with invented values.
    """
    text = EXAMPLE.read_text(encoding="utf-8").replace('"<', '"Mẫu ')
    for key, value in changes.items():
        text = re.sub(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
    (folder / "centre.toml").write_text(text, encoding="utf-8")
    return folder / "centre.toml"


def test_a_centre_signs(qrconform: Command, bad: Path, tmp_path: Path) -> None:
    """
    The example, filled in, is a centre; the report carries its names and is no self-test.
    """
    place = centre_file(tmp_path)
    for suffix in (".md", ".html", ".pdf"):
        assert 0 == qrconform("report", bad, "--to", f"made{suffix}", "--centre", place, cwd=tmp_path).code
    text = (tmp_path / "made.md").read_text(encoding="utf-8")

    assert "Mẫu TÊN CƠ QUAN BAN HÀNH" in text
    assert "TỰ ĐÁNH GIÁ" not in text
    assert "Mẫu TÊN CƠ QUAN BAN HÀNH" in (tmp_path / "made.html").read_text(encoding="utf-8")


def test_the_example_explains_every_key_and_signs_nothing() -> None:
    """
    Every key stands in the example; with its placeholders it is refused.
    """
    keys = re.findall(r"^([a-z_]+) = ", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)

    assert set(Centre.model_fields) == set(keys)
    with pytest.raises(UsageError, match="a placeholder of the example still stands here"):
        read_settings(EXAMPLE, Centre)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "made.docx"], "made.docx: there is no report format .docx. Choose a file name that ends in"),
        (["--to", "none/made.pdf"], "the report cannot be written to none/made.pdf"),
        (["--to", "made.pdf", "--lang", "fr"], "there is no language fr; choose vi, en or both"),
        (["--to", "made.pdf", "--centre", "nowhere.toml"], "nowhere.toml cannot be read: No such file"),
        (["--to", "made.pdf", "--centre", "centre.toml"], "the key issuing_bodies is wrong: Extra inputs"),
        (["--to", "made.json", "--for", "vendor"], "there is no report format .json"),
    ],
)
def test_bad_input_is_one_message(
    qrconform: Command, bad: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    """
    An unknown format, a target that cannot be written, an unknown language, a centre that is not there or misspelt.
    """
    place = centre_file(tmp_path)
    place.write_text(place.read_text(encoding="utf-8") + 'issuing_bodies = "x"\n', encoding="utf-8")
    ended = qrconform("report", bad, *arguments, cwd=tmp_path)

    assert (2, "") == (ended.code, ended.out)
    assert ended.err.startswith(message) or message in ended.err
    assert 1 == len(ended.err.splitlines())
    assert [place] == list(tmp_path.iterdir())


def test_the_gate_ends_as_the_run_and_leaves_its_files(
    qrconform: Command, good: Path, bad: Path, tmp_path: Path
) -> None:
    """
    1 for a run that does not conform, 3 for one that cannot conclude; summary, JUnit and SARIF beside it.
    """
    files = ["--summary", "s.md", "--junit", "j.xml", "--sarif", "s.sarif"]
    failing, undetermined = (qrconform("gate", run, *files, cwd=tmp_path) for run in (bad, good))

    assert [1, 3] == [failing.code, undetermined.code]
    assert failing.out.endswith("the gate is shut (exit code 1)\n")
    assert (tmp_path / "s.md").read_text(encoding="utf-8").startswith("## Release gate: Blocked (exit code 3)")
    assert "testsuites" == Xml.parse(tmp_path / "j.xml").getroot().tag
    assert "2.1.0" == json.loads((tmp_path / "s.sarif").read_text(encoding="utf-8"))["version"]


def test_a_policy_that_opens_is_refused(qrconform: Command, good: Path, tmp_path: Path) -> None:
    """
    A MUST cannot be accepted away.
    """
    (tmp_path / "p.toml").write_text(
        '[[accepted]]\nrequirement = "PQR-014"\nreason = "nobody will notice it"\nuntil = 2999-01-01\n', "utf-8"
    )
    ended = qrconform("gate", good, "--policy", "p.toml", cwd=tmp_path)

    assert 2 == ended.code
    assert "which is a MUST" in ended.err


def test_a_comparison_ends_with_one_when_something_got_worse(
    qrconform: Command, good: Path, bad: Path, tmp_path: Path
) -> None:
    """
    From good to bad 1, the other way 0; what changed is on the terminal and in the file. On three vectors the other
    way is no more than another verdict: too few for a pass.
    """
    worse = qrconform("diff", good, bad, "--to", "d.html", cwd=tmp_path)
    better = qrconform("diff", bad, good, "--to", "d.md", "--lang", "vi", cwd=tmp_path)
    same = qrconform("diff", bad, bad, cwd=tmp_path)

    assert [1, 0, 0] == [worse.code, better.code, same.code]
    assert re.search(r"Newly failing \(1\)\n  PQR-014", worse.out)
    assert "Newly failing" in (tmp_path / "d.html").read_text(encoding="utf-8")
    assert "## Kết quả khác trước" in (tmp_path / "d.md").read_text(encoding="utf-8")
    assert "Mới không đạt" not in better.out

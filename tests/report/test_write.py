"""
Writing by suffix: all or nothing, the same bytes every time, one clear message for each mistake.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from conformance.exceptions import UsageError
from conformance.report import WRITERS, Finished, write
from conformance.report.json import schema
from conformance.result import Report

Get = Callable[[str], Finished]
STORY_NAMES = ("passing", "failing", "undetermined", "void")


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_report_gives_the_same_bytes(finished: Get, suffix: str, tmp_path: Path) -> None:
    """
    Two writings of one report do not differ, and leave nothing beside it.
    """
    one, two = tmp_path / f"one{suffix}", tmp_path / f"two{suffix}"
    write(finished("failing"), one)
    write(finished("failing"), two)

    assert one.read_bytes() == two.read_bytes()
    assert [one, two] == sorted(tmp_path.iterdir())


@pytest.mark.parametrize("name", STORY_NAMES)
def test_json_follows_its_schema_and_comes_back(finished: Get, name: str, tmp_path: Path) -> None:
    """
    The JSON report is valid against the published schema, and reading it gives the same report.
    """
    place = tmp_path / "report.json"
    write(finished(name), place)
    text = place.read_text(encoding="utf-8")
    published = json.loads(schema())

    jsonschema.Draft202012Validator.check_schema(published)
    assert [] == list(jsonschema.Draft202012Validator(published).iter_errors(json.loads(text)))
    assert finished(name).report == Report.model_validate_json(text)
    assert text.endswith("}\n")


def test_the_schema_refuses_what_is_no_report(finished: Get) -> None:
    """
    An unknown key, a missing key and an unknown verdict are each refused by the schema alone.
    """
    validator = jsonschema.Draft202012Validator(json.loads(schema()))
    good = finished("passing").report.model_dump(mode="json")
    verdict = {**good, "results": [{**good["results"][0], "verdict": "perhaps"}]}
    bad = [{**good, "more": 1}, {key: value for key, value in good.items() if key != "score"}, verdict]

    assert [False] * 3 == [validator.is_valid(each) for each in bad]


def test_an_unknown_suffix_names_the_known_ones(finished: Get, tmp_path: Path) -> None:
    """
    A file name that no writer knows is refused before anything is written.
    """
    with pytest.raises(UsageError, match=r"report\.docx: there is no report format \.docx.*\.json, \.html"):
        write(finished("passing"), tmp_path / "report.docx")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_target_that_cannot_be_written_is_one_message(finished: Get, suffix: str, tmp_path: Path) -> None:
    """
    A folder that does not exist, and a target that is a folder, give a message that says what to do; nothing is left.
    """
    (tmp_path / f"folder{suffix}").mkdir()
    for target in (tmp_path / "none" / f"report{suffix}", tmp_path / f"folder{suffix}"):
        with pytest.raises(UsageError, match=r"cannot be written to .*Choose a folder"):
            write(finished("passing"), target)
    assert [tmp_path / f"folder{suffix}"] == list(tmp_path.iterdir())


def test_an_old_report_stays_when_writing_breaks(
    finished: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A writer that breaks in the middle leaves the report of yesterday as it was.
    """

    def breaks(finished: Finished, path: Path) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    place = tmp_path / "report.json"
    place.write_text("yesterday")
    monkeypatch.setattr("conformance.report.WRITERS", {".json": breaks})

    with pytest.raises(UsageError, match="No space left on device"):
        write(finished("passing"), place)
    assert "yesterday" == place.read_text()
    assert [place] == list(tmp_path.iterdir())

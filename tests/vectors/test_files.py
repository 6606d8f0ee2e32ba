"""
The files of `test_vectors/`: up to date, valid by two validators, explained.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import jsonschema_rs
import pytest

from conformance.exceptions import UsageError
from conformance.model import Role
from conformance.vectors import generate, home, load_vectors, render, schema
from conformance.vectors.tags import Tag

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(schema())
FILE = json.loads(render(generate()))

jsonschema.Draft202012Validator.check_schema(SCHEMA)


def by_python(value: Any) -> bool:
    return bool(jsonschema.Draft202012Validator(SCHEMA).is_valid(value))


def by_rust(value: Any) -> bool:
    return bool(jsonschema_rs.validator_for(SCHEMA).is_valid(value))


@pytest.fixture
def file() -> dict[str, Any]:
    return copy.deepcopy(FILE)


def test_files_are_up_to_date() -> None:
    """
    What is in the folder is what the generator makes, byte by byte.
    """
    assert render(generate()).encode() == (ROOT / "test_vectors/display.json").read_bytes()
    assert schema().encode() == (ROOT / "test_vectors/vector.schema.json").read_bytes()


def test_the_file_gives_back_the_generated_vectors() -> None:
    """
    Nothing is lost on the way through the file, not a code point.
    """
    assert generate() == tuple(vector for vector in load_vectors() if vector.role is Role.DISPLAY)
    assert (home() / "display.json").is_file()


def test_the_text_ends_in_one_newline_and_is_readable() -> None:
    """
    UTF-8 letters stand as they are, so that a person can read the file.
    """
    text = render(generate())

    assert text.endswith("}\n")
    assert "Nguyễn Lê Kha Hân" in text
    assert "\\u" not in text


@pytest.mark.parametrize("is_valid", [by_python, by_rust])
def test_the_file_fits_its_schema(is_valid: Callable[[Any], bool], file: dict[str, Any]) -> None:
    """
    Two independent validators agree.
    """
    assert is_valid(file)


def at(*path: str | int) -> Callable[[dict[str, Any]], tuple[Any, str | int]]:
    """
    The container and the key of one place in the first vector.
    """

    def find(file: dict[str, Any]) -> tuple[Any, str | int]:
        part: Any = file["vectors"][0]
        for step in path[:-1]:
            part = part[step]
        return part, path[-1]

    return find


@pytest.mark.parametrize("is_valid", [by_python, by_rust])
@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (at("id"), "DSP-001\n"),
        (at("id"), "DSP-\u0661\u0661\u0661"),
        (at("id"), 1),
        (at("unknown"), 1),
        (at("role"), "displays"),
        (at("needs"), ["fly"]),
        (at("steps", 0, "installation"), "A\n"),
        (at("steps", 0, "person"), -1),
        (at("steps", 0, "person"), "0"),
        (at("people", 0, "paper", "number"), "00109\n"),
        (at("people", 0, "paper", "number"), ""),
        (at("people", 0, "paper", "number"), "\u0660" * 12),
        (at("people", 0, "qid"), 162979388586171100),
        (at("people", 0, "qid"), ""),
        (at("people", 0, "sex"), 1),
        (at("people", 0, "born"), "18-01-1987"),
        (at("people", 0, "born"), "1987-01-18\n"),
        (at("people", 0, "born_precision"), "month"),
        (at("people"), []),
        (at("expected", 0, "names"), []),
        (at("title"), "a title"),
    ],
)
def test_the_schema_refuses(
    is_valid: Callable[[Any], bool],
    place: Callable[[dict[str, Any]], tuple[Any, str | int]],
    wrong: object,
    file: dict[str, Any],
) -> None:
    """
    Each wrong value is refused by both, also a last newline, foreign digits and numbers in place of texts.
    """
    container, key = place(file)
    container[key] = wrong

    assert not is_valid(file)


@pytest.mark.parametrize("is_valid", [by_python, by_rust])
@pytest.mark.parametrize("key", list(FILE["vectors"][0]))
def test_the_schema_demands_every_key(is_valid: Callable[[Any], bool], key: str, file: dict[str, Any]) -> None:
    """
    A reader in another language needs no defaults.
    """
    del file["vectors"][0][key]

    assert not is_valid(file)


def test_the_packaged_folder_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """
    A wheel carries the vectors inside the package; a checkout has them beside it; nowhere is an error.
    """
    inside, beside = tmp_path / "conformance" / "test_vectors", tmp_path / "test_vectors"
    monkeypatch.setattr("conformance.vectors.files.resources.files", lambda name: tmp_path / name)

    with pytest.raises(
        UsageError, match=r"^The golden vectors are missing: no display.json in .*conformance/test_vectors"
    ):
        home()
    for folder in (beside, inside):
        folder.mkdir(parents=True)
        (folder / "display.json").write_text("{}", encoding="utf-8")
        assert folder == home()


def test_every_tag_and_key_is_explained_once() -> None:
    """
    One row of a table of README.md for each tag, and a mention of each key of the file.
    """
    text = (ROOT / "test_vectors/README.md").read_text(encoding="utf-8")
    tags = text.split("## Tags", 1)[1].split("\n## ", 1)[0]
    rows = [line.split("`")[1] for line in tags.splitlines() if line.startswith("| `")]
    vector = FILE["vectors"][0]
    keys = {*vector, *vector["people"][0], *vector["steps"][0]}

    assert [tag.value for tag in Tag] == rows
    assert [] == sorted(key for key in keys if f"`{key}`" not in text)

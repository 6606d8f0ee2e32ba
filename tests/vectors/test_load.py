"""
Bad files of vectors: each gives its one clear message and nothing else.
"""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.exceptions import UsageError
from conformance.model import ExitCode
from conformance.vectors import generate, home, load_vectors, render

FILE = json.loads(render(generate()))
Change = Callable[[list[dict[str, Any]]], object]


@pytest.fixture
def vectors() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = copy.deepcopy(FILE["vectors"])
    return found


def refusal(folder: Path, text: str | bytes | None = None) -> str:
    """
    What `load_vectors` says of a folder with this `display.json`.
    """
    if text is not None:
        (folder / "display.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError) as caught:
        load_vectors(folder)
    assert ExitCode.USAGE == caught.value.exit_code
    return str(caught.value)


def with_vectors(vectors: list[dict[str, Any]]) -> str:
    return json.dumps({**FILE, "vectors": vectors}, ensure_ascii=False)


def test_a_copied_folder_loads(tmp_path: Path) -> None:
    """
    The folder may stand anywhere.
    """
    shutil.copytree(home(), tmp_path / "copy")

    assert load_vectors() == load_vectors(tmp_path / "copy")


def test_several_files_are_one_set(tmp_path: Path, vectors: list[dict[str, Any]]) -> None:
    """
    Files are read in order of their names, the vectors come sorted by id.
    """
    (tmp_path / "a.json").write_text(with_vectors(vectors[5:]), encoding="utf-8")
    (tmp_path / "b.json").write_text(with_vectors(vectors[:5]), encoding="utf-8")

    assert generate() == load_vectors(tmp_path)


def test_an_id_in_two_files_is_refused(tmp_path: Path, vectors: list[dict[str, Any]]) -> None:
    """
    Both files are named.
    """
    (tmp_path / "a.json").write_text(with_vectors(vectors[:5]), encoding="utf-8")
    (tmp_path / "b.json").write_text(with_vectors(vectors[4:]), encoding="utf-8")

    expected = "b.json: the id DSP-005 is used twice, first in a.json. An id belongs to one vector for ever."
    assert expected == refusal(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """
    No vectors is an error, never an empty run.
    """
    assert f"No vectors: {tmp_path} holds no *.json file. Name a folder that does." == refusal(tmp_path)
    assert "holds no *.json file" in refusal(tmp_path / "absent")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "display.json is no readable JSON: Expecting value"),
        ("{", "display.json is no readable JSON: Expecting property name"),
        ("\ufeff{}", "display.json is no readable JSON: Unexpected UTF-8 BOM"),
        (b'{"\xff": 1}', "display.json is no readable JSON: 'utf-8' codec can't decode byte 0xff"),
        ('{"seed": NaN}', "display.json is no readable JSON: NaN is no JSON value"),
        ('{"seed": 1, "seed": 1}', "display.json is no readable JSON: a key stands twice in one object"),
        ('{"note": "\\ud800"}', "display.json is no readable JSON: 'utf-8' codec can't encode character"),
        ("[" * 100_000, "display.json is no readable JSON: maximum recursion depth exceeded"),
        ("[]", "display.json: the whole file is wrong: "),
        ("{}", "display.json: $schema is wrong: Field required"),
    ],
)
def test_what_is_no_file_of_vectors(tmp_path: Path, text: str | bytes, expected: str) -> None:
    """
    Broken JSON, JSON that others read in silence, and JSON of another form.
    """
    assert refusal(tmp_path, text).startswith(expected)


def test_a_file_without_vectors_is_refused(tmp_path: Path) -> None:
    """
    An empty list would be an empty run.
    """
    assert refusal(tmp_path, with_vectors([])).startswith("display.json: vectors is wrong: ")


def put(*path: str | int, to: object) -> Change:
    """
    A change of one place in the list of vectors.
    """

    def change(vectors: list[dict[str, Any]]) -> None:
        part: Any = vectors
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = to

    return change


def take(*path: str | int) -> Change:
    """
    A deletion of one place in the list of vectors.
    """

    def change(vectors: list[dict[str, Any]]) -> None:
        part: Any = vectors
        for step in path[:-1]:
            part = part[step]
        del part[path[-1]]

    return change


STEP = {"do": "show", "installation": "A", "person": None}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put(3, "colour", to="red"), "display.json: DSP-004, colour is wrong: Extra inputs are not permitted"),
        (take(3, "reason"), "display.json: DSP-004, reason is wrong: Field required"),
        (put(3, to=7), "display.json: vectors[3] is wrong: "),
        (
            put(3, "people", 0, "qid", to=123),
            "display.json: DSP-004, people[0].qid is wrong: Input should be a valid string",
        ),
        (put(3, "people", 0, "born", to="1943-02-30"), "display.json: DSP-004, people[0].born is wrong: "),
        (
            put(3, "people", 0, "paper", "number", to="0588 69719"),
            "display.json: DSP-004, people[0].paper.number is wrong: ",
        ),
        (put(3, "steps", 0, "do", to="dance"), "display.json: DSP-004, steps[0].do is wrong: "),
        (take(3, "needs"), "display.json: DSP-004: a key is left out, or a date is not YYYY-MM-DD."),
        (lambda v: v.reverse(), "display.json: DSP-071 is out of order. Vectors are sorted by id."),
        (lambda v: v.insert(4, v[3]), "display.json: the id DSP-004 is used twice, first in display.json."),
        (put(3, "tags", to=["displaying"]), "display.json: DSP-004: unknown tag displaying."),
        (
            put(3, "tags", to=["display"]),
            "display.json: DSP-004: tags does not fit the people and steps. Expected display, cmnd",
        ),
        (
            put(3, "needs", to=["edit"]),
            "display.json: DSP-004: needs does not fit the people and steps. Expected -; found edit.",
        ),
        (take(3, "expected", 0), "display.json: DSP-004, expected is wrong: "),
        (
            lambda v: v[3]["expected"].append(v[3]["expected"][0]),
            "display.json: DSP-004: 1 people but 2 expectations. Expected one for each, in their order.",
        ),
        (
            put(3, "expected", 0, "payload", "masked", to="x"),
            'display.json: DSP-004, expected[0].payload.masked does not follow from the person. Expected "******719|',
        ),
        (
            put(3, "expected", 0, "names", to=["LE GIA HUNG", "LE  GIA HUNG"]),
            'display.json: DSP-004, expected[0].names does not follow from the person. Expected ["LE GIA HUNG"];',
        ),
        (
            put(3, "expected", 0, "screen", "paper_masked", to=None),
            "display.json: DSP-004, expected[0].screen.paper_masked does not follow from the person.",
        ),
        (
            put(3, "people", 0, "name", to="|"),
            "display.json: DSP-004, people[0]: name has a form that no person is registered with: |.",
        ),
        (put(3, "people", 0, "paper", "number", to="12345678"), "display.json: DSP-004, people[0]: paper has a form"),
        (put(3, "people", 0, "qid", to="1 2"), "display.json: DSP-004, people[0]: qid has a form"),
        (put(3, "people", 0, "phone", to="094471370"), "display.json: DSP-004, people[0]: phone has a form"),
        (put(3, "people", 0, "phone", to="\u0660" * 10), "display.json: DSP-004, people[0]: phone has a form"),
        (
            put(3, "people", 0, "health_insurance", to=""),
            "display.json: DSP-004, people[0]: health_insurance has a form",
        ),
        (put(3, "people", 0, "signature", to="a<b"), "display.json: DSP-004, people[0]: signature has a form"),
        (put(3, "people", 0, "declared_by", to=""), "display.json: DSP-004, people[0]: declared_by has a form"),
        (
            put(3, "people", 0, "paper", to=None),
            "display.json: DSP-004, people[0]: a self-declared person needs a paper.",
        ),
        (take(3, "steps", 0), "display.json: DSP-004, steps[0]: installation A must begin with its one install step."),
        (take(61, "steps", 2), "display.json: DSP-062: people[1] is in no step."),
        (put(3, "steps", 1, "installation", to="B"), "display.json: DSP-004, steps[1]: installation B must begin with"),
        (
            lambda v: v[3]["steps"].append(v[3]["steps"][0]),
            "display.json: DSP-004, steps[3]: installation A must begin with its one install step.",
        ),
        (put(3, "steps", 0, "person", to=1), "display.json: DSP-004, steps[0]: person 1 does not exist; there are 1,"),
        (put(3, "steps", 0, "person", to=None), "display.json: DSP-004, steps[0]: install and edit name a person"),
        (
            lambda v: v[3]["steps"].append(STEP | {"do": "edit", "person": 1}),
            "display.json: DSP-004, steps[3]: person 1 does not",
        ),
        (
            lambda v: v[3]["steps"].append(STEP | {"do": "edit"}),
            "display.json: DSP-004, steps[3]: install and edit name a person",
        ),
        (put(3, "steps", 1, "person", to=0), "display.json: DSP-004, steps[1]: install and edit name a person"),
        (
            lambda v: v[3]["steps"].append(STEP | {"do": "return"}),
            "display.json: DSP-004, steps[3]: return cannot follow toggle.",
        ),
        (take(3, "steps", 1), "display.json: DSP-004, steps[1]: toggle cannot follow install."),
        (
            lambda v: v[3]["steps"].append(STEP | {"do": "edit", "person": 0}),
            "display.json: DSP-004, steps[3]: an edit keeps the QID of the person and changes something else.",
        ),
        (put(3, "steps", to=[STEP | {"do": "install", "person": 0}]), "display.json: DSP-004: no step shows a code."),
        (
            lambda v: v[67]["people"][1].update(paper=v[67]["people"][0]["paper"]),
            "display.json: DSP-068: two people have the same paper number",
        ),
        (put(61, "people", 1, "qid", to="7"), "display.json: DSP-062, steps[2]: an edit keeps the QID of the person"),
    ],
)
def test_a_wrong_vector_is_named_with_its_fault(
    tmp_path: Path, vectors: list[dict[str, Any]], change: Change, expected: str
) -> None:
    """
    File, vector, place, and what was expected.
    """
    change(vectors)

    assert refusal(tmp_path, with_vectors(vectors)).startswith(expected)

"""
Vectors of readers that could accuse a good app, or let a bad one pass, are refused when they are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.exceptions import UsageError
from conformance.vectors import home, load_vectors
from conformance.vectors.reader import ReaderTag

Change = Callable[[dict[str, Any]], None]
FILE = json.loads((home() / "reader.json").read_text(encoding="utf-8"))


def refusal(folder: Path, identifier: str, change: Change) -> str:
    """
    What is said of the published vectors with one of them changed.
    """
    file = json.loads(json.dumps(FILE))
    change(next(vector for vector in file["vectors"] if vector["id"] == identifier))
    (folder / "reader.json").write_text(json.dumps(file, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_vectors(folder)
    return str(caught.value)


def no_twin(vector: dict[str, Any]) -> None:
    vector["steps"][2]["control"] = False


def first_without_control(vector: dict[str, Any]) -> None:
    del vector["steps"][0]


def two_things(vector: dict[str, Any]) -> None:
    vector["steps"][1]["text"] = "a"


def wrong_file(vector: dict[str, Any]) -> None:
    vector["steps"][1]["file"] = "RDR-044-03.png"


def no_reason(vector: dict[str, Any]) -> None:
    vector["steps"][1]["expected"]["reasons"] = []


def nothing_is_right(vector: dict[str, Any]) -> None:
    vector["steps"][1]["expected"]["results"].append("nothing")


def control_refused(vector: dict[str, Any]) -> None:
    vector["steps"][2]["expected"]["results"] = ["refused"]
    vector["steps"][2]["expected"]["reasons"] = ["kind"]


def nobody(vector: dict[str, Any]) -> None:
    vector["steps"][1]["expected"]["resolved"] = 7


def no_style(vector: dict[str, Any]) -> None:
    vector["steps"][1]["drawing"]["style"] = "purple"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (no_twin, "between two controls"),
        (first_without_control, "steps[0]"),
        (two_things, "either a picture or a text"),
        (wrong_file, "is called RDR-044-01.png"),
        (no_reason, "reasons are stated where a refusal is right"),
        (nothing_is_right, "exactly where a picture need not be read"),
        (control_refused, "a control is accepted"),
        (nobody, "there is no person 7"),
        (no_style, "nothing is drawn like purple"),
    ],
)
def test_a_vector_that_breaks_a_rule_is_refused(tmp_path: Path, change: Change, words: str) -> None:
    """
    The message names file, vector and step, and the rule.
    """
    said = refusal(tmp_path, "RDR-044", change)

    assert said.startswith("reader.json: RDR-044, steps[")
    assert words in said


def test_every_tag_and_key_is_explained() -> None:
    """
    In the tables of README.md, each tag once and in its order.
    """
    text = (Path(__file__).parents[2] / "test_vectors/README.md").read_text(encoding="utf-8")
    part = text.split("## Vectors of readers", 1)[1].split("\n## ", 1)[0]
    rows = [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")]
    step = FILE["vectors"][0]["steps"][0]
    keys = {*step, *step["drawing"]} - {"do", "expected"} | {f"expected.{key}" for key in step["expected"]}

    assert [tag.value for tag in ReaderTag] == [row for row in rows if row in list(ReaderTag)]
    assert [] == sorted(key for key in keys if f"`{key}`" not in part)

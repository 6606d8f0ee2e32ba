"""
A folder of screenshots as a candidate: the manifest is checked before the first check, the pictures when they are used.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.candidates import Options, open_candidate
from conformance.candidates.faults import FaultKind
from conformance.candidates.screens import MAX_FILE
from conformance.exceptions import CandidateFault, UsageError, WiringError
from conformance.model import Action, Step

Make = Callable[..., Any]  # a fixture that makes something
CANDIDATE = {
    "contract": "1",
    "name": "Ví thử",
    "vendor": "Example Ltd",
    "version": "1.2",
    "build": "abc",
    "roles": ["display"],
    "capabilities": ["texts"],
    "screen": {"width_px": 1080, "height_px": 2400, "pixels_per_mm": 15.9},
}
SHOT = {"vector": "DSP-001", "step": 1, "file": "a.png"}


@pytest.fixture
def folder(tmp_path: Path, png: Make) -> Make:
    """
    Makes a folder of one picture `a.png` with a manifest of some shots, or with any text as manifest.
    """

    def make(*shots: dict[str, Any], manifest: str | None = None) -> Path:
        path = tmp_path / "screens"
        path.mkdir(exist_ok=True)
        (path / "a.png").write_bytes(png())
        text = json.dumps({"candidate": CANDIDATE, "shots": shots or (SHOT,)}) if manifest is None else manifest
        (path / "screens.json").write_text(text, encoding="utf-8")
        return path

    return make


def describe(path: Path) -> Any:
    """
    The description of the candidate of a folder.
    """
    with open_candidate(f"screens:{path}", Options()) as candidate:
        return candidate.describe()


def perform(path: Path, vector: Any, number: int) -> Any:
    """
    The screen after one step.
    """
    with open_candidate(f"screens:{path}", Options()) as candidate, candidate.session(vector) as session:
        return session.perform(number, Step(do=Action.SHOW))


def test_a_folder_is_played_back(folder: Make, vector: Make, png: Make) -> None:
    """
    A shot is the screen of its vector and step, with its texts; where there is none, there is no screen.
    """
    path = folder({**SHOT, "texts": [{"text": "**/**/1987", "box": [1, 2, 3, 4]}]}, {**SHOT, "vector": "DSP-009"})

    screen = perform(path, vector(), 1)

    assert "Ví thử" == describe(path).name
    assert png() == screen.png
    assert "**/**/1987" == screen.texts[0].text
    assert perform(path, vector(), 0) is None


def test_texts_may_be_left_out(folder: Make, vector: Make) -> None:
    """
    A shot without texts is a screen without texts.
    """
    assert () == perform(folder(), vector(), 1).texts


def test_the_vectors_that_are_covered(folder: Make) -> None:
    """
    The ids of the manifest, each once.
    """
    path = folder(SHOT, {**SHOT, "step": 2}, {**SHOT, "vector": "DSP-009"})

    with open_candidate(f"screens:{path}", Options()) as candidate:
        assert frozenset({"DSP-001", "DSP-009"}) == candidate.vectors()  # type: ignore[attr-defined]


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    """
    The message names the folder.
    """
    with (
        pytest.raises(UsageError, match="nowhere"),
        open_candidate(f"screens:{tmp_path / 'nowhere'}", Options()),
    ):
        pass


def test_a_folder_without_a_manifest(tmp_path: Path) -> None:
    """
    The message names the missing file.
    """
    with pytest.raises(WiringError, match=r"screens\.json"):
        describe(tmp_path)


GOOD = json.dumps({"candidate": CANDIDATE, "shots": [SHOT]})
MANIFESTS = {
    "no JSON": ("{", "no valid JSON"),
    "two keys": ('{"candidate": {}, "candidate": {}, "shots": []}', "twice"),
    "deep": ("[" * 200_000, "no valid JSON"),
    "unknown key": (GOOD.replace('"shots"', '"colour": 1, "shots"'), "colour"),
    "unknown key of a shot": (GOOD.replace('"step"', '"colour": 1, "step"'), "shots.0.colour"),
    "no shot": (GOOD.replace(json.dumps(SHOT), ""), "shots"),
    "no name": (GOOD.replace('"name"', '"nam"'), "candidate.name"),
    "another contract": (GOOD.replace('"contract": "1"', '"contract": "2"'), "candidate.contract"),
    "no vector id": (GOOD.replace("DSP-001", "DSP-1"), "shots.0.vector"),
    "negative step": (GOOD.replace('"step": 1', '"step": -1'), "shots.0.step"),
    "control character": (GOOD.replace("a.png", "a\\u0000.png"), "shots.0.file"),
    "backslash": (GOOD.replace("a.png", "..\\\\a.png"), "shots.0.file"),
    "too large": (" " * MAX_FILE + GOOD, "bytes"),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_that_is_wrong(name: str, folder: Make) -> None:
    """
    The message says where the manifest is wrong, before the first check.
    """
    text, expected = MANIFESTS[name]

    with pytest.raises(WiringError) as caught:
        describe(folder(manifest=text))

    assert expected in str(caught.value)
    assert "screens.json" in str(caught.value)


def test_two_shots_of_one_step(folder: Make) -> None:
    """
    Which of two shots was meant is not guessed.
    """
    with pytest.raises(WiringError) as caught:
        describe(folder(SHOT, {**SHOT, "file": "b.png"}))

    assert {"name": "screens.json", "step": "1", "vector": "DSP-001", "count": "2"} == caught.value.message.values


@pytest.mark.parametrize("file", ["../secret.png", "x/../../secret.png", "x/../a.png", "link.png", "linked/secret.png"])
def test_a_file_outside_of_the_folder(file: str, folder: Make, tmp_path: Path, png: Make) -> None:
    """
    Neither two dots nor a link lead out of the folder.
    """
    (tmp_path / "secret.png").write_bytes(png())
    path = folder({**SHOT, "file": file})
    (path / "link.png").symlink_to(tmp_path / "secret.png")
    (path / "linked").symlink_to(tmp_path)

    with pytest.raises(WiringError, match="outside"):
        describe(path)


def test_an_absolute_file(folder: Make) -> None:
    """
    An absolute name is refused, even one into the folder: it would not survive a copy of the folder.
    """
    path = folder()

    with pytest.raises(WiringError, match="outside"):
        describe(folder({**SHOT, "file": str(path / "a.png")}))


def test_a_link_within_the_folder_is_followed(folder: Make, vector: Make, png: Make) -> None:
    """
    A picture that serves two steps may be a link.
    """
    path = folder({**SHOT, "file": "b.png"})
    (path / "b.png").symlink_to("a.png")

    assert png() == perform(path, vector(), 1).png


@pytest.mark.parametrize("file", ["b.png", "folder.png", "pipe.png", "circle.png", "b" * 290])
def test_a_file_that_is_missing(file: str, folder: Make) -> None:
    """
    What is not there, or is no file, is named before the first check.
    """
    path = folder({**SHOT, "file": file})
    (path / "folder.png").mkdir()
    os.mkfifo(path / "pipe.png")
    (path / "circle.png").symlink_to("circle.png")

    with pytest.raises(WiringError, match="is no file"):
        describe(path)


def test_a_file_that_vanished(folder: Make, vector: Make) -> None:
    """
    A file that is gone when it is needed is a fault of that vector.
    """
    path = folder()
    describe(path)
    (path / "a.png").unlink()

    with pytest.raises(CandidateFault) as caught:
        perform(path, vector(), 1)

    assert FaultKind.NO_PICTURE == caught.value.kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 50, FaultKind.NOT_PNG),
        (b"", FaultKind.NOT_PNG),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * MAX_FILE, FaultKind.TOO_LARGE),
    ],
    ids=["JPEG", "empty", "too large"],
)
def test_a_picture_that_cannot_be_looked_at(data: bytes, kind: FaultKind, folder: Make, vector: Make) -> None:
    """
    A JPEG, an empty and a huge file are faults of their vector, named by file, vector and step.
    """
    path = folder()
    (path / "a.png").write_bytes(data)

    with pytest.raises(CandidateFault) as caught:
        perform(path, vector(), 1)

    assert kind == caught.value.kind
    assert "a.png (DSP-001, step 1)" in str(caught.value)


def test_a_picture_bomb(folder: Make, vector: Make, png: Make) -> None:
    """
    The pixel cap holds for files as well.
    """
    path = folder()
    (path / "a.png").write_bytes(png(32000, 32000))

    with pytest.raises(CandidateFault) as caught:
        perform(path, vector(), 1)

    assert FaultKind.PICTURE_TOO_LARGE == caught.value.kind

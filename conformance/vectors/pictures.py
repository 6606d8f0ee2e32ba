"""
The pictures that readers are given: the published files for the published vectors, drawn anew for any other seed.

    test_vectors/reader/RDR-016-01.png      vector, step

A published picture is only used when its SHA-256 is the one that its vector names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np

from conformance.exceptions import UsageError
from conformance.model import AnyVector, ReaderVector, ScanStep
from conformance.texts import say
from conformance.vectors.drawing import drawn, pixels_of
from conformance.vectors.files import home, render
from conformance.vectors.reader import generate_reader
from conformance.vectors.situations import SEED

FOLDER = "reader"  # beside the files of vectors
VECTORS = "test_vectors/reader.json"
# Between a picture and the same one drawn elsewhere: libraries round differently. A module is 255 levels.
MOST_MEAN, MOST_ANY = 0.5, 24  # grey levels


def picture_of(step: ScanStep, folder: Path | None = None) -> bytes | None:
    """
    The picture of a step as a PNG file, None for a step that hands over a text. Raises UsageError when a published file
    is missing or is not the one that was published.
    """
    if step.drawing is None:
        return None
    if step.sha256 is None or step.file is None:
        return drawn(step.drawing)
    path = (folder or home() / FOLDER) / step.file
    try:
        data = path.read_bytes()
    except OSError as error:
        text = "the picture {file} of the golden vectors cannot be read ({why}). Install the suite again"
        raise UsageError(say(text, file=path, why=error.strerror or error)) from error
    found = sha256(data).hexdigest()
    if found != step.sha256:
        text = (
            "the picture {file} is not the published one: its SHA-256 is {found}, expected {expected}. "
            "Install the suite again"
        )
        raise UsageError(say(text, file=path, found=found, expected=step.sha256))
    return data


def refuse_changed_pictures(vectors: Collection[AnyVector], folder: Path | None = None) -> None:
    """
    Look at every published picture before anything is driven with it. Raises UsageError for the first that is wrong.
    """
    for step in _steps(vectors):
        if step.sha256 is not None:
            picture_of(step, folder)


# ------------------------------------------------------------------------------------------------------ publishing them


def stale(root: Path) -> list[str]:
    """
    The published pictures under `root` that are missing, left over, or show another thing than is drawn now; and the
    file of vectors when it does not name them.
    """
    folder = root / "test_vectors" / FOLDER
    wanted = {step.file: step for step in _steps(generate_reader(SEED)) if step.file}
    present = {path.name for path in folder.glob("*")}
    changed = [name for name, step in wanted.items() if not _shows(folder / name, step)]
    names = [f"test_vectors/{FOLDER}/{name}" for name in sorted({*changed, *(present - set(wanted))})]
    file = root / VECTORS
    if changed or not file.is_file() or file.read_text(encoding="utf-8") != rendered(folder):
        names.insert(0, VECTORS)
    return names


def write(root: Path) -> None:
    """
    Draw what is stale, and leave every other picture as it is: its bytes differ between machines.
    """
    folder = root / "test_vectors" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {step.file: step for step in _steps(generate_reader(SEED)) if step.file}
    for path in folder.glob("*"):
        if path.name not in wanted:
            path.unlink()
    for name, step in wanted.items():
        if step.drawing and not _shows(folder / name, step):
            (folder / name).write_bytes(drawn(step.drawing))
    (root / VECTORS).write_text(rendered(folder), encoding="utf-8")


def rendered(folder: Path) -> str:
    """
    The text of the file of vectors, with the SHA-256 of each picture as it stands in the folder.
    """
    return render([_hashed(vector, folder) for vector in generate_reader(SEED)])


def _hashed(vector: ReaderVector, folder: Path) -> ReaderVector:
    steps = [
        step.model_copy(update={"sha256": sha256((folder / step.file).read_bytes()).hexdigest()}) if step.file else step
        for step in vector.steps
    ]
    return vector.model_copy(update={"steps": tuple(steps)})


def _shows(path: Path, step: ScanStep) -> bool:
    """
    Whether the file has the pixels of the drawing, but for what machines may differ in.
    """
    if not path.is_file() or step.drawing is None:
        return False
    try:
        found = pixels_of(path.read_bytes()).astype(np.int16)
    except (OSError, ValueError, SyntaxError):  # what Pillow raises on what is no PNG file
        return False
    wanted = pixels_of(drawn(step.drawing)).astype(np.int16)
    if found.shape != wanted.shape:
        return False
    apart = np.abs(found - wanted)
    return bool(apart.mean() <= MOST_MEAN and apart.max() <= MOST_ANY)


def _steps(vectors: Collection[AnyVector]) -> Iterator[ScanStep]:
    return (step for vector in vectors if isinstance(vector, ReaderVector) for step in vector.steps)

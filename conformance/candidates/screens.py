"""
Candidates that an evaluator only has as pictures: a folder of screenshots with a manifest, `screens.json`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePath
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from conformance.candidates import Candidate, Options, Screen
from conformance.candidates.faults import FaultKind, problems, quote
from conformance.candidates.pictures import png
from conformance.contract import Description, VisibleText
from conformance.exceptions import CandidateFault, UsageError, WiringError
from conformance.model import Step, Vector, VectorId
from conformance.strict import Record, strict_json
from conformance.texts import Message, say

MANIFEST = "screens.json"
MAX_FILE = 16 * 1024 * 1024  # bytes of the manifest, or of one picture; the cap of an HTTP answer, for the same reason


class Shot(Record):
    """
    One screenshot: what the app showed after step `step` (counted from 0) of a vector.
    """

    vector: VectorId
    step: int = Field(ge=0, le=1_000)
    file: Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\\]{1,300}$")]
    texts: tuple[VisibleText, ...] = Field(default=(), max_length=500)


class Manifest(Record):
    """
    The content of `screens.json`.
    """

    candidate: Description
    shots: tuple[Shot, ...] = Field(min_length=1, max_length=100_000)


@contextmanager
def open_screens(address: str, options: Options) -> Iterator[Candidate]:  # noqa: ARG001 - an adapter's signature
    """
    The candidate whose screens lie in the folder of `screens:FOLDER`. Raises UsageError where there is no folder.
    """
    folder = Path(address.removeprefix("screens:"))
    if not folder.is_dir():
        text = say("{folder} is no folder. Expected screenshots and {name} in it.", folder=folder, name=MANIFEST)
        raise UsageError(text)
    yield ScreensCandidate(folder.resolve())


class ScreensCandidate:
    """
    An app as recorded screens show it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def describe(self) -> Description:
        """
        What the manifest says of the app. Raises WiringError when the manifest is wrong or a file of it is missing.
        """
        for shot in self.manifest.shots:
            if problem := _missing(self._folder, shot):
                raise WiringError(problem)
        return self.manifest.candidate

    def vectors(self) -> frozenset[str]:
        """
        The ids of the vectors that have at least one shot. Raises WiringError.
        """
        return frozenset(shot.vector for shot in self.manifest.shots)

    @contextmanager
    def session(self, vector: Vector) -> Iterator[ScreensSession]:
        """
        The shots of one vector. Raises WiringError.
        """
        shots = {shot.step: shot for shot in self.manifest.shots if shot.vector == vector.id}
        yield ScreensSession(self._folder, shots)

    @cached_property
    def manifest(self) -> Manifest:
        """
        The manifest, read once. Raises WiringError.
        """
        manifest = _manifest(self._folder / MANIFEST)
        places = Counter((shot.vector, shot.step) for shot in manifest.shots)
        (vector, step), count = places.most_common(1)[0]
        if count > 1:
            text = say(
                "{name}: step {step} of {vector} has {count} shots. Keep the one that was taken after the step.",
                name=MANIFEST,
                step=step,
                vector=vector,
                count=count,
            )
            raise WiringError(text)
        return manifest


class ScreensSession:
    """
    One vector, played back.
    """

    def __init__(self, folder: Path, shots: dict[int, Shot]) -> None:
        self._folder = folder
        self._shots = shots

    def perform(self, number: int, step: Step) -> Screen | None:  # noqa: ARG002 - the session's signature
        """
        The shot of step `number`, or None when the folder has none. Raises CandidateFault.
        """
        shot = self._shots.get(number)
        if shot is None:
            return None
        return Screen(_picture(self._folder, shot), shot.texts, timed=False)


def _manifest(path: Path) -> Manifest:
    try:
        data = _start(path)
        strict_json(data)
        return Manifest.model_validate_json(data)
    except OSError as error:
        text = say(
            "{path} cannot be read ({why}). It is the manifest; docs/candidate.md shows one.",
            path=path,
            why=error.strerror,
        )
    except ValidationError as error:
        text = say(
            "{path} is not as docs/candidate.md describes it. At {where}: {problem} (problems in all: {count}).",
            path=path,
            **problems(error),
        )
    except (ValueError, RecursionError) as error:
        text = say(
            "{path} is no valid JSON ({why}). Expected UTF-8, every key once, at most {limit} bytes.",
            path=path,
            why=quote(str(error)),
            limit=MAX_FILE,
        )
    raise WiringError(text)


def _missing(folder: Path, shot: Shot) -> Message | None:
    """
    Why the file of a shot may not or cannot be opened; None when it can. Links are followed, but not out of the folder.
    """
    name = PurePath(shot.file)
    try:
        path = (folder / name).resolve()
        there = path.is_file()
    except (OSError, RuntimeError):  # a name that is too long, or links in a circle
        path, there = folder, False
    if name.is_absolute() or ".." in name.parts or not path.is_relative_to(folder):
        return say(
            "{file} ({vector}, step {step}) lies outside of the folder of screens. Copy it there.", **_names(shot)
        )
    if not there:
        return say(
            "{file} ({vector}, step {step}) is no file in the folder of screens. Add it, or correct the manifest.",
            **_names(shot),
        )
    return None


def _names(shot: Shot) -> dict[str, object]:
    return {"file": quote(shot.file), "vector": shot.vector, "step": shot.step}


def _picture(folder: Path, shot: Shot) -> bytes:
    """
    The picture of a shot, within the caps on bytes and on pixels. Raises CandidateFault.
    """
    if problem := _missing(folder, shot):
        raise CandidateFault(FaultKind.NO_PICTURE, problem)
    try:
        data = _start(folder / shot.file)
    except OSError as error:
        text = say(
            "{file} ({vector}, step {step}) cannot be read ({why}). Check its permissions.",
            why=error.strerror,
            **_names(shot),
        )
        raise CandidateFault(FaultKind.NO_PICTURE, text) from None
    if len(data) > MAX_FILE:
        text = say(
            "{file} ({vector}, step {step}) is larger than {limit} bytes. Use the screenshot of the system.",
            limit=MAX_FILE,
            **_names(shot),
        )
        raise CandidateFault(FaultKind.TOO_LARGE, text)
    return png(data, f"{quote(shot.file)} ({shot.vector}, step {shot.step})")


def _start(path: Path) -> bytes:
    """
    The content of a file, at most one byte more than the cap.
    """
    with path.open("rb") as file:
        return file.read(MAX_FILE + 1)

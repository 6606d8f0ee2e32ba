"""
The evidence bundle: a folder, or one zip file of it, where collecting and judging meet.

    bundle.json               what was run: suite, standard, vectors, profile, seed, candidate, environment
    vectors/ID/vector.json    the vector in force, so that the bundle can be judged without the installed vectors
    vectors/ID/journal.jsonl  one line per step, written when the step ends; the last line closes the vector
    vectors/ID/01-show.png    the screens, as the candidate sent them
    repeats/2/ID/...          the same again, where every vector was driven several times
    interrupted/              what a killed run had recorded of a vector that was then driven again
    manifest.json             SHA-256 of every file above; written last, its own SHA-256 is the bundle's digest

Written as the run goes: a killed run loses nothing that was recorded, and goes on with the vectors that are not closed.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, TypeAdapter, ValidationError

from conformance.contract import Description
from conformance.exceptions import BundleError
from conformance.journal import JOURNAL_LINE, Closing, StepRecord
from conformance.model import AnyVector, Seal, Sha256, VectorId
from conformance.strict import Record, strict_json
from conformance.texts import Message, say

BUNDLE_FORMAT = 1
MAX_FILE_BYTES = 32 * 2**20  # twice what a candidate may send; a larger file is no evidence of ours
MAX_FILES = 100_000


class Head(Record):
    """
    bundle.json: what was run. Never holds the bearer token.
    """

    format: int = Field(ge=1)
    run: str = Field(description="identifies the run in every part of every report of it")
    suite: str = Field(description="version of qrconform")
    edition: str
    standard_digest: Sha256
    vectors_digest: Sha256
    profile: str
    seed: int
    official: bool
    fresh: bool = Field(default=False, description="the seed was drawn or sealed: nobody could prepare for its people")
    address: str
    candidate: Description
    selected: tuple[VectorId, ...]
    environment: dict[str, str]
    panel: dict[str, str] = Field(description="reader -> version at the time of collecting")
    started: datetime
    platform: str | None = Field(default=None, description="address of the platform that issued the QIDs of the run")
    repeats: int = Field(default=1, ge=1, le=9, description="how many times each vector was driven")
    sealed: Seal | None = Field(default=None, description="what was said of the seed before the run")


ANY_VECTOR: TypeAdapter[AnyVector] = TypeAdapter(AnyVector)


def folder_of(vector_id: str, repeat: int = 1) -> str:
    """
    Where a vector is recorded in the bundle.
    """
    return f"vectors/{vector_id}" if repeat == 1 else f"repeats/{repeat}/{vector_id}"


class Manifest(Record):
    """
    manifest.json: every file of the bundle but itself.
    """

    format: Literal[1] = 1
    files: dict[str, Sha256]


@dataclass(frozen=True)
class VectorEvidence:
    """
    All that was recorded of one vector.
    """

    vector: AnyVector
    steps: tuple[StepRecord, ...]
    closed: bool
    folder: str  # in the bundle


class Bundle:
    """
    A bundle that can be read: a folder or a zip file.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._zip = _open_zip(place) if place.is_file() else None
        if self._zip is None and not place.is_dir():
            raise BundleError(say("there is no evidence bundle at {place}", place=place))
        self.head = self._head()

    def _head(self) -> Head:
        data = self.read("bundle.json")
        try:
            found = strict_json(data)
            version = found.get("format") if isinstance(found, dict) else None
            if isinstance(version, int) and version > BUNDLE_FORMAT:
                raise BundleError(
                    say(
                        "{place} was written by a newer suite (bundle format {found}; this one reads up to {known}). "
                        "Install that suite's version or a later one, then judge again",
                        place=self.place, found=version, known=BUNDLE_FORMAT,
                    )
                )  # fmt: skip
            return Head.model_validate_json(data)
        except (ValueError, ValidationError) as error:
            raise self.damaged("bundle.json", error) from error

    def damaged(self, file: str, why: Message | Exception) -> BundleError:
        """
        The error that says which file of this bundle is damaged, and what to do.
        """
        text = "the bundle {place} is damaged: {file}: {why}. Judge the untouched original, or collect again"
        reason = why if isinstance(why, Message) else (str(why) or type(why).__name__).splitlines()[0][:200]
        return BundleError(say(text, place=self.place, file=file, why=reason))

    def read(self, file: str) -> bytes:
        """
        The bytes of one file. Raises BundleError when it is missing, is a link, or is too large.
        """
        try:
            if self._zip is not None:
                if self._zip.getinfo(file).file_size > MAX_FILE_BYTES:
                    raise self.damaged(file, say("it is larger than a file of evidence can be"))
                return self._zip.read(file)
            path = self.place / file
            if path.is_symlink() or not path.resolve().is_relative_to(self.place.resolve()):
                raise self.damaged(file, say("it leads out of the bundle"))
            if path.stat().st_size > MAX_FILE_BYTES:
                raise self.damaged(file, say("it is larger than a file of evidence can be"))
            return path.read_bytes()
        except (KeyError, OSError, zipfile.BadZipFile) as error:
            raise self.damaged(file, error) from error

    def files(self) -> Iterator[str]:
        """
        The names of all files but the manifest, sorted.
        """
        if self._zip is not None:
            names = [name for name in self._zip.namelist() if not name.endswith("/")]
        else:
            names = [path.relative_to(self.place).as_posix() for path in self.place.rglob("*") if not path.is_dir()]
        return iter(sorted(name for name in names if name != "manifest.json"))

    def evidence(self, vector_id: str, repeat: int = 1) -> VectorEvidence:
        """
        What was recorded of one vector, the first time or a later one. Raises BundleError.
        """
        folder = folder_of(vector_id, repeat)
        try:
            vector = ANY_VECTOR.validate_json(self.read(f"{folder}/vector.json"))
            lines = [JOURNAL_LINE.validate_json(line) for line in self.read(f"{folder}/journal.jsonl").splitlines()]
        except ValidationError as error:
            raise self.damaged(folder, error) from error
        steps = tuple(line for line in lines if isinstance(line, StepRecord))
        fitting = all(step.number < len(vector.steps) and step.do is vector.steps[step.number].do for step in steps)
        if vector.id != vector_id or not fitting:
            raise self.damaged(folder, say("its journal is not that of its vector"))
        closed = any(isinstance(line, Closing) for line in lines)
        return VectorEvidence(vector, steps, closed=closed, folder=folder)

    def recorded(self, repeat: int = 1) -> tuple[str, ...]:
        """
        The ids of the vectors that are closed, sorted.
        """
        above = folder_of("", repeat)
        folders = {name.removeprefix(above).split("/")[0] for name in self.files() if name.startswith(above)}
        return tuple(sorted(each for each in folders if self._is_closed(each, repeat)))

    def _is_closed(self, vector_id: str, repeat: int) -> bool:
        try:
            return self.evidence(vector_id, repeat).closed
        except BundleError:
            return False  # the last line was cut when the run was killed

    def verify(self) -> str:
        """
        Compare every file with the manifest; the bundle's digest. Raises BundleError naming the first that differs.
        """
        if "manifest.json" not in self._names_with_manifest():
            text = "the run that writes {place} did not finish. Go on with it: qrconform run ... --resume {out}"
            raise BundleError(say(text, place=self.place, out=self.place.parent))
        data = self.read("manifest.json")
        try:
            manifest = Manifest.model_validate_json(data)
        except ValidationError as error:
            raise self.damaged("manifest.json", error) from error
        present = list(self.files())
        for name in sorted(set(present) ^ set(manifest.files)):
            missing = name in manifest.files
            raise self.damaged(name, say("it is missing") if missing else say("it is not in the manifest"))
        for name in present:
            if hashlib.sha256(self.read(name)).hexdigest() != manifest.files[name]:
                raise self.damaged(name, say("its SHA-256 is not the recorded one"))
        return hashlib.sha256(data).hexdigest()

    def _names_with_manifest(self) -> set[str]:
        if self._zip is not None:
            return set(self._zip.namelist())
        return {"manifest.json"} if (self.place / "manifest.json").is_file() else set()


def _open_zip(place: Path) -> zipfile.ZipFile:
    try:
        found = zipfile.ZipFile(place)
    except (zipfile.BadZipFile, OSError) as error:
        text = "{place} is no evidence bundle: neither a folder nor a zip file of one ({why})"
        raise BundleError(say(text, place=place, why=error)) from error
    names = found.namelist()
    if len(names) > MAX_FILES or any(name.startswith("/") or ".." in name.split("/") for name in names):
        text = "{place} is no evidence bundle: its file names lead out of it, or are too many"
        raise BundleError(say(text, place=place))
    return found

"""
Read and validate files of vectors, without mercy.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from conformance.exceptions import UsageError
from conformance.model import AnyVector, DisplayVector, ReaderVector, Role
from conformance.strict import strict_json
from conformance.texts import Message, say
from conformance.vectors.files import VectorFile, home
from conformance.vectors.reader_rules import reader_faults
from conformance.vectors.rules import faults_of


def load_vectors(folder: Path | None = None) -> tuple[AnyVector, ...]:
    """
    All vectors of the `*.json` files of a folder (of `home()` when None), sorted by id, every one valid and its
    expectations recomputed. Raises UsageError naming file, vector and fault.
    """
    folder = home() if folder is None else folder
    paths = sorted(path for path in folder.glob("*.json") if not path.name.endswith(".schema.json"))
    if not paths:
        raise UsageError(say("No vectors: {folder} holds no *.json file. Name a folder that does.", folder=folder))
    home_of: dict[str, str] = {}
    found: list[AnyVector] = []
    for path in paths:
        for vector in _load_file(path):
            _refuse_second(vector.id, path.name, home_of)
            found.append(vector)
    return tuple(sorted(found, key=lambda vector: vector.id))


def _refuse_second(identifier: str, file: str, home_of: dict[str, str]) -> None:
    if identifier in home_of:
        raise UsageError(
            say(
                "{file}: the id {id} is used twice, first in {first}. An id belongs to one vector for ever.",
                file=file,
                id=identifier,
                first=home_of[identifier],
            )
        )
    home_of[identifier] = file


def _load_file(path: Path) -> tuple[AnyVector, ...]:
    value, vectors = _parsed(path)
    ids = [vector.id for vector in vectors]
    for vector, raw in zip(vectors, value["vectors"], strict=True):
        place = f"{path.name}: {vector.id}"
        for fault in _faults(vector, place):
            raise UsageError(fault)
        if vector.model_dump(mode="json") != raw:
            raise UsageError(
                say("{place}: a key is left out, or a date is not YYYY-MM-DD. Write all; absent is null.", place=place)
            )
    unsorted = next((two for one, two in pairwise(ids) if two < one), None)
    if unsorted is not None:
        raise UsageError(say("{file}: {id} is out of order. Vectors are sorted by id.", file=path.name, id=unsorted))
    return vectors


def _faults(vector: AnyVector, place: str) -> Iterator[Message]:
    match vector:
        case DisplayVector():
            return faults_of(vector, place)
        case ReaderVector():
            return reader_faults(vector, place)
    return iter(())


def _parsed(path: Path) -> tuple[Any, tuple[AnyVector, ...]]:
    try:
        data = path.read_bytes()
        value = strict_json(data)
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(say("{file} is no readable JSON: {problem}", file=path.name, problem=error)) from error
    try:
        return value, VectorFile.model_validate_json(data).vectors
    except ValidationError as error:
        raise UsageError(
            say(
                "{file}: {place} is wrong: {problem}. The form of the file is in vector.schema.json.",
                file=path.name,
                place=_place(value, _without_role(error.errors()[0]["loc"])),
                problem=error.errors()[0]["msg"],
            )
        ) from error


def _without_role(location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """
    The location of a fault without the role, by which the shape of a vector was chosen: it is no key of the file.
    """
    return tuple(part for place, part in enumerate(location) if place != 2 or part not in tuple(Role))


def _place(value: Any, location: tuple[int | str, ...]) -> str:
    """
    `DSP-004, people[0].paper` for the location of a fault, or the bare path where the vector has no id.
    """
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    try:
        identifier = value["vectors"][location[1]]["id"]
    except (KeyError, IndexError, TypeError):
        return path or "the whole file"
    return ", ".join(filter(None, (str(identifier), path.split("]", 1)[1].lstrip("."))))

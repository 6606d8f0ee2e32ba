"""
The golden vectors: read, validated, selected - and generated.

The files stand in `test_vectors/` and are a product of their own: nothing in here is needed to use them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from hashlib import sha256
from typing import TypeVar

from conformance.exceptions import UsageError
from conformance.model import AnyVector, ReaderVector, Role, Vector
from conformance.strict import canonical_json
from conformance.texts import say
from conformance.vectors.files import home, render, schema
from conformance.vectors.loading import load_vectors
from conformance.vectors.pictures import refuse_changed_pictures
from conformance.vectors.platform import generate_platform
from conformance.vectors.reader import generate_reader
from conformance.vectors.situations import SEED, generate

__all__ = [
    "generate",
    "home",
    "load_vectors",
    "made",
    "render",
    "schema",
    "select",
    "vectors_digest",
    "vectors_for",
    "without_hashes",
]

Chosen = TypeVar("Chosen", bound=Vector)
GENERATORS: Mapping[Role, Callable[[int], tuple[AnyVector, ...]]] = {
    Role.DISPLAY: generate,
    Role.READER: generate_reader,
    Role.PLATFORM: generate_platform,
}


def made(seed: int, roles: Collection[Role]) -> tuple[AnyVector, ...]:
    """
    The vectors that the suite makes from a seed for a candidate that plays `roles`, sorted by id. Pure.
    """
    found = (vector for role, make in GENERATORS.items() if role in roles for vector in make(seed))
    return tuple(sorted(found, key=lambda vector: vector.id))


def without_hashes(vector: AnyVector) -> AnyVector:
    """
    The vector as it is made: the hashes of drawn pictures are no part of it, since a drawing differs between machines.
    """
    if not isinstance(vector, ReaderVector):
        return vector
    steps = tuple(step.model_copy(update={"sha256": None}) for step in vector.steps)
    return vector.model_copy(update={"steps": steps})


def vectors_for(seed: int, roles: Collection[Role]) -> tuple[AnyVector, ...]:
    """
    The vectors to be driven: the published files for the published seed, made anew for any other. Raises UsageError.
    """
    if seed != SEED:
        return made(seed, roles)
    found = tuple(vector for vector in load_vectors() if vector.role in roles)
    refuse_changed_pictures(found)
    return found


def select(vectors: Sequence[Chosen], glob: str | None) -> tuple[Chosen, ...]:
    """
    The vectors whose id or one of whose tags matches one of the globs, which are separated by commas; all when None.

    A glob that matches nothing is an error of its own, so that a typing mistake never makes a run smaller in silence.
    Raises UsageError.
    """
    if glob is None:
        return tuple(vectors)
    globs = [part.strip() for part in glob.split(",")]
    for part in globs:
        if not any(_matches(vector, part) for vector in vectors):
            raise _nothing(vectors, part)
    return tuple(vector for vector in vectors if any(_matches(vector, part) for part in globs))


def _matches(vector: Vector, glob: str) -> bool:
    return any(fnmatchcase(word, glob) for word in (vector.id, *vector.tags))


def _nothing(vectors: Sequence[Vector], glob: str) -> UsageError:
    words = sorted({word for vector in vectors for word in (vector.id, *vector.tags)})
    lower = {word.lower(): word for word in words}
    near = [lower[word] for word in get_close_matches(glob.lower(), lower, n=5, cutoff=0.5)]
    return UsageError(
        say(
            "No vector has an id or a tag like {glob}. Near: {near}. List all with: qrconform list vectors",
            glob=glob or "''",
            near=", ".join(near or words[:5]) or "-",
        )
    )


def vectors_digest(vectors: Sequence[Vector]) -> str:
    """
    SHA-256 over the canonical JSON of the vectors, as 64 hexadecimal digits.
    """
    return sha256(canonical_json([vector.model_dump(mode="json") for vector in vectors])).hexdigest()

"""
The golden vectors: read, validated, selected - and generated.

The files stand in `test_vectors/` and are a product of their own: nothing in here is needed to use them.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from hashlib import sha256

from conformance.exceptions import UsageError
from conformance.model import Vector
from conformance.strict import canonical_json
from conformance.texts import say
from conformance.vectors.files import home, render, schema
from conformance.vectors.loading import load_vectors
from conformance.vectors.situations import generate

__all__ = ["generate", "home", "load_vectors", "render", "schema", "select", "vectors_digest"]


def select(vectors: Sequence[Vector], glob: str | None) -> tuple[Vector, ...]:
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

"""
Selecting vectors by globs on ids and tags, and the digest over them.
"""

from __future__ import annotations

import re

import pytest

from conformance.exceptions import UsageError
from conformance.vectors import generate, select, vectors_digest

VECTORS = generate()


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("DSP-001", ["DSP-001"]),
        ("DSP-00[12]", ["DSP-001", "DSP-002"]),
        ("born-1900,DSP-001", ["DSP-001", "DSP-033"]),
        (" edit , DSP-001 ", ["DSP-001", "DSP-062", "DSP-063", "DSP-064"]),
        ("DSP-001,DSP-001", ["DSP-001"]),
        ("name-ap*", ["DSP-035", "DSP-036", "DSP-037"]),
    ],
)
def test_globs_on_ids_and_tags(glob: str, expected: list[str]) -> None:
    """
    Several globs are joined; the order of the vectors stays.
    """
    assert expected == [vector.id for vector in select(VECTORS, glob)]


@pytest.mark.parametrize("glob", [None, "*", "display"])
def test_all_vectors(glob: str | None) -> None:
    """
    No glob, the widest glob, and the tag that all have.
    """
    assert VECTORS == select(VECTORS, glob)


@pytest.mark.parametrize(
    ("glob", "wrong", "near"),
    [
        ("dsp-001", "dsp-001", "DSP-001"),
        ("DSP-999", "DSP-999", "DSP-0"),
        ("passport", "passport", "passport-vn"),
        ("DSP-001,togle-back", "togle-back", "toggle-back"),
        ("DSP-001,", "''", "DSP-001"),
        ("", "''", "DSP-001"),
    ],
)
def test_a_glob_that_selects_nothing_is_an_error(glob: str, wrong: str, near: str) -> None:
    """
    Also beside one that selects something: a typing mistake must not make the run smaller.
    """
    with pytest.raises(UsageError, match=f"No vector has an id or a tag like {re.escape(wrong)}") as caught:
        select(VECTORS, glob)

    assert near in caught.value.message.values["near"]


def test_the_digest_tells_vectors_apart() -> None:
    """
    64 hexadecimal digits; the same for the same vectors, another for fewer, others or another order.
    """
    digests = [vectors_digest(v) for v in (VECTORS, generate(), VECTORS[1:], VECTORS[::-1], generate(2))]

    assert digests[0] == digests[1]
    assert 4 == len(set(digests))
    assert re.fullmatch("[0-9a-f]{64}", digests[0])

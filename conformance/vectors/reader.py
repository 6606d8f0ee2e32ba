"""
The situations that a reader is put in.
"""

from __future__ import annotations

from conformance.model import ReaderVector


def generate_reader(seed: int) -> tuple[ReaderVector, ...]:
    """
    All vectors of the role reader. Pure: the same seed gives the same vectors on every machine and at every time.
    """
    return ()

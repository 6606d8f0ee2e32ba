"""
The situations that a platform is put in.
"""

from __future__ import annotations

from conformance.model import PlatformVector


def generate_platform(seed: int) -> tuple[PlatformVector, ...]:
    """
    All vectors of the role platform. Pure: the same seed gives the same vectors on every machine and at every time.
    """
    return ()

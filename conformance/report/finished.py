"""
What a writer is given.
"""

from __future__ import annotations

from dataclasses import dataclass

from conformance.evidence import Bundle
from conformance.result import Report


@dataclass(frozen=True)
class Finished:
    """
    A finished report and the evidence that it rests on; the pictures are read from the bundle.
    """

    report: Report
    bundle: Bundle

"""
A document as a candidate sends it, looked at no further than its first bytes: nothing here opens a PDF.
"""

from __future__ import annotations

from conformance.candidates.faults import FaultKind
from conformance.exceptions import CandidateFault
from conformance.texts import say

_SIGNATURE = b"%PDF-"  # ISO 32000-1, 7.5.2
_WITHIN = 1024  # bytes in which it begins: what readers of PDF allow in front of it


def pdf(data: bytes, source: str) -> bytes:
    """
    The bytes, when they begin as a PDF file. Raises CandidateFault, whose message names `source`.
    """
    if _SIGNATURE not in data[:_WITHIN]:
        text = say(
            "{source}: the document is no PDF file (it begins with {start}). Send the file that the user would print.",
            source=source,
            start=data[:8].hex(" ") or "-",
        )
        raise CandidateFault(FaultKind.WRONG_SHAPE, text)
    return data

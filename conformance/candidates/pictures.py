"""
A screenshot as a candidate sends it, looked at no further than its first 24 bytes: nothing here decodes a picture.
"""

from __future__ import annotations

import struct

from conformance.candidates.faults import FaultKind
from conformance.exceptions import CandidateFault
from conformance.texts import say

# Our choice: four screens of 1440 x 3200 px. A file of 121 KB can hold 32000 x 32000 px and cost gigabytes to decode.
MAX_PIXELS = 20_000_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"  # ISO/IEC 15948 5.2
_HEADER = b"\x00\x00\x00\x0dIHDR"  # 11.2.2: the first chunk, 13 bytes long


def png(data: bytes, source: str) -> bytes:
    """
    The bytes, when they begin as a PNG file within the pixel cap. Raises CandidateFault, whose message names `source`.
    """
    width, height = _size(data)
    if not width or not height:
        text = say(
            "{source}: the screenshot is no PNG file (it begins with {start}). "
            "Send the PNG that the system's screenshot gives.",
            source=source,
            start=data[:8].hex(" ") or "-",
        )
        raise CandidateFault(FaultKind.NOT_PNG, text)
    if width * height > MAX_PIXELS:
        text = say(
            "{source}: the screenshot has {width} x {height} px, more than {limit} px in all. "
            "Send the screen as it is shown.",
            source=source,
            width=width,
            height=height,
            limit=MAX_PIXELS,
        )
        raise CandidateFault(FaultKind.PICTURE_TOO_LARGE, text)
    return data


def _size(data: bytes) -> tuple[int, int]:
    """
    Width and height in px by the header; zeros where there is none.
    """
    if len(data) < 24 or data[:8] != _SIGNATURE or data[8:16] != _HEADER:
        return 0, 0
    width, height = struct.unpack(">II", data[16:24])
    return width, height

"""
The headers of PNG and JPEG files, read without decoding a pixel.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

PNG_START = b"\x89PNG\r\n\x1a\n"  # PNG specification (third edition), section 5.2
JPEG_START = b"\xff\xd8\xff"  # ITU-T T.81, annex B: SOI, and the first byte of the next marker

GREY = 0  # PNG specification, section 11.2.1: colour type of grey without alpha
BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})  # T.81 table B.1: TEM, RST0..7 and SOI have no length
FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # T.81 table B.1: SOF0..15 without DHT, JPG, DAC
SCAN_OR_END = frozenset({0xD9, 0xDA})  # T.81 table B.1: EOI, SOS; a size that comes later is of no use


@dataclass(frozen=True)
class Header:
    """
    What a picture file says of itself: size in px, whether it moves, and the grey level (of the file's own bit depth)
    that a grey PNG declares transparent, scaled to 8 bit or left at 16; None where there is none.
    """

    kind: str
    width: int
    height: int
    animated: bool = False
    transparent_grey: int | None = None


def read_header(data: bytes) -> Header | None:
    """
    The header of a PNG or JPEG file, None for anything else. Raises ValueError when the header is damaged.
    """
    if data.startswith(PNG_START):
        return _png(data)
    return _jpeg(data) if data.startswith(JPEG_START) else None


def _png(data: bytes) -> Header:
    try:
        length, name, width, height, depth, colour = struct.unpack_from(">I4sIIBB", data, len(PNG_START))
        if (length, name) != (13, b"IHDR"):
            raise ValueError("the first chunk is not IHDR")
        chunks = _chunks_before_pixels(data)
    except struct.error:
        raise ValueError("the file ends inside its header") from None
    trns = chunks.get(b"tRNS", b"")
    level = None
    if colour == GREY and len(trns) == 2:  # OpenCV ignores tRNS of grey pictures; section 11.3.1.1
        level = int.from_bytes(trns) * (255 // (2**depth - 1) if depth < 8 else 1)
    return Header("PNG", width, height, b"acTL" in chunks, level)


def _chunks_before_pixels(data: bytes) -> dict[bytes, bytes]:
    chunks: dict[bytes, bytes] = {}
    place = len(PNG_START)
    while True:
        length, name = struct.unpack_from(">I4s", data, place)
        if name == b"IDAT":
            return chunks
        chunks[name] = data[place + 8 : place + 8 + min(length, 2)]
        place += 12 + length


def _jpeg(data: bytes) -> Header:
    place = 2
    while place + 9 <= len(data):
        if data[place] != 0xFF:
            raise ValueError("no marker where one must be")
        marker = data[place + 1]
        if marker in FRAME_MARKERS:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return Header("JPEG", width, height)
        if marker in SCAN_OR_END:
            raise ValueError("the picture starts without a size")
        if marker == 0xFF:  # T.81 B.1.1.2: any number of fill bytes
            place += 1
        elif marker in BARE_MARKERS:
            place += 2
        else:
            place += 2 + int.from_bytes(data[place + 2 : place + 4])
    raise ValueError("the file ends inside its header")

"""
The headers of PNG and JPEG files, read without decoding a pixel.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

PNG_START = b"\x89PNG\r\n\x1a\n"  # PNG specification (third edition), section 5.2
JPEG_START = b"\xff\xd8\xff"  # ITU-T T.81, annex B: SOI, and the first byte of the next marker
JPEG_END = b"\xff\xd9"  # EOI; in compressed data 0xFF is always followed by 0 or RST
MOST_PARTS = 10_000  # chunks or segments before the pixels; real files have less than 300, even with 16 MB of metadata

GREY = 0  # PNG specification, section 11.2.1: colour type of grey without alpha
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # T.81 table B.1: SOF0..15 without DHT, JPG, DAC
SIZELESS = frozenset({0x00, 0x01, *range(0xD0, 0xDB)})  # T.81 table B.1: RST, SOI, EOI, SOS, TEM: no frame came before


@dataclass(frozen=True)
class Header:
    """
    What a picture file says of itself: its size in px, whether it moves, and the grey level that a grey PNG declares
    transparent (0 to 255, or to 65535 in a picture of 16 bit; None where there is none).
    """

    width: int
    height: int
    animated: bool = False
    transparent_grey: int | None = None


def read_header(data: bytes) -> Header | None:
    """
    The header of a PNG or JPEG file, None for anything else. Raises ValueError when it is damaged or cut short.
    """
    try:
        if data.startswith(PNG_START):
            return _png(data)
        return _jpeg(data) if data.startswith(JPEG_START) else None
    except struct.error:
        raise ValueError("the file ends inside its header") from None


def _png(data: bytes) -> Header:
    length, name, width, height, depth, colour = struct.unpack_from(">I4sIIBB", data, len(PNG_START))
    if (length, name) != (13, b"IHDR"):
        raise ValueError("the first chunk is not IHDR")
    chunks = _chunks_before_pixels(data)
    trns = chunks.get(b"tRNS", b"")
    level = None
    if colour == GREY and len(trns) == 2:  # section 11.3.1.1; OpenCV ignores tRNS of grey pictures
        level = int.from_bytes(trns) * (255 // (2**depth - 1) if 0 < depth < 8 else 1)
    return Header(width, height, b"acTL" in chunks, level)


def _chunks_before_pixels(data: bytes) -> dict[bytes, bytes]:
    chunks: dict[bytes, bytes] = {}
    place = len(PNG_START)
    for _ in range(MOST_PARTS):
        length, name = struct.unpack_from(">I4s", data, place)
        if name == b"IDAT":
            return chunks
        chunks[name] = data[place + 8 : place + 8 + min(length, 2)]
        place += 12 + length
    raise ValueError("too many chunks before the pixels")


def _jpeg(data: bytes) -> Header:
    place = 2
    for _ in range(MOST_PARTS):
        start, marker, length = struct.unpack_from(">BBH", data, place)
        if start != 0xFF or marker in SIZELESS:
            raise ValueError("no segment where one must be")
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            if data.find(JPEG_END, place) < 0:  # OpenCV 4 fills what is missing with grey
                raise ValueError("the file ends before its picture")
            return Header(width, height)
        place += 1 if marker == 0xFF else 2 + length  # T.81 B.1.1.2: a marker may have fill bytes before it
    raise ValueError("too many segments before the pixels")

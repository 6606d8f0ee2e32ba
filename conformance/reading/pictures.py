"""
Picture files of unknown origin, decoded once into grey pixels that are the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conformance.exceptions import PictureError
from conformance.reading.opencv import MAX_PIXELS, cv2
from conformance.reading.picture_files import Header, read_header
from conformance.texts import Message, say

Grey = NDArray[np.uint8]

MAX_BYTES = 16 * 1024 * 1024  # a screenshot of 1080 x 2400 has 0.1 to 3 MB
MAX_SIDE = 20_000  # px; as in the candidate contract, and far below where readers count in 16 bit

# ITU-R BT.601 luma in 1/256 steps: 0.299, 0.587, 0.114. Ours and not OpenCV's, whose result depends on the processor.
WEIGHTS_BGR = (29, 150, 77)


@dataclass(frozen=True)
class Picture:
    """
    A decoded picture. `grey` is contiguous, height x width, 0 black to 255 white; `transparent` tells that some pixel
    was not opaque and was laid on white; `load_ms` is what decoding took.

    `bgr` has the same pixels in colour, height x width x 3, blue first; None where the file has none.
    """

    name: str
    grey: Grey
    width: int
    height: int
    transparent: bool
    load_ms: float
    bgr: NDArray[np.uint8] | None = None


def load(data: bytes, name: str, max_pixels: int = MAX_PIXELS, max_bytes: int = MAX_BYTES) -> Picture:
    """
    The picture in a PNG or JPEG file; its size is read from the header and limited before a pixel is decoded.

    Promises: colour is weighted by BT.601; of 16 bit the high byte counts; what is not opaque lies on white; the
    orientation tag, colour profile and gamma are ignored, so pixels stand where the file has them. Raises PictureError.
    """
    start = perf_counter()
    header = _header(data, name, max_bytes)
    _refuse_size(header, name, max_pixels)
    pixels = _decode(data)
    if pixels is None or pixels.shape[:2] != (header.height, header.width):
        raise _damaged(name)
    flat, alpha = _grey_and_alpha(pixels, header.transparent_grey)
    grey, transparent = _on_white(flat, alpha)
    bgr = _colour(pixels, alpha) if pixels.ndim == 3 else None
    return Picture(name, grey, header.width, header.height, transparent, (perf_counter() - start) * 1000, bgr)


def _header(data: bytes, name: str, max_bytes: int) -> Header:
    if not data:
        raise PictureError(say("{name}: an empty file. Expected a PNG or JPEG picture", name=name))
    if len(data) > max_bytes:
        raise PictureError(
            say(
                "{name}: {size} bytes, more than the {limit} that are looked at. Send the screenshot alone, as PNG",
                name=name,
                size=len(data),
                limit=max_bytes,
            )
        )
    try:
        header = read_header(data)
    except ValueError:
        raise _damaged(name) from None
    if header is None:
        raise PictureError(_neither(data, name))
    return header


def _damaged(name: str) -> PictureError:
    return PictureError(
        say(
            "{name}: the picture is damaged or cut short and cannot be decoded. Expected a whole PNG or JPEG file; "
            "take the screenshot again",
            name=name,
        )
    )


def _neither(data: bytes, name: str) -> Message:
    return say(
        "{name}: neither PNG nor JPEG, it starts with the bytes {start}. Save the screenshot as PNG",
        name=name,
        start=data[:8].hex(" "),
    )


def _refuse_size(header: Header, name: str, max_pixels: int) -> None:
    if header.animated:
        raise PictureError(say("{name}: an animated PNG. Expected a still picture of one moment", name=name))
    too_many = header.width * header.height > max_pixels or max(header.width, header.height) > MAX_SIDE
    if too_many or min(header.width, header.height) < 1:
        raise PictureError(
            say(
                "{name}: {width} x {height} pixels. Expected 1 to {side} a side and at most {limit} in all: the "
                "screenshot in the pixels of the screen",
                name=name,
                width=header.width,
                height=header.height,
                side=MAX_SIDE,
                limit=max_pixels,
            )
        )


def _decode(data: bytes) -> NDArray[Any] | None:
    """
    The pixels as they stand in the file: grey, BGR or BGRA, 8 or 16 bit. None when OpenCV cannot.
    """
    try:
        return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except (cv2.error, MemoryError):
        return None


def _grey_and_alpha(pixels: NDArray[Any], transparent_grey: int | None) -> tuple[Grey, Grey | None]:
    alpha: Grey | None = None
    if transparent_grey is not None and pixels.ndim == 2:
        alpha = np.where(pixels == transparent_grey, 0, 255).astype(np.uint8)
    if pixels.dtype == np.uint16:
        pixels = pixels >> 8
    if pixels.ndim == 2:
        return np.ascontiguousarray(pixels, np.uint8), alpha
    if pixels.shape[2] == 4:
        alpha = pixels[..., 3].astype(np.uint8)
    return _luma(pixels), alpha


def _luma(pixels: NDArray[Any]) -> Grey:
    total = np.full(pixels.shape[:2], 128, np.uint16)  # one half, to round; the largest sum, 65408, fits in 16 bit
    for channel, weight in enumerate(WEIGHTS_BGR):
        total += np.multiply(pixels[..., channel], weight, dtype=np.uint16)
    total >>= 8
    return total.astype(np.uint8)


def _colour(pixels: NDArray[Any], alpha: Grey | None) -> Grey:
    eight = (pixels >> 8 if pixels.dtype == np.uint16 else pixels)[..., :3].astype(np.uint8, copy=False)
    return _on_white(eight, None if alpha is None else alpha[..., None])[0]


def _on_white(grey: Grey, alpha: Grey | None) -> tuple[Grey, bool]:
    if alpha is None or bool(alpha.min() == 255):
        return grey, False
    cover = alpha.astype(np.uint32)
    return ((grey * cover + 255 * (255 - cover) + 127) // 255).astype(np.uint8), True

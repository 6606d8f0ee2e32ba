"""
OpenCV's WeChatQRCode, without model files: a descendant of an old ZXing, good on poor pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conformance.reading.opencv import cv2
from conformance.reading.readers import Corners, Reader, Reading, is_mirrored, missing

# Phone and tablet screens are below. On a larger picture it may take minutes, and with 1000 px it reads even better:
# 818 instead of 813 of 894 symbols in real pictures.
LONGEST, MOST_PIXELS, SCALED_TO = 2_600, 4_200_000, 1_000


class Wechat:
    """
    The detector of `opencv-contrib-python-headless`. It gives text only: exact bytes where they are UTF-8 without NUL.
    """

    name = "opencv-wechat"
    text_only = True
    patience = 2_000_000  # on a screen without a code it takes 0.4 s, on twice its size 2 s

    def __init__(self, detector: Any) -> None:
        self.version = str(cv2.__version__)
        self._detector = detector

    def read(self, grey: NDArray[np.uint8]) -> list[Reading]:
        """
        All QR codes that it finds; none where one of them is not UTF-8, because then OpenCV gives none of them back,
        and none of empty text, because that may be all it left of bytes that begin with NUL.
        """
        scale = 1.0
        if max(grey.shape) > LONGEST or grey.size > MOST_PIXELS:
            scale = SCALED_TO / max(grey.shape)
            grey = _scaled(grey, scale)
        try:
            texts, places = self._detector.detectAndDecode(grey)
        except (UnicodeDecodeError, cv2.error):
            return []
        return [self._reading(text, _corners(place, scale)) for text, place in zip(texts, places, strict=False) if text]

    def _reading(self, text: str, corners: Corners) -> Reading:
        return Reading(self.name, text.encode(), corners, mirrored=is_mirrored(corners))


def _scaled(grey: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    height, width = (max(1, round(side * scale)) for side in grey.shape)
    return cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _corners(place: Sequence[Sequence[float]], scale: float) -> Corners:
    first, second, third, fourth = ((float(x) / scale, float(y) / scale) for x, y in place)
    return first, second, third, fourth


def open_wechat() -> Reader:
    """
    The reader, or ReaderMissing when the OpenCV that is installed is not the one with the contributed modules.
    """
    if not hasattr(cv2, "wechat_qrcode"):
        raise missing(
            Wechat.name,
            f"cv2 {cv2.__version__}: no wechat_qrcode",
            "pip install --force-reinstall opencv-contrib-python-headless",
        )
    return Wechat(cv2.wechat_qrcode.WeChatQRCode())

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

LONGEST = 2_600  # px; phone screens are below. A larger picture is scaled down: it may take 15 s, and reads no better


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
        scale = min(1.0, LONGEST / max(grey.shape))
        if scale < 1.0:
            size = [max(1, round(side * scale)) for side in grey.shape]
            grey = cv2.resize(grey, (size[1], size[0]), interpolation=cv2.INTER_AREA).astype(np.uint8)
        try:
            texts, places = self._detector.detectAndDecode(grey)
        except (UnicodeDecodeError, cv2.error):
            return []
        return [self._reading(text, _corners(place, scale)) for text, place in zip(texts, places, strict=False) if text]

    def _reading(self, text: str, corners: Corners) -> Reading:
        return Reading(self.name, text.encode(), corners, mirrored=is_mirrored(corners))


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

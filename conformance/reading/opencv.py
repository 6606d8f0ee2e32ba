"""
OpenCV as this suite uses it. The only module that imports `cv2`: everyone else takes it from here.
"""

from __future__ import annotations

import os

MAX_PIXELS = 20_000_000  # a 1080 x 2400 screen has 2.6 million; measured: 32000 x 32000 takes OpenCV 5.7 GB and 14 s

# OpenCV reads this once, when it is imported (default: 2**30 pixels). It is the second fence behind our own.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(MAX_PIXELS))

import cv2  # noqa: E402

cv2.setNumThreads(1)  # the suite runs one process per core; threads on top only fight for it and blur the timings
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # we report a broken picture, once, not on stderr

__all__ = ["MAX_PIXELS", "cv2"]

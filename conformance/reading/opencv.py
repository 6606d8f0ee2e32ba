"""
OpenCV as this suite uses it. The only module that imports `cv2`: everyone else takes it from here.
"""

from __future__ import annotations

import os

MAX_PIXELS = 20_000_000  # a 1080 x 2400 screen has 2.6 million; measured: 32000 x 32000 takes OpenCV 5.7 GB and 14 s

# OpenCV reads these once, when it is imported. The first (its default is 2**30) is the second fence behind our own; the
# second is because a broken picture is reported by us, once, and not on stderr as well.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(MAX_PIXELS))
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")

import cv2  # noqa: E402

cv2.setNumThreads(1)  # the suite runs one process per core; threads on top only fight for it and blur the timings

__all__ = ["MAX_PIXELS", "cv2"]

"""
A picture to look at: the code with its outline, quiet zone and wrong modules, and how light its modules are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from conformance.reading.opencv import cv2
from conformance.reading.pictures import Picture
from conformance.reading.symbol.geometry import Perspective
from conformance.reading.symbol.measuring import Measurement

SIDE = 720  # px of the finished picture
HISTOGRAM = 120  # px of height of the bars
RULE = 2  # px of the line above them
BIN = 8  # grey levels of one bar
AROUND = 8  # modules on each side: more than the six of quiet zone that are looked at
# Blue, green, red; the three can be told apart with any colour vision (Okabe and Ito).
OUTLINE, QUIET, WRONG_DARK, WRONG_LIGHT = (178, 114, 0), (115, 158, 0), (0, 94, 213), (0, 159, 230)
PAPER, GREY_DARK, GREY_LIGHT, MARK = (255, 255, 255), (60, 60, 60), (200, 170, 130), (0, 94, 213)

Canvas = NDArray[np.uint8]


def annotated(picture: Picture, seen: Measurement) -> bytes:
    """
    A PNG: the code, its outline (blue), the quiet zone as measured (green), modules that are dark and should be light
    (vermilion) and light that should be dark (orange); below, a histogram of the modules' grey values.
    """
    crop, grid = _enlarged(picture, seen)
    for row, column in np.argwhere(seen.damage):
        colour = WRONG_DARK if seen.dark[row, column] else WRONG_LIGHT
        cv2.fillConvexPoly(crop, _box(grid, column, row, column + 1, row + 1), colour)
    top, right, bottom, left = (float(side) for side in seen.quiet_zone)
    size = float(seen.size)
    cv2.polylines(crop, [_box(grid, -left, -top, size + right, size + bottom)], True, QUIET, 2, cv2.LINE_AA)
    cv2.polylines(crop, [_box(grid, 0, 0, size, size)], True, OUTLINE, 2, cv2.LINE_AA)
    return bytes(cv2.imencode(".png", np.vstack([crop, histogram(seen)]))[1].tobytes())


def histogram(seen: Measurement) -> Canvas:
    """
    How many modules have which grey value: dark ones to the left in dark bars, light ones in light bars, the threshold
    as a line. Two heaps far apart are a code that is easy to read.
    """
    meant_dark = seen.dark ^ seen.damage
    canvas = np.full((HISTOGRAM + 16, SIDE, 3), PAPER, np.uint8)
    canvas[:RULE] = GREY_DARK  # apart from whatever stands below the code
    bars = [np.bincount(seen.reflectance[kind] // BIN, minlength=256 // BIN) for kind in (meant_dark, ~meant_dark)]
    most, width = max(1, *(int(bar.max()) for bar in bars)), SIDE / (256 // BIN)
    for bar, colour in zip(bars, (GREY_DARK, GREY_LIGHT), strict=True):
        for place, count in enumerate(bar):
            if count:
                height = max(2, int(count) * HISTOGRAM // most)
                corner = (int(place * width), HISTOGRAM + 8 - height)
                cv2.rectangle(canvas, corner, (int((place + 1) * width) - 2, HISTOGRAM + 8), colour, -1)
    threshold = (int(seen.reflectance.max()) + int(seen.reflectance.min())) * SIDE // 512
    cv2.line(canvas, (threshold, 0), (threshold, HISTOGRAM + 8), MARK, 2)
    return canvas


def _enlarged(picture: Picture, seen: Measurement) -> tuple[Canvas, Perspective]:
    """
    The code and its surroundings, as large as the picture to be made, in colour, and the grid in it.
    """
    xs, ys = zip(*seen.corners, strict=True)
    side = max(max(xs) - min(xs), max(ys) - min(ys)) * (1 + 2 * AROUND / seen.size)
    left, top = (max(xs) + min(xs) - side) / 2, (max(ys) + min(ys) - side) / 2
    scale = SIDE / side
    pixels = picture.grey if picture.bgr is None else picture.bgr
    places = np.floor((np.arange(SIDE) + 0.5) / scale)
    rows, columns = (places + top).astype(np.intp), (places + left).astype(np.intp)
    inside = ((rows >= 0) & (rows < picture.height))[:, None] & ((columns >= 0) & (columns < picture.width))[None, :]
    taken = pixels[np.clip(rows, 0, picture.height - 1)[:, None], np.clip(columns, 0, picture.width - 1)[None, :]]
    crop = taken if taken.ndim == 3 else np.repeat(taken[..., None], 3, axis=2)
    crop = np.where(inside[..., None], crop, np.uint8(128))
    size = float(seen.size)
    first, second, third, fourth = (((x - left) * scale, (y - top) * scale) for x, y in seen.corners)
    square = ((0.0, 0.0), (size, 0.0), (size, size), (0.0, size))
    return np.ascontiguousarray(crop), Perspective.through(square, (first, second, third, fourth))


def _box(grid: Perspective, left: float, top: float, right: float, bottom: float) -> NDArray[np.int32]:
    points = (grid.point(x, y) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)))
    return np.array([(round(x), round(y)) for x, y in points], np.int32)

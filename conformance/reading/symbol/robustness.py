"""
What a displayed code withstands: damage, rotation and scaling, each done to the picture, each read again.

Whole numbers only, so that the spoiled picture is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import radians, tan

import numpy as np
from numpy.typing import NDArray

from conformance.reading.opencv import cv2
from conformance.reading.pictures import Picture
from conformance.reading.readers import Reader
from conformance.reading.symbol.geometry import Grey, Perspective
from conformance.reading.symbol.layout import layout
from conformance.reading.symbol.measuring import Measurement
from conformance.reading.symbols import Symbol

ENOUGH = 2  # readers that must still read it: the one that decides and one that confirms
AROUND = 5  # modules on each side: the quiet zone has four
INSET = 0.125  # of a module, on each side: what is painted does not reach over its edge
HALF_PX = 0.5  # from the corner of a pixel to its centre


class Trial(StrEnum):
    """
    What is done to the picture of a code.
    """

    DAMAGE = "damage"
    ROTATION = "rotation"
    SCALING = "scaling"


@dataclass(frozen=True)
class Limits:
    """
    How much: `damage_percent` of the codewords, one patch; degrees clockwise; `scale_percent` of the size, 100/n.
    """

    damage_percent: int
    rotation_degrees: int
    scale_percent: int


@dataclass(frozen=True)
class Scene:
    """
    A code in its picture, measured.
    """

    picture: Picture
    symbol: Symbol
    measurement: Measurement

    @property
    def window(self) -> tuple[slice, slice]:
        """
        Rows and columns of the code and what surrounds it: its quiet zone and a little more.
        """
        xs, ys = zip(*self.measurement.corners, strict=True)
        margin = max(max(xs) - min(xs), max(ys) - min(ys)) * AROUND / self.measurement.size
        return _slice(min(ys) - margin, max(ys) + margin, self.picture.height), _slice(
            min(xs) - margin, max(xs) + margin, self.picture.width
        )


def lost(readers: Iterable[Reader], scene: Scene, limits: Limits, trials: Iterable[Trial]) -> tuple[Trial, ...]:
    """
    The trials after which fewer than two readers read the same bytes, without any rescue.
    """
    return tuple(trial for trial in trials if not _withstood(readers, TRIALS[trial](scene, limits), scene.symbol.data))


def damaged(scene: Scene, limits: Limits) -> Grey:
    """
    The code with every module of one patch turned from dark to light or back: that share of its codewords, which
    follow each other in the symbol, where the fewest are wrong already.
    """
    rows, columns = scene.window
    grey = scene.picture.grey[rows, columns].copy()
    seen = scene.measurement
    places = layout(seen.kind.version).bits
    total = sum(block.total for block in seen.blocks)
    count = max(1, total * limits.damage_percent // 100)
    first = 8 * _soundest(seen.damage[places][: 8 * total], count)
    light, dark = _levels(scene)
    size = float(seen.size)
    grid = Perspective.through(((0.0, 0.0), (size, 0.0), (size, size), (0.0, size)), seen.corners)
    for bit in range(first, first + 8 * count):
        row, column = int(places[0][bit]), int(places[1][bit])
        tone = light if seen.dark[row, column] else dark
        cv2.fillConvexPoly(grey, _outline(grid, row, column, (columns.start, rows.start)), (tone,))
    return grey


def rotated(scene: Scene, limits: Limits) -> Grey:
    """
    The picture turned about the middle of the code, nearest pixels, by the angle whose tangent of the half is the
    nearest fraction with a denominator up to 50.
    """
    half = Fraction(tan(radians(limits.rotation_degrees) / 2)).limit_denominator(50)
    p, q = half.numerator, half.denominator
    cosine, sine, whole = q * q - p * p, 2 * p * q, q * q + p * p
    rows, columns = scene.window
    side = max(rows.stop - rows.start, columns.stop - columns.start) * 5 // 4
    off = 2 * np.arange(side, dtype=np.int64) + 1 - side  # in half px from the middle
    middle_x, middle_y = columns.start + columns.stop, rows.start + rows.stop
    x = (middle_x * whole + cosine * off[None, :] + sine * off[:, None]) // (2 * whole)
    y = (middle_y * whole - sine * off[None, :] + cosine * off[:, None]) // (2 * whole)
    height, width = scene.picture.grey.shape
    return np.ascontiguousarray(scene.picture.grey[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)])


def scaled(scene: Scene, limits: Limits) -> Grey:
    """
    The code in 1/n of its size, each pixel the mean of n x n.
    """
    factor = 100 // limits.scale_percent
    rows, columns = scene.window
    grey = scene.picture.grey[rows, columns]
    height, width = (length // factor for length in grey.shape)
    tiles = grey[: height * factor, : width * factor].reshape(height, factor, width, factor).astype(np.int64)
    return np.ascontiguousarray((tiles.sum(axis=(1, 3)) + factor * factor // 2) // (factor * factor), np.uint8)


TRIALS: Mapping[Trial, Callable[[Scene, Limits], Grey]] = {
    Trial.DAMAGE: damaged,
    Trial.ROTATION: rotated,
    Trial.SCALING: scaled,
}


def _soundest(wrong: NDArray[np.bool_], count: int) -> int:
    """
    The codeword from which on so many have the fewest wrong ones among them; the middle one where several have.
    """
    codewords = wrong.reshape(-1, 8).any(axis=1).astype(np.int64)
    before = np.concatenate(([0], np.cumsum(codewords)))
    among = before[count:] - before[:-count]
    best = np.flatnonzero(among == among.min())
    return int(best[len(best) // 2])


def _withstood(readers: Iterable[Reader], grey: Grey, data: bytes) -> bool:
    count = 0
    for reader in readers:
        count += any(reading.data == data for reading in reader.read(grey))
        if count == ENOUGH:
            return True
    return False


def _levels(scene: Scene) -> tuple[int, int]:
    """
    The grey of the lightest and the darkest pixel in the window: what a module turned round is painted with.
    """
    grey = scene.picture.grey[scene.window]
    light, dark = int(grey.max()), int(grey.min())
    return (dark, light) if scene.measurement.inverted else (light, dark)


def _outline(grid: Perspective, row: int, column: int, origin: tuple[int, int]) -> NDArray[np.int32]:
    low, high = INSET, 1 - INSET
    points = [grid.point(column + x, row + y) for x, y in ((low, low), (high, low), (high, high), (low, high))]
    left, top = origin
    return np.array([(round(x - HALF_PX) - left, round(y - HALF_PX) - top) for x, y in points], np.int32)


def _slice(start: float, end: float, size: int) -> slice:
    first = min(max(0, int(start)), size - 1)
    return slice(first, max(first + 1, min(size, int(end) + 1)))

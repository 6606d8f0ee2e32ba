"""
How far a displayed code can be spoiled before each reader loses it: numbers to look at, never a verdict.

Each degradation has 32 steps, and the last one that a reader still reads is found by bisection. Noise is seeded, so
that the same picture is spoiled in the same way. OpenCV does the spoiling, which may differ by a grey level between
machines: that is why no check uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np

from conformance.reading.opencv import cv2
from conformance.reading.readers import Reader
from conformance.reading.symbol.geometry import Grey
from conformance.reading.symbol.robustness import Scene
from conformance.texts import Message, say

STEPS = 32
SEED = 1405
MOST_PIXELS = 250_000  # of the code's surroundings: a larger picture is halved first, so that all margins take a second
LEAST_MODULE = 6  # px a module below which nothing is halved


class Spoiling(StrEnum):
    """
    What is done to the picture, and in which unit.
    """

    BLUR = "blur"
    SIZE = "size"
    CONTRAST = "contrast"
    NOISE = "noise"
    ROTATION = "rotation"
    TILT = "tilt"
    JPEG = "jpeg"
    COVER = "cover"


@dataclass(frozen=True)
class Subject:
    """
    The surroundings of a code, the side of its modules there, in px, and how many it has on a side.
    """

    grey: Grey
    module: float
    modules: int


@dataclass(frozen=True)
class Recipe:
    """
    A degradation: its amount at step 0, what each step adds, and what makes a picture of it.
    """

    start: float
    slope: float
    spoil: Callable[[Subject, float], Grey]

    def amount(self, step: int) -> float:
        """
        The amount of a step.
        """
        return self.start + self.slope * step


@dataclass(frozen=True)
class Margin:
    """
    One degradation: for each reader the last amount at which it reads the same bytes, None where it never does.

    `end` is the amount of the last step: a reader that has it may bear more.
    """

    spoiling: Spoiling
    start: float
    end: float
    amounts: Mapping[str, float | None]


def margins(readers: Iterable[Reader], scene: Scene) -> tuple[Margin, ...]:
    """
    The margins of a code for each reader, none helped by a rescue.
    """
    subject, kept = _subject(scene), tuple(readers)
    return tuple(_margin(kept, subject, scene.symbol.data, spoiling) for spoiling in Spoiling)


def margin_line(margin: Margin) -> Message:
    """
    One degradation with the amount that each reader bears.
    """
    readers = ", ".join(f"{name} {_shown(value, margin.end)}" for name, value in margin.amounts.items())
    return say("{spoiling}: {readers}", spoiling=NAMES[margin.spoiling], readers=readers)


def _shown(value: float | None, end: float) -> str:
    return "-" if value is None else f"{value:g}" + ("+" if value == end else "")


def _subject(scene: Scene) -> Subject:
    grey, module = scene.picture.grey[scene.window], float(min(scene.measurement.module_px))
    while grey.size > MOST_PIXELS and module >= LEAST_MODULE:
        half = (grey.shape[1] // 2, grey.shape[0] // 2)
        grey, module = np.asarray(cv2.resize(grey, half, interpolation=cv2.INTER_AREA), np.uint8), module / 2
    return Subject(
        np.ascontiguousarray(255 - grey if scene.measurement.inverted else grey), module, scene.measurement.size
    )


def _margin(readers: tuple[Reader, ...], subject: Subject, data: bytes, spoiling: Spoiling) -> Margin:
    recipe = RECIPES[spoiling]

    @cache
    def spoiled(step: int) -> Grey:
        return recipe.spoil(subject, recipe.amount(step))

    def amount(reader: Reader) -> float | None:
        last = _last(lambda step: any(each.data == data for each in reader.read(spoiled(step))))
        return None if last is None else recipe.amount(last)

    found = {reader.name: amount(reader) for reader in readers}
    return Margin(spoiling, recipe.amount(0), recipe.amount(STEPS), found)


def _last(holds: Callable[[int], bool]) -> int | None:
    """
    The last step that holds, as if all before it did; None where the first does not.
    """
    if not holds(0):
        return None
    low, high = 0, STEPS + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


# ------------------------------------------------------------------------------------------------------- degradations


def _blurred(subject: Subject, modules: float) -> Grey:
    sigma = modules * subject.module
    return subject.grey if not sigma else _bytes(cv2.GaussianBlur(subject.grey, (0, 0), sigma))


def _shrunk(subject: Subject, percent: float) -> Grey:
    height, width = (max(1, round(length * percent / 100)) for length in subject.grey.shape)
    return _bytes(cv2.resize(subject.grey, (width, height), interpolation=cv2.INTER_AREA))


def _dimmed(subject: Subject, percent: float) -> Grey:
    return _bytes(np.rint(128 + (subject.grey.astype(np.float64) - 128) * percent / 100))


def _noisy(subject: Subject, deviation: float) -> Grey:
    noise = np.random.default_rng(SEED).normal(0, 1, subject.grey.shape)
    return _bytes(np.clip(np.rint(subject.grey + deviation * noise), 0, 255))


def _turned(subject: Subject, degrees: float) -> Grey:
    height, width = subject.grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return _bytes(cv2.warpAffine(subject.grey, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE))


def _tilted(subject: Subject, percent: float) -> Grey:
    height, width = subject.grey.shape
    inset, low = width * percent / 200, height * percent / 200
    square = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    leaning = np.array([[inset, low], [width - inset, low], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(square, leaning)
    return _bytes(cv2.warpPerspective(subject.grey, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE))


def _pressed(subject: Subject, quality: float) -> Grey:
    file = cv2.imencode(".jpg", subject.grey, (cv2.IMWRITE_JPEG_QUALITY, int(quality)))[1]
    return _bytes(cv2.imdecode(file, cv2.IMREAD_GRAYSCALE))


def _covered(subject: Subject, percent: float) -> Grey:
    """
    A light square in the middle, in percent of the side of the symbol.
    """
    grey = subject.grey.copy()
    height, width = grey.shape
    half = round(subject.module * subject.modules * percent / 200)
    grey[max(0, height // 2 - half) : height // 2 + half, max(0, width // 2 - half) : width // 2 + half] = grey.max()
    return grey


def _bytes(pixels: object) -> Grey:
    return np.ascontiguousarray(pixels, np.uint8)


RECIPES: Mapping[Spoiling, Recipe] = {
    Spoiling.BLUR: Recipe(0, 1 / 16, _blurred),
    Spoiling.SIZE: Recipe(100, -3, _shrunk),
    Spoiling.CONTRAST: Recipe(100, -3, _dimmed),
    Spoiling.NOISE: Recipe(0, 5, _noisy),
    Spoiling.ROTATION: Recipe(0, 1.40625, _turned),
    Spoiling.TILT: Recipe(0, 2, _tilted),
    Spoiling.JPEG: Recipe(100, -3, _pressed),
    Spoiling.COVER: Recipe(0, 2, _covered),
}
NAMES: Mapping[Spoiling, Message] = {
    Spoiling.BLUR: say("blur, sigma in modules, at most"),
    Spoiling.SIZE: say("size, % of the displayed one, at least"),
    Spoiling.CONTRAST: say("contrast, % of the displayed one, at least"),
    Spoiling.NOISE: say("noise, standard deviation in grey levels, at most"),
    Spoiling.ROTATION: say("rotation in degrees, at most"),
    Spoiling.TILT: say("tilt, % that the far side is shorter, at most"),
    Spoiling.JPEG: say("JPEG quality, at least"),
    Spoiling.COVER: say("white square in the middle, % of the side, at most"),
}

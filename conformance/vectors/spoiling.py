"""
What photographs and screens do to a picture of a code, in graded amounts.

Every kind is a function of the picture and of an amount in the unit of that kind. Chance is a digest of the drawing:
the same noise for ever, in any language.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import shake_256

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from conformance.model import Drawing

Grey = NDArray[np.uint8]
MID_GREY = 128
LEVELS = 16  # grey levels between two that are kept: noise of 256 levels makes files three times as large


@dataclass(frozen=True)
class Made:
    """
    A picture in the making, with what its spoiling is measured by.
    """

    grey: Grey
    drawing: Drawing

    @property
    def module_px(self) -> int:
        """
        The size of a module in px before anything was spoiled.
        """
        return self.drawing.module_px


def spoil(drawing: Drawing, grey: Grey) -> Grey:
    """
    The picture with everything done to it that the drawing names, in its order. Raises ValueError for an unknown kind.
    """
    for each in drawing.spoiled:
        if each.kind not in KINDS:
            raise ValueError(f"no spoiling is called {each.kind}; known: {', '.join(KINDS)}")
        grey = KINDS[each.kind](Made(grey, drawing), each.amount)
    return grey


def _blur(made: Made, modules: float) -> Grey:
    """
    Out of focus: a Gaussian of that standard deviation, in modules.
    """
    return _array(_image(made.grey).filter(ImageFilter.GaussianBlur(modules * made.module_px)))


def _noise(made: Made, levels: float) -> Grey:
    """
    A bad sensor: grey noise of that standard deviation, from sums of four bytes.
    """
    height, width = made.grey.shape
    octets = shake_256(made.drawing.data.encode("utf-8")).digest(4 * height * width)
    sums = np.frombuffer(octets, np.uint8).reshape(4, height, width).sum(axis=0, dtype=np.int64)
    normal = (sums - 510) / np.sqrt((256**2 - 1) / 3)  # mean and variance of the sum of four even bytes
    return _clipped(np.round((made.grey + levels * normal) / LEVELS) * LEVELS)


def _jpeg(made: Made, quality: float) -> Grey:
    """
    Sent through a messenger: JPEG of that quality, 100 the best.
    """
    file = io.BytesIO()
    _image(made.grey).save(file, "JPEG", quality=int(quality))
    return _array(Image.open(file))


def _perspective(made: Made, percent: float) -> Grey:
    """
    Held at an angle: the upper edge is shorter by that share than the lower one.
    """
    height, width = made.grey.shape
    inset = width * percent / 200
    return _warped(made.grey, ((inset, inset), (width - inset, inset), (width, height), (0, height)))


def _rotation(made: Made, degrees: float) -> Grey:
    """
    Held askew, against the clock.
    """
    return _array(_image(made.grey).rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255))


def _glare(made: Made, percent: float) -> Grey:
    """
    A lamp that is mirrored by the screen: a white disc with a soft edge, its diameter that share of the picture's side,
    off the middle.
    """
    height, width = made.grey.shape
    y, x = np.mgrid[0:height, 0:width]
    distance = np.hypot(x - 0.58 * width, y - 0.56 * height)
    share = np.clip(1.5 - distance / (width * percent / 200), 0, 1)
    return _clipped(made.grey + (255 - made.grey) * share)


def _contrast(made: Made, percent: float) -> Grey:
    """
    A dim screen: that share of the span between black and white, round the middle grey.
    """
    return _clipped(MID_GREY + (made.grey.astype(np.float64) - MID_GREY) * percent / 100)


def _moire(made: Made, levels: float) -> Grey:
    """
    A camera before the lines of a screen: two waves of that height, of 2.3 and of 31 px.
    """
    height, width = made.grey.shape
    y, x = np.mgrid[0:height, 0:width]
    waves = np.sin(2 * np.pi * (x + 0.2 * y) / 2.3) / 2 + np.sin(2 * np.pi * (y + 0.4 * x) / 31) / 2
    return _clipped(np.round((made.grey * ((255 - levels) / 255) + levels * (waves + 0.5)) / 4) * 4)


def _crop(made: Made, modules: float) -> Grey:
    """
    A picture cut too close: so many modules less on each side.
    """
    cut = round(modules * made.module_px)
    return made.grey[cut : made.grey.shape[0] - cut, cut : made.grey.shape[1] - cut].copy()


def _scale(made: Made, module_px: float) -> Grey:
    """
    Seen from afar: px per module after scaling, each pixel the mean of what it covers.
    """
    side = round(made.grey.shape[0] * module_px / made.module_px)
    return _array(_image(made.grey).resize((side, side), Image.Resampling.BOX))


class Unit(Enum):
    """
    Kind of spoiling -> the limit of PQR-090 in its unit: up to there a reader must still read.
    """

    blur = "blur_modules"
    noise = "noise_levels"
    jpeg = "jpeg_quality"
    perspective = "perspective_percent"
    rotation = "rotation_degrees"
    glare = "glare_percent"
    contrast = "contrast_percent"
    moire = "moire_levels"
    crop = "crop_modules"
    scale = "scale_module_px"


KINDS: Mapping[str, Callable[[Made, float], Grey]] = {
    "blur": _blur,
    "noise": _noise,
    "jpeg": _jpeg,
    "perspective": _perspective,
    "rotation": _rotation,
    "glare": _glare,
    "contrast": _contrast,
    "moire": _moire,
    "crop": _crop,
    "scale": _scale,
}
# Of these a smaller amount is worse; of all others a larger one.
SMALLER_IS_WORSE = frozenset({"jpeg", "contrast", "scale"})


def _warped(grey: Grey, corners: tuple[tuple[float, float], ...]) -> Grey:
    """
    The picture with its corners (from the top left, with the clock) at these places, on white.
    """
    height, width = grey.shape
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    back = np.linalg.solve(np.array(rows, np.float64), np.array(values, np.float64))
    way = tuple(float(each) for each in back)
    turn, soft = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    return _array(_image(grey).transform((width, height), turn, way, soft, fillcolor=255))


def _image(grey: Grey) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(grey))


def _array(image: Image.Image) -> Grey:
    return np.array(image, np.uint8)


def _clipped(values: NDArray[np.float64]) -> Grey:
    return np.clip(np.round(values), 0, 255).astype(np.uint8)

"""
Parameters of lightness: symbol contrast, modulation, reflectance margin; and the contrast that a person sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from conformance.reading.symbol.codewords import Block, Decoded
from conformance.reading.symbol.geometry import nearest
from conformance.reading.symbol.grades import (
    BEST,
    LEAST_CONTRAST,
    LEAST_MODULATION,
    LEAST_UNUSED,
    Name,
    Parameter,
    least,
)
from conformance.reading.symbol.layout import Bits, Layout
from conformance.reading.symbol.locate import Grid
from conformance.reading.symbol.sampling import WHITE, Sums

UNIT = 1_000_000  # the luminance of white
WEIGHTS_BGR = (722, 7152, 2126)  # in 1/10000; WCAG 2.2, relative luminance, after ITU-R BT.709
FLARE = UNIT // 20  # WCAG 2.2, contrast ratio: 0.05 of white is added to both
NINE_OF_TEN = (9, 10)


def symbol_contrast(sums: Sums) -> Parameter:
    """
    The lightest less the darkest module, as a share of white. ISO/IEC 15415:2011, 7.8.3.
    """
    value = Fraction(int(sums.max()) - int(sums.min()), WHITE)
    return Parameter(Name.CONTRAST, value, least(value, LEAST_CONTRAST))


def modulation(sums: Sums, decoded: Decoded, form: Layout) -> Parameter:
    """
    How far the modules are from the threshold. ISO/IEC 15415:2011, 7.8.4: the value is that of the weakest module.
    """
    return _graded(Name.MODULATION, _strengths(sums), decoded, form)


def reflectance_margin(sums: Sums, decoded: Decoded, form: Layout) -> Parameter:
    """
    The same, with nothing for a module on the wrong side of the threshold. ISO/IEC 15415:2011, 7.8.4.
    """
    right = (2 * sums < int(sums.max()) + int(sums.min())) == decoded.dark
    return _graded(Name.MARGIN, _strengths(sums) * right, decoded, form)


def unused(blocks: Sequence[Block], wrong: Sequence[int]) -> Fraction:
    """
    The share of error correction that is left in the worst block, for so many wrong codewords in each.
    """
    shares = (Fraction(max(0, each.spare - 2 * count), each.spare) for each, count in zip(blocks, wrong, strict=True))
    return min(shares)


def _strengths(sums: Sums) -> Sums:
    """
    Twice each module's distance from the middle between lightest and darkest; the contrast itself at the most.
    """
    return np.abs(2 * sums - (int(sums.max()) + int(sums.min())))


def _graded(name: Name, strengths: Sums, decoded: Decoded, form: Layout) -> Parameter:
    """
    The best grade that is no better than the error correction left when all codewords below it count as wrong.
    """
    contrast = max(1, int(strengths.max()))
    weakest = _weakest(strengths, form)

    def left(grade: int) -> Fraction:
        limit = LEAST_MODULATION[BEST - grade]
        below = weakest * limit.denominator < contrast * limit.numerator
        return unused(decoded.blocks, _counted(below, decoded))

    grade = max(min(grade, least(left(grade), LEAST_UNUSED)) for grade in range(1, BEST + 1))
    return Parameter(name, Fraction(int(weakest.min()), contrast), grade)


def _weakest(strengths: Sums, form: Layout) -> Sums:
    """
    The strength of the weakest module of each codeword.
    """
    bits = strengths[form.bits]
    return np.asarray(bits[: len(bits) // 8 * 8].reshape(-1, 8).min(axis=1), np.int64)


def _counted(codewords: NDArray[np.bool_], decoded: Decoded) -> list[int]:
    """
    How many of these codewords each block has.
    """
    return [int(count) for count in np.bincount(decoded.block_of[codewords], minlength=len(decoded.blocks))]


# ---------------------------------------------------------------------------------------------------------- luminance


def contrast_ratio(pixels: NDArray[np.uint8], grid: Grid, dark: Bits, light: Bits) -> Fraction:
    """
    The WCAG contrast ratio between light and dark modules, below 1 where the dark ones are the lighter.

    Of each kind the value that nine of ten modules keep: the luminance that they reach, or that they do not exceed.
    """
    luminance = _luminance(pixels, grid)
    lights, darks = np.sort(luminance[light]), np.sort(luminance[dark])
    share, whole = NINE_OF_TEN
    bright = int(lights[len(lights) * (whole - share) // whole]) if len(lights) else 0
    dim = int(darks[(len(darks) * share - 1) // whole]) if len(darks) else UNIT
    return Fraction(bright + FLARE, dim + FLARE)


def _luminance(pixels: NDArray[np.uint8], grid: Grid) -> Sums:
    """
    The relative luminance in the middle of each module, in millionths of white: which colours a code has is not to
    depend on how smoothly its edges are drawn.
    """
    centres = np.arange(grid.form.size) + 0.5
    taken = _linear()[nearest(pixels, *grid.map.at(centres[None, :], centres[:, None]))]
    return np.asarray(taken if taken.ndim == 2 else taken @ np.array(WEIGHTS_BGR) // sum(WEIGHTS_BGR), np.int64)


@lru_cache(maxsize=1)
def _linear() -> NDArray[np.int64]:
    """
    sRGB to linear light: IEC 61966-2-1. Rounded to whole millionths, far coarser than where two machines could differ.
    """
    values = (value / 255 for value in range(256))
    lights = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values)
    return np.array([round(light * UNIT) for light in lights], np.int64)

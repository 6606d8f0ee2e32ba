"""
From module coordinates to pixels: a perspective through four points, and reading the picture where it leads.

Only + - * / and comparisons of 64-bit floats, one after the other, which IEEE 754 defines to the last bit; no library
of linear algebra, no sums of floats in an order that depends on the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conformance.reading.readers import Point

Floats = NDArray[np.floating[Any]]
Grey = NDArray[np.uint8]
Matrix = tuple[float, float, float, float, float, float, float, float, float]


@dataclass(frozen=True)
class Perspective:
    """
    A projective map of the plane, x to the right and y down.
    """

    rows: Matrix

    @classmethod
    def through(cls, sources: Sequence[Point], targets: Sequence[Point]) -> Perspective:
        """
        The map that takes four points to four others. Raises ZeroDivisionError where three lie on one line.
        """
        return cls(_product(_from_square(targets), _adjugate(_from_square(sources))))

    def at(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """
        Where points lead, element by element.
        """
        a, b, c, d, e, f, g, h, i = self.rows
        scale = g * x + h * y + i
        return (a * x + b * y + c) / scale, (d * x + e * y + f) / scale

    def point(self, x: float, y: float) -> Point:
        """
        Where one point leads.
        """
        a, b, c, d, e, f, g, h, i = self.rows
        scale = g * x + h * y + i
        return (a * x + b * y + c) / scale, (d * x + e * y + f) / scale


def _from_square(points: Sequence[Point]) -> Matrix:
    """
    The map of (0,0), (1,0), (1,1), (0,1) to four points: Heckbert, Fundamentals of Texture Mapping (1989), 2.2.3.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    dx1, dx2, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    area = dx1 * dy2 - dx2 * dy1
    g, h = (sx * dy2 - dx2 * sy) / area, (dx1 * sy - sx * dy1) / area
    return (x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1.0)


def _adjugate(m: Matrix) -> Matrix:
    a, b, c, d, e, f, g, h, i = m
    return (
        *(e * i - f * h, c * h - b * i, b * f - c * e),
        *(f * g - d * i, a * i - c * g, c * d - a * f),
        *(d * h - e * g, b * g - a * h, a * e - b * d),
    )


def _product(m: Matrix, n: Matrix) -> Matrix:
    cells = [m[3 * r] * n[c] + m[3 * r + 1] * n[3 + c] + m[3 * r + 2] * n[6 + c] for r in range(3) for c in range(3)]
    a, b, c, d, e, f, g, h, i = cells
    return (a, b, c, d, e, f, g, h, i)


def nearest(pixels: NDArray[np.uint8], x: Floats, y: Floats) -> NDArray[np.uint8]:
    """
    The pixels that points lie in; outside of the picture, those at its edge.
    """
    height, width = pixels.shape[:2]
    rows = np.clip(np.floor(y), 0, height - 1).astype(np.intp)
    columns = np.clip(np.floor(x), 0, width - 1).astype(np.intp)
    return pixels[rows, columns]


def between(grey: Grey, x: Floats, y: Floats) -> Floats:
    """
    Grey values interpolated between the centres of the four nearest pixels.
    """
    height, width = grey.shape
    x, y = np.clip(x - 0.5, 0, width - 1), np.clip(y - 0.5, 0, height - 1)
    left, top = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
    right, bottom = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    across, down = x - left, y - top
    upper = grey[top, left] * (1 - across) + grey[top, right] * across
    lower = grey[bottom, left] * (1 - across) + grey[bottom, right] * across
    values: Floats = upper * (1 - down) + lower * down
    return values

"""
The symbol as a measured thing: from a picture and where a reader found a symbol to everything that can be said of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from conformance.reading.pictures import Picture
from conformance.reading.readers import Corners
from conformance.reading.symbol import damage, reflectance, shape
from conformance.reading.symbol.codewords import Block, Kind
from conformance.reading.symbol.economy import fewest_bits, tight_version
from conformance.reading.symbol.geometry import Grey
from conformance.reading.symbol.grades import BEST, LEAST_UNUSED, Name, Parameter, least
from conformance.reading.symbol.information import Information
from conformance.reading.symbol.layout import Bits
from conformance.reading.symbol.sampled import Sampled, sample
from conformance.reading.symbol.sampling import TAPS
from conformance.reading.symbol.segments import BrokenSegments, Segment, segments_of
from conformance.reading.symbols import Symbol

SURROUNDINGS = 0.5  # of the symbol's size on each side: more than the six modules of quiet zone that are looked at
LEAST_PPMM, MOST_PPMM = 0.1, 1000.0  # px per mm: a wall of lamps, and far more than any eye sees
ROOM = 4  # px more, for small symbols


@dataclass(frozen=True, eq=False)
class Measurement:
    """
    Everything that is measured of one symbol. Numbers are whole or fractions, so that nothing depends on rounding.

    `segments` is None where the data are no sequence of segments. `corners` in px: the symbol's top left, top right,
    bottom right, bottom left. `reflectance` is the mean grey of each module, as if the code were dark on light;
    `damage` is True for each module that is wrong. `quiet_zone` in modules: above, right, below, left of the symbol.
    `contrast_ratio` of light to dark as WCAG defines it. `fewest_bits` of `used_bits` would hold the content. Sizes in
    mm are None where the density of the screen is not known.
    """

    kind: Kind
    size: int  # modules a side
    inverted: bool
    mirrored: bool
    rescue: str | None
    information: Information
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...] | None
    corners: Corners
    reflectance: Grey
    dark: Bits
    damage: Bits
    parameters: tuple[Parameter, ...]
    module_px: tuple[Fraction, Fraction]
    module_mm: tuple[Fraction, Fraction] | None
    skew: Fraction
    quiet_zone: tuple[Fraction, Fraction, Fraction, Fraction]
    contrast_ratio: Fraction
    covered: Fraction
    tight_version: int
    used_bits: int
    fewest_bits: int

    @property
    def grade(self) -> int:
        """
        The overall grade: the lowest of all, as in ISO/IEC 15415:2011, 5.3. It is no grade of that standard.
        """
        return min(each.grade for each in self.parameters if each.grade is not None)

    @property
    def corrected(self) -> int:
        """
        Corrected codewords in all blocks.
        """
        return sum(block.corrected for block in self.blocks)

    @property
    def ecis(self) -> tuple[int, ...]:
        """
        The numbers of the ECI segments.
        """
        return tuple(each.eci for each in self.segments or () if each.eci is not None)

    def parameter(self, name: Name) -> Parameter | None:
        """
        One parameter, None where it does not apply, as version information below version 7.
        """
        return next((each for each in self.parameters if each.name is name), None)


def measure(picture: Picture, symbol: Symbol, ppmm: float | None = None) -> Measurement:
    """
    The measurement of a symbol that the panel found in this picture; `ppmm` is the density of the screen in px per mm.

    The same picture gives the same numbers on every machine. Raises NotMeasurable.
    """
    box = _surroundings(picture, symbol.corners)
    grey = _dark_on_light(picture.grey[box], symbol.inverted)
    colour = (picture.grey if picture.bgr is None else picture.bgr)[box]
    left, top = box[1].start, box[0].start
    first, second, third, fourth = ((x - left, y - top) for x, y in symbol.corners)
    seen = sample(grey, (first, second, third, fourth), symbol)
    zone = shape.quiet_zone(grey, seen.grid, Fraction(int(seen.sums.max()) + int(seen.sums.min()), 2 * TAPS))
    outline = shape.shape_of(seen.grid)
    segments, used = _segments(seen)
    return Measurement(
        kind=seen.kind,
        size=seen.grid.form.size,
        inverted=symbol.inverted,
        mirrored=symbol.mirrored,
        rescue=symbol.rescue,
        information=seen.information,
        blocks=seen.decoded.blocks,
        segments=segments,
        corners=_moved(shape.outline(seen.grid), left, top),
        reflectance=(seen.sums // TAPS).astype(np.uint8),
        dark=seen.dark,
        damage=seen.damage,
        parameters=tuple(_parameters(grey, seen, outline, zone)),
        module_px=outline.module_px,
        module_mm=_in_mm(outline.module_px, ppmm),
        skew=outline.skew,
        quiet_zone=zone,
        contrast_ratio=_contrast(colour, seen),
        covered=damage.covered(seen.damage),
        tight_version=_tight_version(segments, seen.kind),
        used_bits=used,
        fewest_bits=min(used, fewest_bits(symbol.data, seen.kind.version)),
    )


def _surroundings(picture: Picture, corners: Corners) -> tuple[slice, slice]:
    xs, ys = zip(*corners, strict=True)
    margin = SURROUNDINGS * max(max(xs) - min(xs), max(ys) - min(ys)) + ROOM
    return _range(min(ys) - margin, max(ys) + margin, picture.height), _range(
        min(xs) - margin, max(xs) + margin, picture.width
    )


def _range(start: float, end: float, size: int) -> slice:
    first = min(max(0, int(start)), size - 1)
    return slice(first, max(first + 1, min(size, int(end) + 1)))


def _dark_on_light(grey: Grey, inverted: bool) -> Grey:
    return np.ascontiguousarray(255 - grey if inverted else grey)


def _moved(corners: Corners, left: int, top: int) -> Corners:
    first, second, third, fourth = ((x + left, y + top) for x, y in corners)
    return first, second, third, fourth


def _in_mm(module_px: tuple[Fraction, Fraction], ppmm: float | None) -> tuple[Fraction, Fraction] | None:
    """
    None where no density is known, or one that no screen has.
    """
    if ppmm is None or not LEAST_PPMM <= ppmm <= MOST_PPMM:
        return None
    density = Fraction(ppmm).limit_denominator(1000)
    return module_px[0] / density, module_px[1] / density


def _segments(seen: Sampled) -> tuple[tuple[Segment, ...] | None, int]:
    """
    The segments and the bits that they take; all of the data where they are none.
    """
    try:
        segments = segments_of(seen.decoded.data, seen.kind.version)
    except BrokenSegments:
        return None, 8 * len(seen.decoded.data)
    return segments, sum(each.bits for each in segments)


def _tight_version(segments: tuple[Segment, ...] | None, kind: Kind) -> int:
    return tight_version(segments, kind.version, kind.level) if segments else kind.version


def _contrast(colour: NDArray[np.uint8], seen: Sampled) -> Fraction:
    right = ~seen.damage
    return reflectance.contrast_ratio(colour, seen.grid, seen.decoded.dark & right, ~seen.decoded.dark & right)


def _parameters(grey: Grey, seen: Sampled, outline: shape.Shape, zone: tuple[Fraction, ...]) -> Iterator[Parameter]:
    form, decoded = seen.grid.form, seen.decoded
    timing = shape.timings(grey, seen.grid)
    yield Parameter(Name.DECODE, Fraction(1), BEST)
    yield reflectance.symbol_contrast(seen.sums)
    yield reflectance.modulation(seen.sums, decoded, form)
    yield reflectance.reflectance_margin(seen.sums, decoded, form)
    yield damage.fixed_pattern_damage(seen.damage, form)
    yield outline.axial()
    yield shape.grid_non_uniformity(grey, seen.grid, timing, seen.damage)
    left = reflectance.unused(decoded.blocks, [block.corrected for block in decoded.blocks])
    yield Parameter(Name.UNUSED, left, least(left, LEAST_UNUSED))
    yield from damage.information_grades(seen.information)
    yield shape.quiet_zone_grade(zone)
    yield shape.print_growth(timing)

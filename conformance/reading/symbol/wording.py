"""
A measurement in words, and as plain values for a JSON file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from conformance.reading.symbol.grades import Name, Parameter
from conformance.reading.symbol.measuring import Measurement
from conformance.reading.symbol.robustness import Trial
from conformance.reading.symbol.shape import DEEPEST
from conformance.texts import Message, say

LETTERS = "FDCBA"  # of the grades 0 to 4, as ISO/IEC 15415 names them
PLACES = 3  # decimals of what is shown


def decimal(value: Fraction | int, places: int = PLACES) -> str:
    """
    A fraction with at most so many decimals, towards zero, so that what is shown never reaches a limit that is missed.
    """
    scale: int = 10**places
    whole, rest = divmod(abs(value.numerator) * scale // value.denominator, scale)
    digits = f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")
    return f"-{digits}" if value < 0 and digits != "0" else digits


def trial_name(trial: Trial) -> Message:
    """
    What was done to the picture of a code.
    """
    match trial:
        case Trial.DAMAGE:
            return say("damage to a patch of its modules")
        case Trial.ROTATION:
            return say("rotation")
        case Trial.SCALING:
            return say("scaling down")


NAMES = {
    Name.DECODE: say("decoding"),
    Name.CONTRAST: say("symbol contrast"),
    Name.MODULATION: say("modulation"),
    Name.MARGIN: say("reflectance margin"),
    Name.FIXED_PATTERN: say("fixed pattern damage"),
    Name.AXIAL: say("axial non-uniformity"),
    Name.GRID: say("grid non-uniformity"),
    Name.UNUSED: say("unused error correction"),
    Name.FORMAT: say("wrong bits of the format information"),
    Name.VERSION: say("wrong bits of the version information"),
    Name.QUIET_ZONE: say("quiet zone, narrowest side, in modules"),
    Name.GROWTH: say("growth of dark modules, in modules"),
}


def lines(seen: Measurement) -> Iterator[Message]:
    """
    Everything about one symbol, a line each.
    """
    kind, (width, height) = seen.kind, seen.module_px
    yield say(
        "version {version} ({size} x {size} modules), level {level}, mask {mask}",
        version=kind.version,
        size=seen.size,
        level=kind.level,
        mask=kind.mask,
    )
    yield say(
        "module {width} x {height} px, out of square by {skew} %",
        width=decimal(width),
        height=decimal(height),
        skew=decimal(100 * seen.skew),
    )
    if seen.module_mm is not None:
        across, down = seen.module_mm
        text = "module {width} x {height} mm, symbol {across} x {down} mm"
        yield say(
            text,
            width=decimal(across),
            height=decimal(down),
            across=decimal(across * seen.size),
            down=decimal(down * seen.size),
        )
    top, right, bottom, left = (decimal(side) for side in seen.quiet_zone)
    text = "quiet zone in modules: above {top}, right {right}, below {bottom}, left {left} (looked at: {most})"
    yield say(text, top=top, right=right, bottom=bottom, left=left, most=DEEPEST)
    yield say("contrast of luminance, light to dark: {ratio} to 1", ratio=decimal(seen.contrast_ratio, 2))
    yield _errors(seen)
    yield _content(seen)
    yield from _states(seen)


def _errors(seen: Measurement) -> Message:
    return say(
        "corrected codewords: {corrected} of {total} in {blocks} blocks; wrong modules: {wrong}; covered: {covered} %",
        corrected=seen.corrected,
        total=sum(block.total for block in seen.blocks),
        blocks=len(seen.blocks),
        wrong=int(seen.damage.sum()),
        covered=decimal(100 * seen.covered, 1),
    )


def _content(seen: Measurement) -> Message:
    if seen.segments is None:
        return say("the data are no sequence of segments")
    segments = ", ".join(f"{each.mode} {each.eci if each.eci is not None else each.length}" for each in seen.segments)
    return say(
        "segments: {segments}; {used} bits, {fewest} would do; smallest version that holds them: {version}",
        segments=segments,
        used=seen.used_bits,
        fewest=seen.fewest_bits,
        version=seen.tight_version,
    )


def _states(seen: Measurement) -> Iterator[Message]:
    if seen.inverted:
        yield say("inverted: light modules on dark ground")
    if seen.mirrored:
        yield say("mirrored")
    if seen.rescue is not None:
        yield say("found only with a rescue: {rescue}", rescue=seen.rescue)


def graded(parameter: Parameter) -> Message:
    """
    A parameter with its value and its grade.
    """
    value = "-" if parameter.value is None else decimal(parameter.value)
    text = "{grade}  {name}: {value}"
    grade = "-" if parameter.grade is None else f"{parameter.grade} {LETTERS[parameter.grade]}"
    return say(text, grade=f"{grade:<3}", name=NAMES[parameter.name], value=value)


def overall(seen: Measurement) -> Message:
    """
    The overall grade, and what it is not.
    """
    text = "overall {grade} {letter}: the lowest, fitted to a display after ISO/IEC 15415; no grade of that standard"
    return say(text, grade=seen.grade, letter=LETTERS[seen.grade])


def plain(seen: Measurement) -> dict[str, object]:
    """
    The measurement as values for JSON; fractions as numbers with four decimals.
    """
    return {
        "version": seen.kind.version,
        "level": seen.kind.level,
        "mask": seen.kind.mask,
        "modules": seen.size,
        "inverted": seen.inverted,
        "mirrored": seen.mirrored,
        "rescue": seen.rescue,
        "grade": seen.grade,
        "parameters": {
            each.name.value: {"value": _number(each.value), "grade": each.grade} for each in seen.parameters
        },
        "module_px": _numbers(seen.module_px),
        "module_mm": None if seen.module_mm is None else _numbers(seen.module_mm),
        "out_of_square": _number(seen.skew),
        "quiet_zone": dict(zip(("top", "right", "bottom", "left"), _numbers(seen.quiet_zone), strict=True)),
        "contrast_ratio": _number(seen.contrast_ratio),
        "format_errors": seen.information.format_errors,
        "version_errors": seen.information.version_errors,
        "blocks": [{"corrected": each.corrected, "spare": each.spare, "codewords": each.total} for each in seen.blocks],
        "wrong_modules": int(seen.damage.sum()),
        "covered": _number(seen.covered),
        "segments": None
        if seen.segments is None
        else [{"mode": each.mode, "length": each.length, "bits": each.bits, "eci": each.eci} for each in seen.segments],
        "used_bits": seen.used_bits,
        "fewest_bits": seen.fewest_bits,
        "tight_version": seen.tight_version,
        "corners": [_numbers([Fraction(x), Fraction(y)]) for x, y in seen.corners],
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 4)


def _numbers(values: Sequence[Fraction]) -> list[float]:
    return [round(float(value), 4) for value in values]

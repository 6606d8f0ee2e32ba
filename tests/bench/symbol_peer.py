"""
200 drawn defects, measured by this suite and by a public grader in one run: a table, as Markdown.

    pip install qrcode-ai-scanner   # in an environment of its own: its licence is AGPL; the suite never depends on it
    python tests/bench/symbol_peer.py
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import segno
from numpy.typing import NDArray

from conformance.reading.opencv import cv2
from conformance.reading.pictures import Picture
from conformance.reading.readers import DECIDER, Reader, open_reader
from conformance.reading.symbol import Measurement, Name, NotMeasurable, measure
from conformance.reading.symbols import gather

Grey = NDArray[np.uint8]
TEXT = "******123456|NGUYEN LE KHA HAN|1987-**-**|0|084123456789|<1"
QUIET = 6
LETTERS = "fdcba"
PAIRS = {  # our parameter -> its name there
    Name.CONTRAST: "symbol_contrast",
    Name.MODULATION: "modulation",
    Name.FIXED_PATTERN: "fixed_pattern_damage",
    Name.AXIAL: "axial_nonuniformity",
    Name.UNUSED: "unused_error_correction",
}


def drawn(text: str, px: int, level: str = "m", dark: int = 0, light: int = 255) -> Grey:
    """
    A symbol with its quiet zone.
    """
    code = segno.make(text, error=level, mode="byte", micro=False, boost_error=False)
    bits = np.pad(np.array([list(row) for row in code.matrix], np.uint8), QUIET)
    return np.kron(np.where(bits == 1, dark, light).astype(np.uint8), np.ones((px, px), np.uint8))


def defects() -> Iterator[tuple[str, Grey]]:
    """
    The kind of each defect and its picture; always the same.
    """
    random = np.random.default_rng(15415)
    for number in range(20):
        grey = drawn(TEXT + "0" * (number % 5), 8)
        yield "none", grey
        dark = int(random.integers(0, 110))
        yield "contrast", drawn(TEXT, 8, dark=dark, light=int(random.integers(dark + 40, 256)))
        yield "modules turned round", flipped(grey, random, 2 + 2 * number)
        yield "white block", blocked(grey, 2 + number // 2)
        yield "stretched", resized(grey, 100 + number % 16)
        yield "blur", np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.3 + number * 0.12), np.uint8)
        yield "finder broken", broken(grey, 1 + number % 4)
        yield "modules grown", grown(grey, number % 5 - 2)
        yield "quiet zone narrowed", narrowed(grey, 1 + number % 5)
        yield "JPEG", pressed(drawn(TEXT, 7), 95 - 4 * number)


def flipped(grey: Grey, random: np.random.Generator, count: int) -> Grey:
    changed, size = grey.copy(), len(grey) // 8
    for _ in range(count):
        row, column = random.integers(QUIET + 9, size - QUIET - 9, 2)
        changed[row * 8 : row * 8 + 8, column * 8 : column * 8 + 8] ^= 255
    return changed


def blocked(grey: Grey, modules: int) -> Grey:
    changed, first = grey.copy(), (len(grey) // 16 - modules // 2) * 8
    changed[first : first + 8 * modules, first : first + 8 * modules] = 255
    return changed


def resized(grey: Grey, percent: int) -> Grey:
    size = (len(grey) * percent // 100, len(grey))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def broken(grey: Grey, modules: int) -> Grey:
    changed = grey.copy()
    changed[QUIET * 8 : QUIET * 8 + 8, (QUIET + 6) * 8 - 8 * modules : (QUIET + 6) * 8] = 255
    return changed


def grown(grey: Grey, px: int) -> Grey:
    kernel = np.ones((1 + abs(px), 1 + abs(px)), np.uint8)
    return np.asarray(cv2.erode(grey, kernel) if px > 0 else cv2.dilate(grey, kernel), np.uint8)


def narrowed(grey: Grey, modules: int) -> Grey:
    changed = grey.copy()
    changed[:, : (QUIET - modules) * 8] = 0
    return changed


def pressed(grey: Grey, quality: int) -> Grey:
    return np.asarray(cv2.imdecode(cv2.imencode(".jpg", grey, (cv2.IMWRITE_JPEG_QUALITY, quality))[1], 0), np.uint8)


def ours(reader: Reader, grey: Grey) -> Measurement | None:
    """
    The measurement, None where there is none.
    """
    symbols = gather(reader.read(grey))
    try:
        return measure(Picture("drawn", grey, *grey.shape[::-1], False, 0), symbols[0]) if symbols else None
    except NotMeasurable:
        return None


def theirs(scanner: Any, grey: Grey) -> dict[str, Any] | None:
    """
    The card of the other grader, None where it gives none.
    """
    axes = ["blur", "contrast", "perspective", "rotation", "lighting"]
    report = scanner.scan(cv2.imencode(".png", grey)[1].tobytes(), budget_ms=0, score_skip_axes=axes)
    card: dict[str, Any] | None = (report["score"] or {}).get("iso15415")
    return card


def table(scanner: Any) -> Iterator[str]:
    """
    For each kind of defect and each parameter: cases, equal grades, and where they differ, both.
    """
    reader = open_reader(DECIDER)
    kinds: dict[str, list[tuple[Measurement | None, dict[str, Any] | None]]] = defaultdict(list)
    for kind, grey in defects():
        kinds[kind].append((ours(reader, np.ascontiguousarray(grey)), theirs(scanner, grey)))
    yield "| defect | pictures | measured here / there | " + " | ".join(name.value for name in PAIRS) + " |"
    yield "| --- | --- | --- |" + " --- |" * len(PAIRS)
    for kind, pairs in kinds.items():
        both = [(mine, other) for mine, other in pairs if mine and other]
        counts = f"{sum(mine is not None for mine, _ in pairs)} / {sum(other is not None for _, other in pairs)}"
        yield f"| {kind} | {len(pairs)} | {counts} | " + " | ".join(_cell(name, both) for name in PAIRS) + " |"


def _cell(name: Name, both: list[tuple[Measurement, dict[str, Any]]]) -> str:
    grades, furthest = [], 0.0
    for mine, other in both:
        parameter, card = mine.parameter(name), other[PAIRS[name]]
        assert parameter is not None
        grades.append((parameter.grade, LETTERS.index(card["grade"])))
        value = 1 - float(parameter.value or 0) if name is Name.FIXED_PATTERN else float(parameter.value or 0)
        furthest = max(furthest, abs(value - card["value"]))
    same = sum(one == other for one, other in grades)
    lower, higher = (sum(compare(one, other) for one, other in grades) for compare in (_less, _more))
    return f"{same} same, {lower} lower, {higher} higher; values within {furthest:.2f}" if grades else "-"


def _less(one: int | None, other: int) -> bool:
    return one is not None and one < other


def _more(one: int | None, other: int) -> bool:
    return one is not None and one > other


def main() -> int:
    """
    The table on standard output; exit 1 without the other grader.
    """
    try:
        import qrcode_ai_scanner as scanner
    except ImportError:
        print("qrcode-ai-scanner is not installed here; see the head of this file", file=sys.stderr)
        return 1
    print(*table(scanner), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

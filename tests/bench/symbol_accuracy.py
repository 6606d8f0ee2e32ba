"""
The measurement of symbols against symbols whose truth is known, and what it costs: tables, as Markdown.

    python tests/bench/symbol_accuracy.py [--quick] [FOLDER]

FOLDER holds real pictures (manifest.csv); default: $QRCONFORM_REAL, or ../shared/real beside the checkout.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import segno
from numpy.typing import NDArray
from PIL import Image

from conformance.exceptions import PictureError
from conformance.model import Action
from conformance.reading.opencv import cv2
from conformance.reading.panel import Panel
from conformance.reading.pictures import Picture, load
from conformance.reading.readers import DECIDER, Reader, open_reader
from conformance.reading.symbol import Measurement, Name, NotMeasurable, measure
from conformance.reading.symbol.codewords import capacity_bits, decode
from conformance.reading.symbol.layout import VERSIONS, layout
from conformance.reading.symbol.margins import margins
from conformance.reading.symbol.robustness import Limits, Scene, Trial, lost
from conformance.reading.symbols import gather
from conformance.reference.app import App
from conformance.vectors import load_vectors

Grey = NDArray[np.uint8]
Bits = NDArray[np.bool_]
QUIET = 7  # modules round a drawn symbol
SCALES = (2, 3, 5, 8, 12)  # px a module


@dataclass(frozen=True)
class Case:
    """
    One drawn symbol: what was drawn, and what was measured.
    """

    truth: float
    got: float


def modules(version: int, level: str = "M", mask: int = 0, seed: int = 0) -> Bits:
    """
    A symbol filled with random bytes.
    """
    room = capacity_bits(version, level) // 8 - 3
    data = np.random.default_rng([version, seed]).integers(0, 256, room, np.uint8).tobytes()
    code = segno.make(data, version=version, error=level, mask=mask, mode="byte", micro=False, boost_error=False)
    return np.array([list(row) for row in code.matrix], np.uint8) == 1


def draw(bits: Bits, px: int, quiet: int = QUIET, dark: int = 0, light: int = 255) -> Grey:
    """
    Modules as pixels.
    """
    return np.kron(np.where(np.pad(bits, quiet), dark, light).astype(np.uint8), np.ones((px, px), np.uint8))


class Bench:
    """
    Draws, finds with the deciding reader, and measures.
    """

    def __init__(self) -> None:
        self.reader: Reader = open_reader(DECIDER)

    def seen(self, grey: Grey) -> Measurement | None:
        """
        The measurement of the one symbol in some pixels, None where it is not found or not measured.
        """
        grey = np.ascontiguousarray(grey)
        symbols = gather(self.reader.read(grey))
        picture = Picture("drawn", grey, grey.shape[1], grey.shape[0], transparent=False, load_ms=0)
        try:
            return measure(picture, symbols[0]) if symbols else None
        except NotMeasurable:
            return None


# --------------------------------------------------------------------------------------------------------------- grid


def grid_table(bench: Bench, quick: bool) -> Iterator[str]:
    """
    Every version, level and mask: is the sampled matrix the encoder's?
    """
    yield "| symbols (versions x levels x masks) | px a module | found | identical matrix | same level and mask |"
    yield "| --- | --- | --- | --- | --- |"
    masks = (3,) if quick else range(8)
    drawn = [(modules(v, level, mask), level, mask) for v in VERSIONS for level in "LMQH" for mask in masks]
    for px in SCALES[:2] if quick else SCALES:
        found = same = told = 0
        for bits, level, mask in drawn:
            seen = bench.seen(draw(bits, px))
            found += seen is not None
            same += seen is not None and np.array_equal(bits, seen.dark)
            told += seen is not None and (seen.kind.level, seen.kind.mask) == (level, mask)
        yield f"| 40 x 4 x {len(masks)} = {len(drawn)} | {px} | {found} | {same} | {told} |"


# ----------------------------------------------------------------------------------------------------------- accuracy


def contrasts(bench: Bench) -> Iterator[Case]:
    for dark, light in ((0, 255), (40, 215), (60, 220), (90, 180), (100, 160), (140, 160), (20, 250)):
        for version in (2, 7, 15):
            yield case((light - dark) / 255, bench.seen(draw(modules(version), 5, dark=dark, light=light)), contrast)


def sizes(bench: Bench) -> Iterator[Case]:
    for px in range(2, 13):
        for version in (1, 5, 10, 25):
            yield case(px, bench.seen(draw(modules(version), px)), lambda seen: float(sum(seen.module_px) / 2))


def broken_sizes(bench: Bench) -> Iterator[Case]:
    for percent in (37, 45, 58, 63, 77, 85, 94):
        for version in (1, 5, 10, 25):
            for smoothing in (cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_NEAREST):
                grey = draw(modules(version), 10)
                small = cv2.resize(grey, (len(grey) * percent // 100,) * 2, interpolation=smoothing)
                truth = 10 * len(small) / len(grey)
                yield case(truth, bench.seen(np.asarray(small, np.uint8)), lambda seen: float(sum(seen.module_px) / 2))


def quiet_zones(bench: Bench) -> Iterator[Case]:
    for px in (4, 8):
        for eighths in range(8, 41, 4):
            for version in (2, 6, 14):
                grey = draw(modules(version), px)
                border = (QUIET * px) - eighths * px // 8
                grey[:, :border] = 0
                yield case(eighths / 8, bench.seen(grey), lambda seen: float(seen.quiet_zone[3]))


def stretches(bench: Bench) -> Iterator[Case]:
    for percent in (0, 2, 4, 6, 8, 10, 12, 15):
        for version in (2, 7, 15):
            grey = draw(modules(version), 10)
            wide = cv2.resize(grey, (len(grey) * (100 + percent) // 100, len(grey)), interpolation=cv2.INTER_NEAREST)
            ratio = wide.shape[1] / len(grey)
            yield case(2 * (ratio - 1) / (ratio + 1), bench.seen(np.asarray(wide, np.uint8)), of(Name.AXIAL))


def errors(bench: Bench) -> Iterator[Case]:
    for version, level in ((2, "M"), (5, "L"), (7, "Q"), (15, "M"), (25, "H")):
        bits = modules(version, level)
        most = _room(bits, bench)
        for wrong in sorted({1, most // 4, most // 2, most - 1, most} - {0}):
            yield case(wrong, bench.seen(draw(spoiled(bits, version, bench, wrong), 5)), lambda seen: seen.corrected)


def unused(bench: Bench) -> Iterator[Case]:
    for version, level in ((2, "M"), (5, "L"), (7, "Q"), (15, "M"), (25, "H")):
        bits = modules(version, level)
        seen = bench.seen(draw(bits, 5))
        assert seen is not None
        spare, most = seen.blocks[0].spare, _room(bits, bench)
        for wrong in range(most + 1):
            grey = draw(spoiled(bits, version, bench, wrong), 5)
            yield case(1 - 2 * wrong / spare, bench.seen(grey), of(Name.UNUSED))


def growths(bench: Bench) -> Iterator[Case]:
    for px, change in ((8, -2), (8, -1), (8, 0), (8, 1), (8, 2), (12, -3), (12, 3), (6, 1)):
        for version in (2, 7, 15):
            grey = draw(modules(version), px)
            kernel = np.ones((1 + abs(change), 1 + abs(change)), np.uint8)
            grown = cv2.erode(grey, kernel) if change > 0 else cv2.dilate(grey, kernel)
            yield case(change / px, bench.seen(np.asarray(grown, np.uint8)), of(Name.GROWTH))


def logos(bench: Bench) -> Iterator[Case]:
    for share in (10, 15, 20, 25):
        for version in (7, 15, 25):
            bits = modules(version, "H")
            side = len(bits) * share // 100
            grey = draw(bits, 6)
            first = (QUIET + (len(bits) - side) // 2) * 6
            grey[first : first + side * 6, first : first + side * 6] = 255
            yield case(side * side / bits.size, bench.seen(grey), lambda seen: float(seen.covered))


def of(name: Name) -> Callable[[Measurement], float]:
    def value(seen: Measurement) -> float:
        parameter = seen.parameter(name)
        assert parameter is not None
        return float(parameter.value or 0)

    return value


contrast = of(Name.CONTRAST)


def case(truth: float, seen: Measurement | None, value: Callable[[Measurement], float]) -> Case:
    return Case(truth, float("nan") if seen is None else float(value(seen)))


def _room(bits: Bits, bench: Bench) -> int:
    seen = bench.seen(draw(bits, 5))
    assert seen is not None
    return min(block.spare for block in seen.blocks) // 2


def spoiled(bits: Bits, version: int, bench: Bench, wrong: int) -> Bits:
    """
    The symbol with one wrong module in so many codewords of its first block.
    """
    seen = bench.seen(draw(bits, 5))
    assert seen is not None
    whole = decode(bits, seen.kind)
    assert whole is not None
    changed, (rows, columns) = bits.copy(), layout(version).bits
    for codeword in np.flatnonzero(whole.block_of == 0)[:wrong]:
        changed[rows[8 * codeword + 4], columns[8 * codeword + 4]] ^= True
    return changed


TRUTHS: dict[str, tuple[Callable[[Bench], Iterable[Case]], str]] = {
    "symbol contrast": (contrasts, "of white"),
    "module size, whole px": (sizes, "px"),
    "module size, any pitch, three ways of scaling": (broken_sizes, "px"),
    "quiet zone": (quiet_zones, "modules"),
    "axial non-uniformity": (stretches, ""),
    "corrected codewords": (errors, "codewords"),
    "unused error correction": (unused, ""),
    "print growth": (growths, "modules"),
    "covered by a white square": (logos, "of the symbol"),
}


def accuracy_table(bench: Bench) -> Iterator[str]:
    """
    The largest error of each parameter over its drawn cases.
    """
    yield "| parameter | cases | not measured | largest error | of the value | within 2 % of the value |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, (make, unit) in TRUTHS.items():
        cases = list(make(bench))
        known = [each for each in cases if each.got == each.got]
        off = max(abs(each.got - each.truth) for each in known)
        shares = [abs(each.got - each.truth) / abs(each.truth) for each in known if each.truth]
        close = sum(abs(each.got - each.truth) <= 0.02 * abs(each.truth) + 1e-9 for each in known)
        row = (name, len(cases), len(cases) - len(known), f"{off:.4f} {unit}".strip(), f"{100 * max(shares):.1f} %")
        yield "| " + " | ".join(map(str, row)) + f" | {close} of {len(known)} |"


# ----------------------------------------------------------------------------------------------------------- monotone


def monotone_table(bench: Bench) -> Iterator[str]:
    """
    Values while a degradation grows.
    """
    grey = draw(modules(7), 7)  # not 8: a block of JPEG has 8
    noise = np.random.default_rng(1).normal(0, 1, grey.shape)
    blurred = [cv2.GaussianBlur(grey, (0, 0), sigma) for sigma in (0.5, 1, 1.5, 2, 2.5, 3, 3.5)]
    noisy = [np.clip(grey + sigma * noise, 0, 255) for sigma in (5, 10, 20, 30, 40, 50)]
    pressed = [
        cv2.imdecode(cv2.imencode(".jpg", grey, (cv2.IMWRITE_JPEG_QUALITY, q))[1], 0) for q in (90, 60, 30, 15, 5)
    ]
    tilted = [_tilted(grey, share) for share in (0, 2, 4, 6, 8, 10)]
    rows: dict[str, tuple[Name, Sequence[object]]] = {
        "blur, sigma 0.5 to 3.5 px: modulation": (Name.MODULATION, blurred),
        "noise, sd 5 to 50: modulation": (Name.MODULATION, noisy),
        "JPEG, quality 90 to 5: modulation": (Name.MODULATION, pressed),
        "bent sideways by 0 to 10 % of a module's row: grid non-uniformity": (Name.GRID, tilted),
    }
    yield "| degradation (version 7-M, 7 px a module): parameter | values | monotone |"
    yield "| --- | --- | --- |"
    for title, (name, pictures) in rows.items():
        seen = [bench.seen(np.asarray(each, np.uint8)) for each in pictures]
        values = [round(of(name)(each), 3) for each in seen if each is not None]
        ordered = values in (sorted(values), sorted(values, reverse=True))
        yield f"| {title} | {', '.join(map(str, values))} | {'yes' if ordered else 'no'} |"


def _tilted(grey: Grey, percent: int) -> Grey:
    """
    The picture bent to a bow: columns move by up to so many percent of an eighth of the picture.
    """
    height, width = grey.shape
    rows = np.arange(height)[:, None] / height
    x = (np.arange(width)[None, :] + percent / 100 * width / 8 * np.sin(np.pi * rows)).astype(np.float32)
    y = np.repeat(np.arange(height, dtype=np.float32)[:, None], width, axis=1)
    return np.asarray(cv2.remap(grey, x, y, cv2.INTER_LINEAR, borderValue=(255,)), np.uint8)


# -------------------------------------------------------------------------------------------------------------- speed


def speed_table(rounds: int) -> Iterator[str]:
    """
    Load, panel, measurement and trials of one 1080 x 2400 screenshot, all in the same run.
    """
    app = App(load_vectors()[0].people[0])
    data = b64decode(app.perform(Action.SHOW).png or "")
    panel, limits = Panel.open(), Limits(5, 15, 50)
    names = ("load", "panel", "measurement", "trials of PQR-082", "margins")
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        marks = [perf_counter()]
        picture = load(data, "screen.png")
        marks.append(perf_counter())
        (symbol,) = panel.look(picture).symbols
        marks.append(perf_counter())
        seen = measure(picture, symbol)
        marks.append(perf_counter())
        lost(panel.readers, Scene(picture, symbol, seen), limits, tuple(Trial))
        marks.append(perf_counter())
        margins(panel.readers, Scene(picture, symbol, seen))
        marks.append(perf_counter())
        for name, start, end in zip(times, marks, marks[1:], strict=False):
            times[name].append((end - start) * 1000)
    yield f"| 1080 x 2400 screenshot, version {seen.kind.version}, {rounds} rounds | median ms | slowest ms |"
    yield "| --- | --- | --- |"
    for name, taken in times.items():
        yield f"| {name} | {median(taken):.1f} | {max(taken):.1f} |"
    bench = Bench()
    for version in (10, 25, 40):
        grey = draw(modules(version), 4)
        (found,) = gather(bench.reader.read(grey))
        picture = Picture("drawn", grey, *grey.shape, transparent=False, load_ms=0)
        taken = [_ms(partial(measure, picture, found)) for _ in range(rounds)]
        yield f"| measurement of version {version} alone, 4 px a module | {median(taken):.1f} | {max(taken):.1f} |"


def _ms(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


# --------------------------------------------------------------------------------------------------------------- real


def real_folder(named: str | None) -> Path | None:
    """
    The folder of real pictures, None where it is not on this machine.
    """
    beside = Path(__file__).resolve().parents[3] / "shared" / "real"
    folder = Path(named or os.environ.get("QRCONFORM_REAL", beside))
    return folder if (folder / "manifest.csv").is_file() else None


def real_table(folder: Path) -> Iterator[str]:
    """
    How many of the symbols that the deciding reader reads can be measured, by collection.
    """
    reader = open_reader(DECIDER)
    rows: dict[str, list[float]] = {}
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        names = [row["file"] for row in csv.DictReader(file)]
    for name in names:
        read, whole, clean, ms = rows.setdefault(name.split("/")[0], [0, 0, 0, 0])
        try:
            picture = load(_png(folder / name), name)
        except PictureError:
            continue
        for symbol in gather(reader.read(picture.grey)):
            start = perf_counter()
            try:
                seen = measure(picture, symbol)
                whole, clean = whole + 1, clean + (seen.corrected == 0)
            except NotMeasurable:
                pass
            read, ms = read + 1, max(ms, (perf_counter() - start) * 1000)
        rows[name.split("/")[0]] = [read, whole, clean, ms]
    yield "| collection | symbols read | measured | with no corrected codeword | slowest ms |"
    yield "| --- | --- | --- | --- | --- |"
    for name, (read, whole, clean, ms) in sorted(rows.items()):
        yield f"| {name} | {read:.0f} | {whole:.0f} | {clean:.0f} | {ms:.0f} |"


def _png(path: Path) -> bytes:
    """
    The file's bytes; a WebP picture as PNG, since the suite takes PNG and JPEG only.
    """
    if path.suffix != ".webp":
        return path.read_bytes()
    buffer = io.BytesIO()
    Image.open(path).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def main(arguments: list[str]) -> int:
    """
    All tables on standard output.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--quick", action="store_true", help="one mask, two sizes")
    wanted = parser.parse_args(arguments)
    bench, folder = Bench(), real_folder(wanted.folder)
    tables: dict[str, Callable[[], Iterator[str]]] = {
        "The sampled matrix against the encoder's": lambda: grid_table(bench, wanted.quick),
        "Values against the truth": lambda: accuracy_table(bench),
        "Growing degradations": lambda: monotone_table(bench),
        "Speed": lambda: speed_table(5 if wanted.quick else 30),
    }
    if folder is not None:
        tables["Real pictures"] = lambda: real_table(folder)
    for title, lines in tables.items():
        print(f"### {title}\n", *lines(), "", sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

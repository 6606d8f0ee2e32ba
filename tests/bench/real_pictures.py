"""
What each reader, and the panel, reads of real pictures that nobody here made: a table per collection, as Markdown.

    python tests/bench/real_pictures.py [FOLDER] [--json FILE]

FOLDER holds manifest.csv: file, expected (a JSON list of the texts to be read, `hex:` before raw bytes, `[]` where
there is nothing to read, empty where no text was published). Default: $QRCONFORM_REAL, or ../shared/real beside the
checkout.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from conformance.reading.panel import Panel
from conformance.reading.pictures import Picture, load

Record = dict[str, Any]  # of one picture, as it is written to the JSON file

# Codes of model 1, the forerunner: the panel looks for model 2 only (PQR-080), so that finding nothing is right.
MODEL_1 = ("zxing-cpp-qrcode-2/958a30156d5b43d9.png", "zxing-cpp-qrcode-2/bd61859d693857e4.png")

# Published texts were decoded by somebody; the readers give the bytes.
CHARACTER_SETS = ("utf-8", "shift_jis", "cp932", "gb18030", "latin-1")


def real_folder() -> Path | None:
    """
    The folder of real pictures, or None where it is not on this machine.
    """
    beside = Path(__file__).resolve().parents[3] / "shared" / "real"
    folder = Path(os.environ.get("QRCONFORM_REAL", beside))
    return folder if (folder / "manifest.csv").is_file() else None


def measure(folder: Path) -> list[Record]:
    """
    One record for each picture of the manifest, read in two processes.
    """
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = [(str(folder), row["file"], row["expected"]) for row in csv.DictReader(file)]
    with ProcessPoolExecutor(max_workers=2) as pool:
        return list(pool.map(_record, rows, chunksize=8))


@cache
def _panel() -> Panel:
    return Panel.open()


def _record(row: tuple[str, str, str]) -> Record:
    folder, file, expected = row
    picture = _picture(Path(folder, file))
    look = _panel().look(picture)
    texts = [] if file in MODEL_1 else json.loads(expected or "null")
    return {
        "file": file,
        "expected": texts,
        "ms": {"load": picture.load_ms, **look.reader_ms},
        "symbols": [
            {
                "data": symbol.data.hex(),
                "published": is_published(symbol.data, texts or ()),
                "agreed": symbol.agreed,
                "readings": [
                    {"reader": reading.reader, "data": reading.data.hex(), "rescue": reading.rescue}
                    for reading in symbol.readings
                ],
            }
            for symbol in look.symbols
        ],
    }


def _picture(path: Path) -> Picture:
    data = path.read_bytes()
    if path.suffix == ".webp":  # the suite takes PNG and JPEG only
        buffer = io.BytesIO()
        Image.open(path).save(buffer, "PNG", compress_level=1)
        data = buffer.getvalue()
    return load(data, path.name)


def is_published(data: bytes, expected: Iterable[str]) -> bool:
    """
    Whether the bytes are one of the published texts, in any of the character sets of their time.
    """
    return f"hex:{data.hex()}" in expected or not set(_texts(data)).isdisjoint(expected)


def _texts(data: bytes) -> list[str]:
    texts = []
    for name in CHARACTER_SETS:
        try:
            texts.append(data.decode(name))
        except UnicodeDecodeError:
            continue
    return texts


def is_right(record: Record, data: Sequence[bytes]) -> bool:
    """
    Whether reading `data` in a picture is right: a published text, or any where none is published, or nothing at all.
    """
    expected = record["expected"]
    if expected is None:
        return bool(data)
    return any(is_published(one, expected) for one in data) if expected else not data


def readings_of(record: Record, reader: str, raw_only: bool) -> list[bytes]:
    """
    The bytes that one reader gave for a picture, with its rescues or without.
    """
    readings = (reading for symbol in record["symbols"] for reading in symbol["readings"])
    return [
        bytes.fromhex(reading["data"])
        for reading in readings
        if reading["reader"] == reader and not (raw_only and reading["rescue"])
    ]


def panel_of(record: Record) -> list[bytes]:
    """
    The bytes of all symbols that the panel sees in a picture.
    """
    return [bytes.fromhex(symbol["data"]) for symbol in record["symbols"]]


def table(records: Sequence[Record]) -> str:
    """
    How many pictures of each collection were read rightly, by each reader (raw pass, and with rescues) and the panel.
    """
    readers = [name for name in records[0]["ms"] if name != "load"]
    names = ["pictures", *(f"{reader}{how}" for reader in readers for how in (" raw", "")), "panel"]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        for group in (record["file"].split("/")[0], "**all**"):
            counts[group]["pictures"] += 1
            counts[group]["panel"] += is_right(record, panel_of(record))
            for reader in readers:
                counts[group][f"{reader} raw"] += is_right(record, readings_of(record, reader, raw_only=True))
                counts[group][reader] += is_right(record, readings_of(record, reader, raw_only=False))
    order = sorted(counts, key=lambda group: (group.startswith("**"), group))
    lines = [["collection", *names], ["---", *("---:" for _ in names)]]
    lines += [[group, *(str(counts[group][name]) for name in names)] for group in order]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def times(records: Sequence[Record]) -> str:
    """
    The mean time of one picture, in ms, for loading and for each reader, rescues included.
    """
    total: Counter[str] = Counter()
    for record in records:
        total.update(record["ms"])
    return ", ".join(f"{name} {ms / len(records):.1f} ms" for name, ms in total.items())


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Print the table, and write what was read where that is asked for.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=real_folder())
    parser.add_argument("--json", type=Path, help="write one record for each picture to this file")
    chosen = parser.parse_args(arguments)
    if chosen.folder is None:
        parser.error("the folder of real pictures is not on this machine; name it, or set QRCONFORM_REAL")
    records = measure(chosen.folder)
    if chosen.json:
        chosen.json.write_text(json.dumps(records), encoding="utf-8")
    print(f"{table(records)}\n\nMean of a picture: {times(records)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

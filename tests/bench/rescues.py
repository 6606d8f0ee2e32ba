"""
What each step before and beside the plain reading of a picture is worth, and what it costs: real pictures that nobody
here made are read by the panel with each step switched off in turn, in one process.

    python tests/bench/rescues.py [FOLDER] [--every N]

FOLDER as for real_pictures.py; with --every only each Nth picture is read.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any
from unittest.mock import patch

from conformance.reading import panel as panel_module
from conformance.reading.panel import Panel
from conformance.reading.pictures import Picture
from conformance.reading.zxing import Zxing

sys.path.insert(0, str(Path(__file__).parent))
from real_pictures import _picture, _record, is_right, panel_of, real_folder

READERS = 3
Switch = Callable[[], Any]


def without(*names: str) -> Switch:
    """
    The rescues with those names switched off.
    """
    kept = {name: rescue for name, rescue in panel_module.RESCUES.items() if name not in names}
    return lambda: patch.object(panel_module, "RESCUES", kept)


def dark_only() -> Any:
    """
    Without the pass of zxing-cpp over the negative.
    """
    return patch.object(Zxing, "read", lambda self, grey: self._pass(grey, inverted=False))


# Name of the step -> what switches it off.
STEPS: dict[str, Switch] = {
    "nothing (all steps are on)": without(),
    "x2: enlarging": without("x2"),
    "otsu: black and white": without("otsu"),
    "both rescues": without("x2", "otsu"),
    "three of the four frames round a code": lambda: patch.object(panel_module, "FRAMINGS", panel_module.FRAMINGS[:1]),
    "looking again round a code (frames and rescues there)": lambda: patch.object(panel_module, "MOST_CONFIRMED", 0),
    "the negative, for inverted codes": dark_only,
}


@dataclass
class Count:
    """
    What was read without a step; `ms` is the processor's time of the panel alone.
    """

    right: int = 0
    by_two: int = 0
    by_all: int = 0
    symbols: int = 0
    ms: float = 0.0


@contextmanager
def timed(count: Count) -> Iterator[None]:
    """
    Adds the processor's time of what is done inside.
    """
    begun = process_time()
    yield
    count.ms += (process_time() - begun) * 1000


def counted(rows: Sequence[tuple[dict[str, Any], Picture]], switch: Switch) -> Count:
    """
    All pictures read with one step switched off.
    """
    count, panel = Count(), Panel.open()
    with switch():
        for record, picture in rows:
            with timed(count):
                symbols = panel.look(picture).symbols
            data = [{"data": symbol.data.hex()} for symbol in symbols]
            count.right += is_right(record, panel_of({"symbols": data}))
            count.symbols += len(symbols)
            count.by_two += sum(len(symbol.read_by) >= READERS - 1 for symbol in symbols)
            count.by_all += sum(len(symbol.read_by) >= READERS for symbol in symbols)
    return count


def rows_of(folder: Path, every: int) -> list[tuple[dict[str, Any], Picture]]:
    """
    The pictures of the manifest with what is published of each.
    """
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        chosen = list(csv.DictReader(file))[::every]
    return [
        (_record((str(folder), row["file"], row["expected"])), _picture(Path(folder, row["file"]))) for row in chosen
    ]


def main() -> int:
    """
    Print the table as Markdown.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=real_folder())
    parser.add_argument("--every", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.folder is None:
        parser.error("the folder of real pictures is not on this machine; name it, or set QRCONFORM_REAL")
    rows = rows_of(chosen.folder, chosen.every)
    print("| switched off | pictures read rightly | symbols | by two readers | by all three | mean ms a picture |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, switch in STEPS.items():
        found = counted(rows, switch)
        numbers = (f"{found.right} of {len(rows)}", found.symbols, found.by_two, found.by_all)
        print(f"| {name} | {' | '.join(map(str, numbers))} | {found.ms / len(rows):.1f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""
The panel on real pictures that nobody here made: what it reads, and that it reads nothing wrong.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance.reading.panel import Panel

SCRIPT = Path(__file__).resolve().parents[1] / "bench" / "real_pictures.py"
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "real"

Record = dict[str, Any]


@pytest.fixture(scope="session")
def told(panel: Panel, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Record], dict[str, list[int]]]:
    """
    One pass over all pictures, by the same command that prints the table: the records, and the table by collection.
    """
    folder = Path(os.environ.get("QRCONFORM_REAL", BESIDE))
    if not (folder / "manifest.csv").is_file():
        pytest.skip("the collection of real pictures is not on this machine; QRCONFORM_REAL names its folder")
    file = tmp_path_factory.mktemp("real") / "records.json"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(SCRIPT), str(folder), "--json", str(file)]
    done = subprocess.run(command, capture_output=True, env=env, check=True, text=True)
    print(done.stdout)
    return json.loads(file.read_text("utf-8")), rows_of(done.stdout)


def rows_of(markdown: str) -> dict[str, list[int]]:
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in markdown.splitlines() if "|" in line]
    return {first.strip("*"): [int(cell) for cell in rest] for first, *rest in cells[2:]}


@pytest.fixture
def records(told: tuple[list[Record], dict[str, list[int]]]) -> list[Record]:
    """
    What was read, picture by picture.
    """
    return told[0]


def symbols_of(records: list[Record]) -> list[tuple[str, Record]]:
    return [(record["file"], symbol) for record in records for symbol in record["symbols"]]


def test_as_much_is_read_as_was_measured(told: tuple[list[Record], dict[str, list[int]]]) -> None:
    """
    Of each collection the panel reads at least what the best three readers together read when they were chosen.
    """
    least = {
        "dcc-qa": 210,
        "dgc-json": 134,
        "zxing-cpp-falsepositives-1": 21,
        "zxing-cpp-qrcode-1": 8,
        "zxing-cpp-qrcode-2": 53,
        "zxing-cpp-qrcode-3": 18,
        "zxing-cpp-qrcode-4": 19,
        "zxing-qrcode-1": 20,
        "zxing-qrcode-2": 34,
        "zxing-qrcode-3": 42,
        "zxing-qrcode-4": 41,
        "all": 600,
    }
    table = told[1]

    assert least == {name: min(number, table[name][-1]) for name, number in least.items()}
    assert 615 == table["all"][0]


def test_nothing_is_read_where_there_is_nothing(records: list[Record]) -> None:
    """
    No reader, with no rescue, reads anything in a picture without a code.
    """
    empty = [record for record in records if record["file"].startswith("zxing-cpp-falsepositives-1/")]

    assert 21 == len(empty)
    assert [[]] * 21 == [record["symbols"] for record in empty]


def test_readers_never_contradict_each_other(records: list[Record]) -> None:
    """
    Wherever two readers read the same symbol, they read the same bytes.
    """
    assert [] == [file for file, symbol in symbols_of(records) if not symbol["agreed"]]


def test_no_wrong_text_is_ever_read(records: list[Record]) -> None:
    """
    Every symbol is a published text, or was read alike by two readers that share no code.

    The second covers pictures without a published text, codes inside of codes, and one certificate whose picture holds
    another text than its data file says.
    """
    doubtful = [
        file
        for file, symbol in symbols_of(records)
        if not symbol["published"]
        and not {"zxing-cpp", "zbar"} <= {reading["reader"] for reading in symbol["readings"]}
    ]

    assert [] == doubtful
    assert 570 < len(symbols_of(records))

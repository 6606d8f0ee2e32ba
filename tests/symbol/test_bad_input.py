"""
Pictures that hold no symbol, half a symbol, other symbologies or garbage: a clear answer in bounded time.
"""

from __future__ import annotations

import json
import resource
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pytest
import segno
import zxingcpp
from numpy.typing import NDArray

from conformance.reading.opencv import cv2
from conformance.reading.pictures import Picture
from conformance.reading.symbol import NotMeasurable, measure
from conformance.reading.symbol.annotated import WRONG_DARK, WRONG_LIGHT
from conformance.reading.symbol.layout import layout
from conformance.reading.symbol.margins import Spoiling
from conformance.reading.symbols import Symbol

Grey = NDArray[np.uint8]
Command = Callable[..., Any]
MEMORY_LIMIT_KB = 200_000  # half of what the pixels would take
TIME_LIMIT_S = 30.0  # far more than it takes, far less than a hang, on a busy machine too


@pytest.fixture
def file(tmp_path: Path) -> Callable[[Grey], Path]:
    """
    Pixels as a PNG file.
    """

    def written(grey: Grey) -> Path:
        path = tmp_path / "picture.png"
        path.write_bytes(cv2.imencode(".png", grey)[1].tobytes())
        return path

    return written


def other(name: str) -> Grey:
    """
    A symbol of another symbology, with room round it.
    """
    made = zxingcpp.create_barcode("12345", getattr(zxingcpp.BarcodeFormat, name))
    return np.pad(np.asarray(made.to_image(scale=4)), 16, constant_values=255)


def packed(side: int) -> bytes:
    """
    A whole PNG file, one bit a pixel, all white.
    """
    rows = zlib.compress((b"\0" + b"\xff" * (side // 8)) * side, 9)
    header = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    chunks = [(b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")]
    parts = [
        len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big") for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_every_parameter_is_shown_and_in_json(
    qrconform: Command,
    file: Callable[[Grey], Path],
    modules: Callable[..., Any],
    drawn: Callable[..., Grey],
    tmp_path: Path,
) -> None:
    """
    `qrconform measure` in both languages and as JSON.
    """
    picture = file(drawn(modules(version=7, mask=2)))
    ended = qrconform("measure", picture, "--ppmm", "10", cwd=tmp_path)
    assert (0, "") == (ended.code, ended.err)
    assert "version 7 (45 x 45 modules), level M, mask 2" in ended.out
    assert "overall 4 A" in ended.out
    vietnamese = qrconform("--lang", "vi", "measure", picture, cwd=tmp_path)
    assert "phiên bản 7 (45 x 45 mô-đun), mức M, mặt nạ 2" in vietnamese.out
    (seen,) = json.loads(qrconform("measure", picture, "--json", "--ppmm", "10", cwd=tmp_path).out)
    measurement = seen["symbols"][0]["measurement"]
    assert (7, "M", 2, [0.6, 0.6]) == tuple(measurement[key] for key in ("version", "level", "mask", "module_mm"))
    assert {"value": 1.0, "grade": 4} == measurement["parameters"]["unused_error_correction"]


def test_margins_and_annotated_pictures_are_made_on_demand(
    qrconform: Command,
    file: Callable[[Grey], Path],
    modules: Callable[..., Any],
    drawn: Callable[..., Grey],
    tmp_path: Path,
) -> None:
    """
    `--margins` adds numbers for each reader, `--draw` a PNG for each code, with its one wrong module in colour.
    """
    truth = modules()
    truth[20, 20] ^= True
    picture = file(drawn(truth))
    ended = qrconform("measure", picture, "--json", "--margins", "--draw", tmp_path / "drawn", cwd=tmp_path)
    borne = json.loads(ended.out)[0]["symbols"][0]["margins"]
    assert set(Spoiling) == set(borne)
    assert borne["size"]["zxing-cpp"] < 50
    (path,) = (tmp_path / "drawn").iterdir()
    seen = cv2.imread(str(path))
    assert "picture-1.png" == path.name
    assert {WRONG_DARK, WRONG_LIGHT} & {tuple(map(int, pixel)) for pixel in seen.reshape(-1, 3)}
    assert "JPEG quality" in qrconform("measure", picture, "--margins", cwd=tmp_path).out


@pytest.mark.parametrize("kind", ["blank", "one px", "half", "micro", "rmqr", "aztec", "data matrix"])
def test_a_picture_without_a_whole_code_is_said_to_hold_none(
    kind: str,
    qrconform: Command,
    file: Callable[[Grey], Path],
    modules: Callable[..., Any],
    drawn: Callable[..., Grey],
    tmp_path: Path,
) -> None:
    """
    Exit 1 and one sentence, no error.
    """
    micro = np.array([list(row) for row in segno.make_micro("12345").matrix], np.uint8) == 1
    pictures = {
        "blank": np.full((300, 200), 255, np.uint8),
        "one px": np.zeros((1, 1), np.uint8),
        "half": drawn(modules())[:, :130],
        "micro": drawn(micro),
        "rmqr": other("RMQRCode"),
        "aztec": other("Aztec"),
        "data matrix": other("DataMatrix"),
    }
    ended = qrconform("measure", file(pictures[kind]), cwd=tmp_path)
    assert (1, "") == (ended.code, ended.err)
    assert "no QR code found" in ended.out


@pytest.mark.parametrize("name", ["RMQRCode", "MicroQRCode", "Aztec", "DataMatrix"])
def test_another_symbology_beside_a_code_changes_nothing(
    name: str,
    qrconform: Command,
    file: Callable[[Grey], Path],
    modules: Callable[..., Any],
    drawn: Callable[..., Grey],
    tmp_path: Path,
) -> None:
    """
    The QR code is measured, the other symbol is not taken for one.
    """
    code = drawn(modules(version=7))
    beside = np.full((code.shape[0], 200), 255, np.uint8)
    strange = other(name)
    beside[40 : 40 + strange.shape[0], 20 : 20 + strange.shape[1]] = strange
    (seen,) = json.loads(qrconform("measure", file(np.hstack([code, beside])), "--json", cwd=tmp_path).out)
    assert [(7, 4)] == [(each["measurement"]["version"], each["measurement"]["grade"]) for each in seen["symbols"]]


@pytest.mark.parametrize("side", ["left", "top", "bottom right"])
def test_half_a_code_ends_in_a_clear_answer(
    side: str,
    qrconform: Command,
    file: Callable[[Grey], Path],
    modules: Callable[..., Any],
    drawn: Callable[..., Grey],
    tmp_path: Path,
) -> None:
    """
    A code that is cut by the edge of the picture: none found, in bounded time.
    """
    code = drawn(modules(version=10))
    half = code.shape[0] // 2
    cut = {"left": code[:, half:], "top": code[half:], "bottom right": code[:half, :half]}[side]
    started = perf_counter()
    ended = qrconform("measure", file(cut), cwd=tmp_path)
    assert 1 == ended.code
    assert "no QR code found" in ended.out
    assert perf_counter() - started < TIME_LIMIT_S


def test_a_large_file_of_few_bytes_takes_no_memory(
    qrconform: Command, file: Callable[[Grey], Path], tmp_path: Path
) -> None:
    """
    A real picture of 20,000 x 20,000 px, 50 kB as a file, is refused before its 400 MB are unpacked.
    """
    path = tmp_path / "bomb.png"
    path.write_bytes(packed(20_000))
    assert path.stat().st_size < 500_000
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    started = perf_counter()
    ended = qrconform("measure", path, cwd=tmp_path)
    assert 2 == ended.code
    assert "bomb.png" in ended.err
    assert perf_counter() - started < TIME_LIMIT_S
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before < MEMORY_LIMIT_KB


def test_a_picture_of_too_many_pixels_is_refused(
    qrconform: Command, file: Callable[[Grey], Path], tmp_path: Path
) -> None:
    """
    20,000 x 20,000 px are refused by the header alone.
    """
    header = bytearray(file(np.zeros((8, 8), np.uint8)).read_bytes())
    header[16:24] = (20_000).to_bytes(4, "big") * 2
    path = tmp_path / "large.png"
    path.write_bytes(header)
    started = perf_counter()
    ended = qrconform("measure", path, cwd=tmp_path)
    assert 2 == ended.code
    assert "large.png" in ended.err
    assert perf_counter() - started < TIME_LIMIT_S


def test_twenty_symbols_are_measured_one_by_one(
    qrconform: Command,
    file: Callable[[Grey], Path],
    modules: Callable[..., Any],
    drawn: Callable[..., Grey],
    tmp_path: Path,
) -> None:
    """
    Each has a measurement of its own.
    """
    rows = [np.hstack([drawn(modules(f"code {row} {column}".encode()), 4) for column in range(5)]) for row in range(4)]
    (seen,) = json.loads(qrconform("measure", file(np.vstack(rows)), "--json", cwd=tmp_path).out)
    assert 20 == len(seen["symbols"])
    assert {1} == {each["measurement"]["version"] for each in seen["symbols"]}


def test_a_valid_outline_with_garbage_inside_is_not_measured(
    as_picture: Callable[..., Picture],
    modules: Callable[..., Any],
    drawn: Callable[..., Grey],
    found: Callable[[Grey], Symbol],
) -> None:
    """
    Whatever a reader made of it: codewords that cannot be corrected end in a clear error, soon.
    """
    truth = modules(version=40, level="H")
    symbol = found(drawn(truth, 3))
    garbage, places = truth.copy(), layout(40).bits
    garbage[places] = np.random.default_rng(5).random(len(places[0])) < 0.5
    started = perf_counter()
    with pytest.raises(NotMeasurable, match="cannot be made out"):
        measure(as_picture(drawn(garbage, 3)), symbol)
    assert perf_counter() - started < TIME_LIMIT_S


@pytest.mark.parametrize(
    "corners",
    [
        ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0)),
        ((0.0, 0.0), (100.0, 0.0), (200.0, 0.0), (300.0, 0.0)),
        ((-5000.0, -5000.0), (9000.0, -4000.0), (9000.0, 9000.0), (-5000.0, 9000.0)),
        ((1e6, 1e6), (1e6 + 90, 1e6), (1e6 + 90, 1e6 + 90), (1e6, 1e6 + 90)),
    ],
)
def test_corners_that_are_no_square_are_not_measured(
    corners: Any,
    as_picture: Callable[..., Picture],
    modules: Callable[..., Any],
    drawn: Callable[..., Grey],
    found: Callable[[Grey], Symbol],
) -> None:
    """
    A reader may place corners on one point, on one line, or far outside.
    """
    grey = drawn(modules())
    with pytest.raises(NotMeasurable):
        measure(as_picture(grey), replace(found(grey), corners=corners))


def test_damaged_format_information_is_made_up_for(
    as_picture: Callable[..., Picture],
    modules: Callable[..., Any],
    drawn: Callable[..., Grey],
    found: Callable[[Grey], Symbol],
) -> None:
    """
    One copy whole is enough; with both gone, what the reader says of level and mask is tried.
    """
    truth = modules(version=5, level="Q", mask=6)
    symbol = found(drawn(truth))
    truth[8, :9] ^= True
    seen = measure(as_picture(drawn(truth)), symbol)
    assert (("Q", 6), 0) == ((seen.kind.level, seen.kind.mask), seen.information.format_errors[1])
    truth[8, -8:] ^= True
    truth[-7:, 8] ^= True
    seen = measure(as_picture(drawn(truth)), symbol)
    assert ("Q", 6) == (seen.kind.level, seen.kind.mask)


def test_the_version_is_found_where_no_reader_tells_it(
    as_picture: Callable[..., Picture],
    modules: Callable[..., Any],
    drawn: Callable[..., Grey],
    found: Callable[[Grey], Symbol],
) -> None:
    """
    From the timing patterns, for a symbol that only zbar or WeChat found.
    """
    for version in (1, 6, 13, 29, 40):
        grey = drawn(modules(b"12345", version=version), 4)
        unknown = replace(found(grey), version=None, level=None, mask=None)
        assert version == measure(as_picture(grey), unknown).kind.version

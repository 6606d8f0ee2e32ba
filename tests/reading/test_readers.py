"""
Each reader alone: the bytes it gives, where it sees the symbol, and what it must not read.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Literal
from unicodedata import normalize

import numpy as np
import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from conformance.reading.opencv import cv2
from conformance.reading.panel import Panel
from conformance.reading.readers import READERS, Reader, Reading, is_mirrored
from conformance.reading.reference_symbol import draw

Grey = NDArray[np.uint8]

VOWELS = ("a", "a\u0302", "a\u0306", "e", "e\u0302", "i", "o", "o\u0302", "o\u031b", "u", "u\u031b", "y")
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LOWER = [normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
LETTERS = sorted({letter for plain in (*LOWER, "đ") for letter in (plain, plain.upper()) if not letter.isascii()})
NAME = "Nguyễn Lê Khả Hân".encode()


def one(readings: list[Reading]) -> Reading:
    assert 1 == len(readings)
    return readings[0]


def drawn(code: segno.QRCode) -> Grey:
    return (1 - np.array([list(row) for row in code.matrix_iter(scale=6, border=4)], dtype=np.uint8)) * np.uint8(255)


def test_all_accented_letters_are_here() -> None:
    """
    Vietnamese has 67 accented letters, each in two cases.
    """
    assert 134 == len(LETTERS)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_alone_comes_back_exactly(
    reader: Reader, symbol: Callable[..., Grey], form: Literal["NFC", "NFD"]
) -> None:
    """
    No reader guesses a character set: one accented letter, composed or decomposed, comes back byte by byte.
    """
    expected = [normalize(form, letter).encode() for letter in LETTERS]

    assert expected == [one(reader.read(symbol(data))).data for data in expected]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.binary(min_size=1, max_size=120), st.sampled_from("LMQH"))
def test_random_bytes_come_back_exactly(bytes_reader: Reader, data: bytes, level: str) -> None:
    """
    Whatever the bytes are, a reader that gives bytes gives these.
    """
    assert data == one(bytes_reader.read(draw(data, 4, level=level).grey)).data


@pytest.mark.parametrize(("eci", "encoding"), [(True, "utf-8"), (True, "iso-8859-1"), (False, "iso-8859-1")])
def test_bytes_stay_as_they_are_whatever_character_set_is_declared(
    bytes_reader: Reader, eci: bool, encoding: str
) -> None:
    """
    An ECI, or its absence, changes nothing in the bytes.
    """
    code = segno.make("Hà Lê", encoding=encoding, eci=eci, micro=False, mode="byte")

    assert "Hà Lê".encode(encoding) == one(bytes_reader.read(drawn(code))).data


def test_zxing_tells_version_level_and_mask() -> None:
    """
    The reader that decides also tells how the symbol is made.
    """
    zxing = Panel.open().readers[0]

    for version, level in ((1, "L"), (6, "M"), (14, "Q"), (40, "H")):
        reading = one(zxing.read(draw(b"PQR", 3, version=version, level=level).grey))
        code = segno.make(b"PQR", version=version, error=level, mode="byte", micro=False, boost_error=False)

        assert (version, level, code.mask) == (reading.version, reading.level, reading.mask)


def turned(grey: Grey, quarters: int) -> Grey:
    return np.ascontiguousarray(np.rot90(grey, quarters))


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("mirrored", [False, True])
def test_corners_follow_the_symbol(
    reader: Reader, symbol: Callable[..., Grey], screen: Callable[..., Grey], quarters: int, mirrored: bool
) -> None:
    """
    The first corner is the symbol's own top left, whatever way it is turned or mirrored, within 1.5 modules.
    """
    pixels = symbol(NAME, 6)
    page = turned(screen((200, 300, pixels))[:, :: -1 if mirrored else 1], quarters)
    marks = np.zeros((900, 700), np.uint8)
    side = pixels.shape[0] - 1
    places = [(200 + x, 300 + y) for x, y in ((24, 24), (side - 24, 24), (side - 24, side - 24), (24, side - 24))]
    for number, (x, y) in enumerate(places, 1):
        marks[y, x] = number
    marks = turned(marks[:, :: -1 if mirrored else 1], quarters)
    expected = [tuple(np.argwhere(marks == number)[0][::-1]) for number in (1, 2, 3, 4)]

    reading = one(reader.read(page))

    assert np.allclose(expected, reading.corners, atol=9)
    assert (mirrored, mirrored) == (reading.mirrored, is_mirrored(reading.corners))


@pytest.mark.parametrize("degrees", [10, 30, 45])
def test_turned_by_any_angle(
    reader: Reader, symbol: Callable[..., Grey], screen: Callable[..., Grey], degrees: int
) -> None:
    """
    A symbol that stands askew is read, and is not taken for a mirrored one.
    """
    page = screen((250, 350, symbol(NAME, 6)))
    matrix = cv2.getRotationMatrix2D((350, 450), degrees, 1)

    reading = one(reader.read(np.asarray(cv2.warpAffine(page, matrix, (700, 900), borderValue=(255,)), np.uint8)))

    assert (NAME, False) == (reading.data, reading.mirrored)


def test_inverted_code_is_known_as_such(symbol: Callable[..., Grey]) -> None:
    """
    zxing-cpp reads a light code on dark ground and says that it is inverted, also beside a normal one.
    """
    zxing = Panel.open().readers[0]
    page = np.hstack([symbol(b"normal"), 255 - symbol(b"contrary")])

    assert [(b"normal", False), (b"contrary", True)] == [(seen.data, seen.inverted) for seen in zxing.read(page)]


@pytest.mark.parametrize("module_px", [2, 3, 10])
def test_small_and_large_modules(reader: Reader, symbol: Callable[..., Grey], module_px: int) -> None:
    """
    Every reader reads a clean symbol from 2 px a module on.
    """
    assert NAME == one(reader.read(symbol(NAME, module_px))).data


def test_other_symbologies_are_not_qr_codes(reader: Reader) -> None:
    """
    Micro QR, Aztec, Data Matrix, rMQR and bar codes are nothing to this suite.
    """
    pages = [drawn(segno.make_micro("12345"))]
    for name in ("Aztec", "DataMatrix", "RMQRCode", "MicroQRCode", "Code128", "PDF417"):
        code = zxingcpp.create_barcode("12345", getattr(zxingcpp.BarcodeFormat, name))
        pages.append(np.array(code.to_image(scale=6)))

    assert [[]] * 7 == [reader.read(np.ascontiguousarray(page, np.uint8)) for page in pages]


@pytest.mark.parametrize("shape", [(1, 1), (1, 5_000), (5_000, 1), (20, 20), (400, 300)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_blank_pictures_hold_nothing(reader: Reader, shape: tuple[int, int], level: int) -> None:
    """
    A picture of one colour, however small or thin, gives no reading and no error.
    """
    assert [] == reader.read(np.full(shape, level, np.uint8))


def tilted(grey: Grey, seed: int) -> Grey:
    """
    The picture as if photographed askew and out of focus, on which zbar fits the symbol by trial and error.
    """
    height, width = grey.shape
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = flat + np.random.default_rng(seed).uniform(-0.1, 0.1, (4, 2)).astype(np.float32) * width
    askew = cv2.warpPerspective(grey, cv2.getPerspectiveTransform(flat, moved), (width, height), borderValue=(255,))
    return np.asarray(cv2.GaussianBlur(askew, (0, 0), 5.6), np.uint8)


def test_same_picture_gives_the_same_readings(reader: Reader, symbol: Callable[..., Grey]) -> None:
    """
    What was looked at before leaves no trace in a reader, not even in the corners.
    """
    hard = [tilted(symbol(NAME, 14, version=5), seed) for seed in range(3, 9)]

    first = [reader.read(grey) for grey in hard]
    again = [reader.read(grey) for grey in reversed(hard)][::-1]

    assert first == again
    assert any(first)


def test_a_view_with_gaps_is_read_like_a_copy(reader: Reader, symbol: Callable[..., Grey]) -> None:
    """
    A crop, whose rows do not follow each other in memory, is what its pixels say.
    """
    wide = np.hstack([symbol(b"left one", 5), symbol(b"right one", 5)])
    crop = wide[:, : wide.shape[1] // 2]

    assert b"left one" == one(reader.read(crop)).data


def sequence() -> list[Grey]:
    codes = segno.make_sequence(
        b"one text that stands in three symbols of a row", symbol_count=3, mode="byte", error="m"
    )
    return [
        (1 - np.array([list(row) for row in code.matrix_iter(scale=6, border=4)], np.uint8)) * 255 for code in codes
    ]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_zbar_gives_no_part_of_a_structured_append(number: int, panel: Panel) -> None:
    """
    zbar joins parts, and puts a NUL before a part that it finds alone: neither is what stands in a symbol.
    """
    readers = {reader.name: reader for reader in panel.readers}
    parts = sequence()

    assert ([], []) == (readers["zbar"].read(parts[number]), readers["zbar"].read(np.hstack(parts)))
    assert 1 == len(readers["zxing-cpp"].read(parts[number]))


def test_wechat_gives_nothing_rather_than_a_guess(symbol: Callable[..., Grey]) -> None:
    """
    What is not UTF-8, or starts with NUL, WeChat cannot give; it gives no reading then, and no error.
    """
    wechat = Panel.open().readers[-1]

    assert "opencv-wechat" == wechat.name
    assert [[], [], []] == [wechat.read(symbol(data)) for data in ("Hà".encode("latin-1"), b"\xff\xfe", b"\0abc")]


def test_wechat_is_handed_no_more_than_it_can_bear(symbol: Callable[..., Grey], screen: Callable[..., Grey]) -> None:
    """
    A picture larger than a screen is scaled for WeChat, and the corners are those of the whole picture.
    """
    wechat = Panel.open().readers[-1]
    page = screen((1_000, 2_000, symbol(NAME, 25)), width=3_000, height=4_000)

    corners = one(wechat.read(page)).corners

    assert np.allclose((1_100, 2_100), corners[0], atol=25)
    assert np.allclose((1_725, 2_725), corners[2], atol=25)


def opened_in(prelude: str) -> str:
    """
    What a fresh interpreter says of its panel after `prelude`.
    """
    code = f"""
{prelude}
from conformance.reading.panel import Panel
from conformance.reading.readers import ReaderMissing
from conformance.reading.reference_symbol import draw
try:
    panel = Panel.open()
except ReaderMissing as error:
    print("no panel:", error)
else:
    print(sorted(panel.versions()), panel.complete, *(missing.message.render("en") for missing in panel.missing))
    print([sorted(symbol.read_by) for symbol in panel.look(draw(b"PQR", 4)).symbols])
"""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, env=env, check=True, text=True).stdout


NO_LIBRARY = "import ctypes.util; ctypes.util.find_library = lambda name: None"  # as in a slim container
NO_PYZBAR = "import sys; sys.modules['pyzbar'] = None"
NO_CONTRIB = "import cv2; del cv2.wechat_qrcode"  # as with opencv-python-headless


@pytest.mark.parametrize(
    ("prelude", "gone", "cure"),
    [
        (NO_LIBRARY, "zbar", "apt-get install libzbar0"),
        (NO_PYZBAR, "zbar", "pip install pyzbar"),
        (NO_CONTRIB, "opencv-wechat", "pip install --force-reinstall opencv-contrib-python-headless"),
    ],
    ids=["no library", "no pyzbar", "no contrib"],
)
def test_missing_reader_is_named_with_its_cure(prelude: str, gone: str, cure: str) -> None:
    """
    Without one of the confirming readers the panel still works, is incomplete, and says what to install.
    """
    told = opened_in(prelude)

    assert f"The reader {gone} cannot be used on this machine" in told
    assert f"To install it: {cure}" in told
    assert "False" in told
    assert "zxing-cpp" in told.splitlines()[-1]
    assert gone not in told.splitlines()[-1]


def test_no_panel_without_the_reader_that_decides() -> None:
    """
    Without zxing-cpp nothing can be judged: that is an error, not an incomplete panel.
    """
    told = opened_in("import sys; sys.modules['zxingcpp'] = None")

    assert told.startswith("no panel: The reader zxing-cpp cannot be used on this machine")
    assert "pip install zxing-cpp" in told


def test_panel_has_all_readers_of_the_mapping_in_its_order() -> None:
    """
    Each line of the mapping is a reader, present or missing.
    """
    panel = Panel.open()

    assert set(READERS) == {reader.name for reader in panel.readers} | {missing.reader for missing in panel.missing}
    assert "zxing-cpp" == panel.readers[0].name
    assert all(version[0].isdigit() for version in panel.versions().values())

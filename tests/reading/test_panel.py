"""
The whole panel looking at drawn pictures.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from conformance.reading.opencv import cv2
from conformance.reading.panel import Panel
from conformance.reading.pictures import Picture
from conformance.reading.readers import READERS, Reading

Grey = NDArray[np.uint8]
AsPicture = Callable[[Grey], Picture]

NAME = "Nguyễn Lê Khả Hân|1987-**-**|0123456789".encode()
ALL = frozenset(READERS)


def rescues(readings: tuple[Reading, ...]) -> dict[str, str | None]:
    return {reading.reader: reading.rescue for reading in readings}


def test_a_clean_screen_is_read_by_all_without_a_rescue(
    panel: Panel, symbol: Callable[..., Grey], screen: Callable[..., Grey], picture: AsPicture
) -> None:
    """
    The usual case: one symbol, all readers, all agreed, upright, as it is.
    """
    look = panel.look(picture(screen((190, 600, symbol(NAME, 16)), width=1080, height=2400)))

    (seen,) = look.symbols
    assert (NAME, ALL, True) == (seen.data, seen.read_by, seen.agreed)
    assert (4, "M", False, False, None) == (seen.version, seen.level, seen.inverted, seen.mirrored, seen.rescue)
    assert ALL == set(look.reader_ms)
    assert min(look.reader_ms.values()) > 0


def test_a_screen_without_a_code_has_no_symbols(panel: Panel, screen: Callable[..., Grey], picture: AsPicture) -> None:
    """
    Nothing is read where there is nothing.
    """
    page = screen()
    for line in range(12):
        cv2.putText(page, "Nguyen Le Kha Han 012345", (30, 60 + 60 * line), cv2.FONT_HERSHEY_SIMPLEX, 1, (0,), 2)

    assert () == panel.look(picture(page)).symbols


@pytest.mark.parametrize("count", [2, 4, 6])
def test_every_symbol_of_a_picture_is_reported_in_reading_order(
    panel: Panel, symbol: Callable[..., Grey], screen: Callable[..., Grey], picture: AsPicture, count: int
) -> None:
    """
    Two, four or six codes on a screen are that many symbols, each read by all readers.
    """
    pasted = [(20 + 350 * (n % 2), 20 + 290 * (n // 2), symbol(b"code number %d" % n, 8)) for n in range(count)]

    seen = panel.look(picture(screen(*pasted))).symbols

    assert [b"code number %d" % n for n in range(count)] == [one.data for one in seen]
    assert [ALL] * count == [one.read_by for one in seen]
    assert all(one.agreed for one in seen)


def test_inverted_symbol_beside_a_normal_one_is_reported(
    panel: Panel, symbol: Callable[..., Grey], screen: Callable[..., Grey], picture: AsPicture
) -> None:
    """
    A light code on dark ground is as readable to a phone as the normal one beside it, so it is a symbol as well.
    """
    page = screen((20, 20, symbol(b"normal", 8)), (370, 20, 255 - symbol(b"contrary", 8)))

    seen = panel.look(picture(page)).symbols

    assert [(b"normal", False), (b"contrary", True)] == [(one.data, one.inverted) for one in seen]


def test_mirrored_symbol_is_reported_as_mirrored(panel: Panel, symbol: Callable[..., Grey], picture: AsPicture) -> None:
    """
    A symbol that was seen in a mirror is read, and said to be mirrored.
    """
    (seen,) = panel.look(picture(symbol(NAME, 6)[:, ::-1])).symbols

    assert (NAME, ALL, True) == (seen.data, seen.read_by, seen.mirrored)


def test_reader_that_missed_the_symbol_looks_at_it_enlarged(
    panel: Panel, symbol: Callable[..., Grey], screen: Callable[..., Grey], picture: AsPicture
) -> None:
    """
    zbar does not read 1.4 px a module; enlarged it does, its reading says so, and it is at the same place.
    """
    small = cv2.resize(symbol(NAME, 4), None, fx=0.35, fy=0.35, interpolation=cv2.INTER_AREA)
    page = screen((400, 500, np.asarray(small, np.uint8)))

    (seen,) = panel.look(picture(page)).symbols

    assert {"zxing-cpp": None, "opencv-wechat": None, "zbar": "x2"} == rescues(seen.readings)
    assert (None, True) == (seen.rescue, seen.agreed)
    assert all(np.allclose(seen.corners, reading.corners, atol=4) for reading in seen.readings)


def test_reader_that_missed_the_symbol_looks_at_it_in_black_and_white(
    panel: Panel, symbol: Callable[..., Grey], picture: AsPicture
) -> None:
    """
    At 6 levels of contrast only WeChat reads the picture as it is; in black and white the others do as well.
    """
    faint = symbol(NAME, 4) // 255 * 6 + 150

    (seen,) = panel.look(picture(faint)).symbols

    assert {"zxing-cpp": "otsu", "zbar": "otsu", "opencv-wechat": None} == rescues(seen.readings)
    assert ("otsu", NAME) == (seen.rescue, seen.data)


def test_whole_picture_is_rescued_when_nobody_finds_anything(symbol: Callable[..., Grey], picture: AsPicture) -> None:
    """
    A panel of zxing-cpp alone finds the faint symbol in black and white, where there is nobody to tell it the place.
    """
    alone = Panel(Panel.open().readers[:1])

    (seen,) = alone.look(picture(symbol(NAME, 4) // 255 * 6 + 150)).symbols

    assert ("otsu", NAME, frozenset({"zxing-cpp"})) == (seen.rescue, seen.data, seen.read_by)


def test_bytes_that_are_no_text_are_read_by_those_who_give_bytes(
    panel: Panel, symbol: Callable[..., Grey], picture: AsPicture
) -> None:
    """
    Bytes that are not UTF-8 cannot come through WeChat; text with a NUL comes cut, and does not disagree.
    """
    (binary,) = panel.look(picture(symbol(b"\xff\x80\x00\xfe", 6))).symbols
    (cut,) = panel.look(picture(symbol(b"before\0after", 6))).symbols

    assert (b"\xff\x80\x00\xfe", ALL - {"opencv-wechat"}) == (binary.data, binary.read_by)
    assert (b"before\0after", ALL, True) == (cut.data, cut.read_by, cut.agreed)
    assert {"zxing-cpp": True, "zbar": True, "opencv-wechat": False} == {one.reader: one.exact for one in cut.readings}


def test_same_picture_gives_the_same_symbols(panel: Panel, symbol: Callable[..., Grey], picture: AsPicture) -> None:
    """
    The order in which pictures are looked at changes nothing.
    """
    noise = np.random.default_rng(7).normal(0, 55, (4, 164, 164))
    hard = [picture(np.clip(symbol(NAME, 4) + layer, 0, 255).astype(np.uint8)) for layer in noise]

    first = [panel.look(one).symbols for one in hard]

    assert first[::-1] == [panel.look(one).symbols for one in reversed(hard)]
    assert any(symbols for symbols in first)


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (30, 30)])
def test_the_smallest_pictures_hold_nothing(panel: Panel, picture: AsPicture, shape: tuple[int, int]) -> None:
    """
    One pixel, enlarged or in black and white, is still nothing.
    """
    assert () == panel.look(picture(np.full(shape, 200, np.uint8))).symbols


def test_symbol_at_the_edge_of_the_picture(panel: Panel, symbol: Callable[..., Grey], picture: AsPicture) -> None:
    """
    A symbol without any quiet zone, cut out to its edge, is found; surroundings outside the picture do no harm.
    """
    pixels = symbol(NAME, 6)

    (seen,) = panel.look(picture(pixels[24:-24, 24:-24])).symbols

    assert NAME == seen.data

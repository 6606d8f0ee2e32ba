"""
The clean symbol that excuses a reader.
"""

from __future__ import annotations

import base64

import numpy as np
import pytest

from conformance.exceptions import PictureError
from conformance.model import Action
from conformance.reading.opencv import cv2
from conformance.reading.panel import Panel
from conformance.reading.pictures import Picture, load
from conformance.reading.reference_symbol import able, draw, in_place, readers_of
from conformance.reference.app import App
from conformance.vectors import generate

NAME = "Nguyễn Lê Khả Hân".encode()


def test_drawn_symbol_has_its_quiet_zone_and_module_size() -> None:
    """
    Version 3 has 29 modules; with 4 of white around and 5 px each, that is a square of 185 px in black and white.
    """
    picture = draw(b"PQR", 5, version=3)

    assert (185, 185, (185, 185)) == (picture.width, picture.height, picture.grey.shape)
    assert {0, 255} == set(np.unique(picture.grey))
    assert 255 == picture.grey[:20].min() == picture.grey[:, -20:].min()
    assert 0 == picture.grey[20:55, 20:25].max()
    assert picture.grey.flags.c_contiguous


@pytest.mark.parametrize(("version", "level"), [(None, "M"), (2, "L"), (5, "Q"), (10, "H"), (40, "M")])
def test_drawn_symbol_is_what_was_asked_for(version: int | None, level: str) -> None:
    """
    Version and level are kept, and never raised to a better level that would fit.
    """
    (symbol,) = Panel.open().look(draw(NAME, 3, version=version, level=level)).symbols

    assert (NAME, version or 2, level) == (symbol.data, symbol.version, symbol.level)


def test_version_that_is_too_small_gives_way() -> None:
    """
    A payload that does not fit in the version that was displayed is drawn in the smallest one that holds it.
    """
    (symbol,) = Panel.open().look(draw(bytes(100), 4, version=1)).symbols

    assert (bytes(100), 6) == (symbol.data, symbol.version)


def test_payload_that_fits_nowhere_is_an_error() -> None:
    """
    2,332 bytes are one more than version 40 holds at level M.
    """
    assert 185 == draw(bytes(2_331), 1).width

    with pytest.raises(PictureError, match="2332 bytes do not fit in any QR code of level M"):
        draw(bytes(2_332), 1)


def test_readers_of_names_those_who_read_it_exactly(panel: Panel) -> None:
    """
    All read a name; bytes that are not UTF-8, or hold a NUL, do not come through WeChat.
    """
    everybody = set(panel.versions())

    assert everybody == readers_of(panel, draw(NAME, 4), NAME)
    assert everybody - {"opencv-wechat"} == readers_of(panel, draw(b"\xff\xfe", 4), b"\xff\xfe")
    assert everybody - {"opencv-wechat"} == readers_of(panel, draw(b"a\0b", 4), b"a\0b")


@pytest.mark.parametrize(("seed", "vector"), [(1009, "DSP-068"), (1002, "DSP-021"), (1016, "DSP-012")])
def test_a_clean_screen_that_wechat_misses_at_random_is_read_in_another_frame(
    panel: Panel, seed: int, vector: str
) -> None:
    """
    WeChatQRCode misses one clean screen in three hundred; that must never accuse an app.
    """
    (person, *_) = next(each for each in generate(seed) if each.id == vector).people
    png = App(person).perform(Action.SHOW).png
    assert png is not None
    picture = load(base64.b64decode(png), vector)
    wechat = next(reader for reader in panel.readers if reader.name == "opencv-wechat")

    assert [] == wechat.read(picture.grey)
    (symbol,) = panel.look(picture).symbols
    assert frozenset(panel.versions()) == {each.reader for each in symbol.readings if each.rescue is None}
    assert frozenset(panel.versions()) == readers_of(panel, in_place(picture, symbol), symbol.data)


def test_the_clean_symbol_stands_where_the_displayed_one_stood(panel: Panel) -> None:
    """
    The pixels of a clean code are the same after it was put in its own place.
    """
    clean = draw(NAME, 6)
    page = np.full((900, 700), 200, dtype=np.uint8)
    page[100 : 100 + clean.height, 50 : 50 + clean.width] = clean.grey
    screen = Picture("page", page, 700, 900, transparent=False, load_ms=0.0)
    (symbol,) = panel.look(screen).symbols

    assert np.array_equal(page, in_place(screen, symbol).grey)


@pytest.mark.parametrize("module_px", [1.5, 1.6, 2.4, 3.3, 7.7])
def test_a_size_that_is_no_whole_number_is_met(panel: Panel, module_px: float) -> None:
    """
    A reader that cannot read so small a code is not accused by a clean symbol that is larger.
    """
    clean = draw(NAME, 24)
    side = round(clean.width * module_px / 24)
    page = np.full((side + 200, side + 200), 255, dtype=np.uint8)
    page[100 : 100 + side, 100 : 100 + side] = cv2.resize(clean.grey, (side, side), interpolation=cv2.INTER_AREA)
    screen = Picture("page", page, side + 200, side + 200, transparent=False, load_ms=0.0)
    (symbol,) = panel.look(screen).symbols
    read = {each.reader for each in symbol.readings if each.rescue is None}

    assert set() == able(panel, screen, symbol) - read

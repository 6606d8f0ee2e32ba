"""
What a code withstands (PQR-082), and how far each reader lets it be spoiled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from conformance.reading.panel import Panel
from conformance.reading.pictures import Picture
from conformance.reading.readers import DECIDER
from conformance.reading.symbol import measure
from conformance.reading.symbol.codewords import Kind, read_codewords
from conformance.reading.symbol.layout import layout
from conformance.reading.symbol.margins import Spoiling, margins
from conformance.reading.symbol.robustness import Limits, Scene, Trial, damaged, lost, rotated, scaled
from conformance.reading.symbols import Symbol

Grey = NDArray[np.uint8]
LIMITS = Limits(damage_percent=5, rotation_degrees=15, scale_percent=50)
Staged = Callable[[Grey], Scene]


@pytest.fixture(scope="module")
def panel(need: Callable[[object, str], None]) -> Panel:
    """
    A panel that can lose a code: two readers at least.
    """
    panel = Panel.open()
    need(len(panel.readers) > 1, "two readers")
    return panel


@pytest.fixture
def staged(as_picture: Callable[[Grey], Picture], found: Callable[[Grey], Symbol]) -> Staged:
    """
    The one symbol in some pixels, measured.
    """

    def scene(grey: Grey) -> Scene:
        picture, symbol = as_picture(grey), found(grey)
        return Scene(picture, symbol, measure(picture, symbol))

    return scene


@pytest.mark.parametrize("level", "LMQH")
@pytest.mark.parametrize("px", [4, 9])
def test_a_sound_code_of_each_level_withstands_everything(
    level: str,
    px: int,
    panel: Panel,
    staged: Staged,
    modules: Callable[..., NDArray[np.bool_]],
    drawn: Callable[..., Grey],
) -> None:
    """
    Even level L bears five percent, as the row says.
    """
    assert () == lost(panel.readers, staged(drawn(modules(level=level), px)), LIMITS, tuple(Trial))


@pytest.mark.parametrize("version", [1, 5, 12, 30])
def test_damage_spoils_exactly_that_share_of_the_codewords(
    version: int,
    staged: Staged,
    modules: Callable[..., NDArray[np.bool_]],
    drawn: Callable[..., Grey],
    as_picture: Callable[[Grey], Picture],
) -> None:
    """
    Five percent of them, rounded down and at least one, each in all of its modules; nothing else changes.
    """
    truth = modules(b"12345", version)
    scene = staged(drawn(truth, 4))
    grey = damaged(scene, LIMITS)
    rows, columns = scene.window
    shift = (columns.start, rows.start)
    first, second, third, fourth = ((x - shift[0], y - shift[1]) for x, y in scene.measurement.corners)
    seen = measure(as_picture(grey), replace(scene.symbol, corners=(first, second, third, fourth)))
    kind = Kind(version, "M", seen.kind.mask)
    total = sum(block.total for block in seen.blocks)
    assert max(1, total * 5 // 100) == seen.corrected
    assert 8 * seen.corrected == seen.damage.sum()
    assert not seen.damage[layout(version).fixed].any()
    assert seen.corrected == (read_codewords(truth, kind) != read_codewords(seen.dark, kind)).sum()


def test_what_is_damaged_already_is_not_damaged_again(
    panel: Panel, staged: Staged, modules: Callable[..., NDArray[np.bool_]], drawn: Callable[..., Grey]
) -> None:
    """
    A code with nearly no error correction left loses the rest, wherever its wrong codewords stand.
    """
    whole = staged(drawn(modules(version=6)))
    rows, columns = layout(6).bits
    most = sum(block.spare // 2 - 1 for block in whole.measurement.blocks)
    for start in (0, 40, 100):
        truth = modules(version=6)
        bits = slice(8 * start, 8 * (start + most))
        truth[rows[bits], columns[bits]] ^= True
        assert (Trial.DAMAGE,) == lost(panel.readers, staged(drawn(truth)), LIMITS, tuple(Trial))


def test_scaling_and_rotation_give_whole_pictures_of_the_code(
    staged: Staged,
    modules: Callable[..., NDArray[np.bool_]],
    drawn: Callable[..., Grey],
    found: Callable[[Grey], Symbol],
) -> None:
    """
    Half the size; fifteen degrees, to a tenth of one.
    """
    scene = staged(drawn(modules(), 8, 20))
    small, turned = found(scaled(scene, LIMITS)), found(rotated(scene, LIMITS))
    side = scene.measurement.size * 8
    assert side / 2 == pytest.approx(small.corners[1][0] - small.corners[0][0], abs=2)
    (left, top), (right, rise) = turned.corners[:2]
    assert 15 == pytest.approx(abs(np.degrees(np.arctan2(rise - top, right - left))), abs=0.5)


def test_margins_are_numbers_for_each_reader_and_always_the_same(
    panel: Panel, staged: Staged, modules: Callable[..., NDArray[np.bool_]], drawn: Callable[..., Grey]
) -> None:
    """
    Every degradation, every reader, twice alike; a code of twice the contrast bears no less dimming.
    """
    scene = staged(drawn(modules()))
    borne = margins(panel.readers, scene)
    assert list(Spoiling) == [each.spoiling for each in borne]
    assert borne == margins(panel.readers, scene)
    for each in borne:
        assert set(panel.versions()) == set(each.amounts)
    size = borne[1].amounts[DECIDER]
    assert size is not None
    assert size < 50


def test_a_reader_that_reads_nothing_has_no_margin(
    panel: Panel, staged: Staged, modules: Callable[..., NDArray[np.bool_]], drawn: Callable[..., Grey]
) -> None:
    """
    None, not zero, where the picture itself is not read.
    """
    scene = staged(drawn(modules()))
    other = replace(scene, symbol=replace(scene.symbol, data=b"something else"))
    assert {None} == {value for each in margins(panel.readers[:1], other) for value in each.amounts.values()}

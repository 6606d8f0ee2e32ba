"""
From a picture to the module grid: the sampled modules are the encoder's, bit by bit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from conformance.reading.opencv import cv2
from conformance.reading.symbol import Measurement
from conformance.reading.symbol.codewords import Kind, capacity_bits, decode, place, read_codewords
from conformance.reading.symbol.layout import VERSIONS, layout
from conformance.reading.symbol.segments import BrokenSegments, segments_of

Bits = NDArray[np.bool_]
Made = Callable[..., Bits]
Grey = NDArray[np.uint8]


def filling(version: int, level: str) -> bytes:
    """
    Random bytes that fill a version, always the same.
    """
    room = capacity_bits(version, level) // 8 - 3
    return np.random.default_rng(version).integers(0, 256, room, np.uint8).tobytes()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("level", "LMQH")
def test_every_version_and_level_is_sampled_bit_by_bit(
    version: int, level: str, modules: Made, drawn: Callable[..., Grey], measured: Callable[..., Measurement]
) -> None:
    """
    A clean symbol of each version and level, in a mask and a size that go round: no module differs.
    """
    mask, px = (version + "LMQH".index(level)) % 8, 2 + version % 4
    truth = modules(filling(version, level), version, level, mask)
    seen = measured(drawn(truth, px))
    assert Kind(version, level, mask) == seen.kind
    assert np.array_equal(truth, seen.dark)
    assert not seen.damage.any()
    assert (0, (0, 0)) == (seen.corrected, seen.information.format_errors)


@pytest.mark.parametrize("mask", range(8))
@pytest.mark.parametrize("version", [1, 7, 14, 40])
def test_every_mask_is_taken_off_and_put_on_again(version: int, mask: int, modules: Made) -> None:
    """
    Codewords are read from and placed into a symbol of each mask without loss.
    """
    truth = modules(filling(version, "Q"), version, "Q", mask)
    kind = Kind(version, "Q", mask)
    assert np.array_equal(truth, place(read_codewords(truth, kind), kind))


@pytest.mark.parametrize("px", [1, 2, 3, 5, 8, 12])
def test_every_module_size_is_sampled_bit_by_bit(
    px: int, modules: Made, drawn: Callable[..., Grey], measured: Callable[..., Measurement]
) -> None:
    """
    From one to twelve px a module.
    """
    truth = modules()
    seen = measured(drawn(truth, px))
    assert np.array_equal(truth, seen.dark)
    assert [px, px] == [float(side) for side in seen.module_px]


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("inverted", [False, True])
def test_a_turned_mirrored_or_inverted_symbol_is_the_same(
    turn: int,
    mirrored: bool,
    inverted: bool,
    modules: Made,
    drawn: Callable[..., Grey],
    measured: Callable[..., Measurement],
) -> None:
    """
    The modules are those of the symbol, however it stands in the picture.
    """
    truth = modules()
    pixels = np.rot90(drawn(truth), turn)
    pixels = pixels[:, ::-1] if mirrored else pixels
    seen = measured(255 - pixels if inverted else pixels)
    assert np.array_equal(truth, seen.dark)
    assert (mirrored, inverted) == (seen.mirrored, seen.inverted)


@pytest.mark.parametrize("degrees", [3, 17, 45, 80])
def test_a_rotated_symbol_is_sampled_bit_by_bit(
    degrees: int, modules: Made, drawn: Callable[..., Grey], measured: Callable[..., Measurement]
) -> None:
    """
    Any angle, not only right ones; the grid is found to a twentieth of a px.
    """
    truth = modules()
    pixels = drawn(truth, 6, 16)
    middle = len(pixels) / 2
    turned = cv2.warpAffine(pixels, cv2.getRotationMatrix2D((middle - 0.5, middle - 0.5), degrees, 1), pixels.shape)
    seen = measured(np.asarray(np.where(turned > 250, 255, turned), np.uint8))
    assert np.array_equal(truth, seen.dark)
    assert 6 == pytest.approx(float(seen.module_px[0]), abs=0.05 * 6 / len(truth) + 0.02)


def test_a_tilted_symbol_is_sampled_bit_by_bit(
    modules: Made, drawn: Callable[..., Grey], measured: Callable[..., Measurement]
) -> None:
    """
    A perspective that makes one side a fifth shorter.
    """
    truth = modules(version=6)
    pixels = drawn(truth, 8)
    edge = float(len(pixels))
    square = np.array([[0, 0], [edge, 0], [edge, edge], [0, edge]], np.float32)
    tilted = np.array([[edge / 10, 0], [edge * 0.9, 0], [edge, edge], [0, edge]], np.float32)
    seen = cv2.warpPerspective(pixels, cv2.getPerspectiveTransform(square, tilted), pixels.shape, borderValue=(255,))
    assert np.array_equal(truth, measured(np.asarray(seen, np.uint8)).dark)


@pytest.mark.parametrize("level", "LMQH")
def test_corrected_codewords_are_counted_exactly(level: str, modules: Made) -> None:
    """
    As many codewords as are spoiled, up to what the block can correct, and the symbol is whole again.
    """
    truth, kind = modules(filling(12, level), 12, level, 3), Kind(12, level, 3)
    whole = decode(truth, kind)
    assert whole is not None
    most = min(block.spare for block in whole.blocks) // 2
    for wrong in (1, most):
        spoiled = truth.copy()
        rows, columns = layout(12).bits
        for codeword in np.flatnonzero(whole.block_of == 0)[:wrong]:
            spoiled[rows[8 * codeword + 3], columns[8 * codeword + 3]] ^= True
        decoded = decode(spoiled, kind)
        assert decoded is not None
        assert [wrong] + [0] * (len(decoded.blocks) - 1) == [block.corrected for block in decoded.blocks]
        assert np.array_equal(truth, decoded.dark)


def test_data_that_are_no_segments_are_refused() -> None:
    """
    An unknown mode, or a length that reaches beyond the data.
    """
    for data in (b"\xb0\x00", b"\x4f\xf0\x00"):
        with pytest.raises(BrokenSegments):
            segments_of(data, 1)


def test_segments_and_eci_are_those_of_the_encoder(
    drawn: Callable[..., Grey], measured: Callable[..., Measurement]
) -> None:
    """
    An ECI for UTF-8 before a byte segment; digits in numeric mode.
    """
    import segno

    for code, expected, ecis in (
        (segno.make("Đỗ Thị", eci=True, encoding="utf-8", micro=False), ["eci", "byte"], (26,)),
        (segno.make("0123456789012345", micro=False), ["numeric"], ()),
        (segno.make("HELLO-WORLD 12", micro=False), ["alphanumeric"], ()),
    ):
        seen = measured(drawn(np.array([list(row) for row in code.matrix], np.uint8) == 1))
        assert seen.segments is not None
        assert expected == [segment.mode for segment in seen.segments]
        assert ecis == seen.ecis

"""
From modules to codewords and back: masking, blocks, Reed-Solomon correction, and the symbol as it was meant to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from reedsolo import ReedSolomonError, RSCodec
from segno import consts

from conformance.reading.format_information import (
    AT_THE_OTHERS,
    AT_TOP_LEFT,
    LEVEL_BITS,
    format_information,
)
from conformance.reading.symbol.layout import WITH_VERSION, Bits, layout, version_places

Bytes = NDArray[np.uint8]

PRIME, FIRST_ROOT = 0x11D, 0  # ISO/IEC 18004:2015, 7.5.2: x^8 + x^4 + x^3 + x^2 + 1, generators from alpha^0 on
# Codewords of each block that protect against a wrong decoding and correct nothing: ISO/IEC 18004:2015, table 9, note.
PROTECTING = {(1, "L"): 3, (1, "M"): 2, (1, "Q"): 1, (1, "H"): 1, (2, "L"): 2, (3, "L"): 1}


@dataclass(frozen=True)
class Kind:
    """
    What decides where a codeword stands and how it is masked.
    """

    version: int
    level: str
    mask: int


@dataclass(frozen=True)
class Block:
    """
    One Reed-Solomon block: how many codewords were corrected, of how many that can be, and how many there are.
    """

    corrected: int
    spare: int  # codewords that may be used up: two for each corrected one; ISO/IEC 18004:2015, 7.5.1
    total: int


@dataclass(frozen=True)
class Decoded:
    """
    The corrected symbol: `dark` as every module was meant to be, `data` without error correction, codeword by codeword
    in reading order the block that it belongs to (`block_of`).
    """

    dark: Bits
    data: bytes
    blocks: tuple[Block, ...]
    block_of: NDArray[np.intp]


def mask_of(kind: Kind) -> Bits:
    """
    The modules that the mask turns round: ISO/IEC 18004:2015, table 10.
    """
    return _mask(kind.version, kind.mask)


def read_codewords(dark: Bits, kind: Kind) -> Bytes:
    """
    The codewords in the order in which they stand in the symbol, as sampled.
    """
    places = layout(kind.version).bits
    bits = (dark ^ mask_of(kind))[places]
    return np.packbits(bits[: len(bits) // 8 * 8])


def decode(dark: Bits, kind: Kind) -> Decoded | None:
    """
    The corrected symbol, None where a block cannot be corrected.
    """
    found = correct(read_codewords(dark, kind), kind)
    if found is None:
        return None
    codewords, data, blocks = found
    owners = np.empty(len(codewords), np.intp)
    for number, places in enumerate(_interleaving(kind.version, kind.level)):
        owners[places] = number
    return Decoded(place(codewords, kind), data, blocks, owners)


def correct(codewords: Bytes, kind: Kind) -> tuple[Bytes, bytes, tuple[Block, ...]] | None:
    """
    The corrected codewords in the same order, the data in theirs, and the blocks. None where one cannot be corrected.
    """
    fixed, data, blocks = codewords.copy(), b"", []
    for places, (_, parity) in zip(
        _interleaving(kind.version, kind.level), _block_sizes(kind.version, kind.level), strict=True
    ):
        block = codewords[places]
        whole = _corrected(block, parity)
        if whole is None:
            return None
        fixed[places] = whole
        data += whole[:-parity].tobytes()
        spare = parity - PROTECTING.get((kind.version, kind.level), 0)
        blocks.append(Block(int(np.count_nonzero(whole != block)), spare, len(block)))
    return fixed, data, tuple(blocks)


def place(codewords: Bytes, kind: Kind) -> Bits:
    """
    The symbol that holds these codewords, with all its patterns, format and version information.
    """
    form = layout(kind.version)
    dark = form.dark.copy()
    bits = np.unpackbits(codewords).astype(np.bool_)
    rows, columns = form.bits
    dark[rows[: len(bits)], columns[: len(bits)]] = bits
    dark ^= mask_of(kind) & ~form.fixed
    word = format_information(kind.level, kind.mask)
    for bit, at in (*enumerate(AT_TOP_LEFT), *enumerate(AT_THE_OTHERS)):
        dark[at] = bool(word >> bit & 1)
    if kind.version >= WITH_VERSION:
        for places in version_places(form.size):
            for bit, at in enumerate(places):
                dark[at] = bool(consts.VERSION_INFO[kind.version - WITH_VERSION] >> bit & 1)
    return dark


def capacity_bits(version: int, level: str) -> int:
    """
    The bits that data may take: ISO/IEC 18004:2015, table 7.
    """
    capacities: Any = consts.SYMBOL_CAPACITY[version]
    return int(capacities[LEVEL_BITS[level]])


@lru_cache(maxsize=64)
def _mask(version: int, mask: int) -> Bits:
    size = layout(version).size
    row, column = np.indices((size, size))
    condition = (
        (row + column) % 2,
        row % 2,
        column % 3,
        (row + column) % 3,
        (row // 2 + column // 3) % 2,
        row * column % 2 + row * column % 3,
        (row * column % 2 + row * column % 3) % 2,
        ((row + column) % 2 + row * column % 3) % 2,
    )[mask]
    return np.asarray(condition == 0, np.bool_)


@lru_cache(maxsize=160)
def _block_sizes(version: int, level: str) -> tuple[tuple[int, int], ...]:
    """
    Data and error correction codewords of each block: ISO/IEC 18004:2015, table 9.
    """
    table: Any = consts.ECC[version]
    groups = table[LEVEL_BITS[level]]
    return tuple(
        (group.num_data, group.num_total - group.num_data) for group in groups for _ in range(group.num_blocks)
    )


@lru_cache(maxsize=160)
def _interleaving(version: int, level: str) -> tuple[NDArray[np.intp], ...]:
    """
    For each block, where its codewords stand in the symbol's order: ISO/IEC 18004:2015, 7.6.
    """
    sizes = _block_sizes(version, level)
    most = max(data for data, _ in sizes)
    order = [(block, at) for at in range(most) for block, (data, _) in enumerate(sizes) if at < data]
    order += [(block, data + at) for at in range(sizes[0][1]) for block, (data, _) in enumerate(sizes)]
    places: list[list[int]] = [[0] * sum(size) for size in sizes]
    for position, (block, at) in enumerate(order):
        places[block][at] = position
    return tuple(np.array(each, np.intp) for each in places)


def _corrected(block: Bytes, parity: int) -> Bytes | None:
    if not _has_errors(block, parity):
        return block  # reedsolo takes a millisecond for a clean block of 148 codewords, this one 10 microseconds
    try:
        whole = _codec(parity).decode(block.tobytes())[1]
    except ReedSolomonError:
        return None
    fixed = np.frombuffer(bytes(whole), np.uint8)
    return None if _has_errors(fixed, parity) else fixed


@lru_cache(maxsize=64)
def _codec(parity: int) -> RSCodec:
    return RSCodec(parity, fcr=FIRST_ROOT, prim=PRIME)


def _has_errors(block: Bytes, parity: int) -> bool:
    """
    Whether any syndrome, the block's value at alpha^0 to alpha^(parity - 1), is not zero.
    """
    logarithms, powers = _tables()
    used = np.flatnonzero(block)
    exponents = np.arange(parity)[:, None] * (len(block) - 1 - used)[None, :] + logarithms[block[used]]
    return bool(np.bitwise_xor.reduce(powers[exponents % 255], axis=1).any())


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.array(consts.GALIOS_LOG, np.int64), np.array(consts.GALIOS_EXP, np.int64)

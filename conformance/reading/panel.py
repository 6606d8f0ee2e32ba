"""
The panel: all readers that this machine has, looking at one picture.

zxing-cpp decides what a code says; the others confirm it. Each looks at the picture as it is, and at a symbol that it
missed in several frames, as a person does who points a phone. Rescues are for finding: the whole picture is enlarged,
then made black and white, only while nobody has found anything; after that the surroundings of each symbol are, for
those readers that missed it. A reading says which rescue it needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from conformance.reading.opencv import cv2
from conformance.reading.pictures import Picture
from conformance.reading.readers import DECIDER, READERS, Corners, Reader, ReaderMissing, Reading, open_reader
from conformance.reading.symbols import Symbol, gather
from conformance.texts import Message

__all__ = ["Look", "Missing", "Panel", "Symbol"]

Grey = NDArray[np.uint8]
Box = tuple[int, int, int, int]  # left, top, right, bottom in px

DOUBLED_PIXELS = 12_000_000  # a 1080 x 2400 screen doubled has 10.4 million; a larger picture is not short of pixels
MARGIN = 0.25  # of the symbol's size, on each side: more than the quiet zone (4 of 21 to 57 modules)
# Margin, and px by which the frame is moved: how a person holds a phone is never twice the same. WeChatQRCode misses
# 0.3 % of clean screens at random (11 of 3,286), and none of those in the first two frames together.
FRAMINGS = ((MARGIN, 0), (MARGIN, 1), (0.4, 0), (0.4, 1))
MOST_SYMBOLS = 255  # of one reader in one pass; zxing-cpp has the same limit
MOST_CONFIRMED = 8  # symbols of one picture whose surroundings are looked at again


@dataclass(frozen=True)
class Look:
    """
    What the panel sees in one picture, in reading order, and how long each reader took, in ms, rescues included.
    """

    symbols: tuple[Symbol, ...]
    reader_ms: Mapping[str, float]


@dataclass(frozen=True)
class Missing:
    """
    A reader that this machine does not have, and what to do about it.
    """

    reader: str
    message: Message


class Panel:
    """
    The readers of one process; they keep state in C, so that one panel serves one thread.
    """

    def __init__(self, readers: Iterable[Reader], missing: Iterable[Missing] = ()) -> None:
        self.readers = tuple(readers)
        self.missing = tuple(missing)

    @classmethod
    def open(cls) -> Panel:
        """
        All readers of `READERS` that can be used here. Raises ReaderMissing when the one that decides cannot.
        """
        readers, missing = [], []
        for name in READERS:
            try:
                readers.append(open_reader(name))
            except ReaderMissing as error:
                if name == DECIDER:
                    raise
                missing.append(Missing(name, error.message))
        return cls(readers, missing)

    @property
    def complete(self) -> bool:
        """
        Whether no reader is missing; an official run demands it.
        """
        return not self.missing

    def versions(self) -> dict[str, str]:
        """
        Name of each reader that is there -> version of its library.
        """
        return {reader.name: reader.version for reader in self.readers}

    def look(self, picture: Picture) -> Look:
        """
        All symbols of the picture. The same picture gives the same symbols, always.
        """
        sitting = _Sitting(self.readers, picture.grey)
        found = sitting.find()
        text_only = frozenset(reader.name for reader in self.readers if reader.text_only)
        found += sitting.confirm(gather(found, text_only))
        return Look(gather(found, text_only), sitting.ms)


class _Sitting:
    """
    One picture being looked at.
    """

    def __init__(self, readers: Sequence[Reader], grey: Grey) -> None:
        self.readers = readers
        self.grey = grey
        self.ms = {reader.name: 0.0 for reader in readers}

    def find(self) -> list[Reading]:
        """
        What all readers see; where that is nothing, what they see with the first rescue that helps anybody.
        """
        found = [reading for reader in self.readers for reading in self._ask(reader, self.grey)]
        height, width = self.grey.shape
        for rescue in RESCUES:
            found = found or self._rescue(rescue, self.readers, (0, 0, width, height))
        return found

    def confirm(self, symbols: Sequence[Symbol]) -> list[Reading]:
        """
        What readers that missed a symbol see when they are shown its surroundings alone: as they are, which is what a
        person does who points a phone at a code, and then with the rescues in turn.
        """
        seen: list[Reading] = []
        for symbol in symbols[:MOST_CONFIRMED]:
            waiting = [reader for reader in self.readers if reader.name not in symbol.read_by]
            for rescue, framing in [*((None, each) for each in FRAMINGS), *((each, FRAMINGS[0]) for each in RESCUES)]:
                found = self._rescue(rescue, waiting, _surroundings(symbol.corners, self.grey.shape, *framing))
                waiting = [reader for reader in waiting if reader.name not in {reading.reader for reading in found}]
                seen += found
        return seen

    def _rescue(self, rescue: str | None, readers: Sequence[Reader], box: Box) -> list[Reading]:
        left, top, right, bottom = box
        cut = np.ascontiguousarray(self.grey[top:bottom, left:right])
        treated = cut if rescue is None else RESCUES[rescue](cut) if readers else None
        if treated is None:
            return []
        scale = treated.shape[1] / (right - left)
        return [
            replace(reading, rescue=rescue, corners=_moved(reading.corners, scale, left, top))
            for reader in readers
            if treated.size <= reader.patience
            for reading in self._ask(reader, treated)
        ]

    def _ask(self, reader: Reader, grey: Grey) -> list[Reading]:
        start = perf_counter()
        readings = reader.read(grey)[:MOST_SYMBOLS]
        self.ms[reader.name] += (perf_counter() - start) * 1000
        return readings


def _doubled(grey: Grey) -> Grey | None:
    if 4 * grey.size > DOUBLED_PIXELS:
        return None
    return cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC).astype(np.uint8, copy=False)


def _black_and_white(grey: Grey) -> Grey | None:
    return cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1].astype(np.uint8, copy=False)


RESCUES: Mapping[str, Callable[[Grey], Grey | None]] = {"x2": _doubled, "otsu": _black_and_white}  # in order of gain


def _surroundings(corners: Corners, shape: tuple[int, ...], share: float, shift: int) -> Box:
    xs, ys = zip(*corners, strict=True)
    margin = share * max(max(xs) - min(xs), max(ys) - min(ys))
    left, right = _range(min(xs) - margin + shift, max(xs) + margin, shape[1])
    top, bottom = _range(min(ys) - margin + shift, max(ys) + margin, shape[0])
    return left, top, right, bottom


def _range(start: float, end: float, size: int) -> tuple[int, int]:
    """
    The whole pixels from `start` to `end` that the picture has, at least one: a reader may place a corner outside.
    """
    first = min(max(0, int(start)), size - 1)
    return first, max(first + 1, min(size, int(end) + 1))


def _moved(corners: Corners, scale: float, left: int, top: int) -> Corners:
    first, second, third, fourth = ((x / scale + left, y / scale + top) for x, y in corners)
    return first, second, third, fourth

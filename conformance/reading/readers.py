"""
The readers of the panel: what one says of a picture, and how each is found at run time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from conformance.exceptions import QrconformError
from conformance.model import ExitCode
from conformance.texts import say

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]


@dataclass(frozen=True)
class Reading:
    """
    One symbol as one reader reads it. What a reader cannot tell is None.

    `corners` in px from the picture's top left: the symbol's own top left (where the finder patterns meet), top right,
    bottom right, bottom left, whatever way it is turned. `rescue` names the processing without which it was not found.
    `exact` is False where the bytes came through a text that may have lost some.
    """

    reader: str
    data: bytes
    corners: Corners
    version: int | None = None
    level: str | None = None
    mask: int | None = None
    inverted: bool | None = None
    mirrored: bool | None = None
    rescue: str | None = None
    exact: bool = True


class Reader(Protocol):
    """
    A program that finds and decodes QR codes. One instance serves one thread.

    `text_only`: it gives text that ends at the first NUL, not bytes. `patience`: the largest picture, in pixels, that
    it is given a second time when nothing was found.
    """

    name: str
    version: str
    text_only: bool
    patience: int

    def read(self, grey: NDArray[np.uint8]) -> list[Reading]:
        """
        All QR codes (model 2) that one pass over the picture finds; the same picture gives the same readings.
        """


class ReaderMissing(QrconformError):
    """
    A reader cannot be used on this machine; the message says why, what that means, and how to install it.
    """

    exit_code = ExitCode.USAGE


DECIDER = "zxing-cpp"  # measured: the best reader by far, and the only one here that gives version, level and mask

READERS: Mapping[str, str] = {  # the decider first
    DECIDER: "conformance.reading.zxing:open_zxing",
    "zbar": "conformance.reading.zbar:open_zbar",
    "opencv-wechat": "conformance.reading.wechat:open_wechat",
}


def open_reader(name: str) -> Reader:
    """
    The reader of that name in `READERS`. Raises ReaderMissing.
    """
    module, _, factory = READERS[name].partition(":")
    make: Callable[[], Reader] = getattr(import_module(module), factory)
    return make()


def missing(reader: str, reason: object, command: str) -> ReaderMissing:
    """
    The error for a reader that confirms; `command` is the one command that installs it.
    """
    return ReaderMissing(
        say(
            "The reader {reader} cannot be used on this machine ({reason}). Without it each code is confirmed by "
            "one independent reader less, and an official run does not start. To install it: {command}",
            reader=reader,
            reason=reason,
            command=command,
        )
    )


def is_mirrored(corners: Corners) -> bool:
    """
    Whether top left, top right, bottom right, bottom left run against the clock, as in a mirror.
    """
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs) < 0

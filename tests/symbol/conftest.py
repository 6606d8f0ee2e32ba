from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import segno
from numpy.typing import NDArray

from conformance.reading.pictures import Picture
from conformance.reading.readers import DECIDER, open_reader
from conformance.reading.symbol import Measurement, measure
from conformance.reading.symbols import Symbol, gather

Grey = NDArray[np.uint8]
TEXT = b"******123456|NGUYEN LE KHA HAN|1987-**-**|0|084123456789|<1"


@pytest.fixture(scope="session")
def modules() -> Callable[..., NDArray[np.bool_]]:
    """
    The modules of a symbol as segno encodes it, True where dark, without quiet zone.
    """

    def made(
        data: bytes = TEXT, version: int | None = None, level: str = "M", mask: int | None = None
    ) -> NDArray[np.bool_]:
        code = segno.make(data, version=version, error=level, mask=mask, mode="byte", micro=False, boost_error=False)
        return np.array([list(row) for row in code.matrix], np.uint8) == 1

    return made


@pytest.fixture(scope="session")
def drawn() -> Callable[..., Grey]:
    """
    Modules in px, `dark` on `light`, with a quiet zone.
    """

    def pixels(modules: NDArray[np.bool_], px: int = 6, quiet: int = 6, dark: int = 0, light: int = 255) -> Grey:
        framed = np.pad(modules, quiet)
        return np.kron(np.where(framed, dark, light).astype(np.uint8), np.ones((px, px), np.uint8))

    return pixels


def picture_of(grey: Grey, bgr: Grey | None = None) -> Picture:
    return Picture("drawn", np.ascontiguousarray(grey), grey.shape[1], grey.shape[0], False, 0.0, bgr)


@pytest.fixture(scope="session")
def found() -> Callable[[Grey], Symbol]:
    """
    The one symbol that the decider finds.
    """
    reader = open_reader(DECIDER)

    def symbol(grey: Grey) -> Symbol:
        (one,) = gather(reader.read(np.ascontiguousarray(grey)))
        return one

    return symbol


@pytest.fixture(scope="session")
def measured(found: Callable[[Grey], Symbol]) -> Callable[..., Measurement]:
    """
    The measurement of the one symbol in some pixels.
    """

    def one(grey: Grey, bgr: Grey | None = None, ppmm: float | None = None) -> Measurement:
        return measure(picture_of(grey, bgr), found(grey), ppmm)

    return one


@pytest.fixture(scope="session")
def as_picture() -> Callable[..., Picture]:
    """
    Pixels as a picture.
    """
    return picture_of

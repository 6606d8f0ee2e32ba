from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from conformance.reading.panel import Panel
from conformance.reading.pictures import Picture
from conformance.reading.readers import READERS, Reader, ReaderMissing, open_reader
from conformance.reading.reference_symbol import draw

Grey = NDArray[np.uint8]


@pytest.fixture(scope="session")
def panel(need: Callable[[object, str], None]) -> Panel:
    """
    The whole panel.
    """
    panel = Panel.open()
    need(panel.complete, "; ".join(str(missing.message.render("en")) for missing in panel.missing))
    return panel


@pytest.fixture(scope="session", params=list(READERS))
def reader(request: pytest.FixtureRequest, need: Callable[[object, str], None]) -> Reader:
    """
    Each reader in turn.
    """
    return _opened(request.param, need)


@pytest.fixture(scope="session", params=["zxing-cpp", "zbar"])
def bytes_reader(request: pytest.FixtureRequest, need: Callable[[object, str], None]) -> Reader:
    """
    Each reader that gives bytes, not text.
    """
    return _opened(request.param, need)


def _opened(name: str, need: Callable[[object, str], None]) -> Reader:
    try:
        return open_reader(name)
    except ReaderMissing as error:
        need(None, str(error))
        raise


@pytest.fixture(scope="session")
def symbol() -> Callable[..., Grey]:
    """
    The pixels of a symbol of `data`, 4 px a module unless said.
    """

    def pixels(data: bytes, module_px: int = 4, **more: str | int) -> Grey:
        return draw(data, module_px, **more).grey  # type: ignore[arg-type]

    return pixels


@pytest.fixture(scope="session")
def picture() -> Callable[[Grey], Picture]:
    """
    Pixels as a picture.
    """

    def of(grey: Grey) -> Picture:
        pixels = np.ascontiguousarray(grey)
        return Picture("drawn", pixels, pixels.shape[1], pixels.shape[0], transparent=False, load_ms=0.0)

    return of


@pytest.fixture(scope="session")
def screen() -> Callable[..., Grey]:
    """
    A white page, 700 wide and 900 high unless said, with pixels pasted at (left, top).
    """

    def page(*pasted: tuple[int, int, Grey], width: int = 700, height: int = 900) -> Grey:
        grey = np.full((height, width), 255, np.uint8)
        for left, top, pixels in pasted:
            grey[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
        return grey

    return page

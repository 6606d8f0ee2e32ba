"""
All symbols of one picture file, measured: what `qrconform measure` shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conformance.reading.panel import Panel
from conformance.reading.pictures import Picture
from conformance.reading.symbol.annotated import annotated
from conformance.reading.symbol.margins import Margin, margin_line, margins
from conformance.reading.symbol.measuring import Measurement, measure
from conformance.reading.symbol.robustness import Scene
from conformance.reading.symbol.sampled import NotMeasurable
from conformance.reading.symbol.wording import graded, lines, overall, plain
from conformance.reading.symbols import Symbol
from conformance.texts import Message, say

MOST = 32  # symbols of one picture that are measured: bounded time on a page full of them


@dataclass(frozen=True)
class MeasuredPicture:
    """
    The symbols of a file in reading order, each with its measurement or the reason for none.
    """

    file: Path
    found: tuple[tuple[Symbol, Measurement | Message], ...]
    margins: tuple[tuple[Margin, ...], ...] = ()  # one entry for each symbol, where they were asked for

    @property
    def whole(self) -> bool:
        """
        Whether there is a symbol, and each could be measured.
        """
        return bool(self.found) and all(isinstance(seen, Measurement) for _, seen in self.found)

    def paragraphs(self) -> Iterator[tuple[Message, list[Message]]]:
        """
        A heading and its lines for each symbol, or that there is none.
        """
        if not self.found:
            yield say("no QR code found. Micro QR, rMQR, Aztec and Data Matrix are not measured"), []
        for place, (symbol, seen) in enumerate(self.found):
            if isinstance(seen, Measurement):
                borne = [margin_line(each) for each in self._margins(place)]
                yield overall(seen), [*(graded(each) for each in seen.parameters), *lines(seen), *borne]
            else:
                content = symbol.data.decode("utf-8", "backslashreplace")
                yield say("a symbol is read as {text}, but not measured", text=content), [seen]

    def plain(self) -> dict[str, object]:
        """
        The same for a JSON file.
        """
        symbols = [
            {
                "text": symbol.data.decode("utf-8", "backslashreplace"),
                "hex": symbol.data.hex(),
                **_plain(seen),
                "margins": {each.spoiling.value: dict(each.amounts) for each in self._margins(place)},
            }
            for place, (symbol, seen) in enumerate(self.found)
        ]
        return {"file": str(self.file), "symbols": symbols}

    def drawn(self, picture: Picture) -> Iterator[tuple[str, bytes]]:
        """
        For each measured symbol a file name and the annotated picture of it, a PNG.
        """
        for place, (_, seen) in enumerate(self.found, 1):
            if isinstance(seen, Measurement):
                yield f"{self.file.stem}-{place}.png", annotated(picture, seen)

    def _margins(self, place: int) -> tuple[Margin, ...]:
        return self.margins[place] if self.margins else ()


@dataclass(frozen=True)
class Wanted:
    """
    What is asked of a picture: px per mm of the screen, None where it is not known; the margins as well or not.
    """

    ppmm: float | None = None
    margins: bool = False


def measured(file: Path, picture: Picture, panel: Panel, wanted: Wanted) -> MeasuredPicture:
    """
    The symbols that the panel finds in a picture, measured.
    """
    symbols = panel.look(picture).symbols[:MOST]
    found = tuple((symbol, _measured(picture, symbol, wanted.ppmm)) for symbol in symbols)
    if not wanted.margins:
        return MeasuredPicture(file, found)
    return MeasuredPicture(file, found, tuple(_borne(panel, picture, *each) for each in found))


def _borne(panel: Panel, picture: Picture, symbol: Symbol, seen: Measurement | Message) -> tuple[Margin, ...]:
    return margins(panel.readers, Scene(picture, symbol, seen)) if isinstance(seen, Measurement) else ()


def _measured(picture: Picture, symbol: Symbol, ppmm: float | None) -> Measurement | Message:
    try:
        return measure(picture, symbol, ppmm)
    except NotMeasurable as error:
        return error.message


def _plain(seen: Measurement | Message) -> dict[str, object]:
    return {"measurement": plain(seen)} if isinstance(seen, Measurement) else {"reason": seen.render("en")}

"""
The personal code on a document for printing, measured in mm through the size of its page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from conformance.model import Kind
from conformance.reading.panel import Panel
from conformance.reading.payload import BAR, Payload, classify
from conformance.reading.pictures import load
from conformance.reading.rasterising import PrintedPage, rasterised
from conformance.reading.symbol import NotMeasurable, measure
from conformance.texts import Message

QUIET_ZONE = 4  # modules on each side that belong to the code: ISO/IEC 18004, 6.3.8
TOLERANCE_MM = Fraction(1, 4)  # two px of the page as it is drawn


@dataclass(frozen=True)
class PrintedCode:
    """
    A personal code on a page: its QID, and width and height in mm with its quiet zone of four modules.
    """

    qid: str
    width_mm: Fraction
    height_mm: Fraction


@dataclass(frozen=True)
class Printed:
    """
    A document that a candidate gave for printing: the personal codes on its pages, and why others were not measured.
    """

    file: str
    qid: str  # of the person that the document was asked for
    codes: tuple[PrintedCode, ...]
    unmeasured: tuple[Message, ...] = ()

    def own(self, shown: Collection[str]) -> tuple[PrintedCode, ...]:
        """
        The codes of that person: with the issued QID, or one of those that the screens show, which PQR-051 decides on.
        """
        return tuple(code for code in self.codes if code.qid in {self.qid, *shown})


def printed(pdf: bytes, file: str, qid: str, panel: Panel, lenient_ext: bool = False) -> Printed:
    """
    What stands on a document; `lenient_ext`: an empty EXT may have lost its bar. Raises PictureError where it cannot be
    drawn.
    """
    found = [each for page in rasterised(pdf, file) for each in _codes(page, file, panel, lenient_ext)]
    codes = tuple(each for each in found if isinstance(each, PrintedCode))
    return Printed(file, qid, codes, tuple(each for each in found if isinstance(each, Message)))


def _codes(page: PrintedPage, file: str, panel: Panel, lenient_ext: bool) -> Iterator[PrintedCode | Message]:
    picture = load(page.png, file)
    for symbol in panel.look(picture).symbols:
        text = symbol.data.decode("utf-8", "replace")
        kinds = {classify(text), classify(text + BAR) if lenient_ext else None}
        if Kind.PERSONAL not in kinds:
            continue
        try:
            seen = measure(picture, symbol, page.ppmm)
        except NotMeasurable as error:
            yield error.message
            continue
        if seen.module_mm is None:
            raise AssertionError("every page has a scale")
        width, height = (side * (seen.size + 2 * QUIET_ZONE) for side in seen.module_mm)
        yield PrintedCode(Payload(text).qid, width, height)

"""
From a `Drawing` to the PNG file that a reader is given: the symbol, the screen of an app round it, and its spoiling.

A drawing may differ by a grey level between machines, so the published files are compared by their pixels, never by
their bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import segno
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from conformance.model import Drawing
from conformance.vectors.spoiling import spoil

Grey = NDArray[np.uint8]
Colour = tuple[int, int, int]

DARK, LIGHT = 0, 1  # indexes into the palette of a symbol
# A camera sees 30 frames a second, and no reader is held to a single one: measured, WeChatQRCode misses 0.3 % of clean
# pictures at random, and none of them at the next of these sizes.
FRAMES = (1.1, 0.9, 1.25)
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
LINES = (
    0.62,
    0.44,
    0.52,
    0.36,
)  # widths of the bars that stand for texts, of the symbol's: a reader looks for the code


@dataclass(frozen=True)
class Style:
    """
    The colours of a screen. What is `modules` has a contrast of at least 4:1 to white (PQR-083), so that a conforming
    display can show it.
    """

    ground: Colour
    card: Colour
    modules: Colour
    text: Colour


STYLES: Mapping[
    str, Style
] = {  # the colours of the cards are those of the press of October 2021: facts of PC-Covid 4.0.5
    "pale-light": Style((244, 247, 250), (214, 234, 246), BLACK, (60, 80, 100)),
    "pale-dark": Style((18, 20, 24), (214, 234, 246), BLACK, (150, 160, 170)),
    "green-light": Style((244, 247, 250), (24, 128, 72), (0, 105, 55), (60, 80, 100)),
    "green-dark": Style((18, 20, 24), (24, 128, 72), (0, 105, 55), (150, 160, 170)),
    "yellow-light": Style((244, 247, 250), (250, 190, 40), (130, 85, 0), (60, 80, 100)),
    "yellow-dark": Style((18, 20, 24), (250, 190, 40), (130, 85, 0), (150, 160, 170)),
    "red-light": Style((244, 247, 250), (196, 36, 40), (175, 20, 25), (60, 80, 100)),
    "red-dark": Style((18, 20, 24), (196, 36, 40), (175, 20, 25), (150, 160, 170)),
}
PLAIN = "plain"


def drawn(drawing: Drawing) -> bytes:
    """
    The PNG file of a drawing. The same on every machine but for a grey level here and there. Raises ValueError for data
    that no symbol holds, and for a style or a spoiling that there is not.
    """
    symbol = _symbol(drawing)
    if drawing.style != PLAIN:
        return _png(_screen(symbol, STYLES[drawing.style]))
    if not drawing.spoiled:
        return _png(symbol.convert("1"))
    return _png(Image.fromarray(spoil(drawing, np.array(symbol.convert("L"), np.uint8))))


def frames_of(png: bytes) -> Iterator[bytes]:
    """
    The picture as it is, then a little nearer and farther, as a person moves a phone until it reads.
    """
    yield png
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        soft = image.convert("RGB" if image.mode == "P" else "L")
    for scale in FRAMES:
        size = (round(soft.width * scale), round(soft.height * scale))
        yield _png(soft.resize(size, Image.Resampling.BILINEAR))


def pixels_of(png: bytes) -> NDArray[np.uint8]:
    """
    The pixels of a PNG file of ours in three channels.
    """
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        return np.array(image.convert("RGB"), np.uint8)


def _symbol(drawing: Drawing) -> Image.Image:
    """
    The QR code (model 2, one segment, never Micro QR) in two colours, its quiet zone round it.
    """
    content = drawing.data.encode("utf-8") if drawing.mode == "byte" else drawing.data
    made = segno.make(content, error=drawing.level, mode=drawing.mode, micro=False, boost_error=False)
    rows = [[DARK if module else LIGHT for module in row] for row in made.matrix_iter(border=drawing.quiet_zone)]
    modules = Image.fromarray(np.array(rows, np.uint8), "P")
    modules.putpalette(BLACK + WHITE)
    side = len(rows) * drawing.module_px
    return modules.resize((side, side), Image.Resampling.NEAREST)


def _screen(symbol: Image.Image, style: Style) -> Image.Image:
    """
    The screen of an app: a bar at the top, a card with the symbol on white, bars where the texts of the person stand.
    """
    side = symbol.width
    unit = side // 10
    screen = Image.new("P", (side + 4 * unit, 2 * (side + 4 * unit)))
    screen.putpalette(style.modules + WHITE + style.ground + style.card + style.text)
    pen = ImageDraw.Draw(screen)
    screen.paste(2, (0, 0, *screen.size))
    pen.rectangle((0, 0, screen.width, 2 * unit), fill=3)
    pen.rounded_rectangle((unit, 3 * unit, side + 3 * unit, 2 * side + unit), radius=unit // 2, fill=3)
    pen.rounded_rectangle(
        (2 * unit - unit // 4, 4 * unit - unit // 4, side + 2 * unit + unit // 4, side + 4 * unit + unit // 4),
        radius=unit // 4,
        fill=1,
    )
    screen.paste(symbol, (2 * unit, 4 * unit))
    for number, share in enumerate(LINES):
        top = side + 5 * unit + number * (unit + unit // 3)
        pen.rectangle((2 * unit, top, 2 * unit + int(share * side), top + unit // 2), fill=1 if number < 3 else 4)
    return screen


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()

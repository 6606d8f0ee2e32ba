"""
What pictures are made of: text that stays where it must, the symbol of the code, and the PNG file.

Everything is drawn in tones of grey; one palette at the end turns them into the colours of the app. That keeps the
symbol pure black on white, and a PNG of 1080 x 2400 px is written five times faster than in RGB.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from itertools import pairwise
from math import ceil, floor

import segno
from PIL import Image, ImageDraw, ImageFont

from conformance.contract import VisibleText

WIDTH, HEIGHT = 1080, 2400  # px, the screen of the phone
BLACK, INK, BRAND, MUTED, LINE, PALE, WHITE = 0, 40, 90, 140, 215, 236, 255  # tones
COLOURS = (
    (BLACK, (0, 0, 0)),
    (INK, (9, 44, 62)),
    (BRAND, (0, 103, 130)),
    (MUTED, (92, 128, 140)),
    (LINE, (206, 222, 228)),
    (PALE, (234, 243, 246)),
    (WHITE, (255, 255, 255)),
)
SMALLEST = 20  # px, text is not shrunk further but cut with an ellipsis
LONGEST = 2_000  # characters; the contract allows no more in one visible text
QUIET_ZONE = 4  # modules: ISO/IEC 18004, section 9.1


@dataclass(frozen=True)
class Style:
    """
    How a text is drawn: size and width in px, anchor as in Pillow, and how many lines of that size it may take.
    """

    size: int
    tone: int = INK
    bold: bool = False
    anchor: str = "la"
    width: int = WIDTH - 120
    lines: int = 1


@cache
def load(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    """
    The font that ships with the project; basic layout, so that no bidi control can turn what is shown around.
    """
    name = "NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf"
    data = resources.files("conformance.reference").joinpath("fonts", name).read_bytes()
    return ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


def shown(text: str) -> str:
    """
    `text` as it can be drawn: composed, since the basic layout sets no marks, and each control character a blank.
    """
    composed = unicodedata.normalize("NFC", text)
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in composed)


def inked(text: str) -> str:
    """
    What leaves ink of `text`: invisible format characters (bidi controls, joiners) belong to it but are not drawn.
    """
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def cut(word: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """
    The pieces of a word that are each no wider than `width` px.
    """
    if font.getlength(word) <= width:
        return [word]
    pieces, taken = [""], 0.0
    for letter in word:
        advance = font.getlength(letter)
        if taken + advance > width:
            pieces.append("")
            taken = 0.0
        pieces[-1] += letter
        taken += advance
    return pieces


def wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """
    The lines of `text`, each no wider than `width` px.
    """
    rows: list[str] = []
    for word in text.split(" "):
        for number, piece in enumerate(cut(word, font, width)):
            joined = f"{rows[-1]} {piece}" if rows and number == 0 else piece
            if rows and number == 0 and font.getlength(joined) <= width:
                rows[-1] = joined
            else:
                rows.append(piece)
    return rows


@lru_cache(maxsize=512)
def fit(text: str, style: Style) -> tuple[int, tuple[str, ...]]:
    """
    The size in px at which `text` fits into the style's lines, and its rows; what never fits is cut with an ellipsis.
    """
    size = style.size
    while True:
        font = load(style.bold, size)
        rows = wrap(text, font, style.width)
        room = style.lines * style.size // size
        if len(rows) <= room:
            return size, tuple(rows)
        if size <= SMALLEST:
            return size, (*rows[: room - 1], rows[room - 1][:-2] + "…")
        size = max(SMALLEST, size * 7 // 8)


@lru_cache(maxsize=512)
def stencil(row: str, bold: bool, size: int, anchor: str) -> tuple[Image.Image, tuple[int, int]]:
    """
    The ink of a row, cropped to it, and where it begins, seen from the anchor; 0 x 0 px for a row without ink.
    """
    font = load(bold, size)
    left, top, right, bottom = font.getbbox(row, anchor=anchor)
    left, top = floor(left) - 1, floor(top) - 1
    tile = Image.new("L", (ceil(right) - left + 1, ceil(bottom) - top + 1))
    ImageDraw.Draw(tile).text((-left, -top), row, fill=255, font=font, anchor=anchor)
    ink = tile.getbbox() or (0, 0, 0, 0)
    return tile.crop(ink), (left + ink[0], top + ink[1])


@dataclass
class Canvas:
    """
    A picture in the making, and the texts that were drawn on it.
    """

    picture: Image.Image = field(default_factory=lambda: Image.new("L", (WIDTH, HEIGHT), PALE))
    texts: list[VisibleText] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pen = ImageDraw.Draw(self.picture)

    def copy(self) -> Canvas:
        """
        A canvas of its own that begins as this one.
        """
        return Canvas(self.picture.copy(), list(self.texts))

    def write(self, text: str, at: tuple[int, int], style: Style) -> None:
        """
        Draw `text` with its anchor at `at`, and note it with the box of its ink; a text without ink is none.
        """
        size, rows = fit(shown(text)[:LONGEST], style)
        boxes = []
        for number, row in enumerate(rows):
            mask, (left, top) = stencil(inked(row), style.bold, size, style.anchor)
            corner = (at[0] + left, at[1] + top + number * size * 4 // 3)
            self.picture.paste(style.tone, corner, mask)
            boxes += [(*corner, corner[0] + mask.width, corner[1] + mask.height)] if mask.width else []
        if boxes:
            lefts, tops, rights, bottoms = zip(*boxes, strict=True)
            left, top = min(lefts), min(tops)
            self.texts.append(VisibleText(text=" ".join(rows), box=(left, top, max(rights) - left, max(bottoms) - top)))

    def png(self) -> bytes:
        """
        The picture in the app's colours, as a PNG file.
        """
        coloured, file = self.picture.copy(), BytesIO()
        coloured.putpalette(palette())
        coloured.save(file, "PNG", compress_level=1)
        return file.getvalue()


@cache
def palette() -> bytes:
    """
    The colour of each tone, blended between those of `COLOURS`.
    """
    entries = bytearray()
    for (start, first), (end, second) in pairwise(COLOURS):
        for tone in range(start, end):
            share = (tone - start) / (end - start)
            entries += bytes(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return bytes(entries) + bytes(COLOURS[-1][1])


@lru_cache(maxsize=256)
def symbol(data: bytes, level: str = "m") -> Image.Image:
    """
    The QR code of `data` in byte mode with its quiet zone, 1 px a module. Raises ValueError if too long.
    """
    made = segno.make(data, error=level, mode="byte", micro=False, boost_error=False)
    rows = list(made.matrix_iter(scale=1, border=QUIET_ZONE))
    modules = bytes(BLACK if module else WHITE for row in rows for module in row)
    return Image.frombytes("L", (len(rows), len(rows)), modules)


def enlarged(modules: Image.Image, side: int) -> Image.Image:
    """
    The symbol with as many whole px for each module as fit into `side` px.
    """
    scale = max(1, side // modules.width)
    return modules.resize((modules.width * scale, modules.height * scale), Image.Resampling.NEAREST)

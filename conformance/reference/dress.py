"""
The screen of the reference candidate in other clothes: colours, density, place and size of the code, texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw

from conformance.contract import VisibleText
from conformance.model import Action
from conformance.reference.app import App
from conformance.reference.drawing import BRAND, COLOURS, INK, LINE, MUTED, PALE, WHITE, enlarged, symbol
from conformance.reference.screens import CENTRE, CODE_SIDE, CODE_TOP, Drawn

Colour = tuple[int, int, int]
Stops = tuple[tuple[int, Colour], ...]  # tone -> colour, as `drawing.COLOURS`
Encoder = Callable[[bytes], Image.Image]  # modules with quiet zone, 1 px each

DARK_THEME: Stops = (
    (0, (255, 255, 255)),
    (INK, (235, 238, 240)),
    (BRAND, (16, 92, 120)),
    (MUTED, (160, 170, 178)),
    (LINE, (70, 78, 84)),
    (PALE, (18, 20, 22)),
    (WHITE, (32, 36, 40)),
)
LOGO_SHARE = Fraction(1, 5)  # of the symbol's side: 4 % of its area, level H repairs about 30 % of the codewords


@dataclass(frozen=True)
class Dress:
    """
    How the screen looks. `density` is that of the screen against the reference's 1080 px; `share` is the code's part of
    the square that it may fill; `margin` is what stays light round the quiet zone, in modules.
    """

    encoder: Encoder = symbol
    colours: Stops = COLOURS
    dark: Colour = (0, 0, 0)
    light: Colour = (255, 255, 255)
    density: Fraction = Fraction(1)
    share: Fraction = Fraction(1)
    margin: int = 0
    logo: Colour | None = None

    def drawn(self, app: App, action: Action) -> Drawn:
        """
        The screen of the app after an action.
        """
        bare = App.draw(app, action)
        picture = self._coloured(bare)
        if app.at_card and app.has_code(action):
            code = self._code(app.payload(app.coded(app.person), app.code_masked()).encode())
            middle = (CENTRE * self.density, (CODE_TOP + CODE_SIDE // 2) * self.density)
            picture.paste(code, (int(middle[0]) - code.width // 2, int(middle[1]) - code.height // 2))
        file = BytesIO()
        picture.save(file, "PNG", compress_level=1)
        return Drawn(file.getvalue(), tuple(self._scaled(text) for text in bare.texts))

    def _coloured(self, bare: Drawn) -> Image.Image:
        picture = Image.open(BytesIO(bare.png))
        pen = ImageDraw.Draw(picture)
        half = CODE_SIDE // 2
        pen.rectangle((CENTRE - half, CODE_TOP, CENTRE + half, CODE_TOP + CODE_SIDE), fill=WHITE)  # the code goes
        picture.putpalette(palette(self.colours))
        coloured = picture.convert("RGB")
        if self.density == 1:
            return coloured
        size = (int(coloured.width * self.density), int(coloured.height * self.density))
        return coloured.resize(size, Image.Resampling.LANCZOS)

    def _code(self, data: bytes) -> Image.Image:
        modules = self.encoder(data)
        wide = Image.new("L", (modules.width + 2 * self.margin,) * 2, WHITE)
        wide.paste(modules, (self.margin, self.margin))
        large = enlarged(wide, int(CODE_SIDE * self.density * self.share))
        shades = [tuple(self.light if tone else self.dark)[band] for band in range(3) for tone in range(256)]
        code = Image.merge("RGB", (large,) * 3).point(shades)
        if self.logo is not None:
            self._put_logo(code, modules.width, large.width // wide.width)
        return code

    def _put_logo(self, code: Image.Image, modules: int, scale: int) -> None:
        side = int(LOGO_SHARE * (modules - 8) * scale) // 2
        middle, pen = code.width // 2, ImageDraw.Draw(code)
        pen.rectangle((middle - side, middle - side, middle + side, middle + side), fill=self.light)
        side -= scale
        pen.rounded_rectangle((middle - side, middle - side, middle + side, middle + side), side // 3, fill=self.logo)

    def _scaled(self, text: VisibleText) -> VisibleText:
        left, top, width, height = (int(part * self.density) for part in text.box)
        return VisibleText(text=text.text, box=(left, top, max(1, width), max(1, height)))

    def step(self) -> Mapping[str, Callable[..., Drawn]]:
        """
        The step of the app that it replaces.
        """
        return {"draw": lambda app, action: self.drawn(app, action)}


@cache
def palette(stops: Stops) -> bytes:
    """
    The colour of each tone, blended between those of the stops.
    """
    entries = bytearray()
    for (start, first), (end, second) in pairwise(stops):
        for tone in range(start, end):
            share = (tone - start) / (end - start)
            entries += bytes(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return bytes(entries) + bytes(stops[-1][1])


def word_by_word(drawn: Drawn) -> Drawn:
    """
    The same screen, its texts given word by word, each with its share of the box.
    """
    return replace(drawn, texts=tuple(word for text in drawn.texts for word in _words(text)))


def _words(text: VisibleText) -> list[VisibleText]:
    left, top, width, height = text.box
    found, begin = [], 0
    for word in text.text.split(" "):
        end = begin + len(word)
        start = left + width * begin // len(text.text)
        stop = left + max(1, width * end // len(text.text))
        found += [VisibleText(text=word, box=(start, top, max(1, stop - start), height))] if word else []
        begin = end + 1
    return found


def in_one_block(drawn: Drawn) -> Drawn:
    """
    The same screen, its texts merged into one of many lines, as some toolkits merge what stands in one card.
    """
    lefts, tops, widths, heights = zip(*(text.box for text in drawn.texts), strict=True)
    right = max(left + width for left, width in zip(lefts, widths, strict=True))
    bottom = max(top + height for top, height in zip(tops, heights, strict=True))
    box = (min(lefts), min(tops), right - min(lefts), bottom - min(tops))
    return replace(drawn, texts=(VisibleText(text="\n".join(text.text for text in drawn.texts), box=box),))


def backwards(drawn: Drawn) -> Drawn:
    """
    The same screen, its texts in the opposite order.
    """
    return replace(drawn, texts=drawn.texts[::-1])

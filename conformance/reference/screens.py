"""
The screens of the reference app: the card with the personal code, and the home screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PIL import Image

from conformance.contract import VisibleText
from conformance.reference.drawing import BRAND, HEIGHT, INK, LINE, MUTED, PALE, WHITE, WIDTH, Canvas, Style

CODE_SIDE = 760  # px of the square that the code is drawn in
CODE_TOP = 400
CENTRE = WIDTH // 2
NAME = Style(54, bold=True, anchor="ma", width=860, lines=2)
LABEL = Style(38, tone=MUTED, width=380)
VALUE = Style(42, bold=True, anchor="ra", width=500)
TITLE = Style(48, tone=WHITE, bold=True, anchor="mm", width=800)
SMALL = Style(32, tone=MUTED, anchor="ma", width=900)
BUTTON = Style(42, tone=BRAND, bold=True, anchor="mm", width=500)
TABS = ("Trang chủ", "Quét mã", "Thẻ của tôi", "Tài khoản")
TILES = ("Thẻ của tôi", "Quét mã", "Khai báo y tế", "Tiêm chủng", "Thông báo", "Hướng dẫn")


@dataclass(frozen=True)
class Face:
    """
    What the card shows beside the code.
    """

    name: str
    rows: tuple[tuple[str, str], ...]  # label and value
    masked: bool
    notice: str = ""  # stands where the code is missing
    nonce: str | None = None  # proves that the screen was drawn for this action


@dataclass(frozen=True)
class Drawn:
    """
    A finished screen.
    """

    png: bytes
    texts: tuple[VisibleText, ...]


def draw_card(face: Face, code: Image.Image | None) -> Drawn:
    """
    The screen of the personal code.
    """
    canvas = card_background().copy()
    canvas.write("Thông tin đang được che" if face.masked else "Thông tin đang hiện đầy đủ", (CENTRE, 342), SMALL)
    if code is not None:
        canvas.picture.paste(code, (CENTRE - code.width // 2, CODE_TOP + (CODE_SIDE - code.height) // 2))
    canvas.write(face.notice, (CENTRE, CODE_TOP + CODE_SIDE // 2), SMALL)
    canvas.write(face.nonce or "", (CENTRE, 2110), SMALL)
    canvas.write(face.name, (CENTRE, 1180), NAME)
    for number, (label, value) in enumerate(face.rows):
        canvas.write(label, (110, 1390 + number * 88), LABEL)
        canvas.write(value, (970, 1386 + number * 88), VALUE)
    canvas.write("Hiện đầy đủ" if face.masked else "Ẩn bớt", (CENTRE, 1896), BUTTON)
    return Drawn(canvas.png(), tuple(canvas.texts))


@cache
def draw_home() -> Drawn:
    """
    The home screen, where a user goes that leaves the card.
    """
    canvas = frame("Trang chủ", tab=0)
    canvas.write("Xin chào! Chúc bạn một ngày an lành.", (CENTRE, 330), Style(40, anchor="ma"))
    for number, title in enumerate(TILES):
        left, top = 60 + number % 2 * 490, 450 + number // 2 * 330
        canvas.pen.rounded_rectangle((left, top, left + 470, top + 300), 36, fill=WHITE, outline=LINE, width=2)
        canvas.pen.rounded_rectangle((left + 185, top + 50, left + 285, top + 150), 28, fill=BRAND)
        canvas.write(title, (left + 235, top + 185), Style(38, bold=True, anchor="ma", width=440))
    return Drawn(canvas.png(), tuple(canvas.texts))


@cache
def card_background() -> Canvas:
    """
    All of the card's screen that is the same for everybody; drawn once.
    """
    canvas = frame("Thẻ thông tin cá nhân", tab=2)
    canvas.pen.line((94, 168, 70, 192, 94, 216), fill=WHITE, width=7, joint="curve")
    canvas.pen.rounded_rectangle((46, 306, WIDTH - 46, 2000), 44, fill=WHITE, outline=LINE, width=2)
    canvas.pen.line((110, 1360, WIDTH - 110, 1360), fill=LINE, width=2)
    canvas.pen.rounded_rectangle((260, 1846, WIDTH - 260, 1946), 50, fill=PALE, outline=BRAND, width=3)
    canvas.write("Đưa mã này cho người kiểm tra để quét", (CENTRE, 2050), SMALL)
    return canvas


def frame(title: str, tab: int) -> Canvas:
    """
    What every screen of the app has: status bar, header, and the navigation with the current `tab`.
    """
    canvas = Canvas()
    canvas.pen.rectangle((0, 0, WIDTH, 260), fill=BRAND)
    canvas.write("09:41", (60, 28), Style(36, tone=WHITE, bold=True))
    for number in range(4):
        canvas.pen.rectangle((880 + number * 16, 62 - number * 8, 890 + number * 16, 68), fill=WHITE)
    canvas.pen.rounded_rectangle((960, 38, 1016, 68), 7, outline=WHITE, width=3)
    canvas.pen.rectangle((967, 45, 1000, 61), fill=WHITE)
    canvas.write(title, (CENTRE, 192), TITLE)
    canvas.pen.rectangle((0, 2190, WIDTH, HEIGHT), fill=WHITE)
    canvas.pen.line((0, 2190, WIDTH, 2190), fill=LINE, width=2)
    for number, label in enumerate(TABS):
        draw_tab(canvas, number, label, BRAND if number == tab else MUTED)
    canvas.pen.rounded_rectangle((390, 2376, 690, 2384), 4, fill=INK)
    return canvas


def draw_tab(canvas: Canvas, number: int, label: str, tone: int) -> None:
    """
    One entry of the navigation: its sign and its label.
    """
    middle, pen = 135 + number * 270, canvas.pen
    if number == 0:
        pen.polygon((middle - 34, 2252, middle, 2220, middle + 34, 2252), fill=tone)
        pen.rectangle((middle - 24, 2252, middle + 24, 2280), fill=tone)
    elif number == 3:
        pen.ellipse((middle - 16, 2220, middle + 16, 2252), fill=tone)
        pen.pieslice((middle - 32, 2256, middle + 32, 2312), 180, 360, fill=tone)
    else:
        pen.rounded_rectangle((middle - 32, 2226, middle + 32, 2278), 10, outline=tone, width=6)
        pen.line((middle - 16, 2252, middle + 16, 2252), fill=tone, width=6)
    canvas.write(label, (middle, 2300), Style(30, tone=tone, bold=tone == BRAND, anchor="ma", width=250))

"""
Honest variants whose screen looks different: density, theme, colours, place and size of the code, logo.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from conformance.reference.drawing import COLOURS
from conformance.reference.dress import DARK_THEME, Colour, Dress, Stops
from conformance.reference.encoders import by_segno
from conformance.reference.variant import Variant
from conformance.texts import Bilingual

# Colours of health cards of 2021, and what stands on them; the contrast of luminance is measured, at least 4 to 1.
GREEN, YELLOW, RED = (46, 170, 88), (255, 214, 0), (224, 62, 62)
PALE_BLUE, NAVY, MAROON, FOREST = (222, 238, 250), (10, 40, 96), (120, 0, 24), (0, 92, 52)
CREAM, CHARCOAL, WHITE = (250, 244, 228), (52, 52, 56), (255, 255, 255)


def card(colour: Colour) -> Stops:
    """
    The reference's colours, its white card in another colour.
    """
    return (*COLOURS[:-1], (COLOURS[-1][0], colour))


def dressed(name: str, en: str, vi: str, dress: Dress) -> Variant:
    """
    The variant in this dress.
    """
    return Variant(name, Bilingual(vi=vi, en=en), dress.step())


DENSITIES = (
    dressed(
        "density-1",
        "has a screen of 360 x 800 px",
        "có màn hình 360 x 800 điểm ảnh",
        Dress(density=Fraction(1, 3)),
    ),
    dressed(
        "density-1.5",
        "has a screen of 540 x 1200 px",
        "có màn hình 540 x 1200 điểm ảnh",
        Dress(density=Fraction(1, 2)),
    ),
    dressed(
        "density-2",
        "has a screen of 720 x 1600 px",
        "có màn hình 720 x 1600 điểm ảnh",
        Dress(density=Fraction(2, 3)),
    ),
    dressed(
        "density-4",
        "has a screen of 1440 x 3200 px",
        "có màn hình 1440 x 3200 điểm ảnh",
        Dress(density=Fraction(4, 3)),
    ),
)

COLOURED = (
    dressed(
        "dark-theme",
        "has a dark theme, the code on a light card",
        "có giao diện tối, mã nằm trên thẻ sáng",
        Dress(colours=DARK_THEME, margin=2),
    ),
    dressed(
        "dark-theme-narrow-card",
        "has a dark theme, the light card no larger than the quiet zone",
        "có giao diện tối, thẻ sáng vừa đúng vùng trống quanh mã",
        Dress(colours=DARK_THEME),
    ),
    dressed(
        "green-card",
        "draws a black code on a green card",
        "vẽ mã đen trên thẻ xanh lá",
        Dress(colours=card(GREEN), light=GREEN),
    ),
    dressed(
        "yellow-card",
        "draws a black code on a yellow card",
        "vẽ mã đen trên thẻ vàng",
        Dress(colours=card(YELLOW), light=YELLOW),
    ),
    dressed(
        "red-card",
        "draws a black code on a red card",
        "vẽ mã đen trên thẻ đỏ",
        Dress(colours=card(RED), light=RED),
    ),
    dressed(
        "yellow-square",
        "draws a black code on a yellow square, on a white card",
        "vẽ mã đen trên ô vuông vàng, trên thẻ trắng",
        Dress(light=YELLOW),
    ),
    dressed(
        "green-square",
        "draws a black code on a green square, on a white card",
        "vẽ mã đen trên ô vuông xanh lá, trên thẻ trắng",
        Dress(light=GREEN),
    ),
    dressed(
        "red-square",
        "draws a black code on a red square, on a white card",
        "vẽ mã đen trên ô vuông đỏ, trên thẻ trắng",
        Dress(light=RED),
    ),
    dressed(
        "pale-blue-card",
        "draws a navy code on a pale blue card",
        "vẽ mã xanh đậm trên thẻ xanh nhạt",
        Dress(colours=card(PALE_BLUE), light=PALE_BLUE, dark=NAVY),
    ),
    dressed(
        "green-code",
        "draws a green code on white",
        "vẽ mã xanh lá trên nền trắng",
        Dress(dark=FOREST),
    ),
    dressed(
        "maroon-code",
        "draws a dark red code on cream",
        "vẽ mã đỏ sẫm trên nền kem",
        Dress(dark=MAROON, light=CREAM),
    ),
    dressed(
        "charcoal-code",
        "draws a dark grey code on white",
        "vẽ mã xám đậm trên nền trắng",
        Dress(dark=CHARCOAL),
    ),
)

SIZES = (
    dressed(
        "wide-quiet-zone",
        "leaves eight modules of quiet zone",
        "chừa tám mô-đun vùng trống quanh mã",
        Dress(margin=4),
    ),
    dressed(
        "small-code",
        "draws the code at half of its size",
        "vẽ mã bằng nửa kích thước",
        Dress(share=Fraction(1, 2)),
    ),
    dressed(
        "small-code-dark-theme",
        "draws a small code on a light card in a dark theme",
        "vẽ mã nhỏ trên thẻ sáng trong giao diện tối",
        Dress(share=Fraction(2, 5), colours=DARK_THEME, margin=1),
    ),
    dressed(
        "logo-at-level-h",
        "has a logo in the middle of the code, at level H",
        "có biểu trưng giữa mã, ở mức sửa lỗi H",
        Dress(encoder=partial(by_segno, error="h"), logo=(0, 103, 130)),
    ),
    dressed(
        "logo-at-level-h-dark-theme",
        "has a red logo in the middle of the code, at level H, in a dark theme",
        "có biểu trưng đỏ giữa mã, ở mức sửa lỗi H, trong giao diện tối",
        Dress(encoder=partial(by_segno, error="h"), logo=RED, colours=DARK_THEME),
    ),
)

LOOK_VARIANTS: tuple[Variant, ...] = DENSITIES + COLOURED + SIZES

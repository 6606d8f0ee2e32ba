"""
Honest variants that do not draw the modules as clean squares. Each changes what is measured of the code, up to grade 0,
and harms no reader: that is why no requirement has a limit for it (`docs/limitations.md`).
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from conformance.reference.app import App
from conformance.reference.drawing import BLACK, QUIET_ZONE, WHITE, symbol
from conformance.reference.screens import CODE_SIDE, Drawn
from conformance.reference.variant import Variant, variant

PITCH = 10.6  # px a module: modules of 10 and 11 px
SMALL_PITCH = 3.3  # px a module: drawn smoothly, each edge is a grey pixel wide
QUALITY = 75  # of JPEG, from 1 to 95: what programs take by default; from 50 down zbar begins to lose codes
FINDER = 7  # modules
ROUNDED = 2  # modules: radius of the corners of a rounded finder pattern


def scaled(data: bytes, pitch: float, way: Image.Resampling) -> Image.Image:
    """
    The code with that many px a module.
    """
    modules = symbol(data)
    side = min(CODE_SIDE, round(modules.width * pitch))
    return modules.resize((side, side), way)


def rounded(data: bytes) -> Image.Image:
    """
    The code with round corners on its three finder patterns.
    """
    modules = symbol(data)
    px, size = CODE_SIDE // modules.width, modules.width
    drawn = modules.resize((size * px, size * px), Image.Resampling.NEAREST)
    pen, far = ImageDraw.Draw(drawn), size - QUIET_ZONE - FINDER
    for left, top in ((QUIET_ZONE, QUIET_ZONE), (far, QUIET_ZONE), (QUIET_ZONE, far)):
        pen.rectangle(_box(left, top, 0, px), fill=WHITE)
        for inset, radius, tone in ((0, ROUNDED, BLACK), (1, ROUNDED - 1, WHITE), (2, ROUNDED / 2, BLACK)):
            pen.rounded_rectangle(_box(left, top, inset, px), radius=radius * px, fill=tone)
    return drawn


def _box(left: int, top: int, inset: int, px: int) -> tuple[int, int, int, int]:
    """
    A finder pattern without so many modules of its border, in px, last pixels included.
    """
    far = FINDER - inset
    return (left + inset) * px, (top + inset) * px, (left + far) * px - 1, (top + far) * px - 1


def pressed(drawn: Drawn, quality: int) -> Drawn:
    """
    The screen as it comes out of a JPEG file of that quality.
    """
    jpeg, png = BytesIO(), BytesIO()
    Image.open(BytesIO(drawn.png)).convert("RGB").save(jpeg, "JPEG", quality=quality)
    Image.open(jpeg).save(png, "PNG", compress_level=1)
    return Drawn(png.getvalue(), drawn.texts)


SYMBOL_VARIANTS: tuple[Variant, ...] = (
    variant(
        "fractional-pitch",
        "draws modules of 10 and 11 px, since the size of the code is no multiple of its modules",
        "vẽ các mô-đun rộng 10 và 11 điểm ảnh, do kích thước mã không chia hết cho số mô-đun",
        code_picture=lambda _app, data: scaled(data, PITCH, Image.Resampling.NEAREST),
    ),
    variant(
        "smooth-small-code",
        "draws the code small with smoothing, 3.3 px a module",
        "vẽ mã nhỏ có làm mịn, 3,3 điểm ảnh mỗi mô-đun",
        code_picture=lambda _app, data: scaled(data, SMALL_PITCH, Image.Resampling.BILINEAR),
    ),
    variant(
        "smoothed-code",
        "enlarges the code with smoothing, so that each edge is half a module wide",
        "phóng to mã có làm mịn, mỗi cạnh nhòe nửa mô-đun",
        code_picture=lambda _app, data: scaled(data, CODE_SIDE, Image.Resampling.BICUBIC),
    ),
    variant(
        "rounded-finders",
        "rounds the corners of the finder patterns",
        "bo tròn góc các hoa văn định vị",
        code_picture=lambda _app, data: rounded(data),
    ),
    variant(
        "jpeg-screens",
        "gives screens that have been through a JPEG file of quality 75",
        "đưa ảnh màn hình đã qua tệp JPEG chất lượng 75",
        draw=lambda app, action: pressed(App.draw(app, action), QUALITY),
    ),
)

"""
Mutants that draw the code badly, but so that every reader still reads it: what is only recommended of a symbol.
"""

# ruff: noqa: ARG005 - a step takes what the app gives it, whether the fault needs it or not

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image, ImageOps

from conformance.reading.symbol.codewords import Kind, decode
from conformance.reading.symbol.information import read_information
from conformance.reading.symbol.layout import layout
from conformance.reference.app import App
from conformance.reference.drawing import BLACK, LINE, MUTED, QUIET_ZONE, WHITE, enlarged, symbol
from conformance.reference.faults import Mutant, fault
from conformance.reference.screens import CODE_SIDE, Drawn
from conformance.reference.symbol_variants import pressed

POOR = 10  # quality of JPEG, from 1 to 95
YELLOW = (255, 214, 0)  # 1.4 to 1 on white


def narrowed(modules: Image.Image) -> Image.Image:
    """
    The symbol with a quiet zone of two modules, then a dark frame of two.
    """
    cropped = ImageOps.crop(modules, QUIET_ZONE - 2)
    return ImageOps.expand(cropped, 2, fill=BLACK)


def uneven(modules: Image.Image) -> Image.Image:
    """
    The symbol at two and a half px a module.
    """
    side = modules.width * 5 // 2
    return modules.resize((side, side), Image.Resampling.NEAREST)


def flatter(code: Image.Image) -> Image.Image:
    """
    The code at nine tenths of its height.
    """
    return code.resize((code.width, code.height * 9 // 10), Image.Resampling.NEAREST)


def sheared(code: Image.Image) -> Image.Image:
    """
    The code leaning to the left by a fifteenth of its height.
    """
    lean = code.height // 15
    size = (code.width + lean, code.height)
    moved = (1, -lean / code.height, 0, 0, 1, 0)
    return code.transform(size, Image.Transform.AFFINE, moved, Image.Resampling.NEAREST, fillcolor=WHITE)


def stained(modules: Image.Image) -> Image.Image:
    """
    The symbol with every module of a run of codewords turned round: all but one of those that can be corrected.

    The run follows the order in which a symbol is read, from the bottom right on, so that it looks like a stain.
    """
    drawn = np.array(modules)
    dark = drawn[QUIET_ZONE:-QUIET_ZONE, QUIET_ZONE:-QUIET_ZONE] == BLACK
    version = (len(dark) - 17) // 4
    told = read_information(dark, version)
    decoded = decode(dark, Kind(version, told.level, told.mask))
    assert decoded is not None  # it was just encoded
    blocks = decoded.blocks
    count = 8 * len(blocks) * (min(block.spare for block in blocks) // 2 - 1)
    rows, columns = (places[:count] for places in layout(version).bits)
    drawn[rows + QUIET_ZONE, columns + QUIET_ZONE] = BLACK + WHITE - drawn[rows + QUIET_ZONE, columns + QUIET_ZONE]
    return Image.fromarray(drawn)


def torn(modules: Image.Image) -> Image.Image:
    """
    The symbol without three modules of the outer corner of its first finder pattern.
    """
    drawn = np.array(modules)
    corner = drawn[QUIET_ZONE : QUIET_ZONE + 2, QUIET_ZONE : QUIET_ZONE + 2]
    corner[0, :] = corner[:, 0] = WHITE
    return Image.fromarray(drawn)


def toned(code: Image.Image, dark: int, light: int) -> Image.Image:
    """
    The code in two other tones.
    """
    return code.point([dark if tone == BLACK else light if tone == WHITE else tone for tone in range(256)])


def recoloured(drawn: Drawn, colour: tuple[int, int, int]) -> Drawn:
    """
    The screen with the code, which alone is black, in another colour.
    """
    picture, file = Image.open(BytesIO(drawn.png)), BytesIO()
    colours = picture.getpalette() or []
    picture.putpalette([*colour, *colours[3:]])
    picture.save(file, "PNG", compress_level=1)
    return Drawn(file.getvalue(), drawn.texts)


READERS = (
    fault(
        "torn-finder",
        "PQR-080",
        "draws one finder pattern without its outer corner",
        "vẽ một hoa văn định vị bị mất góc ngoài",
        code_picture=lambda app, data: enlarged(torn(symbol(data)), CODE_SIDE),
    ),
    fault(
        "jpeg-artefacts",
        "PQR-080",
        "gives screens that have been through a JPEG file of quality 10",
        "đưa ảnh màn hình đã qua tệp JPEG chất lượng 10",
        draw=lambda app, action: pressed(App.draw(app, action), POOR),
    ),
)

GEOMETRY = (
    fault(
        "uneven-modules",
        "PQR-081",
        "draws modules of 2 and 3 px, since the size of the code is no multiple of its modules",
        "vẽ các mô-đun rộng 2 và 3 điểm ảnh, do kích thước mã không chia hết cho số mô-đun",
        code_picture=lambda app, data: uneven(symbol(data)),
    ),
    fault(
        "narrow-quiet-zone",
        "PQR-081",
        "leaves two modules of quiet zone around the code, then draws a dark frame",
        "chỉ chừa hai mô-đun vùng trống quanh mã rồi vẽ khung sẫm",
        code_picture=lambda app, data: enlarged(narrowed(symbol(data)), CODE_SIDE),
    ),
    fault(
        "tiny-modules",
        "PQR-081",
        "draws each module of the code 2 px wide",
        "vẽ mỗi mô-đun của mã chỉ rộng 2 điểm ảnh",
        code_picture=lambda app, data: enlarged(symbol(data), symbol(data).width * 2),
    ),
    fault(
        "stretched-code",
        "PQR-081",
        "draws the code a tenth lower than wide",
        "vẽ mã thấp hơn chiều rộng một phần mười",
        code_picture=lambda app, data: flatter(App.code_picture(app, data)),
    ),
    fault(
        "sheared-code",
        "PQR-081",
        "draws the code leaning",
        "vẽ mã bị nghiêng thành hình bình hành",
        code_picture=lambda app, data: sheared(App.code_picture(app, data)),
    ),
    fault(
        "mirrored-code",
        "PQR-081",
        "draws the code as in a mirror",
        "vẽ mã như nhìn qua gương",
        code_picture=lambda app, data: ImageOps.mirror(App.code_picture(app, data)),
    ),
)

ROBUSTNESS = (
    fault(
        "level-l",
        "PQR-082",
        "encodes with error correction level L",
        "mã hóa với mức sửa lỗi L",
        code_picture=lambda app, data: enlarged(symbol(data, "l"), CODE_SIDE),
    ),
    fault(
        "stained-code",
        "PQR-082",
        "draws the code with a stain that takes nearly all of its error correction",
        "vẽ mã có vết ố làm hết gần như toàn bộ khả năng sửa lỗi",
        code_picture=lambda app, data: enlarged(stained(symbol(data)), CODE_SIDE),
    ),
)

CONTRAST = (
    fault(
        "inverted-code",
        "PQR-083",
        "draws light modules on a dark ground",
        "vẽ mô-đun sáng trên nền tối",
        code_picture=lambda app, data: toned(App.code_picture(app, data), WHITE, BLACK),
    ),
    fault(
        "grey-on-grey",
        "PQR-083",
        "draws the code in grey on grey",
        "vẽ mã màu xám trên nền xám",
        code_picture=lambda app, data: toned(App.code_picture(app, data), MUTED, LINE),
    ),
    fault(
        "yellow-on-white",
        "PQR-083",
        "draws the code in yellow on white",
        "vẽ mã màu vàng trên nền trắng",
        draw=lambda app, action: recoloured(App.draw(app, action), YELLOW),
    ),
)

PRINT = (
    fault(
        "small-print",
        "PQR-084",
        "exports a page with the code 44 mm wide",
        "xuất trang in có mã chỉ rộng 44 mm",
        print_mm=lambda app: 44,
    ),
    fault(
        "print-in-wide-border",
        "PQR-084",
        "exports a page with the code in a white border, 50 mm wide with the border only",
        "xuất trang in có mã trong viền trắng, tính cả viền mới rộng 50 mm",
        print_mm=lambda app: 50,
        print_picture=lambda app, data: ImageOps.expand(symbol(data), 4, fill=WHITE),
    ),
)

SYMBOL_FAULTS: tuple[Mutant, ...] = READERS + GEOMETRY + ROBUSTNESS + CONTRAST + PRINT

"""
Honest variants whose code comes from another encoder, or from the same one with other settings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from conformance.model import Action
from conformance.reference.app import App
from conformance.reference.drawing import enlarged
from conformance.reference.dress import Encoder
from conformance.reference.encoders import (
    by_node,
    by_opencv,
    by_qrcode,
    by_segno,
    by_segno_eci,
    by_segno_mixed,
    by_zxing,
    node_missing,
    pypi_qrcode_missing,
)
from conformance.reference.screens import CODE_SIDE
from conformance.reference.variant import Variant, nothing_missing
from conformance.texts import Bilingual, Message

Missing = Callable[[], Message | None]
MASKS = 8  # ISO/IEC 18004, section 7.8.2: data mask patterns 0 to 7
VERSIONS = (8, 10, 12, 15)  # larger than what most people's data need; 93 modules with quiet zone are 8 px each


def encoded(name: str, en: str, vi: str, encoder: Encoder, missing: Missing = nothing_missing) -> Variant:
    """
    The variant whose code an encoder makes.
    """
    steps = {"code_picture": lambda _app, data: enlarged(encoder(data), CODE_SIDE)}
    return Variant(name, Bilingual(vi=vi, en=en), steps, missing=missing)


def masked(mask: int) -> Variant:
    """
    The variant whose code has this data mask.
    """
    return encoded(
        f"mask-{mask}",
        f"draws the code with data mask {mask}",
        f"vẽ mã với mặt nạ dữ liệu {mask}",
        partial(by_segno, mask=mask),
    )


def grown(version: int) -> Variant:
    """
    The variant whose code has at least this version.
    """
    return encoded(
        f"version-{version}",
        f"draws the code in version {version}, or a larger one where the data need it",
        f"vẽ mã ở phiên bản {version}, hoặc lớn hơn khi dữ liệu cần",
        partial(by_segno, version=version),
    )


def opened_with_node(app: App, action: Action) -> None:
    """
    Open the card, both codes of the person made ahead: node takes longer to start than a switch may take.
    """
    App.open_card(app, action)
    for masked_form in (True, False):
        by_node(app.payload(app.person, masked_form).encode())


PACKAGES = (
    encoded(
        "segno-mixed-segments",
        "encodes runs of digits in numeric segments, the rest in byte segments",
        "mã hóa các dãy chữ số bằng đoạn số, phần còn lại bằng đoạn byte",
        by_segno_mixed,
    ),
    encoded(
        "segno-eci",
        "encodes with the ECI header of UTF-8",
        "mã hóa có tiêu đề ECI của UTF-8",
        by_segno_eci,
    ),
    encoded(
        "pypi-qrcode",
        "encodes with the package qrcode of PyPI",
        "mã hóa bằng gói qrcode của PyPI",
        by_qrcode,
        pypi_qrcode_missing,
    ),
    encoded(
        "pypi-qrcode-one-segment",
        "encodes with the package qrcode of PyPI, all in one segment",
        "mã hóa bằng gói qrcode của PyPI, tất cả trong một đoạn",
        partial(by_qrcode, optimize=0),
        pypi_qrcode_missing,
    ),
    encoded(
        "pypi-qrcode-short-segments",
        "encodes with the package qrcode of PyPI, in many short segments",
        "mã hóa bằng gói qrcode của PyPI, thành nhiều đoạn ngắn",
        partial(by_qrcode, optimize=4),
        pypi_qrcode_missing,
    ),
    encoded(
        "zxing-writer",
        "encodes with zxing-cpp",
        "mã hóa bằng zxing-cpp",
        by_zxing,
    ),
    encoded(
        "opencv-encoder",
        "encodes with OpenCV",
        "mã hóa bằng OpenCV",
        by_opencv,
    ),
    Variant(
        "npm-qrcode",
        Bilingual(vi="mã hóa bằng gói qrcode của npm, chạy bằng node", en="encodes with the package qrcode of npm"),
        {"open_card": opened_with_node, "code_picture": lambda _app, data: enlarged(by_node(data), CODE_SIDE)},
        missing=node_missing,
    ),
)

LEVELS = (
    encoded("level-q", "encodes with level Q", "mã hóa với mức sửa lỗi Q", partial(by_segno, error="q")),
    encoded("level-h", "encodes with level H", "mã hóa với mức sửa lỗi H", partial(by_segno, error="h")),
    encoded(
        "zxing-level-h",
        "encodes with zxing-cpp at level H",
        "mã hóa bằng zxing-cpp với mức sửa lỗi H",
        partial(by_zxing, level="H"),
    ),
)

ENCODER_VARIANTS: tuple[Variant, ...] = (
    *PACKAGES,
    *LEVELS,
    *(masked(mask) for mask in range(MASKS)),
    *(grown(version) for version in VERSIONS),
)

"""
Setting a PDF with typst: the compiler is inside its wheel, the fonts inside ours; nothing of the machine is used.

Data reach a template as JSON alone, so that no text from outside is ever read as markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from conformance.report.page import Page

SHARED = "parts.typ"  # what the templates import
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]  # declared by typst, which refuses what it knows to break them
# The characters of the fonts in reference/fonts; typst refuses to set any other, and a test holds that it sets these.
GLYPHS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),
    *range(0x2B9, 0x2DE),
    *range(0x300, 0x370),
    *range(0x1E00, 0x1F00),
    *range(0x2000, 0x2065),
    *range(0x2066, 0x2070),
    0x20AB,
    0x2122,
    0x25CC,
    0xFFFD,
)
_SET = frozenset(map(chr, GLYPHS))


def typeset(
    template: str, data: dict[str, Any], issued: str, page: Page, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """
    The PDF of a template, its data, the screens of a page, and other pictures by file name. The same data give the same
    bytes: `issued`, YYYY-MM-DD, is its only date.
    """
    fonts = resources.files("conformance").joinpath("reference/fonts")
    templates = resources.files(__package__).joinpath("templates")
    with TemporaryDirectory() as place, resources.as_file(fonts) as font_folder:
        folder = Path(place)
        for name in (template, SHARED):
            (folder / name).write_bytes(templates.joinpath(name).read_bytes())
        for picture in page.album.embedded:
            (folder / f"{picture.id}.jpg").write_bytes(picture.data)
        for name, drawn in (pictures or {}).items():
            (folder / name).write_bytes(drawn)
        return typst.compile(
            folder / template,
            font_paths=[font_folder],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(printable(data), ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=datetime.fromisoformat(issued).replace(tzinfo=UTC),
        )


def printable(value: Any) -> Any:
    """
    The same data with every character that the fonts lack spelled out as `\\u{...}`.
    """
    if isinstance(value, str):
        return "".join(each if each in _SET else f"\\u{{{ord(each):x}}}" for each in value)
    if isinstance(value, dict):
        return {printable(key): printable(each) for key, each in value.items()}
    return [printable(each) for each in value] if isinstance(value, list | tuple) else value

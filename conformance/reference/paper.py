"""
The page that the reference app gives for printing: A4 with one code, as a PDF.
"""

from __future__ import annotations

from io import BytesIO
from time import gmtime

from PIL import Image

WIDTH_MM, HEIGHT_MM = 210, 297  # A4: ISO 216
DPI = 150
MM_PER_INCH = 25.4
PRINTED_MM = 60  # of the code with its quiet zone; Hanoi demands 50
TOP_MM = 30  # of white above the code


def page_with(code: Image.Image, side_mm: int) -> bytes:
    """
    A page with the code so wide; the same code gives the same bytes.
    """
    page, side = Image.new("1", (_px(WIDTH_MM), _px(HEIGHT_MM)), 1), _px(side_mm)
    drawn = code.convert("1").resize((side, side), Image.Resampling.NEAREST)
    page.paste(drawn, ((page.width - side) // 2, _px(TOP_MM)))
    target = BytesIO()
    page.save(target, "PDF", resolution=DPI, creationDate=gmtime(0), modDate=gmtime(0))
    return target.getvalue()


def _px(length_mm: int) -> int:
    return round(length_mm * DPI / MM_PER_INCH)

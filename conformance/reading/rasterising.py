"""
The pages of a PDF as pictures of their true size. A PDF from a candidate is hostile: it is opened in a process of its
own, with limits on time and memory, and only after the caps on its pages.

    python -m conformance.reading.rasterising < document.pdf > pages
"""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
from dataclasses import dataclass

from conformance.exceptions import PictureError
from conformance.texts import say

MOST_PAGES = 4  # a code to print and what belongs to it; no more is looked at
LEAST_MM, MOST_MM = 20.0, 1200.0  # of a page's side: less than a business card, more than A0
PX_PER_MM = 8.0  # 203 dpi: a module of 0.8 mm (version 9 on 50 mm) has 6 px
MOST_PIXELS = 16_000_000  # of a page; A4 has 4 million, a larger page is drawn coarser
MOST_UNIT = 75_000.0  # ISO 32000-1, annex C: a page has at most 14,400 units, and no code is printed larger
MM_PER_POINT = 25.4 / 72  # ISO 32000-1, 8.3.2.3
TIME_S = 30.0  # far more than any page with a code takes
MEMORY_BYTES = 2 * 2**30
TOO_MANY, BAD_SIZE, UNREADABLE = 3, 4, 5  # exit codes of the process

_HEAD = struct.Struct(">dI")  # px per mm, bytes of the PNG that follows


@dataclass(frozen=True)
class PrintedPage:
    """
    A page as a PNG file, and its scale in px per mm.
    """

    png: bytes
    ppmm: float


def rasterised(pdf: bytes, name: str) -> tuple[PrintedPage, ...]:
    """
    The pages of a document. Raises PictureError, whose message names `name`.
    """
    command = [sys.executable, "-P", "-m", __name__]  # -P: a folder of our name where the user stands is not ours
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, timeout=TIME_S, env=environment, check=False)
    except subprocess.TimeoutExpired as error:
        text = "{name}: the document could not be drawn within {seconds} s. Send a plain page with the code"
        raise PictureError(say(text, name=name, seconds=f"{TIME_S:g}")) from error
    if done.returncode == TOO_MANY:
        text = "{name}: the document has more than {most} pages, or none. Send the page with the code alone"
        raise PictureError(say(text, name=name, most=MOST_PAGES))
    if done.returncode == BAD_SIZE:
        text = "{name}: a side of a page is shorter than {least} mm or longer than {most} mm"
        raise PictureError(say(text, name=name, least=f"{LEAST_MM:g}", most=f"{MOST_MM:g}"))
    if done.returncode == UNREADABLE or done.returncode < 0:  # below 0: it was killed, at a limit or by the document
        text = "{name}: the document cannot be opened as a PDF. Send the file that the user would print"
        raise PictureError(say(text, name=name))
    if done.returncode != 0:
        why = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise RuntimeError(f"drawing the document failed: {why}")
    return tuple(_pages(done.stdout))


def _pages(data: bytes) -> list[PrintedPage]:
    found, place = [], 0
    while place < len(data):
        ppmm, size = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        found.append(PrintedPage(data[place : place + size], ppmm))
        place += size
    return found


# -------------------------------------------------------------------------------------------- in the process of its own


def main() -> int:
    """
    Draw the document on standard input; the exit code says what is wrong with it.
    """
    _limit_memory()
    import pypdfium2

    try:
        data = sys.stdin.buffer.read()
        document = pypdfium2.PdfDocument(data)
        if not 1 <= len(document) <= MOST_PAGES:
            return TOO_MANY
        units = _units(data, len(document))
        pages = zip(document, units, strict=True)
        sizes = [tuple(side * unit * MM_PER_POINT for side in page.get_size()) for page, unit in pages]
        if not all(LEAST_MM <= side <= MOST_MM for size in sizes for side in size):
            return BAD_SIZE
        for page, unit, (width, height) in zip(document, units, sizes, strict=True):
            ppmm = min(PX_PER_MM, (MOST_PIXELS / (width * height)) ** 0.5)
            drawn, target = page.render(scale=ppmm * unit * MM_PER_POINT, grayscale=True), io.BytesIO()
            image = drawn.to_pil()
            image.save(target, "PNG", compress_level=1)
            sys.stdout.buffer.write(_HEAD.pack(image.width / width, len(target.getvalue())) + target.getvalue())
    except (pypdfium2.PdfiumError, MemoryError, ValueError, RecursionError):
        return UNREADABLE
    return 0


def _units(data: bytes, pages: int) -> list[float]:
    """
    The unit of each page, in points (ISO 32000-1, 14.11.2: UserUnit): PDFium draws a page and does not tell it. Raises
    ValueError where there may be one and it cannot be read.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        found = [float(page.get("/UserUnit", 1)) for page in PdfReader(io.BytesIO(data)).pages]
    except PyPdfError as error:  # PDFium mends more damage than pypdf
        if b"UserUnit" in data:
            raise ValueError("a unit that cannot be read") from error
        return [1.0] * pages
    if len(found) != pages or not all(0 < unit <= MOST_UNIT for unit in found):
        raise ValueError("two readers see different pages")
    return found


def _limit_memory() -> None:
    """
    Where the system can: Windows has no such limit.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    sys.exit(main())

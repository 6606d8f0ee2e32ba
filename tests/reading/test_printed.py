"""
Documents for printing: the code on them in mm, and hostile files that end in a clear error in bounded time.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import FloatObject, NameObject

from conformance.exceptions import PictureError
from conformance.reading import rasterising
from conformance.reading.panel import Panel
from conformance.reading.printed import TOLERANCE_MM, printed
from conformance.reading.rasterising import rasterised
from conformance.reference.drawing import symbol
from conformance.reference.paper import page_with
from conformance.reference.server import ReferenceServer

TEXT = b"******123456|NGUYEN LE KHA HAN|1987-**-**|0|084123456789|<1"
QID = "084123456789"
TIME_LIMIT_S = 60.0  # far more than it takes, on a busy machine too


@pytest.fixture(scope="module")
def panel() -> Panel:
    return Panel.open()


def blank(width_mm: float, height_mm: float, pages: int = 1) -> bytes:
    """
    A document of empty pages.
    """
    side = (round(width_mm), round(height_mm))
    sheets, target = [Image.new("1", side, 1) for _ in range(pages)], BytesIO()
    sheets[0].save(target, "PDF", resolution=25.4, save_all=True, append_images=sheets[1:])
    return target.getvalue()


def busy(size: int) -> bytes:
    """
    A document of one page whose content is drawn for ever, small as a file.
    """
    content = zlib.compress(b"q 1 0 0 1 0 0 cm 0 0 500 700 re f* 0 0 m 500 700 9 9 700 500 c S Q\n" * size, 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(content) + content + b"\nendstream",
    ]
    body = b"".join(b"%d 0 obj%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"


@pytest.mark.parametrize("side_mm", [30, 44, 50, 60, 120])
def test_the_code_is_measured_in_mm_with_its_quiet_zone(side_mm: int, panel: Panel) -> None:
    """
    Within the tolerance that counts for the candidate, whatever the size.
    """
    seen = printed(page_with(symbol(TEXT), side_mm), "page.pdf", QID, panel)
    (code,) = seen.own(())
    assert abs(code.width_mm - side_mm) < TOLERANCE_MM
    assert abs(code.height_mm - side_mm) < TOLERANCE_MM


def test_the_code_of_another_person_is_not_the_persons_own(panel: Panel) -> None:
    """
    It is read, and told apart by its QID.
    """
    seen = printed(page_with(symbol(TEXT), 60), "page.pdf", "084000000000", panel)
    assert ((QID,), ()) == (tuple(code.qid for code in seen.codes), seen.own(()))


@pytest.mark.parametrize(
    ("pdf", "why"),
    [
        (b"%PDF-1.7 but nothing else", "cannot be opened"),
        (blank(210, 297, pages=9), "more than 4 pages"),
        (blank(5, 297), "shorter than 20 mm"),
        (blank(5000, 5000), "longer than 1200 mm"),
    ],
)
def test_a_document_that_is_no_page_to_print_is_refused(pdf: bytes, why: str) -> None:
    """
    One clear sentence, whatever is wrong with it.
    """
    with pytest.raises(PictureError, match=why):
        rasterised(pdf, "page.pdf")


def test_a_page_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The process that draws it is ended at its time limit.
    """
    monkeypatch.setattr(rasterising, "TIME_S", 1.0)
    started = perf_counter()
    with pytest.raises(PictureError, match="could not be drawn within 1 s"):
        rasterised(busy(3_000_000), "page.pdf")
    assert perf_counter() - started < TIME_LIMIT_S


@pytest.mark.parametrize("unit", [0.5, 1.5, 2.0])
def test_the_unit_of_a_page_counts(unit: float) -> None:
    """
    A page may measure itself in other units than points (UserUnit): the code is as large as it comes out of a printer.
    """
    made, target = PdfReader(BytesIO(blank(100, 100))), PdfWriter()
    made.pages[0][NameObject("/UserUnit")] = FloatObject(unit)
    target.append(made)
    file = BytesIO()
    target.write(file)
    (page,) = rasterised(file.getvalue(), "page.pdf")
    with Image.open(BytesIO(page.png)) as image:
        assert 100 * unit == pytest.approx(image.width / page.ppmm, rel=0.01)


def test_a_large_page_is_drawn_coarser() -> None:
    """
    Its picture stays within the cap, and its scale is told.
    """
    (page,) = rasterised(blank(1000, 1000), "page.pdf")
    with Image.open(BytesIO(page.png)) as image:
        assert image.width * image.height <= rasterising.MOST_PIXELS * 1.01
        assert page.ppmm == pytest.approx(image.width / 1000, rel=0.01)


@pytest.mark.parametrize(("profile", "level"), [("default", "should"), ("hanoi-print", "must")])
def test_a_candidate_that_exports_is_judged_on_the_page(
    profile: str, level: str, qrconform: Callable[..., Any], report_of: Callable[[Path], Any], tmp_path: Path
) -> None:
    """
    The reference candidate passes, in both profiles; nothing has to be measured by hand.
    """
    out = tmp_path / "run"
    with ReferenceServer() as server:
        qrconform("run", server.url, "--vectors", "DSP-072", "--profile", profile, "--out", out, cwd=tmp_path)
    report = report_of(out)
    (row,) = (each for each in report["results"] if each["requirement"]["id"] == "PQR-084")
    assert ("pass", level) == (row["verdict"], row["requirement"]["level"])
    assert not any("by hand" in each["text"] for each in report["score"]["shortfalls"])


def test_a_candidate_that_exports_nothing_stays_undetermined_where_printing_is_a_must(
    qrconform: Callable[..., Any], report_of: Callable[[Path], Any], tmp_path: Path
) -> None:
    """
    Not applicable buys no *conforms* under hanoi-print: the print is measured by hand.
    """
    folder = tmp_path / "screens"
    folder.mkdir()
    Image.new("L", (400, 800), 255).save(folder / "1.png")
    candidate = {
        "contract": "1",
        "name": "App",
        "vendor": "Example",
        "version": "1",
        "build": "1",
        "roles": ["display"],
        "capabilities": [],
        "screen": {"width_px": 400, "height_px": 800, "pixels_per_mm": 9},
    }
    shots = [{"vector": "DSP-001", "step": 1, "file": "1.png"}]
    (folder / "screens.json").write_text(json.dumps({"candidate": candidate, "shots": shots}), encoding="utf-8")
    qrconform("run", f"screens:{folder}", "--profile", "hanoi-print", "--out", tmp_path / "run", cwd=tmp_path)
    shortfalls = report_of(tmp_path / "run")["score"]["shortfalls"]
    assert [{"profile": "hanoi-print", "rows": "PQR-084"}] == [
        each["values"] for each in shortfalls if "measure it by hand" in each["text"]
    ]

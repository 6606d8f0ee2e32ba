"""
The measured codes in the report: which are shown, what is said of each, the same bytes each time, never too large.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import segno
from PIL import Image

from conformance.model import Verdict
from conformance.report import Finished
from conformance.report.codes import MOST_BYTES, MOST_CODES, ShownCode, shown_codes
from conformance.report.html import render
from conformance.report.pdf import render as render_pdf
from conformance.result import Outcome
from conformance.texts import say

Tell = Callable[..., Finished]
TEXT = "******123456|NGUYEN LE KHA HAN|1987-**-**|0|084123456789|<1"
ROWS = ("PQR-080", "PQR-081", "PQR-082", "PQR-083")


def file_of(vector: str) -> str:
    return f"vectors/{vector}/01-show.png"


def unmet(requirement: str, vector: str) -> list[Outcome]:
    """
    One outcome that is a fail.
    """
    message = say("the code is light on dark ground, recommended is dark on light")
    return [
        Outcome(requirement=requirement, vector=vector, verdict=Verdict.FAIL, message=message, file=file_of(vector))
    ]


def png(image: Image.Image) -> bytes:
    target = BytesIO()
    image.save(target, "PNG", compress_level=1)
    return target.getvalue()


def code(module_px: int = 4) -> Image.Image:
    """
    A personal code with its quiet zone.
    """
    target = BytesIO()
    segno.make(TEXT, error="m", mode="byte", boost_error=False).save(target, kind="png", scale=module_px, border=4)
    return Image.open(target).convert("L")


def shown(made: Finished) -> tuple[ShownCode, ...]:
    return shown_codes(made.report, made.bundle)


def section(text: str) -> str:
    """
    The section of the measured codes as an English reader sees it.
    """
    start = text.index('<section id="symbol"')
    part = text[start : text.index("</section>", start)]
    mine = re.sub(r'<span class="t" lang="vi">.*?</span>', "", part, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", mine)).split())


def test_the_lowest_graded_code_comes_first_then_those_that_fail(tell: Tell) -> None:
    """
    Of equal grades the first; each failing requirement on the symbol with its first screen, each screen once.
    """
    grades = {file_of("DSP-001"): 3, file_of("DSP-003"): 1, file_of("DSP-004"): 1}
    outcomes = {"PQR-083": unmet("PQR-083", "DSP-003"), "PQR-081": unmet("PQR-081", "DSP-004")}
    found = shown(tell(outcomes=outcomes, grades=grades))

    assert [(file_of("DSP-003"), ("PQR-083",), True), (file_of("DSP-004"), ("PQR-081",), False)] == [
        (each.file, each.unmet, each.lowest) for each in found
    ]
    assert [4, 4] == [each.seen.grade for each in found if each.seen]


def test_no_more_codes_are_shown_than_their_margins_have_time(tell: Tell) -> None:
    """
    Four at most, whatever fails.
    """
    outcomes = {row: unmet(row, f"DSP-{place:03d}") for place, row in enumerate(ROWS, 2)}

    assert MOST_CODES == len(shown(tell(outcomes=outcomes, grades={file_of("DSP-001"): 2})))


def test_the_page_shows_parameters_limits_and_margins(tell: Tell) -> None:
    """
    Every parameter with its grade, the overall grade, measured values beside their limits, and what each reader bears.
    """
    text = section(render(tell(grades={file_of("DSP-001"): 4})))

    assert "The lowest-graded code of the run Screen vectors/DSP-001/01-show.png" in text
    for part in ("modulation 1 4 A", "unused error correction 1 4 A", "overall: the lowest – 4 A"):
        assert part in text
    for part in ("module, smaller side, in px 14 ≥ 3 PQR-081", "error correction level M ≥ M PQR-082"):
        assert part in text
    assert re.search(r"rotation in degrees, at most( [0-9.]+\+?){3} 15 ", text)
    assert "no verdict" in text
    assert "only after a rescue" not in text


def test_the_same_evidence_gives_the_same_bytes(tell: Tell) -> None:
    """
    Margins and pictures are made in the same way each time.
    """
    made = tell(grades={file_of("DSP-001"): 4})

    assert render(made) == render(made)
    assert render_pdf(made) == render_pdf(made)


def test_a_code_that_needed_a_rescue_says_so(tell: Tell) -> None:
    """
    A code at a tenth of the contrast: the readers that read it only in black and white are named.
    """
    faint = code(3).point(lambda grey: 250 + grey // 64).resize((200, 200), Image.Resampling.BICUBIC)
    screen = Image.new("L", (400, 400), 253)
    screen.paste(faint, (100, 100))
    file = file_of("DSP-001")
    made = tell(grades={file: 1}, screens={file: png(screen.convert("RGB"))})
    (one,) = shown(made)

    assert [each.render("en") for each in one.rescued]
    assert "only after a rescue: " in section(render(made))


@pytest.mark.parametrize("screen", [b"no picture", png(Image.new("RGB", (300, 300), "white"))])
def test_a_screen_without_a_code_says_why(screen: bytes, tell: Tell) -> None:
    """
    A code that nobody can read, or a file that is no picture, is no error of the report.
    """
    vector = "DSP-002"
    made = tell(outcomes={"PQR-080": unmet("PQR-080", vector)}, screens={file_of(vector): screen})

    assert "A code that does not meet PQR-080" in section(render(made))
    assert "Not measured:" in section(render(made))
    assert render_pdf(made).startswith(b"%PDF-")


def test_a_report_without_measured_codes_says_so(tell: Tell) -> None:
    """
    As the report of a run that saw no code.
    """
    assert section(render(tell())).endswith("No code of this run was measured.")


def test_noise_round_the_codes_makes_no_page_too_large(tell: Tell) -> None:
    """
    The pictures stay small, whatever the candidate draws.
    """
    noise = Image.fromarray(np.random.default_rng(7).integers(0, 256, (900, 900, 3), np.uint8))
    noise.paste(code().convert("RGB"), (400, 400))
    screens = {file_of(f"DSP-{place:03d}"): png(noise) for place in range(1, 5)}
    outcomes = {row: unmet(row, f"DSP-{place:03d}") for place, row in enumerate(ROWS, 1)}
    made = tell(outcomes=outcomes, screens=screens)

    assert [True] * 4 == [0 < len(each.drawn("WEBP")) < 1.2 * MOST_BYTES for each in shown(made)]
    assert len(render(made).encode()) < 5_000_000


def test_the_pdf_shows_the_lowest_graded_code(tell: Tell, need: Callable[[object, str], None], tmp_path: Path) -> None:
    """
    Its parameters with their grades.
    """
    program = shutil.which("pdftotext")
    need(program, "pdftotext: apt-get install poppler-utils")
    (tmp_path / "report.pdf").write_bytes(render_pdf(tell(grades={file_of("DSP-001"): 4})))
    done: Any = subprocess.run([str(program), "-layout", tmp_path / "report.pdf", "-"], capture_output=True, text=True)

    assert "The lowest-graded code of the run" in done.stdout
    assert re.search(r"unused error correction\s+1\s+4 ?A", done.stdout)

"""
The PDF, read back: layout of an administrative document, content in order, tags and standards declared, same bytes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from conformance.model import Role, Verdict
from conformance.report import Audience, Finished, write
from conformance.report.centre import Centre
from conformance.report.page import Page
from conformance.report.pdf import render
from conformance.report.typeset import GLYPHS, printable, typeset
from conformance.result import Outcome
from conformance.standard import load_standard
from conformance.texts import say

Get = Callable[[str], Finished]
Read = Callable[[bytes], list[str]]
CENTRE = Centre(
    parent_body="Bộ Ví Dụ",
    issuing_body="Trung tâm Mẫu",
    address="1 Phố Giả Định",
    document_number="17/BC-TTM",
    place="Thành phố Ví Dụ",
    evaluator="Nguyễn Thị Mẫu",
    authoriser="Trần Văn Ví Dụ",
    recipients=("Như trên", "Lưu: VT"),
)
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@pytest.fixture(scope="session")
def pages(need: Callable[[object, str], None], tmp_path_factory: pytest.TempPathFactory) -> Read:
    """
    The text of each page of a PDF.
    """
    program = shutil.which("pdftotext")
    need(program, "pdftotext: apt-get install poppler-utils")

    def read(data: bytes) -> list[str]:
        file = tmp_path_factory.mktemp("pdf") / "report.pdf"
        file.write_bytes(data)
        done = subprocess.run([str(program), "-layout", file, "-"], capture_output=True, text=True, check=True)
        return done.stdout.split("\f")[:-1]

    return read


def test_a_signed_report_has_the_head_and_the_signatures(finished: Get, pages: Read) -> None:
    """
    National heading, motto, both bodies, number, place and date at the head; signatures and recipients after the body.
    """
    found = pages(render(replace(finished("failing"), centre=CENTRE, languages=("vi",))))
    whole = "\n".join(found)

    for text in ("BỘ VÍ DỤ", "TRUNG TÂM MẪU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", MOTTO, "Số: 17/BC-TTM"):
        assert text in found[0]
    assert "Thành phố Ví Dụ, ngày 07 tháng 10 năm 2021" in found[0]
    assert "BÁO CÁO ĐÁNH GIÁ SỰ PHÙ HỢP" in found[0]
    for text in ("Nơi nhận:", "- Như trên;", "NGƯỜI ĐÁNH GIÁ", "Nguyễn Thị Mẫu", "Trần Văn Ví Dụ"):
        assert text in whole
    assert "TỰ ĐÁNH GIÁ" not in whole


def test_a_self_test_says_so_and_invents_nothing(finished: Get, pages: Read) -> None:
    """
    Without a centre there is no national heading, no number, no place and nobody to sign.
    """
    found = pages(render(finished("passing")))
    whole = "\n".join(found)

    assert "TỰ ĐÁNH GIÁ CỦA NHÀ CUNG CẤP" in found[0]
    assert "SELF-TEST OF THE VENDOR" in whole
    for text in (MOTTO, "CỘNG HÒA", "Số:", "Nơi nhận", "NGƯỜI ĐÁNH GIÁ", "EVALUATOR"):
        assert text not in whole


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("passing", "Phù hợp"),
        ("failing", "Không phù hợp"),
        ("undetermined", "Chưa kết luận được"),
        ("void", "Lần chạy vô hiệu"),
    ],
)
def test_the_conclusion_stands_on_the_first_page(finished: Get, pages: Read, name: str, words: str) -> None:
    """
    Conclusion, what must change first and the overview by chapter, all on the first page.
    """
    first = pages(render(replace(finished(name), languages=("vi",))))[0]

    assert re.search(rf"^ +{words}$", first, re.MULTILINE)
    assert "Tổng quan theo chương và mức" in first
    assert "Hình mã QR" in first
    assert ("PQR-014" in first) == (name == "failing")


def test_the_parts_stand_in_order(finished: Get, pages: Read) -> None:
    """
    Conclusion, table, details, annexes A to H, end mark.
    """
    whole = "\n".join(pages(render(replace(finished("failing"), languages=("en",)))))
    parts = ["1. Conclusion", "2. Table of all requirements", "3. Requirements that are not met, in detail"]
    parts += [f"Annex {letter}. " for letter in "ABCDEFGH"] + ["— End of report —"]
    places = [whole.index(part) for part in parts]

    assert sorted(places) == places


def test_every_page_names_the_run_and_its_number(finished: Get, pages: Read) -> None:
    """
    Run and page x of y at the foot of each page; the number alone at the head from the second page on.
    """
    made = finished("failing")
    found = pages(render(replace(made, languages=("en",))))

    for number, page in enumerate(found, start=1):
        assert re.search(rf"Run {made.report.run.id} +Page {number}/{len(found)}\s*$", page)
        assert (number > 1) == bool(re.match(rf"\s+{number}\n", page))


def test_a_requirement_not_met_shows_all_that_is_needed_to_argue(finished: Get, pages: Read) -> None:
    """
    Clause, source with its certainty, rule, whose fault, expected, seen, screen and the commands.
    """
    whole = "\n".join(pages(render(replace(finished("failing"), languages=("en",)))))
    part = whole[whole.index("3. Requirements") : whole.index("Annex A.")]

    for text in ("Decision rule", "Certainty A", "Whose fault", "the candidate", "Expected", "Seen", "DSP-002"):
        assert text in part
    assert "qrconform run http://127.0.0.1:8141 --vectors DSP-002" in part
    assert "qrconform judge runs/2021-10-07/evidence --vectors DSP-002" in part


def test_the_code_on_the_page_can_be_read(finished: Get, need: Callable[[object, str], None], tmp_path: Path) -> None:
    """
    The picture of the deciding screen still says on paper what it said, and its outline is drawn round it.
    """
    program = shutil.which("pdftoppm")
    need(program, "pdftoppm: apt-get install poppler-utils")
    write(replace(finished("failing"), languages=("vi",)), tmp_path / "report.pdf")
    subprocess.run(
        [str(program), "-r", "300", "-f", "8", "-l", "12", "-png", tmp_path / "report.pdf", tmp_path / "page"],
        check=True,
    )
    vector = next(each for each in finished("failing").report.vectors if each.id == "DSP-002")
    read, outlined = set(), 0
    for file in sorted(tmp_path.glob("page-*.png")):
        with Image.open(file) as picture:
            read |= {each.text for each in zxingcpp.read_barcodes(picture)}
            colours = {colour: count for count, colour in picture.getcolors(2**24) or []}
            outlined += colours.get((0xD1, 0x11, 0x7D), 0)

    assert vector.expected[0].payload.masked in read
    assert outlined > 1000


def test_both_languages_are_whole_and_vietnamese_is_first(finished: Get, pages: Read) -> None:
    """
    The English part follows the Vietnamese one; the end mark stands once, at the end.
    """
    whole = "\n".join(pages(render(finished("failing"))))

    assert whole.index("1. Kết luận") < whole.index("Phụ lục H.") < whole.index("1. Conclusion")
    assert 1 == whole.count("— End of report —")
    assert 0 == whole.count("— Hết báo cáo —")


def test_the_same_report_gives_the_same_bytes_and_its_day(finished: Get) -> None:
    """
    The only date in the file is the day of issue.
    """
    one, two = render(finished("failing")), render(finished("failing"))

    assert one == two
    assert {b"D:20211007000000Z", b"D:20211007000000+00'00'"} & set(re.findall(rb"D:[0-9Z+'\-]+", one))
    assert set() == {each[2:10] for each in re.findall(rb"D:[0-9Z+'\-]+", one)} - {b"20211007"}


@pytest.mark.parametrize("audience", Audience)
def test_it_declares_to_be_accessible_and_archivable(finished: Get, tmp_path: Path, audience: Audience) -> None:
    """
    PDF/A-2a and PDF/UA-1 stand in the metadata, the file is tagged, and its fonts are ours.
    """
    write(finished("failing"), tmp_path / "report.pdf", audience)
    data = (tmp_path / "report.pdf").read_bytes()

    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert b"/StructTreeRoot" in data
    assert {b"NotoSans-Bold", b"NotoSans-Regular"} == set(re.findall(rb"/FontName ?/[A-Z]{6}\+([A-Za-z-]+)", data))


def test_the_fonts_have_every_character_that_may_be_set(
    finished: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    typst, which refuses a character that the fonts lack, sets each that `printable` lets through; no other passes.
    """
    from conformance.report import typeset as module

    package = tmp_path / "letters"
    (package / "templates").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    template = '#import "parts.typ": *\n#set document(title: "x")\n#show: dressed\n'
    template += "#for (bold, it) in json(bytes(sys.inputs.data)).texts { text(weight: bold, it) }"
    (package / "templates" / "letters.typ").write_text(template)
    parts = Path(module.__file__).parent / "templates" / "parts.typ"
    shutil.copy(parts, package / "templates")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(module, "__package__", "letters")
    letters = [f"a{chr(each)} " for each in GLYPHS]

    texts = [(weight, each) for weight in ("regular", "bold") for each in letters]
    made = typeset("letters.typ", {"texts": texts}, "2021-10-07", Page(finished("passing"), passed=False))

    assert made.startswith(b"%PDF-")
    assert "a✓漢\x00\n" != printable("a✓漢\x00\n")
    assert "a\\u{2713}\\u{6f22}\\u{0}\\u{a}" == printable("a✓漢\x00\n")


@pytest.fixture
def twenty_failing(tell: Callable[..., Finished]) -> Finished:
    """
    Twenty requirements that fail on eight vectors each, every one with a screen.
    """
    checked = [row for row in load_standard().requirements.values() if row.why_no_check is None and row.retired is None]
    rows = [row for row in checked if row.binds({Role.DISPLAY})]
    message = say("HoTen is {seen}, expected {expected}", seen="Nguyễn Lê Kha Hân", expected="NGUYEN LE KHA HAN")

    def fails(place: int, row: Any) -> list[Outcome]:
        vectors = [f"DSP-{(place * 3 + number) % 60 + 1:03d}" for number in range(8)]
        parts = {"requirement": row.id, "verdict": Verdict.FAIL, "message": message, "expected": "a|b", "seen": "a|c"}
        return [Outcome(vector=each, file=f"vectors/{each}/01-show.png", **parts) for each in vectors]

    return tell(outcomes={row.id: fails(place, row) for place, row in enumerate(rows[:20])})


def test_many_failures_leave_room_for_the_overview(twenty_failing: Finished, pages: Read) -> None:
    """
    Conclusion, the heaviest failures, how many more there are, and the overview are on the first page.
    """
    words = (("vi", "Còn 12 yêu cầu khác", "Các chương khác", "chưa đánh giá"),)
    for lang, more, row, mark in (*words, ("en", "12 more, see", "Other chapters", "not evaluated")):
        for centre in (None, CENTRE):
            made = replace(twenty_failing, languages=(lang,), centre=centre)  # type: ignore[arg-type]
            first = pages(render(made))[0]

            assert more in first
            assert mark in first[first.index(row) :]


def test_what_the_run_lacks_leaves_room_for_the_overview(twenty_failing: Finished, pages: Read) -> None:
    """
    A run that cannot conclude says why above the overview, on the same page.
    """
    lacking = say("{ids} of 71 vectors were not driven", ids=", ".join(f"DSP-{each:03d}" for each in range(71)))
    score = twenty_failing.report.score.model_copy(update={"shortfalls": (lacking, lacking)})
    report = twenty_failing.report.model_copy(update={"score": score})
    first = pages(render(replace(twenty_failing, report=report, centre=CENTRE, languages=("en",))))[0]

    assert "DSP-001" in first
    assert "not evaluated" in first[first.index("Other chapters") :]


def test_twenty_failing_requirements_take_less_than_five_seconds(twenty_failing: Finished) -> None:
    """
    With all their screens, in both languages; measured as time of the processor, since others use this machine too.
    """
    begun = time.process_time()
    data = render(twenty_failing)

    took = time.process_time() - begun
    assert 5 > took
    assert b"/Subtype/Image" in data.replace(b" ", b"")

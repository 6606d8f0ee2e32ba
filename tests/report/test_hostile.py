"""
Everything that comes from a candidate or its evidence is shown inert and recognisable, in every writer.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import numpy as np
import pytest
from markdown_it import MarkdownIt
from PIL import Image
from rich.console import Console

from conformance.contract import Description
from conformance.model import ExitCode, Role, Verdict
from conformance.report import Audience, Finished, put, write
from conformance.report.centre import Centre
from conformance.report.diff import compare
from conformance.report.diff_writers import DIFF_WRITERS, DiffContent
from conformance.report.html import render
from conformance.report.sarif import sarif
from conformance.report.summary import Acceptance, Decision, job_summary
from conformance.report.terminal import summary
from conformance.result import Note, Outcome, Outline, Report, Shot
from conformance.standard import load_standard
from conformance.texts import Bilingual, say

SCRIPT = "<script>alert(1)</script>"
IMAGE = "\"><img src=x onerror='alert(1)'>"
STYLE = "</style></svg><style>*{display:none}</style>"
TEMPLATE = "{{7*7}}{% raw %}"
TURNED = "abc\u202edcba\u2066"
ESCAPE = "\x1b[31mred\x1b]0;title\x07\r\n\x00"
RICH = "[bold red]rich[/] [link=file:///]x[/link]"
SHELL = "http://127.0.0.1:1/$(touch x)';`id`"
TYPST = "#panic() $x$ *b* \\ <a> @b"
FORMULA = "=HYPERLINK(1)"
HOSTILE = SCRIPT + IMAGE + STYLE + TEMPLATE + TURNED + ESCAPE + RICH + TYPST + FORMULA
SHORT = HOSTILE[:200]
Tell = Callable[..., Finished]

ELEMENTS = """
html head meta title style body header main footer nav section fieldset legend input label p h1 h2 h3 h4 ul ol li dl dt
dd div span a b i bdi mark pre time table thead tbody tr th td details summary figure figcaption
svg symbol path image use rect g polygon
"""
ATTRIBUTES = """
lang charset http-equiv content name id class href type checked for scope open role translate aria-label aria-labelledby
aria-hidden focusable viewbox d width height x y rx points preserveaspectratio
"""


class Page(HTMLParser):
    """
    The elements, attributes and texts of a page.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: dict[str, int] = {}
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] = self.elements.get(tag, 0) + 1
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_data(self, data: str) -> None:
        self.text += data


def hostile(tell: Tell) -> Finished:
    """
    A report in which every text that can come from outside is hostile.
    """
    requirements = ("PQR-021", "PQR-022", "PQR-075")
    outcomes = {
        each: [
            Outcome(
                requirement=each,
                vector="DSP-001",
                verdict=Verdict.FAIL,
                message=say("HoTen is {seen}", seen=HOSTILE),
                expected=HOSTILE,
                seen=HOSTILE + "x" * 1_000_000,
                file=f"vectors/DSP-001/{SCRIPT}{IMAGE}.png",
            )
        ]
        for each in requirements
    }
    candidate = Description(
        contract="1",
        name=SHORT,
        vendor=IMAGE + RICH,
        version=TEMPLATE + ESCAPE,
        build=TURNED + STYLE,
        roles=(Role.DISPLAY,),
        capabilities=(),
        screen={"width_px": 1080, "height_px": 2400, "pixels_per_mm": 15.9},  # type: ignore[arg-type]
    )
    run = {
        "id": '"}*{display:none}' + HOSTILE,
        "address": SHELL + HOSTILE,
        "bundle": "/a b/" + HOSTILE,
        "environment": {HOSTILE: HOSTILE},
        "panel_collecting": {HOSTILE: HOSTILE},
        "suite": SCRIPT,
        "panel_missing": (say("The reader {reader} is missing", reader=HOSTILE),),
    }
    made = tell(
        outcomes=outcomes, candidate=candidate, run=run, notes=(Note(vector="DSP-001", message=say("{n}", n=HOSTILE)),)
    )
    return Finished(with_hostile_shots(made.report), made.bundle)


def with_hostile_shots(report: Report) -> Report:
    """
    The report with hostile titles of vectors and hostile formats of symbols.
    """
    title = Bilingual(vi=HOSTILE, en=HOSTILE)
    kind = [Outline(corners=((0, 0), (9, 0), (9, 9), (0, 9)), kind=HOSTILE)]
    shots = {file: Shot(width=9, height=9, outlines=tuple(kind), elapsed_ms=1) for file in report.shots}
    vectors = tuple(vector.model_copy(update={"title": title}) for vector in report.vectors)
    return report.model_copy(update={"vectors": vectors, "shots": shots})


def test_the_page_holds_its_own_markup_only(tell: Tell) -> None:
    """
    No element, attribute or address comes into the page from outside.
    """
    page = Page(render(hostile(tell)))

    assert set() == set(page.elements) - set(ELEMENTS.split())
    assert set() == page.attributes - set(ATTRIBUTES.split())
    assert 1 == page.elements["style"]
    assert [] == [link for link in page.links if not link.startswith(("#", "data:image/webp;base64,"))]


def test_the_page_shows_what_was_there(tell: Tell) -> None:
    """
    Markup and templates are shown as the text they are; what cannot be seen is spelled out.
    """
    page = Page(render(hostile(tell)))

    for text in (SCRIPT, IMAGE, "{{7*7}}", "abc\\u{202e}dcba\\u{2066}", "\\u{1b}[31mred"):
        assert text in page.text
    assert not {"\u202e", "\u2066", "\x1b", "\x00", "\x07"} & set(page.text)
    assert re.search(r"… \(\+(999|1000)[0-9]{3}\)", page.text)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_browser_is_not_moved(tell: Tell, browser: Any, tmp_path: Path, width: int) -> None:
    """
    In a real browser nothing from outside runs, loads, hides the page or makes it wider than the window.
    """
    write(hostile(tell), tmp_path / "report.html")
    happened: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.on("dialog", lambda dialog: happened.append(dialog.message))
    page.on("console", lambda message: happened.append(message.text))
    page.on("request", lambda request: happened.append(request.url))
    page.goto((tmp_path / "report.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")

    assert width == page.evaluate("document.documentElement.scrollWidth")
    assert page.locator("#conclusion").is_visible()
    assert [(tmp_path / "report.html").as_uri()] == [each for each in happened if not each.startswith("data:")]
    page.close()


def test_a_run_id_that_is_not_ours_stays_out_of_the_style_sheet(tell: Tell) -> None:
    """
    Only an id of letters, digits and dashes is put at the foot of the printed pages.
    """
    text = render(hostile(tell))
    sheet = text[text.index("<style>") : text.index("</style>")]

    assert "*{display:none}" not in sheet


def test_the_command_is_quoted_for_a_shell(tell: Tell) -> None:
    """
    An address that would run a command stands inside quotes.
    """
    page = Page(render(hostile(tell)))

    assert "qrconform run 'http://127.0.0.1:1/$(touch x)'\"'\"';`id`" in page.text
    assert "qrconform judge '/a b/" in page.text


def test_the_terminal_stays_as_it_is(tell: Tell) -> None:
    """
    No escape sequence reaches the terminal but colour of our own, and no markup is interpreted.
    """
    target = StringIO()
    summary(hostile(tell).report, "en", Console(file=target, width=80, color_system=None), {"HTML": Path("a\x1b[2J")})
    text = target.getvalue()

    assert not {"\x1b", "\x07", "\u202e", "\x00", "\r"} & set(text)
    assert "[bold red]rich[/]" in text.replace("\n", "")
    assert len(text) < 20_000


@pytest.mark.parametrize("pattern", ["{", "{display:none}", "{x.__class__}", "{x!r:>200000}"])
def test_a_sentence_of_a_strange_bundle_is_shown_as_it_stands(tell: Tell, pattern: str) -> None:
    """
    The pattern of a sentence can come from a bundle that somebody else made: it is never a format of Python.
    """
    page = Page(render(tell(notes=(Note(vector="DSP-001", message=say(pattern, x="value")),))))

    assert pattern in page.text


def test_json_keeps_every_character(tell: Tell, tmp_path: Path) -> None:
    """
    JSON escapes what it must and loses nothing.
    """
    made = hostile(tell)
    write(made, tmp_path / "report.json")

    assert made.report == Report.model_validate_json((tmp_path / "report.json").read_bytes())


def noise(seed: int) -> bytes:
    """
    A picture that cannot be made small.
    """
    pixels = np.random.default_rng(seed).integers(0, 256, (1440, 360, 3), dtype=np.uint8)
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=0)
    return buffer.getvalue()


@pytest.fixture
def largest(tell: Tell) -> Finished:
    """
    Every check fails on every vector, with long hostile texts and pictures that cannot be made small.
    """
    rows = [row for row in load_standard().requirements.values() if row.why_no_check is None and row.retired is None]
    vectors = [f"DSP-{number:03d}" for number in range(1, 61)]
    long = '"|<&' * 100_000
    files = {each: f"vectors/{each}/01-show.png" for each in vectors}
    outcomes = {
        row.id: [
            Outcome(
                requirement=row.id,
                vector=vectors[(place * 5 + number) % 60],
                verdict=Verdict.FAIL,
                message=say("{seen} is not {expected}", seen=long, expected=long),
                expected=long,
                seen=long.replace("&", "%"),
                file=files[vectors[(place * 5 + number) % 60]],
            )
            for number in range(8)
        ]
        for place, row in enumerate(rows)
    }
    notes = tuple(Note(vector="DSP-001", message=say("{n}", n=long)) for _ in range(500))
    pictures = [noise(seed) for seed in range(3)]
    screens = {file: pictures[place % 3] for place, file in enumerate(files.values())}
    return tell(outcomes=outcomes, notes=notes, screens=screens)


def test_the_page_never_outgrows_five_megabytes(largest: Finished) -> None:
    """
    Even the worst candidate gets a page that a phone can open, and the page says what it leaves out.
    """
    text = render(largest)

    assert len(text.encode("utf-8")) < 5_000_000
    assert "screens are not embedded" in text
    assert "400 more notes" in text


# ------------------------------------------------------------------------------- PDF, Markdown, JUnit, SARIF, the gate

RECOGNISABLE = ("alert(1)", "7*7", "abc\\u{202e}dcba\\u{2066}", "\\u{1b}[31mred", "=HYPERLINK(1)", "#panic() $x$ *b*")
UNSEEN = {"\u202e", "\u2066", "\x1b", "\x00", "\x07"}


def summary_of(finished: Finished) -> str:
    """
    The job summary of a gate that blocks.
    """
    hostile_reason = Acceptance("PQR-021", HOSTILE, date(2021, 10, 7))
    decision = Decision(ExitCode.DOES_NOT_CONFORM, (say("{n}", n=HOSTILE),), frozenset({"PQR-021"}), (hostile_reason,))
    return job_summary(finished.report, decision, "en")


def todo(finished: Finished, suffix: str, folder: Path) -> bytes:
    """
    The vendor's list as it is written.
    """
    write(finished, folder / f"todo{suffix}", Audience.VENDOR)
    return (folder / f"todo{suffix}").read_bytes()


def diff_of(finished: Finished, other: Finished, suffix: str, folder: Path) -> str:
    """
    The comparison of a hostile report with another, as it is written.
    """
    content = DiffContent(compare(other.report, finished.report), ("vi", "en"))
    put(DIFF_WRITERS, content, folder / f"diff{suffix}")
    return (folder / f"diff{suffix}").read_text(encoding="utf-8")


@pytest.mark.parametrize("audience", Audience)
def test_a_pdf_sets_it_as_the_text_it_is(
    tell: Tell, need: Callable[[object, str], None], tmp_path: Path, audience: Audience
) -> None:
    """
    Markup of typst is not read, nothing is loaded, and the text can be read back.
    """
    program = shutil.which("pdftotext")
    need(program, "pdftotext: apt-get install poppler-utils")
    write(hostile(tell), tmp_path / "report.pdf", audience)
    done = subprocess.run([str(program), tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True)
    text = re.sub(r"\s", "", done.stdout)

    for each in (*RECOGNISABLE, SCRIPT, TYPST):
        assert each.replace(" ", "") in text
    assert not UNSEEN & set(text)
    assert len((tmp_path / "report.pdf").read_bytes()) < 3_000_000


def markdown_of(kind: str, tell: Tell, folder: Path) -> str:
    """
    One of the documents in Markdown, of the hostile report.
    """
    made = hostile(tell)
    if kind == "report":
        write(made, folder / "report.md")
        return (folder / "report.md").read_text(encoding="utf-8")
    if kind == "todo":
        return todo(made, ".md", folder).decode("utf-8")
    return summary_of(made) if kind == "summary" else diff_of(made, made, ".md", folder)


@pytest.mark.parametrize("kind", ["report", "todo", "summary", "diff"])
def test_markdown_renders_to_its_own_markup_only(tell: Tell, tmp_path: Path, kind: str) -> None:
    """
    A renderer that lets HTML through makes no element of it, no link and no picture; the text is there.
    """
    text = markdown_of(kind, tell, tmp_path)
    page = Page(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))

    own = "p h1 h2 h3 ul li strong code table thead tbody tr th td hr br"
    assert set() == set(page.elements) - set(own.split())
    assert set() == page.attributes
    assert not UNSEEN & set(text)
    for each in RECOGNISABLE if kind != "diff" else RECOGNISABLE[:1]:
        assert each in page.text


def test_every_column_of_a_markdown_table_is_ours(tell: Tell, tmp_path: Path) -> None:
    """
    A bar from outside opens no further cell.
    """
    text = markdown_of("summary", tell, tmp_path)
    rows = [line for line in text.splitlines() if line.startswith("| ")]

    assert 5 == len(rows)
    assert {5} == {len(re.split(r"(?<!\\)\|", row)) - 2 for row in rows}


def test_junit_stays_well_formed(tell: Tell, tmp_path: Path) -> None:
    """
    Every XML reader accepts it; control characters are spelled out, and markup is text.
    """
    write(hostile(tell), tmp_path / "junit.xml")
    data = (tmp_path / "junit.xml").read_bytes()
    root = Xml.fromstring(data)
    said = "".join(root.itertext()) + "".join(value for each in root.iter() for value in each.attrib.values())

    assert {"testsuites", "testsuite", "testcase", "properties", "property", "failure", "skipped"} == {
        each.tag for each in root.iter()
    }
    for each in (*RECOGNISABLE, SCRIPT, TYPST):
        assert each in said
    assert not UNSEEN & set(data.decode("utf-8"))
    assert len(data) < 1_000_000


ENCODED = "%3Cscript%3Ealert%281%29%3C/script%3E%22%3E%3Cimg%20src%3Dx%20onerror%3D%27alert%281%29%27%3E"


def test_sarif_stays_json_and_its_places_addresses(tell: Tell) -> None:
    """
    The log is JSON without control characters, and a file name can leave neither its address nor its folder.
    """
    text = sarif(hostile(tell).report, {"PQR-021"})
    log = json.loads(text)
    uris = {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for each in log["runs"][0]["results"]
        for place in each["locations"]
    }

    assert [f"vectors/DSP-001/{ENCODED}.png"] == sorted(uris)
    assert SCRIPT in log["runs"][0]["results"][0]["message"]["text"]
    assert not UNSEEN & set(text)
    assert len(text) < 200_000


@pytest.mark.parametrize("kind", ["todo", "diff"])
def test_the_small_pages_hold_their_own_markup_only(tell: Tell, tmp_path: Path, kind: str) -> None:
    """
    No element, attribute or address comes into the vendor's list or the comparison from outside.
    """
    made = hostile(tell)
    text = todo(made, ".html", tmp_path).decode() if kind == "todo" else diff_of(made, made, ".html", tmp_path)
    page = Page(text)

    assert set() == set(page.elements) - {*ELEMENTS.split(), "br"}
    assert set() == page.attributes - set(ATTRIBUTES.split())
    assert 1 == page.elements["style"]
    assert [] == page.links
    assert SCRIPT in page.text
    assert not UNSEEN & set(page.text)


def test_the_summary_never_outgrows_its_limit(largest: Finished) -> None:
    """
    Whatever was seen, the summary stays below 1 MiB, over which GitHub drops all of it; a cut is told.
    """
    results = tuple(
        each.model_copy(update={"requirement": each.requirement.model_copy(update={"title": LONG_TITLE})})
        for each in largest.report.results
    )
    long = Finished(largest.report.model_copy(update={"results": results}), largest.bundle)

    assert 200_000 > len(summary_of(largest).encode("utf-8"))
    assert 2**20 > len(summary_of(long).encode("utf-8"))
    assert "The summary was cut" in summary_of(long)


LONG_TITLE = Bilingual(vi="ữ" * 9_000, en="<ữ" * 9_000)


@pytest.mark.parametrize("suffix", [".md", ".html", ".pdf"])
def test_a_hostile_centre_is_shown_as_it_stands(
    tell: Tell, need: Callable[[object, str], None], tmp_path: Path, suffix: str
) -> None:
    """
    The file on the evaluating body is from outside as well: its texts are neither markup nor style.
    """
    keys = ("issuing_body", "address", "document_number", "place", "evaluator", "authoriser")
    lines = dict.fromkeys(keys, "x" + HOSTILE)
    write(replace(tell(), centre=Centre(**lines, recipients=(HOSTILE[1:],))), tmp_path / f"made{suffix}")
    data = (tmp_path / f"made{suffix}").read_bytes()
    if suffix == ".pdf":
        program = shutil.which("pdftotext")
        need(program, "pdftotext: apt-get install poppler-utils")
        done = subprocess.run([str(program), tmp_path / "made.pdf", "-"], capture_output=True, text=True, check=True)
        text, elements = done.stdout, set()
    else:
        source = data.decode("utf-8")
        made = MarkdownIt("commonmark", {"html": True}).enable("table").render(source) if suffix == ".md" else source
        page = Page(made)
        text, elements = page.text, set(page.elements) - {*ELEMENTS.split(), "strong", "code", "hr", "br"}

    assert set() == elements
    assert not UNSEEN & set(text)
    for each in (*RECOGNISABLE, SCRIPT):
        assert re.sub(r"\s", "", each).lower() in re.sub(r"\s", "", text).lower()


def test_the_largest_pdf_stays_small_and_quick(largest: Finished, tmp_path: Path) -> None:
    """
    Even the worst candidate gets a document that can be opened: 36 requirements that fail on all sides.
    """
    begun = time.process_time()
    write(largest, tmp_path / "report.pdf")

    assert 30 > time.process_time() - begun
    assert 10_000_000 > (tmp_path / "report.pdf").stat().st_size

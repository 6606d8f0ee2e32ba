"""
Everything that comes from a candidate or its evidence is shown inert and recognisable, in every writer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from rich.console import Console

from conformance.contract import Description
from conformance.model import Role, Verdict
from conformance.report import Finished, write
from conformance.report.html import render
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
HOSTILE = SCRIPT + IMAGE + STYLE + TEMPLATE + TURNED + ESCAPE + RICH
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

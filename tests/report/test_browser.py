"""
The page in a real browser: both widths, both languages, light and dark, on paper, without network and without script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from conformance.report import Audience, Finished, put, write
from conformance.report.diff import compare
from conformance.report.diff_writers import DIFF_WRITERS, DiffContent

NAMES = ("passing", "failing", "undetermined", "void")
WIDTHS = (360, 1280)  # px: a small phone and a desk


@pytest.fixture(scope="module")
def pages(finished: Callable[[str], Finished], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """
    The written pages by name.
    """
    folder = tmp_path_factory.mktemp("pages")
    for name in NAMES:
        write(finished(name), folder / f"{name}.html")
    return {name: folder / f"{name}.html" for name in NAMES}


@dataclass
class Opened:
    """
    A page in the browser, what it asked the network for, and what it complained of.
    """

    page: Any
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Any, place: Path, width: int = 1280, **options: Any) -> Iterator[Opened]:
    """
    The page, with every request but the one for itself aborted and noted.
    """
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    found = Opened(context.new_page())

    def guard(route: Any) -> None:
        if route.request.url == place.as_uri():
            route.continue_()
            return
        found.asked.append(route.request.url)
        route.abort()

    found.page.on("console", lambda message: found.complaints.append(message.text))
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    context.route("**/*", guard)
    found.page.goto(place.as_uri())
    yield found
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
def test_the_page_fits_and_asks_for_nothing(browser: Any, pages: dict[str, Path], name: str, width: int) -> None:
    """
    No sideways scrolling, nothing cut off, no request, no complaint of the browser, in either language.
    """
    with opened(browser, pages[name], width) as found:
        for language in ("vi", "en"):
            found.page.check(f"#{language}")
            assert width == found.page.evaluate("document.documentElement.scrollWidth")
            assert [] == found.page.evaluate(WIDER_THAN_THE_PAGE, width)

    assert ([], []) == (found.asked, found.complaints)


WIDER_THAN_THE_PAGE = """width => [...document.querySelectorAll("main *")]
  .filter(each => each.checkVisibility() && each.getBoundingClientRect().right > width + 1)
  .map(each => each.outerHTML.slice(0, 100))"""


def test_the_switch_changes_the_language_without_script(browser: Any, pages: dict[str, Path]) -> None:
    """
    Vietnamese comes first; English and Vietnamese replace each other by the switch, from the keyboard too.
    """
    with opened(browser, pages["failing"], java_script_enabled=False) as found:
        heading = found.page.locator("#conclusion h2")
        assert "Không phù hợp" == heading.inner_text().strip()
        found.page.focus("#vi")
        found.page.keyboard.press("ArrowRight")
        assert "Does not conform" == heading.inner_text().strip()
        found.page.check("#vi")
        assert "Không phù hợp" == heading.inner_text().strip()
        assert 0 == found.page.locator('.t[lang="en"]').filter(visible=True).count()


def test_every_picture_is_a_picture(browser: Any, pages: dict[str, Path]) -> None:
    """
    Each embedded screen is decoded by the browser, none wider than 360 px.
    """
    with opened(browser, pages["failing"]) as found:
        widths = found.page.evaluate(
            """() => Promise.all([...document.querySelectorAll("symbol image")].map(async each => {
                 const picture = new Image();
                 picture.src = each.getAttribute("href");
                 await picture.decode();
                 return picture.naturalWidth;
               }))"""
        )

    assert len(widths) > 5
    assert {360} == set(widths)


def test_the_code_on_the_page_can_be_read(
    browser: Any, pages: dict[str, Path], finished: Callable[[str], Finished]
) -> None:
    """
    The small picture still says what the screen said, under its outline.
    """
    vector = next(each for each in finished("failing").report.vectors if each.id == "DSP-002")
    with opened(browser, pages["failing"], device_scale_factor=3) as found:
        shot = found.page.locator('details:has(#PQR-014) svg.shot[aria-label*="DSP-002"]').first.screenshot()
        outline = found.page.locator("details:has(#PQR-014) polygon").first.bounding_box()
        frame = found.page.locator("details:has(#PQR-014) svg.shot").first.bounding_box()

    with Image.open(BytesIO(shot)) as picture:
        assert [vector.expected[0].payload.masked] == [each.text for each in zxingcpp.read_barcodes(picture)]
    assert 200 / 1080 == pytest.approx((outline["x"] - frame["x"]) / frame["width"], abs=0.04)
    assert 700 / 2400 == pytest.approx((outline["y"] - frame["y"]) / frame["height"], abs=0.04)


def test_a_link_opens_the_requirement(browser: Any, pages: dict[str, Path]) -> None:
    """
    A closed requirement opens when its link in the table is followed.
    """
    with opened(browser, pages["passing"]) as found:
        body = found.page.locator("#PQR-022")
        assert not body.is_visible()
        found.page.click('#table a[href="#PQR-022"]')
        body.wait_for(state="visible")
        assert "details" == body.evaluate("each => each.closest('details[open]').localName")


def test_on_paper_everything_is_open_in_the_chosen_language(browser: Any, pages: dict[str, Path]) -> None:
    """
    Print shows each closed requirement, leaves out the switch, and keeps to the chosen language.
    """
    with opened(browser, pages["passing"]) as found:
        found.page.check("#en")
        found.page.emulate_media(media="print")
        heights = found.page.evaluate(
            "[...document.querySelectorAll('details .body')].map(each => each.getBoundingClientRect().height)"
        )
        assert min(heights) > 50
        assert not found.page.locator(".languages").is_visible()
        assert "Conforms" == found.page.locator("#conclusion h2").inner_text().strip()
        assert found.page.pdf(format="A4").startswith(b"%PDF-")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_fault(browser: Any, pages: dict[str, Path], width: int, scheme: str) -> None:
    """
    No violation of WCAG 2.2 A or AA on the page of a failing candidate, with every requirement opened.
    """
    with opened(browser, pages["failing"], width, color_scheme=scheme, bypass_csp=True) as found:
        found.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        assert [] == faults_found_by_axe(found.page, "html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["passing", "undetermined", "void"])
def test_axe_finds_no_fault_in_other_conclusions(browser: Any, pages: dict[str, Path], name: str, scheme: str) -> None:
    """
    The colours of the other conclusions have enough contrast as well.
    """
    with opened(browser, pages[name], color_scheme=scheme, bypass_csp=True) as found:
        assert [] == faults_found_by_axe(found.page, "#conclusion")


@pytest.fixture(scope="module")
def small(finished: Callable[[str], Finished], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """
    The vendor's list and a comparison.
    """
    folder = tmp_path_factory.mktemp("small")
    write(finished("failing"), folder / "todo.html", Audience.VENDOR)
    found = compare(finished("passing").report, finished("failing").report)
    put(DIFF_WRITERS, DiffContent(found, ("vi", "en")), folder / "diff.html")
    return {name: folder / f"{name}.html" for name in ("todo", "diff")}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["todo", "diff"])
def test_the_small_pages_fit_and_axe_finds_no_fault(
    browser: Any, small: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    """
    The vendor's list and the comparison: nothing cut off, nothing asked for, no violation of WCAG 2.2 A or AA.
    """
    with opened(browser, small[name], width, color_scheme=scheme, bypass_csp=True) as found:
        assert width == found.page.evaluate("document.documentElement.scrollWidth")
        assert [] == found.page.evaluate(WIDER_THAN_THE_PAGE, width)
        assert [] == faults_found_by_axe(found.page, "html")
    assert ([], []) == (found.asked, found.complaints)


def faults_found_by_axe(page: Any, where: str) -> list[tuple[str, str]]:
    """
    Rule and element of each violation that axe finds in a part of the page.
    """
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    answer = Axe().run(page, context=where, options={"runOnly": {"type": "tag", "values": rules}}).response
    assert any(found["id"] == "color-contrast" for found in answer["passes"])
    return [(fault["id"], node["html"][:200]) for fault in answer["violations"] for node in fault["nodes"]]

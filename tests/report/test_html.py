"""
What stands on the page, and that it stands in both languages.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from html import unescape

import pytest

from conformance.model import Verdict
from conformance.report import Finished
from conformance.report.html import render
from conformance.report.words import CONCLUSION_MEANINGS, CONCLUSIONS
from conformance.result import Outcome
from conformance.texts import say

Get = Callable[[str], Finished]
Tell = Callable[..., Finished]
NAMES = ("passing", "failing", "undetermined", "void")


def section(text: str, id: str) -> str:
    """
    One section of the page.
    """
    start = text.index(f'id="{id}"')
    return text[start : text.index("</section>", start)]


def plain(text: str, lang: str) -> str:
    """
    The text that a reader of one language sees, in one line.
    """
    other = "en" if lang == "vi" else "vi"
    mine = re.sub(rf'<span class="t" lang="{other}">.*?</span>', "", text, flags=re.DOTALL)
    blocks = re.sub(r"</(dt|dd|th|td|p|li|div|summary|h\d)>", " ", mine)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", blocks)).split())


@pytest.mark.parametrize("name", NAMES)
def test_the_conclusion_stands_first_in_both_languages(finished: Get, name: str) -> None:
    """
    The first section says the conclusion and what it means, in Vietnamese and in English.
    """
    made = finished(name)
    text = render(made)
    conclusion = made.report.score.conclusion

    assert text.index("<section") == text.index('<section class="verdict')
    for lang in ("vi", "en"):
        found = plain(section(text, "conclusion"), lang)
        assert getattr(CONCLUSIONS[conclusion], lang) in found
        assert getattr(CONCLUSION_MEANINGS[conclusion], lang) in found


def test_what_must_change_first_is_the_failing_musts(finished: Get) -> None:
    """
    The list under the conclusion links every MUST that is not met, and recommendations stand apart from it.
    """
    text = section(render(finished("failing")), "conclusion")
    first, needed, advised = text.partition("Cần có trước")[0], text.split("Cần có trước")[1], text.split("advice")[1]

    assert ["PQR-014", "PQR-021"] == re.findall(r'href="#(PQR-\d+)"', first)
    assert "PQR-071" == re.findall(r'href="#(PQR-\d+)"', needed)[0]
    assert ["PQR-075"] == re.findall(r'href="#(PQR-\d+)"', advised)


def test_the_table_holds_every_requirement(finished: Get) -> None:
    """
    Evaluated or not, each requirement has its row, in the order of the ids, with its result as a word.
    """
    report = finished("failing").report
    text = section(render(finished("failing")), "table")
    rows = [plain(row, "vi") for row in re.findall(r"<tr class=.*?</tr>", text, re.DOTALL)]

    assert len(report.results) + len(report.undecided) == len(rows)
    assert re.match(r"1 PQR-001 .*Bắt buộc Nội dung mã Đạt Đúng/đã thử: 20/20$", rows[0])
    assert re.search(r"PQR-021 .*Bắt buộc Nội dung mã Không đạt Đúng/đã thử: 0/8$", "\n".join(rows), re.MULTILINE)
    assert re.search(r"PQR-075 .*Khuyến nghị Nội dung mã Khuyến nghị chưa đáp ứng", "\n".join(rows))
    assert re.search(r"PQR-120 .*Bắt buộc Hồ sơ Chưa đánh giá –$", "\n".join(rows), re.MULTILINE)


def test_a_requirement_not_met_shows_all_that_is_needed_to_argue(finished: Get) -> None:
    """
    Clause, source, rule, counts, reason, expected against seen, picture and commands stand with it; it is open.
    """
    report = finished("failing").report
    result = next(each for each in report.results if each.requirement.id == "PQR-021")
    text = render(finished("failing"))
    part = text[text.index('<details class="violated" open>\n<summary><h3><span class="id">PQR-021') :]
    part = part[: part.index("</details>")]
    seen = plain(part, "en")

    for wanted in (
        result.requirement.text.en,
        result.requirement.rule.en,
        result.requirement.source.ref,
        "Certainty A: primary text or a line-by-line copy of it",
        "held in 0 of 8 that put it to the test; at least 20 needed",
        "DSP-001 The ministry's own example",
        "HoTen is Nguyễn Lê Kha Hân, expected NGUYEN LE KHA HAN",
        "qrconform run http://127.0.0.1:8141 --vectors DSP-001",
        "qrconform judge runs/2021-10-07/evidence --vectors DSP-001",
        "3 more vectors that are not a pass: DSP-006, DSP-007, DSP-008",
    ):
        assert wanted in seen
    assert 5 == part.count('<svg class="shot"') == part.count('<polygon class="personal"')
    assert "<mark>GUYEN</mark>" in part


def test_a_requirement_that_is_met_shows_its_first_pass(finished: Get) -> None:
    """
    A passed requirement stays closed and shows the screen of the first vector that held.
    """
    text = render(finished("passing"))
    part = text[text.index('<details class="met">') :]
    part = part[: part.index("</details>")]

    assert "First vector that held DSP-001 The ministry's own example" in plain(part, "en")
    assert 1 == part.count('<svg class="shot"')
    assert "qrconform run" not in part


def test_each_screen_is_embedded_once(finished: Get) -> None:
    """
    A screen that is shown many times stands in the page once, and only shown screens stand there.
    """
    text = render(finished("failing"))
    embedded = re.findall(r'<symbol id="(screen-\d+)"', text)
    used = re.findall(r'<use href="#(screen-\d+)"', text)

    assert sorted(set(used)) == sorted(embedded)
    assert len(used) > len(embedded) == text.count("data:image/webp") - text.count('class="annotated"')


def test_a_screen_that_cannot_be_shown_has_a_placeholder(tell: Tell) -> None:
    """
    A picture that is none, one that is missing and one that is far too large are told, not shown; the page is whole.
    """
    huge = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (100_000).to_bytes(4) * 2 + b"\x08\x02\x00\x00\x00" + b"\x00" * 4
    files = {vector: f"vectors/{vector}/01-show.png" for vector in ("DSP-001", "DSP-002", "DSP-003")}
    outcomes = [
        Outcome(requirement="PQR-021", vector=vector, verdict=Verdict.FAIL, message=say("wrong"), file=file)
        for vector, file in files.items()
    ]
    screens = {files["DSP-001"]: b"GIF89a", files["DSP-002"]: huge}
    made = tell(outcomes={"PQR-021": outcomes}, screens=screens)
    (made.bundle.place / files["DSP-003"]).unlink()

    assert 3 <= render(made).count("This screen cannot be shown here")


def test_what_was_not_evaluated_is_told_with_its_reason(finished: Get) -> None:
    """
    Each requirement without a check stands in its own section, with why, also in a report that passes.
    """
    found = plain(section(render(finished("passing")), "not-tested"), "en")

    for row in finished("passing").report.undecided:
        assert row.id in found
        assert row.why_no_check
        assert row.why_no_check.en in found


def test_missing_readers_and_notes_are_told(finished: Get) -> None:
    """
    A reader that was missing says what that means, and what was observed stands apart from the verdicts.
    """
    text = render(finished("failing"))

    assert "zbar 0.23 missing" in plain(section(text, "environment"), "en")
    assert "apt-get install libzbar0" in plain(section(text, "environment"), "vi")
    assert "DSP-001 the code on 01-show.png is mirrored" in plain(section(text, "notes"), "en")


def test_the_run_is_named_at_head_and_end(finished: Get) -> None:
    """
    The run's id stands in the head, at the end before the end mark, and at the foot of each printed page.
    """
    text = render(finished("passing"))
    run = finished("passing").report.run.id

    assert run in text[text.index("<header>") : text.index("</header>")]
    assert re.search(rf"{run}.*— .*End of report.* —", text[text.index("<footer>") :], re.DOTALL)
    assert f'@bottom-left {{ content: "{run}"; }}' in text
    for words in ("The results relate only to the item tested", "Not to be reproduced except in full"):
        assert words in plain(section(text, "limitations"), "en")


def test_a_self_test_says_so(finished: Get, tell: Tell) -> None:
    """
    A run that is not official says so in its head; an official one does not call itself a self-test.
    """
    head = plain(render(finished("passing")).split("<main>")[0], "en")

    assert "Self-test – not an official run" in head
    assert "Self-test" not in plain(render(tell(run={"official": True})).split("<main>")[0], "en")


def test_the_policy_allows_the_one_style_and_nothing_else(finished: Get) -> None:
    """
    The page's own policy forbids everything but its style sheet, named by its hash, and data: pictures.
    """
    text = render(finished("failing"))
    sheet = text[text.index("<style>") + len("<style>") : text.index("</style>")]
    digest = b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"

    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in text
    assert " style=" not in text
    assert [] == re.findall(r'(?:href|src)="(?!#|data:image/webp;base64,)[^"]*"', text)
    assert "<script" not in text


@pytest.mark.parametrize("name", NAMES)
def test_every_link_inside_the_page_leads_somewhere(finished: Get, name: str) -> None:
    """
    Each address that begins with # is an id, and no id stands twice.
    """
    text = render(finished(name))
    ids = re.findall(r'\sid="([^"]+)"', text)

    assert len(ids) == len(set(ids))
    assert set() == set(re.findall(r'href="#([^"]+)"', text)) - set(ids)


def test_both_languages_stand_side_by_side(finished: Get) -> None:
    """
    Each Vietnamese text is followed by its English one.
    """
    spans = re.findall(r'<span class="t" lang="(vi|en)">', render(finished("failing")))

    assert ["vi", "en"] * (len(spans) // 2) == spans
    assert len(spans) > 500


def test_another_seed_and_profile_stand_in_the_command(tell: Tell) -> None:
    """
    A command that left out what the run was started with would show something else.
    """
    outcome = Outcome(requirement="PQR-021", vector="DSP-001", verdict=Verdict.FAIL, message=say("wrong"))
    text = render(tell(outcomes={"PQR-021": [outcome]}, run={"seed": 7, "profile": "strict-names"}))

    assert "qrconform run http://127.0.0.1:8141 --vectors DSP-001 --profile strict-names --seed 7" in plain(text, "en")

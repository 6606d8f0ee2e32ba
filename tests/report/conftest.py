"""
Reports made by hand through the real types, with a real bundle of drawn screens.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image, ImageDraw
from playwright.sync_api import sync_playwright

from conformance import recording
from conformance.contract import Description, ScreenFormat
from conformance.evidence import Bundle, Head
from conformance.model import Capability, Requirement, Role, Verdict
from conformance.report import Finished
from conformance.result import Note, Outcome, Outline, Report, Run, Shot
from conformance.scoring import judge_requirement, score
from conformance.standard import load_standard
from conformance.texts import Message, say
from conformance.vectors.situations import generate

WIDTH, HEIGHT = 1080, 2400  # px of a drawn screen
LEFT, TOP, SCALE = 200, 700, 14  # px of the code on it, and of a module
WHEN = datetime(2021, 10, 7, 8, 30, 12, tzinfo=UTC)
VECTORS = {vector.id: vector for vector in generate()}
CANDIDATE = Description(
    contract="1",
    name="Ứng dụng Mẫu Đỗ Quyên",
    vendor="Công ty Ví Dụ",
    version="4.0.4",
    build="7f3a91c",
    roles=(Role.DISPLAY,),
    capabilities=(Capability.TEXTS, Capability.LEAVE),
    screen=ScreenFormat(width_px=WIDTH, height_px=HEIGHT, pixels_per_mm=15.9),
)


def screen_file(vector: str) -> str:
    """
    Where the screen of a vector stands in the bundle.
    """
    return f"vectors/{vector}/01-show.png"


@cache
def draw_screen(name: str) -> tuple[bytes, Outline]:
    """
    A screen with the personal code of the vector's first person, and the outline of the code.
    """
    vector = VECTORS[name]
    symbol = segno.make(vector.expected[0].payload.masked, error="m", boost_error=False)
    code = BytesIO()
    symbol.save(code, kind="png", scale=SCALE, border=0)
    screen = Image.new("RGB", (WIDTH, HEIGHT), "#dcefff")
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, WIDTH, 180), fill="#0b5aa8")
    pen.text((60, 60), f"PERSONAL QR  {vector.id}", fill="white", font_size=64)
    size = symbol.symbol_size(SCALE, 0)[0]
    pen.rectangle((LEFT - 60, TOP - 60, LEFT + size + 60, TOP + size + 60), fill="white")
    screen.paste(Image.open(code), (LEFT, TOP))
    target = BytesIO()
    screen.save(target, "PNG", compress_level=1)
    right, bottom = float(LEFT + size), float(TOP + size)
    corners = ((float(LEFT), float(TOP)), (right, float(TOP)), (right, bottom), (float(LEFT), bottom))
    return target.getvalue(), Outline(corners=corners, kind="personal QR")


def fail(requirement: str, vector: str, message: Message, expected: str = "", seen: str = "") -> Outcome:
    """
    An outcome that is a fail, on the screen of its vector.
    """
    return outcome(requirement, vector, Verdict.FAIL, message, expected, seen)


def outcome(
    requirement: str, vector: str, verdict: Verdict, message: Message | None = None, expected: str = "", seen: str = ""
) -> Outcome:
    """
    Any outcome, on the screen of its vector.
    """
    return Outcome(
        requirement=requirement,
        vector=vector,
        verdict=verdict,
        message=message,
        expected=expected,
        seen=seen,
        file=screen_file(vector),
    )


@dataclass(frozen=True)
class Story:
    """
    What happened in a run: outcomes in place of those of a correct candidate, and what else is not as usual.
    """

    outcomes: Mapping[str, Sequence[Outcome]] = field(default_factory=dict)
    candidate: Description = CANDIDATE
    run: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    screens: Mapping[str, bytes] = field(default_factory=dict)  # file in the bundle -> bytes other than a drawn screen
    grades: Mapping[str, int] = field(default_factory=dict)  # file in the bundle -> overall grade of its code


NAME_WRONG = say("HoTen is {seen}, expected {expected}", seen="Nguyễn Lê Kha Hân", expected="NGUYEN LE KHA HAN")
MASK_WRONG = say("the paper number shows {count} of its first six characters", count=5)
FAILING = Story(
    outcomes={
        "PQR-021": [
            fail("PQR-021", f"DSP-{number:03d}", NAME_WRONG, "NGUYEN LE KHA HAN", "Nguyễn Lê Kha Hân")
            for number in range(1, 9)
        ],
        "PQR-014": [
            fail(
                "PQR-014",
                "DSP-002",
                MASK_WRONG,
                "******029317|NGUYEN LE KHA HAN|1987-**-**|0|162979388586171100|<1<HS4010120878821<0944713700",
                "*****3029317|NGUYEN LE KHA HAN|1987-01-**|0|162979388586171100|<1<HS4010120878821<0944713700",
            )
        ],
        "PQR-075": [fail("PQR-075", "DSP-003", say("the code discloses the phone number"), "", "0944713700")],
        "PQR-071": [outcome("PQR-071", "DSP-004", Verdict.REVIEW, say("a person must read the screens"))],
    },
    run={
        "panel_judging": {"zxing-cpp": "3.0.0"},
        "panel_missing": (say("The reader zbar cannot be used. To install it: apt-get install libzbar0"),),
    },
    notes=(Note(vector="DSP-001", message=say("the code on {file} is mirrored", file="01-show.png")),),
    grades={screen_file("DSP-002"): 4},
)
STORIES: Mapping[str, Story] = {
    "passing": Story(),
    "failing": FAILING,
    "undetermined": Story(
        {"PQR-040": [outcome("PQR-040", "DSP-001", Verdict.INCONCLUSIVE, say("the readers disagree"), "0", "0 / 1")]}
    ),
    "void": Story({"PQR-050": [outcome("PQR-050", "DSP-001", Verdict.SUITE_ERROR, say("KeyError in a check"))]}),
}


def finish(story: Story, folder: Path) -> Finished:
    """
    The finished report of a story; its bundle stands in `folder`.
    """
    standard = load_standard()
    decided = [row for row in standard.requirements.values() if row.why_no_check is None and row.retired is None]
    outcomes = {row.id: list(story.outcomes.get(row.id) or _passes(row)) for row in decided}
    everything = [each for row in decided for each in outcomes[row.id]]
    results = [judge_requirement(row, outcomes[row.id], story.candidate.roles) for row in decided]
    bundle, shots = _bundle(story, folder, {each.file for result in results for each in result.outcomes})
    report = Report(
        run=_run(bundle, story),
        candidate=story.candidate,
        score=score(standard, results, everything),
        results=tuple(results),
        undecided=tuple(row for row in standard.requirements.values() if row.why_no_check is not None),
        vectors=tuple(VECTORS.values()),
        answers={},
        shots=shots,
        notes=story.notes,
    )
    return Finished(report, bundle)


def _passes(row: Requirement) -> list[Outcome]:
    vectors = [each.id for each in VECTORS.values() if row.applies_to(each)][: max(1, row.least.positive)]
    return [outcome(row.id, vector, Verdict.PASS) for vector in vectors]


def _bundle(story: Story, folder: Path, files: set[str | None]) -> tuple[Bundle, dict[str, Shot]]:
    bundle = recording.create(folder, _head(story))
    shots: dict[str, Shot] = {}
    for file in sorted(each for each in files if each and each.count("/") == 2):
        place = folder / file
        place.parent.mkdir(parents=True, exist_ok=True)
        data, outline = draw_screen(file.split("/")[1])
        place.write_bytes(story.screens.get(file, data))
        grade = story.grades.get(file)
        shots[file] = Shot(width=WIDTH, height=HEIGHT, outlines=(outline,), elapsed_ms=12.5, grade=grade)
    return bundle, shots


def _head(story: Story) -> Head:
    return Head(
        format=1,
        run="3f0c9a52-6f1e-4d0b-9a37-0d5b8f2a1c44",
        suite="1.0",
        edition="pqr-1.1",
        standard_digest="0" * 64,
        vectors_digest="1" * 64,
        profile="default",
        seed=1405,
        official=False,
        address="http://127.0.0.1:8141",
        candidate=story.candidate,
        selected=tuple(VECTORS),
        environment={"python": "3.11.9", "system": "Linux"},
        panel={"zxing-cpp": "3.0.0", "zbar": "0.23"},
        started=WHEN,
    )


def _run(bundle: Bundle, story: Story) -> Run:
    head = bundle.head
    standard = load_standard()
    run = Run(
        id=head.run,
        suite=head.suite,
        edition=head.edition,
        edition_title=standard.title,
        standard_digest=head.standard_digest,
        vectors_digest=head.vectors_digest,
        vectors_known=True,
        profile=head.profile,
        profile_title=standard.title,
        seed=head.seed,
        official=head.official,
        address=head.address,
        started=head.started,
        judged=WHEN,
        environment=head.environment,
        panel_collecting=head.panel,
        panel_judging=head.panel,
        panel_missing=(),
        bundle="runs/2021-10-07/evidence",
        bundle_digest="2" * 64,
        selected=head.selected,
    )
    return run.model_copy(update=dict(story.run))


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Finished]:
    """
    The finished report of one of `STORIES`, made once.
    """
    made: dict[str, Finished] = {}

    def get(name: str) -> Finished:
        if name not in made:
            made[name] = finish(STORIES[name], tmp_path_factory.mktemp(name) / "evidence")
        return made[name]

    return get


@pytest.fixture(scope="session")
def browser(need: Callable[[object, str], None]) -> Iterator[Any]:
    """
    A headless Chromium.
    """
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    need(program, "Chromium on the PATH: apt-get install chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=arguments)
        yield found
        found.close()


@pytest.fixture
def tell(tmp_path: Path) -> Callable[..., Finished]:
    """
    The finished report of a story of the test's own: `tell(outcomes={...}, ...)`.
    """

    def make(**parts: Any) -> Finished:
        return finish(replace(Story(), **parts), tmp_path / "evidence")

    return make

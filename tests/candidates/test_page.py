"""
The page of the contract says what is true, and its bridge works.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from conformance.candidates import Candidate, Options, Screen, open_candidate
from conformance.candidates.faults import FaultKind
from conformance.candidates.wire import MAX_BODY
from conformance.exceptions import CandidateFault
from conformance.model import (
    Action,
    Capability,
    DisplayVector,
    Expected,
    ExpectedPayloads,
    ExpectedTexts,
    Paper,
    PaperKind,
    Person,
    Role,
    Sex,
    Step,
)
from conformance.texts import Bilingual

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "candidate.md").read_text(encoding="utf-8")
BRIDGE = ROOT / "docs" / "bridge_example.py"
FONT = ROOT / "conformance" / "reference" / "fonts" / "NotoSans-Regular.ttf"
TOKEN = "token-of-the-test"

PERSON = Person(
    qid="162979388586171100",
    paper=Paper(kind=PaperKind.CCCD, number="001187000001"),
    name="Đỗ  Thị\u00a0Ánh <b>|H’Hen",
    born=date(1987, 1, 18),
    declared_by=None,
    sex=Sex.FEMALE,
    health_insurance="HS4010120878821",
    phone="0900000000",
    signature="c2lnbmF0dXJl",
)
CHILD = PERSON.model_copy(update={"paper": None, "declared_by": "162979388586171101", "name": "Lê Thị C"})
FULL = "001187000001|DO THI ANH B> H'HEN|1987-01-18|0|162979388586171100|<2<HS4010120878821<0900000000<c2lnbmF0dXJl"
MASKED = "******000001|DO THI ANH B> H'HEN|1987-**-**|0|162979388586171100|<2<<<c2lnbmF0dXJl"


def rows(heading: str) -> list[list[str]]:
    """
    The cells of the tables under a heading.
    """
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")
    ]
    return [row for row in cells if not set(row[0]) <= set("- ")]


def test_the_page_shows_the_bridge_as_it_is() -> None:
    """
    The code block of the page equals the file.
    """
    assert BRIDGE.read_text(encoding="utf-8") == PAGE.split("```python\n")[1].split("```")[0]


def test_the_bridge_is_short_and_stands_alone() -> None:
    """
    Under 100 lines, and nothing of ours is imported.
    """
    code = BRIDGE.read_text(encoding="utf-8")

    assert len(code.splitlines()) < 100
    assert "conformance" not in code


def test_the_page_names_every_kind_of_fault() -> None:
    """
    The table of kinds is the closed set, in its order.
    """
    table = [row[0].strip("`") for row in rows("Limits and faults")]

    assert list(FaultKind) == table[table.index("kind") + 1 :]


def test_the_page_names_every_field_action_and_capability() -> None:
    """
    No field of a person, no action and no capability is left unexplained.
    """
    named = {name for row in rows("The calls") for name in re.findall(r"`([a-z_]+)`", row[0])}

    assert set(Person.model_fields) <= named
    assert set(Action) - {Action.INSTALL} <= named
    assert list(Capability) == [row[0].strip("`") for row in rows("Optional capabilities")[1:]]


def test_the_page_names_the_limits_in_force() -> None:
    """
    Deadline and caps of the page are those of the code.
    """
    text = " ".join(" ".join(row) for row in rows("Limits and faults"))

    assert f"{Options().deadline_s:g} s" in text
    assert f"{MAX_BODY // 2**20} MiB" in text
    assert "20,000,000 px" in text


def vector_of(*steps: Step) -> DisplayVector:
    """
    A vector of some steps; the bridge is compared with what is written above, not with its expectations.
    """
    texts = ExpectedTexts(paper_full=None, paper_masked=None, born_full=(), born_masked=())
    expected = Expected(names=("A",), payload=ExpectedPayloads(full="", masked="", masked_minimal=""), screen=texts)
    return DisplayVector(
        id="DSP-001",
        role=Role.DISPLAY,
        title=Bilingual(vi="Thử", en="A trial"),
        tags=(),
        reason="a test of ours",
        origin="none",
        people=(PERSON, CHILD),
        steps=steps,
        expected=(expected, expected),
    )


@pytest.fixture(scope="module")
def bridge(need: Callable[[object, str], None]) -> Iterator[Candidate]:
    """
    The bridge as a process of its own, driven over HTTP.
    """
    need(shutil.which("qrencode"), "the program qrencode: apt-get install qrencode")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, str(BRIDGE), str(port), str(FONT)]
    environment = {**os.environ, "BRIDGE_TOKEN": TOKEN}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            with open_candidate(f"http://127.0.0.1:{port}", Options(token=TOKEN)) as candidate:
                yield candidate
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    """
    Until somebody listens, 20 s at most.
    """
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the bridge does not listen")


def payload(screen: Screen | None) -> str:
    """
    What the code of a screen says.
    """
    assert screen is not None
    with Image.open(io.BytesIO(screen.png)) as picture:
        (symbol,) = zxingcpp.read_barcodes(picture, try_invert=False)
    return symbol.bytes.decode("ascii")


def drive(candidate: Candidate, *steps: Step) -> list[Screen | None]:
    """
    The screens of some steps.
    """
    vector = vector_of(*steps)
    with candidate.session(vector) as session:
        return [session.perform(number, step) for number, step in enumerate(steps)]


def test_the_bridge_describes_itself(bridge: Candidate) -> None:
    """
    It names only the capabilities that it has.
    """
    assert (Capability.TEXTS, Capability.LEAVE, Capability.EDIT) == bridge.describe().capabilities


def test_the_bridge_shows_and_toggles(bridge: Candidate) -> None:
    """
    Default, full and default form again: code and texts follow the standard.
    """
    do = (Action.SHOW, Action.TOGGLE, Action.TOGGLE)

    _, default, full, again = drive(bridge, Step(do=Action.INSTALL, person=0), *(Step(do=action) for action in do))

    assert [MASKED, FULL, MASKED] == [payload(screen) for screen in (default, full, again)]
    assert default
    assert full
    assert {PERSON.name, "******000001", "**/**/1987"} < {text.text for text in default.texts}
    assert {PERSON.name, "001187000001", "18/01/1987"} < {text.text for text in full.texts}


def test_the_bridge_returns_masked_and_takes_an_edit(bridge: Candidate) -> None:
    """
    Coming back is in the default form; edited data are shown at the next look.
    """
    steps = (Action.SHOW, Action.TOGGLE, Action.LEAVE, Action.RETURN)
    edit = Step(do=Action.EDIT, person=1)

    screens = drive(
        bridge, Step(do=Action.INSTALL, person=0), *(Step(do=action) for action in steps), edit, Step(do=Action.SHOW)
    )

    assert screens[3] is None
    assert MASKED == payload(screens[4])
    assert "|LE THI C|1987-**-**|1|162979388586171100|162979388586171101<2<<<c2lnbmF0dXJl" == payload(screens[6])


def test_the_boxes_of_the_bridge_lie_on_ink(bridge: Candidate) -> None:
    """
    Every text that is claimed can be seen in its box, and nothing is drawn outside of all boxes but the code.
    """
    _, screen = drive(bridge, Step(do=Action.INSTALL, person=0), Step(do=Action.SHOW))

    assert screen is not None
    with Image.open(io.BytesIO(screen.png)) as picture:
        page = picture.convert("L")
    for text in screen.texts:
        left, top, width, height = text.box
        assert (0, 255) == page.crop((left, top, left + width, top + height)).getextrema()
        page.paste(255, (left - 1, top - 1, left + width + 2, top + height + 2))
    assert (255, 255) == page.crop((0, 1250, 1080, 2400)).getextrema()


def test_the_bridge_says_what_it_cannot(bridge: Candidate) -> None:
    """
    An action that it does not have is answered with 501.
    """
    with pytest.raises(CandidateFault, match="cannot restart") as caught:
        drive(bridge, Step(do=Action.INSTALL, person=0), Step(do=Action.RESTART))

    assert FaultKind.ABSENT == caught.value.kind

"""
Apps in one line each, right and wrong, judged on all golden vectors without drawing anything: an honest app that looks
different conforms, and an app that is wrong in one place never does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from inspect import signature

import pytest

from conformance.checks import all_checks
from conformance.contract import Description, ScreenFormat, VisibleText
from conformance.exceptions import Undecided
from conformance.model import SHOWING, Capability, Conclusion, DisplayVector, Expected, Person, Role, Verdict
from conformance.reading.observation import Observation
from conformance.reading.readers import Reading
from conformance.reading.situations import Situation, situations
from conformance.reading.symbols import Symbol
from conformance.reading.views import View
from conformance.result import Outcome
from conformance.scoring import conclude, judge_requirement
from conformance.standard import load_profile, load_standard
from conformance.vectors import load_vectors

CORNERS = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
READERS = ("zxing-cpp", "zbar", "opencv-wechat")
DESCRIPTION = Description(
    contract="1", name="App", vendor="Vendor", version="1", build="1", roles=(Role.DISPLAY,),
    capabilities=tuple(Capability), screen=ScreenFormat(width_px=1080, height_px=2400, pixels_per_mm=15.9),
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """
    What an app is asked to show.
    """

    vector: DisplayVector
    person: Person
    expected: Expected
    situation: Situation
    installation: str

    @property
    def full(self) -> bool:
        """
        Whether in the full form.
        """
        return self.situation.full


def number(seen: Seen) -> str:
    """
    The paper number as the screen of a right app writes it.
    """
    return (seen.expected.screen.paper_full if seen.full else seen.expected.screen.paper_masked) or ""


def born(seen: Seen) -> str:
    """
    The birth date as the screen of a right app writes it.
    """
    return (seen.expected.screen.born_full if seen.full else seen.expected.screen.born_masked)[0]


@dataclass(frozen=True)
class App:
    """
    An app as what it writes: payload, and the three values on the screen beside other texts.
    """

    payload: Callable[[Seen], str] = lambda s: s.expected.payload.full if s.full else s.expected.payload.masked_minimal
    number: Callable[[Seen], str] = number
    born: Callable[[Seen], str] = born
    name: Callable[[Seen], str] = lambda s: s.person.name
    more: Callable[[Seen], tuple[str, ...]] = lambda s: ()

    def texts(self, seen: Seen) -> tuple[VisibleText, ...]:
        """
        The visible texts, one under the other.
        """
        written = (self.name(seen), self.number(seen), self.born(seen), *self.more(seen))
        lines = [line for line in written if line]
        return tuple(VisibleText(text=line, box=(0, 100 * place, 500, 50)) for place, line in enumerate(lines))


def observation(app: App, vector: DisplayVector) -> Observation:
    """
    What would be seen of the app in a vector.
    """
    views = []
    for place, (step, situation) in enumerate(zip(vector.steps, situations(vector), strict=True)):
        if step.do not in SHOWING:
            continue
        person, expected = vector.people[situation.person], vector.expected[situation.person]
        seen = Seen(vector, person, expected, situation, step.installation)
        data = app.payload(seen).encode()
        readings = tuple(Reading(name, data, CORNERS) for name in READERS)
        views.append(
            View(
                number=place, step=step, person=person, expected=expected, file=f"vectors/{vector.id}/{place}.png",
                width=1080, height=2400, symbols=(Symbol(data, CORNERS, readings, 5, "M", 1, False, False, None),),
                texts=app.texts(seen), unseen=(), elapsed_ms=50.0, settled_ms=None, user_actions=1,
                full=situation.full, edited=situation.edited, offline=situation.offline,
                untouched=situation.untouched, timed=True,
            )
        )  # fmt: skip
    online, offline = ([view for view in views if view.offline is wanted] for wanted in (False, True))
    profile = load_profile("default")
    return Observation(vector, tuple(online), DESCRIPTION, profile, frozenset(READERS), tuple(offline))


def judge(app: App) -> tuple[Conclusion, set[str]]:
    """
    The conclusion on the app over all vectors, and the requirements that fail.
    """
    outcomes: dict[str, list[Outcome]] = {row: [] for row in all_checks()}
    for vector in (each for each in load_vectors() if isinstance(each, DisplayVector)):
        seen = observation(app, vector)
        for row, check in all_checks().items():
            requirement = load_standard().get(row)
            if requirement.applies_to(vector):
                outcomes[row].append(Outcome(requirement=row, vector=vector.id, verdict=_answer(check, seen, row)))
    results = [judge_requirement(load_standard().get(row), found, DESCRIPTION.roles) for row, found in outcomes.items()]
    return conclude(results), {each.requirement.id for each in results if each.verdict is Verdict.FAIL}


def _answer(check: Callable[..., None], seen: Observation, row: str) -> Verdict:
    more = {"limits": load_standard().get(row).limits} if "limits" in signature(check).parameters else {}
    try:
        check(seen, **more)
    except AssertionError:
        return Verdict.FAIL
    except Undecided:
        return Verdict.INSUFFICIENT
    return Verdict.PASS


def spaced(text: str, size: int, between: str = " ") -> str:
    """
    A number in groups.
    """
    return between.join(text[start : start + size] for start in range(0, len(text), size))


def layout(pattern: str) -> Callable[[Seen], str]:
    """
    The birth date in another layout.
    """

    def write(seen: Seen) -> str:
        date = seen.person.born
        day, month = (f"{date.day:02d}", f"{date.month:02d}") if seen.full else ("**", "**")
        return pattern.format(day=day, month=month, year=f"{date.year:04d}")

    return write


def masked_ext(seen: Seen) -> str:
    """
    A masked code whose phone and health-insurance code are starred as well.
    """
    if seen.full:
        return seen.expected.payload.full
    head, _, ext = seen.expected.payload.masked.rpartition("|")
    places = [("*" * 6 + each[6:]) if place in (2, 3) and each else each for place, each in enumerate(ext.split("<"))]
    return f"{head}|{'<'.join(places)}"


def sex_0(seen: Seen) -> str:
    """
    A code that writes 0 where no sex is registered: QCVN 109 has a word for it.
    """
    whole = App().payload(seen)
    if seen.person.sex:
        return whole
    head, _, ext = whole.rpartition("|")
    places = [*ext.split("<"), ""] if "<" not in ext else ext.split("<")
    return f"{head}|{'<'.join([places[0], '0', *places[2:]])}"


HONEST = {
    "as expected": App(),
    "clear default code": App(payload=lambda s: s.expected.payload.full),
    "masked code with clear EXT": App(
        payload=lambda s: s.expected.payload.full if s.full else s.expected.payload.masked
    ),
    "masked code with starred EXT": App(payload=masked_ext),
    "number in threes": App(number=lambda s: spaced(number(s), 3)),
    "number in fours": App(number=lambda s: spaced(number(s), 4)),
    "number with dots": App(number=lambda s: spaced(number(s), 3, ".")),
    "label before": App(number=lambda s: f"Số giấy tờ: {number(s)}"),
    "bullet before": App(number=lambda s: f"CCCD • {number(s)}"),
    "middle dot before": App(number=lambda s: f"Số giấy tờ · {number(s)}"),
    "words after": App(number=lambda s: f"{number(s)} do Cuc Canh sat cap"),
    "date with hyphens": App(born=layout("{day}-{month}-{year}")),
    "ISO date": App(born=layout("Ngày sinh {year}-{month}-{day}")),
    "long date": App(born=layout("{day} tháng {month}, {year}")),
    "longer date": App(born=layout("ngày {day} tháng {month} năm {year}")),
    "date with blanks": App(born=layout("{day} {month} {year}")),
    "upper-case name": App(name=lambda s: s.person.name.upper()),
    "transliterated name": App(name=lambda s: s.expected.names[0]),
    "hidden phone": App(more=lambda s: ("**********", "SĐT ******3700", "••••••••")),
    "other masked date": App(more=lambda s: ("Ngày cấp: **/**/2021",)),
    "clock and footnotes": App(more=lambda s: ("09:41", "24/11/2026 18:30", "#1", "*", "* Bắt buộc")),
    "no number for those declared by another": App(number=lambda s: "" if s.person.declared_by else number(s)),
    "one text for all": App(
        name=lambda s: f"{s.person.name}\n{number(s)}\n{born(s)}", number=lambda s: "", born=lambda s: ""
    ),
    "sex 0 when nothing is known": App(payload=sex_0),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_app_that_looks_different_conforms(name: str) -> None:
    """
    No layout that the standard leaves open accuses anybody.
    """
    conclusion, failed = judge(HONEST[name])
    must = {row for row in failed if load_standard().get(row).level.value == "must"}
    assert (Conclusion.CONFORMS, set()) == (conclusion, must)


def second(seen: Seen) -> bool:
    """
    Whether it is not the first installation of its vector.
    """
    return seen.installation != "A"


def clear_number(seen: Seen) -> str:
    """
    The number in clear, whatever was asked for.
    """
    return seen.expected.screen.paper_full or ""


def clear_born(seen: Seen) -> str:
    """
    The birth date in clear, whatever was asked for.
    """
    return seen.expected.screen.born_full[0]


def other_qid(payload: str, qid: str) -> str:
    """
    The payload with another QID.
    """
    parts = payload.split("|")
    return "|".join([*parts[:4], qid, *parts[5:]])


def separated(seen: Seen) -> bool:
    """
    Whether the person's name holds a separator.
    """
    return bool(set("|<") & set(seen.person.name))


def stale(seen: Seen) -> str:
    """
    The code of before the edit, whatever was edited.
    """
    before = seen.vector.expected[0] if seen.situation.edited else seen.expected
    return App().payload(replace(seen, expected=before))


WRONG = {
    "a greeting for names with a separator": (
        App(payload=lambda s: "HELLO WORLD" if separated(s) else App().payload(s)),
        "PQR-004",
    ),
    "cut at the separator": (
        App(payload=lambda s: App().payload(s).split("|")[0] + "|TRAN" if separated(s) else App().payload(s)),
        "PQR-004",
    ),
    "second installation in clear": (App(number=lambda s: clear_number(s) if second(s) else number(s)), "PQR-070"),
    "second installation's date in clear": (App(born=lambda s: clear_born(s) if second(s) else born(s)), "PQR-071"),
    "in clear after an edit": (App(number=lambda s: clear_number(s) if s.situation.edited else number(s)), "PQR-070"),
    "another QID for the second person": (
        App(payload=lambda s: other_qid(App().payload(s), "NGUOIDUNG1") if second(s) else App().payload(s)),
        "PQR-051",
    ),
    "clear number in a sentence": (
        App(more=lambda s: (f"CCCD {clear_number(s)} da xac thuc",) if s.person.paper else ()),
        "PQR-070",
    ),
    "clear number with dots": (
        App(more=lambda s: (spaced(clear_number(s), 3, "."),) if s.person.paper else ()),
        "PQR-070",
    ),
    "clear passport in lower case": (App(more=lambda s: (clear_number(s).lower(),)), "PQR-070"),
    "clear long date": (
        App(more=lambda s: (f"Sinh {s.person.born.day} tháng {s.person.born.month}, {s.person.born.year}",)),
        "PQR-071",
    ),
    "day and month in words": (
        App(more=lambda s: (f"{s.person.born.day} tháng {s.person.born.month}",)),
        "PQR-071",
    ),
    "the six hidden characters alone": (
        App(more=lambda s: (f"Đầu số: {clear_number(s)[:6]}",) if s.person.paper else ()),
        "PQR-070",
    ),
    "stale code after an edit": (
        App(payload=stale),
        "PQR-022",
    ),
    "day shown": (
        App(born=lambda s: born(s) if s.full else f"{s.person.born.day:02d}/**/{s.person.born.year}"),
        "PQR-071",
    ),
    "year hidden": (App(born=lambda s: born(s) if s.full else "**/**/****"), "PQR-031"),
    "seven asterisks": (App(number=lambda s: number(s) if s.full else f"*{number(s)}"), "PQR-014"),
    "bullets": (App(number=lambda s: number(s).replace("*", "•")), "PQR-014"),
    "switch dead for those declared by another": (
        App(born=lambda s: s.expected.screen.born_masked[0] if s.person.declared_by else born(s)),
        "PQR-072",
    ),
    "month before day in the full view": (
        App(born=lambda s: f"{s.person.born:%m/%d}/{s.person.born.year:04d}" if s.full else born(s)),
        "PQR-072",
    ),
    "code without network lacks all but the QID": (
        App(payload=lambda s: f"||||{s.person.qid}|" if s.situation.offline else App().payload(s)),
        "PQR-085",
    ),
    "in clear without network": (
        App(number=lambda s: clear_number(s) if s.situation.offline else number(s)),
        "PQR-070",
    ),
    "name lost behind markup": (App(name=lambda s: s.person.name.replace("<", "\0").split("\0")[0]), "PQR-077"),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_app_that_is_wrong_in_one_place_never_conforms(name: str) -> None:
    """
    The requirement that decides the fault fails.
    """
    app, row = WRONG[name]
    conclusion, failed = judge(app)
    assert row in failed
    expected = Conclusion.DOES_NOT_CONFORM if load_standard().get(row).level.value == "must" else Conclusion.CONFORMS
    assert expected is conclusion


def test_an_app_that_shows_no_name_at_all_is_not_said_to_conform() -> None:
    """
    Nothing demands the name on the screen, and nothing can be said of it then.
    """
    assert Conclusion.UNDETERMINED is judge(replace(App(), name=lambda s: ""))[0]

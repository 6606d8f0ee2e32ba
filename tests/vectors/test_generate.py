"""
The generator: the same for ever, other people for another seed, and every kind of situation that was promised.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from conformance.model import SHOWING, Action, Capability, DisplayVector, PaperKind, Person, Role
from conformance.standard import load_standard
from conformance.vectors import generate, render, vectors_digest
from conformance.vectors.rules import faults_of
from conformance.vectors.tags import EDITION_DATE, Tag, marked_letters

SEEDS = (1405, 1, 7, 20261124)
ACCENTED = (
    "ăâêôơưđ"
    "àằầèềìòồờùừỳ"
    "áắấéếíóốớúứý"
    "ảẳẩẻểỉỏổởủửỷ"
    "ãẵẫẽễĩõỗỡũữỹ"
    "ạặậẹệịọộợụựỵ"
)  # typed in, not computed: the Vietnamese letters with a mark or a stroke


@pytest.fixture(scope="module", params=SEEDS)
def vectors(request: pytest.FixtureRequest) -> tuple[DisplayVector, ...]:
    return generate(request.param)


def people(vectors: tuple[DisplayVector, ...]) -> list[Person]:
    return [person for vector in vectors for person in vector.people]


def tagged(vectors: tuple[DisplayVector, ...], tag: Tag) -> list[DisplayVector]:
    return [vector for vector in vectors if tag in vector.tags]


def test_the_same_seed_gives_the_same_bytes() -> None:
    """
    Generating twice changes no byte.
    """
    assert render(generate()) == render(generate())


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_no_hash_order_clock_or_locale_reaches_the_vectors(hash_seed: str, tmp_path: Path) -> None:
    """
    A process with another hash seed, locale and time zone makes the same vectors.
    """
    code = "from conformance.vectors import generate, vectors_digest; print(vectors_digest(generate()))"
    root = str(Path(sys.modules["conformance"].__path__[0]).parent)
    changed = {"PYTHONHASHSEED": hash_seed, "LC_ALL": "C", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"}
    env = {**os.environ, **changed, "PYTHONPATH": root}

    got = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert vectors_digest(generate()) == got.stdout.strip()


@pytest.mark.parametrize("seed", SEEDS[1:])
def test_another_seed_gives_other_people_in_the_same_situations(seed: int) -> None:
    """
    Ids, texts, tags, needs and steps stay; all people but the published one change.
    """

    def situation(vector: DisplayVector) -> tuple[object, ...]:
        return vector.id, vector.title, vector.tags, vector.needs, vector.reason, vector.origin, vector.steps

    ours, theirs = generate(), generate(seed)

    assert list(map(situation, ours)) == list(map(situation, theirs))
    assert ["DSP-001"] == [one.id for one, two in zip(ours, theirs, strict=True) if one.people == two.people]
    shared = {person.qid for person in people(ours)} & {person.qid for person in people(theirs)}
    assert {"162979388586171100"} == shared


def test_every_generated_vector_keeps_the_rules(vectors: tuple[DisplayVector, ...]) -> None:
    """
    No seed makes a vector that the loader would refuse.
    """
    assert [] == [fault.render("en") for vector in vectors for fault in faults_of(vector, vector.id)]


def test_ids_run_without_a_gap(vectors: tuple[DisplayVector, ...]) -> None:
    """
    Ids are counted from DSP-001, and there are at least 64.
    """
    assert [f"DSP-{number:03}" for number in range(1, len(vectors) + 1)] == [vector.id for vector in vectors]
    assert len(vectors) >= 64


def test_a_run_stays_short(vectors: tuple[DisplayVector, ...]) -> None:
    """
    Each step that shows a code costs time; all together no more than 170.
    """
    assert sum(step.do in SHOWING for vector in vectors for step in vector.steps) <= 170


def test_the_official_example_is_exact(vectors: tuple[DisplayVector, ...]) -> None:
    """
    DSP-001 is the published string of facts 1.1, letter by letter, for every seed.
    """
    official = vectors[0]

    assert (
        "001093029317|NGUYEN LE KHA HAN|1987-01-18|0|162979388586171100|<1<HS4010120878821<0944713700"
        == official.expected[0].payload.full
    )
    assert (
        "******029317|NGUYEN LE KHA HAN|1987-**-**|0|162979388586171100|<1<HS4010120878821<0944713700"
        == official.expected[0].payload.masked
    )
    assert "Nguyễn Lê Kha Hân" == official.people[0].name
    assert "Published example" in official.origin


def test_every_tag_has_a_vector(vectors: tuple[DisplayVector, ...]) -> None:
    """
    No word of the vocabulary is empty.
    """
    assert set(Tag) == {tag for vector in vectors for tag in vector.tags}


@pytest.mark.parametrize(
    ("tag", "least"),
    [
        (Tag.TOGGLE_BACK, 12),
        (Tag.LEAVE, 3),
        (Tag.RESTART, 3),
        (Tag.OFFLINE, 3),
        (Tag.EDIT, 3),
        (Tag.TWO_INSTALLATIONS, 3),
        (Tag.SEVERAL_PEOPLE, 3),
    ],
)
def test_walks_are_there_often_enough(vectors: tuple[DisplayVector, ...], tag: Tag, least: int) -> None:
    """
    Each walk has its promised number of vectors.
    """
    assert len(tagged(vectors, tag)) >= least


def test_every_requirement_with_a_check_has_its_least_number_of_vectors(vectors: tuple[DisplayVector, ...]) -> None:
    """
    No requirement of the display role can stay insufficient for want of vectors.
    """
    checked = [row for row in load_standard().requirements.values() if row.why_no_check is None and row.retired is None]
    rows = [row for row in checked if row.binds({Role.DISPLAY})]
    short = {row.id: sum(map(row.applies_to, vectors)) for row in rows}

    assert rows
    assert {} == {row.id: short[row.id] for row in rows if short[row.id] < row.least.positive}


def test_the_alphabet_is_complete(vectors: tuple[DisplayVector, ...]) -> None:
    """
    The alphabet vectors hold all 134 letters with a mark or a stroke, in lower and upper case.
    """
    expected = set(ACCENTED) | set(ACCENTED.upper())
    found = {
        letter for vector in tagged(vectors, Tag.NAME_ALPHABET) for letter in marked_letters(vector.people[0].name)
    }

    assert 134 == len(expected)
    assert expected == found


def test_expected_names_are_ascii_capitals_unless_kept_characters_say_otherwise(
    vectors: tuple[DisplayVector, ...],
) -> None:
    """
    The preferred name of every person is A-Z, single blanks, and at most an ASCII apostrophe or hyphen.
    """
    form = re.compile(r"[A-Z'-]+( [A-Z'-]+)*")
    names = [expected.names[0] for vector in vectors for expected in vector.expected]

    assert [] == [name for name in names if not form.fullmatch(name)]
    assert all(len(expected.names) < 12 for vector in vectors for expected in vector.expected)


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (PaperKind.CCCD, r"\d{12}"),
        (PaperKind.CMND, r"[1-9]\d{8}"),
        (PaperKind.CMND, r"0\d{8}"),
        (PaperKind.PASSPORT_VN, r"[A-Z]\d{7}"),
        (PaperKind.PASSPORT_FOREIGN, r"[A-Z]{2}\d{7}"),
        (PaperKind.PASSPORT_FOREIGN, r"\d{9}"),
        (PaperKind.PASSPORT_FOREIGN, r"[A-Z0-9]{7}"),
        (PaperKind.PASSPORT_FOREIGN, r"\d\dE\d{6}"),
    ],
)
def test_every_form_of_paper_is_there(vectors: tuple[DisplayVector, ...], kind: PaperKind, form: str) -> None:
    """
    Each kind of paper, and the foreign passports that look like something else.
    """
    papers = [person.paper for person in people(vectors) if person.paper is not None]

    assert any(paper.kind is kind and re.fullmatch(form, paper.number, re.ASCII) for paper in papers)


def test_declared_by_another_comes_with_and_without_a_paper(vectors: tuple[DisplayVector, ...]) -> None:
    """
    LoaiDinhDanh 1 with a number, without one, and with the whole of EXT.
    """
    declared = [person for person in people(vectors) if person.declared_by is not None]

    assert {True, False} == {person.paper is None for person in declared}
    assert any(None not in (p.sex, p.health_insurance, p.phone, p.signature) for p in declared)
    assert all(person.paper is not None for person in people(vectors) if person.declared_by is None)


@pytest.mark.parametrize(
    "form", [r"[0-9]{18}", r"0[1-9][0-9]{16}", r"0{7}[0-9]{11}", r"[0-9]{17}[1357]", r"VN-[A-Z]{4}[0-9]{6}-[0-8]"]
)
def test_every_form_of_qid_is_there(vectors: tuple[DisplayVector, ...], form: str) -> None:
    """
    QIDs of digits, with leading zeros, too large for a double, and opaque ones.
    """
    assert any(re.fullmatch(form, person.qid) for person in people(vectors))


def test_only_second_people_have_a_qid_that_ends_in_9(vectors: tuple[DisplayVector, ...]) -> None:
    """
    In a vector of several people the first QID ends in 8, the second is the same but for a last 9; nobody else has a 9.
    """
    several = tagged(vectors, Tag.SEVERAL_PEOPLE)
    seconds = {id(vector.people[1]) for vector in several}
    others = [person for person in people(vectors) if id(person) not in seconds]

    assert [(v.people[0].qid[:-1] + "8", v.people[0].qid[:-1] + "9") for v in several] == [
        (v.people[0].qid, v.people[1].qid) for v in several
    ]
    assert [] == [person.qid for person in others if person.qid.endswith("9")]
    assert [] == [person.qid for person in people(vectors) if (person.declared_by or "").endswith("9")]


def test_nobody_shares_a_qid_or_a_paper_by_accident(vectors: tuple[DisplayVector, ...]) -> None:
    """
    A QID belongs to one vector and one person, before and after an edit.
    """
    owners = Counter(qid for vector in vectors for qid in {person.qid for person in vector.people})
    numbers = Counter(n for v in vectors for n in {person.paper.number for person in v.people if person.paper})

    assert [] == [qid for qid, count in owners.items() if count > 1]
    assert [] == [number for number, count in numbers.items() if count > 1]


def test_hidden_characters_stand_nowhere_else(vectors: tuple[DisplayVector, ...]) -> None:
    """
    The six characters that the default view hides are in no other value of the person, so finding them is a disclosure.
    """
    told = [
        (person.paper.number[:6], value)
        for person in people(vectors)
        if person.paper
        for value in (person.qid, person.declared_by, person.health_insurance, person.phone, person.paper.number[6:])
    ]

    assert [] == [(hidden, value) for hidden, value in told if value and hidden in value]


def test_citizen_cards_agree_with_their_owners(vectors: tuple[DisplayVector, ...]) -> None:
    """
    Century, sex and year in the number fit the person; the ministry's own example is the only one that contradicts.
    """
    odd = []
    for vector in vectors:
        for person in vector.people:
            if person.paper is None or person.paper.kind is not PaperKind.CCCD:
                continue
            digit, year = int(person.paper.number[3]), int(person.paper.number[4:6])
            sexes = {"1": {0}, "2": {1}}.get(person.sex or "", {0, 1})
            if 1900 + digit // 2 * 100 + year != person.born.year or digit % 2 not in sexes:
                odd.append(vector.id)

    assert ["DSP-001"] == odd


def test_births_at_the_boundaries_are_there(vectors: tuple[DisplayVector, ...]) -> None:
    """
    29 February, 1 January 1900, the day before the edition, and a day that could be a month.
    """
    births = {person.born for person in people(vectors)}

    assert any((born.month, born.day) == (2, 29) for born in births)
    assert {date(1900, 1, 1), EDITION_DATE - timedelta(days=1)} <= births
    assert max(births) == EDITION_DATE - timedelta(days=1)
    assert all(born.day <= 12 and born.day != born.month for born in (vectors[44].people[0].born,))


def test_nobody_with_a_year_only_is_toggled_back(vectors: tuple[DisplayVector, ...]) -> None:
    """
    A bare year is both forms of the date, so it cannot show that the switch works.
    """
    assert [] == [vector.id for vector in tagged(vectors, Tag.BORN_YEAR_ONLY) if Tag.TOGGLE_BACK in vector.tags]


def test_an_edit_changes_the_person_and_keeps_the_qid(vectors: tuple[DisplayVector, ...]) -> None:
    """
    The second entry of an edit vector is the same person with other data.
    """
    pairs = [vector.people for vector in tagged(vectors, Tag.EDIT)]

    assert all(one.qid == two.qid and one != two for one, two in pairs)


def test_the_most_alike_people_differ_in_what_is_hidden_only(vectors: tuple[DisplayVector, ...]) -> None:
    """
    One vector has two people whose masked screens are the same.
    """
    alike = [
        v
        for v in tagged(vectors, Tag.SEVERAL_PEOPLE)
        if v.expected[0].screen.paper_masked == v.expected[1].screen.paper_masked
    ]

    assert 1 == len(alike)
    assert alike[0].expected[0].screen.born_full == alike[0].expected[1].screen.born_full
    assert alike[0].expected[0].screen.paper_full != alike[0].expected[1].screen.paper_full
    assert alike[0].expected[0].payload.full != alike[0].expected[1].payload.full


@pytest.mark.parametrize(
    ("tag", "actions"),
    [
        (Tag.LEAVE, [Action.INSTALL, Action.SHOW, Action.TOGGLE, Action.LEAVE, Action.RETURN]),
        (Tag.OFFLINE, [Action.INSTALL, Action.SHOW, Action.OFFLINE, Action.RESTART, Action.ONLINE]),
        (Tag.EDIT, [Action.INSTALL, Action.SHOW, Action.EDIT, Action.SHOW, Action.TOGGLE]),
        (Tag.TWO_INSTALLATIONS, [Action.INSTALL, Action.SHOW, Action.INSTALL, Action.SHOW]),
    ],
)
def test_walks_go_as_promised(vectors: tuple[DisplayVector, ...], tag: Tag, actions: list[Action]) -> None:
    """
    The steps of each walk, in their order.
    """
    assert all(actions == [step.do for step in vector.steps] for vector in tagged(vectors, tag))


def test_needs_name_what_an_app_may_lack(vectors: tuple[DisplayVector, ...]) -> None:
    """
    An offline walk needs a restart as well; an ordinary one needs nothing.
    """
    assert {(Capability.RESTART, Capability.OFFLINE)} == {v.needs for v in tagged(vectors, Tag.OFFLINE)}
    assert {()} == {vector.needs for vector in tagged(vectors, Tag.TOGGLE_BACK)}


def test_appending_a_situation_changes_no_earlier_person() -> None:
    """
    Each value hangs on its own place only: these were drawn once and stay.
    """
    last = next(vector for vector in generate() if vector.id == "DSP-071").people[0]

    assert ("160032566993968768", "Ngô Quỳnh Sơn", date(1980, 12, 27)) == (last.qid, last.name, last.born)

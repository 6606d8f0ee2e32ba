"""
The loader: one clear error for each way in which the data can be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.exceptions import StandardError, UsageError
from conformance.standard import load_profile, load_standard
from conformance.standard.reading import read_laws, read_profiles, read_standard

Doctor = Callable[[str, str, str], Path]
NAME = "name.toml"
FIRST = r"name\.toml, PQR-020"

FAULTS = {
    "id twice": ("ext.toml", 'id = "PQR-061"', 'id = "PQR-001"', r"ext\.toml.*PQR-001.*twice.*structure\.toml"),
    "unknown key": (NAME, 'topic = "HoTen"', 'topics = "x"\ntopic = "HoTen"', FIRST + r".*topics.*unknown"),
    "wrong word": (NAME, 'level = "must"', 'level = "shall"', FIRST + r".*level.*wrong value"),
    "wrong type": (NAME, "positive = 20", 'positive = "20"', FIRST + r".*least\.positive.*wrong value"),
    "not a number": ("birth.toml", "earliest_year = 1900", "earliest_year = nan", r"birth\.toml, PQR-032.*wrong value"),
    "a time": (NAME, 'topic = "HoTen"', "topic = 12:00:00", FIRST + r".*wrong value"),
    "missing": (NAME, 'topic = "HoTen"', "", FIRST + r": topic is missing"),
    "no Vietnamese": (NAME, 'text.vi = "Trường HoTen không được để trống."', "", FIRST + r".*text\.vi is missing"),
    "empty": (NAME, 'title.en = "Name present"', 'title.en = ""', FIRST + r".*title\.en.*empty"),
    "no id": (NAME, 'id = "PQR-020"', "", r"name\.toml, row 1: id is missing"),
    "bad id": (NAME, 'id = "PQR-020"', 'id = "PQR-20"', r"name\.toml, PQR-20: id has a wrong value"),
    "own chapter": (NAME, 'topic = "HoTen"', 'topic = "HoTen"\nchapter = "qid"', FIRST + r".*head of the file"),
    "no vectors": (NAME, 'vectors = { any = ["display"] }', "", FIRST + r".*selects none"),
    "no least": (NAME, "least = { positive = 20 }", "least = { positive = 0 }", FIRST + r".*demands none"),
    "passes on nothing": (
        NAME,
        'least = { positive = 20 }\nvectors = { any = ["display"] }',
        "least = { positive = 0 }",
        FIRST + r".*must be exercised",
    ),
    "limit without reason": (
        NAME,
        "least = { positive = 20 }",
        "least = { positive = 20 }\nlimits = { x = 1 }",
        FIRST + r".*limits_reason",
    ),
    "reason without limit": (
        "birth.toml",
        "limits = { earliest_year = 1900 }",
        "",
        r"birth\.toml, PQR-032.*explains no number",
    ),
    "wrong chapter": (NAME, 'chapter = "name"', 'chapter = "names"', r"name\.toml says that it is chapter names"),
    "head": (NAME, 'chapter = "name"', 'chapter = "name"\ncolour = "red"', r"name\.toml, head.*colour.*unknown"),
    "no rows": ("declaration.toml", "[[requirement]]", "[[requirements]]", r"declaration\.toml has no rows"),
    "key twice": (NAME, "rule.vi =", "text.en =", r"name\.toml is no valid TOML"),
    "no TOML": (NAME, 'chapter = "name"', "chapter = name", r"name\.toml is no valid TOML"),
    "forgotten": ("edition.toml", '"structure", ', "", r"edition\.toml does not list structure\.toml"),
    "absent": ("edition.toml", '"structure", ', '"structure", "structures", ', r"structures\.toml cannot be read"),
    "edition": (
        "edition.toml",
        'edition = "pqr-1.1"',
        'edition = "1.1"',
        r"edition\.toml, head: edition has a wrong value",
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_with_file_and_row(doctor: Doctor, name: str, old: str, new: str, message: str) -> None:
    """
    Each way to spoil the data is refused with a message that leads to the spot.
    """
    folder = doctor(name, old, new)

    with pytest.raises(StandardError, match=message):
        read_standard(folder)


def test_bytes_that_are_no_utf8_are_refused(doctor: Doctor) -> None:
    """
    A file saved in another encoding is not guessed at.
    """
    folder = doctor("name.toml", "HoTen", "HoTen")
    (folder / "name.toml").write_bytes('title.vi = "Họ"'.encode("utf-16"))

    with pytest.raises(StandardError, match=r"name\.toml is no valid TOML"):
        read_standard(folder)


def test_a_faulty_profile_is_named(doctor: Doctor) -> None:
    """
    A profile of an unknown scope is refused by its name.
    """
    folder = doctor("profiles.toml", 'masking_scope = "both"', 'masking_scope = "all"')

    with pytest.raises(StandardError, match=r"profiles\.toml, payload-masking: masking_scope has a wrong value"):
        read_profiles(folder)


def test_a_profile_twice_is_refused(doctor: Doctor) -> None:
    """
    Two profiles of one name would make a report ambiguous.
    """
    folder = doctor("profiles.toml", 'name = "strict-names"', 'name = "default"')

    with pytest.raises(StandardError, match=r"profiles\.toml.*default.*twice"):
        read_profiles(folder)


def test_a_faulty_law_is_named(doctor: Doctor) -> None:
    """
    A law whose day does not exist as a day is refused by its id.
    """
    folder = doctor("laws.toml", "valid_until = 2025-12-31", 'valid_until = "end of 2025"')

    with pytest.raises(StandardError, match=r"laws\.toml, decree-13-2023: valid_until has a wrong value"):
        read_laws(folder)


def test_the_digest_is_of_the_content(doctor: Doctor) -> None:
    """
    A comment or a blank line changes nothing; another reader's copy has the same digest.
    """
    folder = doctor("name.toml", "[[requirement]]", "# a remark\n\n[[requirement]]")

    assert load_standard().digest == read_standard(folder).digest


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("name.toml", "HoTen is not empty.", "HoTen is not blank."),
        ("name.toml", "positive = 20", "positive = 19"),
        ("profiles.toml", 'masking_scope = "both"', 'masking_scope = "payload"'),
    ],
)
def test_the_digest_follows_every_change(doctor: Doctor, name: str, old: str, new: str) -> None:
    """
    A changed word, number or profile gives another digest.
    """
    folder = doctor(name, old, new)

    assert load_standard().digest != read_standard(folder).digest
    assert re.fullmatch("[0-9a-f]{64}", read_standard(folder).digest)


def test_an_unknown_requirement_names_its_neighbours() -> None:
    """
    A mistyped id is answered with the nearest ones.
    """
    with pytest.raises(UsageError, match=r"PQR-21 .*PQR-021"):
        load_standard().get("PQR-21")


def test_an_unknown_profile_lists_all() -> None:
    """
    A mistyped profile is answered with the names that exist.
    """
    with pytest.raises(UsageError, match="default, payload-masking, hanoi-print, strict-names, lenient-ext"):
        load_profile("strict")


def test_the_requirements_cannot_be_changed() -> None:
    """
    What one module reads, no other can have altered.
    """
    with pytest.raises(TypeError):
        load_standard().requirements["PQR-001"] = load_standard().get("PQR-002")  # type: ignore[index]


def test_a_copy_elsewhere_gives_the_same_standard(doctor: Doctor, tmp_path: Path) -> None:
    """
    Nothing depends on where the folder lies.
    """
    folder = doctor("name.toml", "HoTen", "HoTen")

    assert folder.is_relative_to(tmp_path)
    assert load_standard() == read_standard(folder)

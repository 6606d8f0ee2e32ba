"""
The closed vocabulary of tags, and the rule that gives a vector its tags.

Tags are never chosen by hand: they follow from the people and the steps, so a tag cannot promise what a vector does
not hold. A tag says that at least one person, or the course of the steps, is of that kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from itertools import pairwise

from conformance.model import Action, Person, Step

EDITION_DATE = date(2026, 11, 24)  # the day of edition pqr-1.1; "yesterday" is counted from here, never from a clock
LONG_NAME_LETTERS = 50  # from this many letters on a name is long
ALPHABET_LETTERS = 14  # from this many different letters with marks on a name is there for its letters

APOSTROPHES = "'`´‘’ʼ"  # U+0027, U+0060, U+00B4, U+2018, U+2019, U+02BC
HYPHENS = "-‐‑–"  # U+002D, U+2010, U+2011, U+2013
SEPARATORS = "|<"  # Decision 1405, annex: the bar between the fields, `<` between the sub-fields of EXT
MARKUP = re.compile(r"<[A-Za-z/!?]|&(?:[A-Za-z]+|#[0-9]+);")  # what an HTML parser takes for a tag or an entity


class Tag(StrEnum):
    """
    What a vector can be selected by; test_vectors/README.md explains each.
    """

    DISPLAY = "display"
    CCCD = "cccd"
    CMND = "cmnd"
    PASSPORT_VN = "passport-vn"
    PASSPORT_FOREIGN = "passport-foreign"
    NO_PAPER = "no-paper"
    SELF_DECLARED = "self-declared"
    DECLARED_BY_OTHER = "declared-by-other"
    EXT_NONE = "ext-none"
    SEX_0 = "sex-0"
    SEX_1 = "sex-1"
    SEX_2 = "sex-2"
    BHYT_15 = "bhyt-15"
    BHYT_10 = "bhyt-10"
    PHONE = "phone"
    SIGNATURE = "signature"
    EXT_ALL = "ext-all"
    NAME_PLAIN = "name-plain"
    NAME_D_STROKE = "name-d-stroke"
    NAME_ETH = "name-eth"
    NAME_NFD = "name-nfd"
    NAME_NBSP = "name-nbsp"
    NAME_BLANKS = "name-blanks"
    NAME_ONE_WORD = "name-one-word"
    NAME_LONG = "name-long"
    NAME_APOSTROPHE = "name-apostrophe"
    NAME_HYPHEN = "name-hyphen"
    NAME_ALPHABET = "name-alphabet"
    BORN_29_FEBRUARY = "born-29-february"
    BORN_1900 = "born-1900"
    BORN_YESTERDAY = "born-yesterday"
    BORN_YEAR_ONLY = "born-year-only"
    MARKUP = "markup"
    SEPARATOR_IN_VALUE = "separator-in-value"
    TOGGLE_BACK = "toggle-back"
    LEAVE = "leave"
    RESTART = "restart"
    OFFLINE = "offline"
    EDIT = "edit"
    EXPORT = "export"
    TWO_INSTALLATIONS = "two-installations"
    SEVERAL_PEOPLE = "several-people"


def tags_of(people: tuple[Person, ...], steps: tuple[Step, ...]) -> tuple[str, ...]:
    """
    All tags of a display vector with these people and steps, in the order of the vocabulary.
    """
    found = {Tag.DISPLAY, *_walk_tags(people, steps)}
    for person in people:
        found.update(_paper_tags(person), _ext_tags(person), _name_tags(person.name), _birth_tags(person))
    return tuple(tag.value for tag in Tag if tag in found)


def marked_letters(name: str) -> set[str]:
    """
    The different letters of a name that carry a mark or a stroke.
    """
    letters = unicodedata.normalize("NFC", name)
    return {letter for letter in letters if letter in "đĐðÐ" or len(unicodedata.normalize("NFD", letter)) > 1}


def _paper_tags(person: Person) -> Iterator[Tag]:
    yield Tag.NO_PAPER if person.paper is None else Tag(person.paper.kind.value)
    yield Tag.SELF_DECLARED if person.declared_by is None else Tag.DECLARED_BY_OTHER


def _ext_tags(person: Person) -> Iterator[Tag]:
    values = (person.sex, person.health_insurance, person.phone, person.signature)
    if person.sex is not None:
        yield Tag(f"sex-{person.sex.value}")
    if person.health_insurance is not None:
        yield Tag.BHYT_15 if len(person.health_insurance) == 15 else Tag.BHYT_10
    if person.phone is not None:
        yield Tag.PHONE
    if person.signature is not None:
        yield Tag.SIGNATURE
    if None not in values:
        yield Tag.EXT_ALL
    if person.declared_by is None and values == (None,) * len(values):
        yield Tag.EXT_NONE


NAME_RULES: Mapping[Tag, Callable[[str], bool]] = {
    Tag.NAME_D_STROKE: lambda name: any(letter in "đĐ" for letter in name),
    Tag.NAME_ETH: lambda name: any(letter in "ðÐ" for letter in name),
    Tag.NAME_NFD: lambda name: not unicodedata.is_normalized("NFC", name),
    Tag.NAME_NBSP: lambda name: "\u00a0" in name,
    Tag.NAME_BLANKS: lambda name: " ".join(name.replace("\u00a0", " ").split()) != name.replace("\u00a0", " "),
    Tag.NAME_ONE_WORD: lambda name: len(name.split()) == 1,
    Tag.NAME_LONG: lambda name: sum(map(str.isalpha, unicodedata.normalize("NFC", name))) >= LONG_NAME_LETTERS,
    Tag.NAME_APOSTROPHE: lambda name: any(letter in APOSTROPHES for letter in name),
    Tag.NAME_HYPHEN: lambda name: any(letter in HYPHENS for letter in name),
    Tag.NAME_ALPHABET: lambda name: len(marked_letters(name)) >= ALPHABET_LETTERS,
    Tag.MARKUP: lambda name: MARKUP.search(name) is not None,
    Tag.SEPARATOR_IN_VALUE: lambda name: any(letter in SEPARATORS for letter in name),
}


def _name_tags(name: str) -> set[Tag]:
    found = {tag for tag, holds in NAME_RULES.items() if holds(name)}
    return found or {Tag.NAME_PLAIN}


def _birth_tags(person: Person) -> Iterator[Tag]:
    if person.born_precision == "year":
        yield Tag.BORN_YEAR_ONLY
    if (person.born.month, person.born.day) == (2, 29):
        yield Tag.BORN_29_FEBRUARY
    if person.born == date(1900, 1, 1):
        yield Tag.BORN_1900
    if (EDITION_DATE - person.born).days == 1:
        yield Tag.BORN_YESTERDAY


def _walk_tags(people: tuple[Person, ...], steps: tuple[Step, ...]) -> Iterator[Tag]:
    actions = {step.do for step in steps}
    for action in (Action.LEAVE, Action.RESTART, Action.OFFLINE, Action.EDIT, Action.EXPORT):
        if action in actions:
            yield Tag(action.value)
    if any(one == two and one.do is Action.TOGGLE for one, two in pairwise(steps)):
        yield Tag.TOGGLE_BACK
    installed = [step.person for step in steps if step.do is Action.INSTALL]
    if len(set(installed)) < len(installed):
        yield Tag.TWO_INSTALLATIONS
    if len({person.qid for person in people}) > 1:
        yield Tag.SEVERAL_PEOPLE

"""
What the texts of a screen disclose of a number, a date and a name.

Layouts differ from app to app, so nothing here looks for a label: a number is known by its digits, a date by its
shape, a name by its letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from conformance.reading.payload import MASKED_CHARACTERS

MASKS = "*∗＊•●·⋆✱#"  # what apps draw in place of a hidden character; only `*` is right
_MASK = re.escape(MASKS)
_TOKEN = re.compile(rf"[A-Za-z0-9{_MASK}]+")
_DAY = rf"(?P<day>[0-9{_MASK}]{{1,2}})"
_MONTH = rf"(?P<month>[0-9{_MASK}]{{1,2}})"
_YEAR = rf"(?P<year>[0-9{_MASK}]{{4}})"
_EDGE = rf"(?<![0-9{_MASK}])", rf"(?![0-9{_MASK}])"
_DATES = [
    re.compile(_EDGE[0] + pattern + _EDGE[1], re.IGNORECASE)
    for pattern in (
        rf"{_DAY}\s*(?P<sep>[/.\-\u2013])\s*{_MONTH}\s*(?P=sep)\s*{_YEAR}",
        rf"{_YEAR}\s*(?P<sep>[/.\-\u2013])\s*{_MONTH}\s*(?P=sep)\s*{_DAY}",
        rf"{_DAY}\s*tháng\s*{_MONTH}\s*,?\s*năm\s*{_YEAR}",
        rf"{_DAY}\s*thg\s*{_MONTH}\s*,?\s*{_YEAR}",
    )
]


@dataclass(frozen=True)
class DateShown:
    """
    A date on a screen, each component as it is written; masked ones hold mask characters.
    """

    day: str
    month: str
    year: str

    def __str__(self) -> str:
        return f"{self.day}/{self.month}/{self.year}"

    @property
    def is_masked(self) -> bool:
        """
        Whether any component holds a mask character.
        """
        return any(character in MASKS for character in self.day + self.month + self.year)

    @property
    def discloses(self) -> bool:
        """
        Whether a digit of the day or of the month can be read.
        """
        return any(character.isdigit() for character in self.day + self.month)

    def is_the(self, born: date) -> bool:
        """
        Whether it is `born` in clear, day and month in either order.
        """
        if self.is_masked or int(self.year) != born.year:
            return False
        return {int(self.day), int(self.month)} == {born.day, born.month}


@dataclass(frozen=True)
class NumberShown:
    """
    A masked form of a registered number on a screen; `disclosed` counts the readable ones of its first six characters.
    """

    written: str
    disclosed: int


def squeezed(text: str) -> str:
    """
    The text without any white space: apps group digits as they like.
    """
    return "".join(text.split())


def shows(texts: Iterable[str], value: str) -> bool:
    """
    Whether a value stands on the screen, not as a part of a longer number or mask.
    """
    pattern = re.compile(rf"(?<![0-9{_MASK}]){re.escape(value)}(?![A-Za-z0-9{_MASK}])")
    return any(pattern.search(squeezed(text)) for text in texts)


def dates(texts: Iterable[str]) -> list[DateShown]:
    """
    Every date on the screen, masked or not.
    """
    found = []
    for text in texts:
        composed = unicodedata.normalize("NFC", text)
        for pattern in _DATES:
            found += [DateShown(each["day"], each["month"], each["year"]) for each in pattern.finditer(composed)]
    return found


def masked_births(texts: Iterable[str]) -> list[DateShown]:
    """
    The dates of the screen with a masked component: nothing but a birth date is masked on the screen of a code.
    """
    return [shown for shown in dates(texts) if shown.is_masked]


def masked_numbers(texts: Iterable[str], number: str) -> list[NumberShown]:
    """
    The masked forms of `number` on the screen, right or wrong: tokens with a mask character whose readable characters
    stand at its end, or at its beginning and its end.
    """
    return [found for text in texts for token in _tokens(text) if (found := _as_number(token, number))]


def _tokens(text: str) -> Iterator[str]:
    """
    Runs of characters and masks; those of a date are left out.
    """
    composed = unicodedata.normalize("NFC", text)
    for pattern in _DATES:
        composed = pattern.sub(" / ", composed)
    once = _TOKEN.findall(composed)
    grouped = _TOKEN.findall(squeezed(composed)) if len(once) > 1 else []
    return iter(dict.fromkeys([*once, *grouped]))


def _as_number(token: str, number: str) -> NumberShown | None:
    masks = [index for index, character in enumerate(token) if character in MASKS]
    if not masks:
        return None
    head, tail = token[: masks[0]], token[masks[-1] + 1 :]
    if head.isalpha() and not number.startswith(head):
        head, token = "", token[masks[0] :]  # the end of a label that stands before the number
    if not number.endswith(tail) or (head and not number.startswith(head)):
        return None
    if not tail and not head and abs(len(token) - len(number)) > 1:
        return None  # a few lone asterisks: another value
    hidden = number[:MASKED_CHARACTERS]
    readable = min(len(head), len(hidden)) + max(0, len(tail) - len(number[MASKED_CHARACTERS:]))
    return NumberShown(written=token, disclosed=min(readable, len(hidden)))


def folded(text: str) -> str:
    """
    The letters and digits of a text as A-Z and 0-9, without marks, blanks and signs: what two spellings share.
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("ð", "đ").replace("Ð", "Đ"))
    upper = decomposed.replace("đ", "d").replace("Đ", "D").upper()
    return "".join(character for character in upper if character.isascii() and character.isalnum())

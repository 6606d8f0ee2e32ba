"""
What the texts of a screen disclose of a number, a date and a name.

Layouts differ from app to app, so nothing here looks for a label: a number is known by its digits, a date by its
shape, a name by its letters. Apps group digits and split a value over several texts as they like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from conformance.contract import VisibleText
from conformance.reading.payload import MASKED_CHARACTERS

MASKS = "*∗＊✱⋆•●·#"  # what apps draw in place of a hidden character; only `*` is right
_MASK = re.escape(MASKS)
_GAP = r"[\s.\-·]*"  # what apps put between the groups of a number
_PIECE = re.compile(rf"[A-Za-z0-9{_MASK}]+")
_JOINT = re.compile(r"[\s.\-]*\Z")
MOST_PIECES = 6  # a number of 12 characters in groups of two
_D = rf"(?P<day>[0-9{_MASK}]{{1,2}})"
_M = rf"(?P<month>[0-9{_MASK}]{{1,2}})"
_Y = rf"(?P<year>[0-9{_MASK}]{{4}})"
_SIGN = r"\s*(?P<sign>[/.\-\u2013])\s*"
_DATES = [
    re.compile(rf"(?<![0-9{_MASK}]){pattern}(?![0-9{_MASK}])", re.IGNORECASE)
    for pattern in (
        rf"{_D}{_SIGN}{_M}\s*(?P=sign)\s*{_Y}",
        rf"{_Y}{_SIGN}{_M}\s*(?P=sign)\s*{_D}",
        rf"{_D}\s+{_M}\s+{_Y}",
        rf"{_D}\s*(?:tháng|thg\.?)\s*{_M}\s*,?\s*(?:năm)?\s*{_Y}",
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
    def hides_day_and_month(self) -> bool:
        """
        Whether day and month are asterisks and nothing else.
        """
        return set(self.day + self.month) == {"*"}

    def is_the(self, born: date) -> bool:
        """
        Whether it is `born` in clear, day and month in the order of its layout.
        """
        return not self.is_masked and (int(self.year), int(self.month), int(self.day)) == _parts(born)

    def discloses(self, born: date) -> bool:
        """
        Whether it tells anything of the day or month of `born`: a readable digit in a date of that year or of a hidden
        one; in clear also with day and month exchanged.
        """
        if not self.is_masked:
            return int(self.year) == born.year and {int(self.day), int(self.month)} == {born.day, born.month}
        same_year = any(character in MASKS for character in self.year) or int(self.year) == born.year
        return same_year and any(character.isdigit() for character in self.day + self.month)


def _parts(born: date) -> tuple[int, int, int]:
    return born.year, born.month, born.day


@dataclass(frozen=True)
class NumberShown:
    """
    A masked form of a registered number on a screen; `disclosed` counts the readable ones of its first six characters.
    """

    written: str
    disclosed: int


def lines(texts: Sequence[VisibleText]) -> list[str]:
    """
    Every line of every text, every row of texts that stand beside one another, and all of them in reading order.
    """
    ordered = sorted(texts, key=lambda text: (text.box[1], text.box[0]))
    rows: list[list[VisibleText]] = []
    for text in ordered:
        middle = text.box[1] + text.box[3] / 2
        if rows and rows[-1][0].box[1] <= middle <= rows[-1][0].box[1] + rows[-1][0].box[3]:
            rows[-1].append(text)
        else:
            rows.append([text])
    joined = [" ".join(each.text for each in sorted(row, key=lambda text: text.box[0])) for row in rows if len(row) > 1]
    return [line for text in texts for line in text.text.splitlines()] + joined


def shows(words: Iterable[str], number: str) -> bool:
    """
    Whether a number can be read on the screen, grouped or not, in any case, but not as a part of a longer one.
    """
    first, last = (r"(?<![A-Za-z0-9])" if number[0].isalpha() else r"(?<![0-9])"), r"(?![0-9])"
    pattern = re.compile(first + _GAP.join(map(re.escape, number)) + last, re.IGNORECASE)
    return any(pattern.search(word) for word in words)


def dates(words: Iterable[str]) -> list[DateShown]:
    """
    Every date on the screen, masked or not.
    """
    found = []
    for word in words:
        composed = unicodedata.normalize("NFC", word)
        for pattern in _DATES:
            found += [DateShown(each["day"], each["month"], each["year"]) for each in pattern.finditer(composed)]
    return found


def day_and_month(words: Iterable[str], born: date) -> list[str]:
    """
    Where day and month of `born` stand in words without a year behind them: "18 tháng 1".
    """
    words_for_month = r"\s*(?:tháng|thg\.?)\s*"
    pattern = re.compile(
        rf"(?<![0-9])0?{born.day}{words_for_month}0?{born.month}(?![0-9])(?!\s*,?\s*(?:năm)?\s*[0-9]{{4}})",
        re.IGNORECASE,
    )
    return [found.group() for word in words for found in pattern.finditer(unicodedata.normalize("NFC", word))]


def masked_dates(words: Iterable[str]) -> list[DateShown]:
    """
    The dates of the screen with a masked component.
    """
    return [shown for shown in dates(words) if shown.is_masked]


def masked_numbers(words: Iterable[str], number: str) -> list[NumberShown]:
    """
    The masked forms of `number` on the screen, right or wrong, the longest first: tokens with a run of mask characters
    whose readable characters are the number's own, at its end or at its beginning.
    """
    found = {shown for word in words for token in _tokens(word) if (shown := _as_number(token, number))}
    return sorted(found, key=lambda shown: (-len(shown.written), shown.written))


def _tokens(word: str) -> Iterator[str]:
    """
    Runs of characters and masks, and neighbouring runs taken together; those of a date are left out.
    """
    composed = unicodedata.normalize("NFC", word)
    for pattern in _DATES:
        composed = pattern.sub(" / ", composed)
    pieces = list(_PIECE.finditer(composed))
    for start in range(len(pieces)):
        token = ""
        for end in range(start, min(start + MOST_PIECES, len(pieces))):
            if end > start and not _JOINT.match(composed[pieces[end - 1].end() : pieces[end].start()]):
                break
            token += pieces[end].group()
            yield token


def _as_number(token: str, number: str) -> NumberShown | None:
    masks = [index for index, character in enumerate(token) if character in MASKS]
    if len(masks) < 2 or len(masks) <= masks[-1] - masks[0] or abs(len(token) - len(number)) > len(number) // 2:
        return None
    head, tail = token[: masks[0]], token[masks[-1] + 1 :]
    if not (number.endswith(tail.upper()) and number.startswith(head.upper())):
        return None
    if not (head or tail) and len(token) != len(number):
        return None  # wholly hidden, and not of its length: another value
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

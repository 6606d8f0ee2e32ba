"""
Whether a text gives away data of a person: in clear, with separators, percent-encoded, or packed as Base64.

Used where replies are judged, and where tokens are hidden in them: what is hidden must never be data of a person.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from conformance.journal import ReplyRecord
from conformance.model import Person
from conformance.text_rules import plain
from conformance.texts import Message, say

# How a date may be written in full, apart from what stands between its parts.
DATE_FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%Y%m%d", "%d%m%Y")
SHORTEST = 7  # characters of a number that is looked for; a shorter one could stand anywhere by chance
SHORTEST_GLUED = 8  # letters of a name that is looked for without the blanks between its words
_SEPARATORS = re.compile(r"[\s./,_()\-]")
_BETWEEN = r"[\s./,_\-]+"  # what stands between the parts of a date that are not padded with zeros
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+", re.ASCII)  # RFC 3986, section 2.1
_PACKED = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}", re.ASCII)


class Told:
    """
    A text as it came, in all the ways in which it can be read.
    """

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    @classmethod
    def of(cls, reply: ReplyRecord) -> Told:
        """
        A reply: its body, the texts in it however JSON escapes them, and its headers.
        """
        return cls(reply.body, *_texts_in(reply.body), *reply.headers.keys(), *reply.headers.values())

    @cached_property
    def compact(self) -> tuple[str, ...]:
        """
        Every reading without what may separate digits: numbers stand in them as they are.
        """
        return tuple(_SEPARATORS.sub("", text).upper() for text in self._readings())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """
        Every reading as names are compared; what joins words in an address or a key counts as a blank.
        """
        return tuple(" ".join(_SEPARATORS.sub(" ", text).split()) for text in self._plain)

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        return tuple(map(plain, self._readings()))

    def holds(self, number: str) -> bool:
        """
        Whether a number stands in the text in full, also with separators in it and with anything round it.
        """
        return any(number.upper() in text for text in self.compact)

    def names_person(self, name: str) -> bool:
        """
        Whether a name of several words stands in the text, with or without its marks, or glued to one word.
        """
        wanted = plain(_SEPARATORS.sub(" ", name))
        glued = wanted.replace(" ", "")
        spellings = {wanted, glued} if len(glued) >= SHORTEST_GLUED else {wanted}
        return " " in wanted and any(spelling in text for spelling in spellings for text in self.names)

    def dates(self, born: date) -> bool:
        """
        Whether a date stands in the text in full, padded with zeros or not, or in Vietnamese words.
        """
        if any(self.holds(_SEPARATORS.sub("", born.strftime(form))) for form in DATE_FORMS):
            return True
        year, month, day = str(born.year), f"0?{born.month}", f"0?{born.day}"
        orders = ((year, month, day), (day, month, year), (month, day, year))
        words = f"{day}\\s+THANG\\s+{month}\\s+NAM\\s+{year}"
        forms = "|".join([*(_BETWEEN.join(parts) for parts in orders), words])
        return any(re.search(rf"(?<![0-9])(?:{forms})(?![0-9])", text) for text in self._plain)

    def _readings(self) -> Iterator[str]:
        for text in self._texts:
            yield text
            if "%" in text:
                yield unquoted(text).replace("+", " ")
            for packed in _PACKED.findall(text):
                yield from _unpacked(packed)


def unquoted(text: str) -> str:
    """
    The text of an address as it was before it was percent-encoded (RFC 3986, section 2.1).
    """
    return _PERCENT.sub(_decoded, text)


def _texts_in(body: str) -> Iterator[str]:
    """
    The texts and numbers of a JSON body, none where it is something else.
    """
    try:
        yield from _leaves(json.loads(body))
    except (ValueError, RecursionError):
        return


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _decoded(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace")


def _unpacked(packed: str) -> Iterator[str]:
    text = packed.translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        yield base64.b64decode(text + "=" * (-len(text) % 4)).decode("utf-8")
    except ValueError:
        return


@dataclass(frozen=True)
class Leak:
    """
    A datum of a person that a text gives away.
    """

    field: str | Message
    value: str


def leak_in(told: Told, person: Person) -> Leak | None:
    """
    The first datum given away that the code hides in its default mode, or holds in EXT: paper number, phone, BHYT code,
    birth date. A paper number and a code are looked for from 7 characters on.
    """
    phone = person.phone or ""
    found = (
        (Leak("SoGiayTo", person.paper.number if person.paper else ""), ""),
        (Leak(say("phone"), phone), phone[:1] if phone.startswith("0") else ""),  # +84 stands in place of the zero
        (Leak(say("BHYT code"), person.health_insurance or ""), ""),
    )
    for leak, left_out in found:
        if len(leak.value) >= SHORTEST and told.holds(leak.value.removeprefix(left_out)):
            return leak
    if person.born_precision == "day" and told.dates(person.born):
        return Leak("NgaySinh", person.born.isoformat())
    return None


def leak_or_name_in(told: Told, person: Person) -> Leak | None:
    """
    As `leak_in`, and the name as well.
    """
    leak = leak_in(told, person)
    return leak or (Leak("HoTen", person.name) if told.names_person(person.name) else None)

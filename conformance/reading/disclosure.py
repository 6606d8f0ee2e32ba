"""
Whether a text gives away data of a person: in clear, with separators, percent-encoded, or packed as Base64.
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
from conformance.reading.text_rules import plain
from conformance.texts import Message, say

# How a date may be written in full, apart from what stands between its parts.
DATE_FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%Y%m%d", "%d%m%Y")
SHORTEST = 7  # characters of a number that is looked for; a shorter one could stand anywhere by chance
_SEPARATORS = re.compile(r"[\s./\-]")
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
        Every reading without blanks, full stops, slashes and hyphens: numbers stand in them as they are.
        """
        return tuple(_SEPARATORS.sub("", text).upper() for text in self._readings())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """
        Every reading as names are compared.
        """
        return tuple(plain(text) for text in self._readings())

    def holds(self, number: str) -> bool:
        """
        Whether a number stands in the text in full, also with separators in it and with anything round it.
        """
        return any(number.upper() in text for text in self.compact)

    def names_person(self, name: str) -> bool:
        """
        Whether a name of several words stands in the text, with or without its marks.
        """
        wanted = plain(name)
        return " " in wanted and any(wanted in text for text in self.names)

    def _readings(self) -> Iterator[str]:
        for text in self._texts:
            yield text
            if "%" in text:
                yield _PERCENT.sub(_decoded, text).replace("+", " ")
            for packed in _PACKED.findall(text):
                yield from _unpacked(packed)


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
    found = (
        Leak("SoGiayTo", person.paper.number if person.paper else ""),
        Leak(say("phone"), person.phone or ""),
        Leak(say("BHYT code"), person.health_insurance or ""),
    )
    for leak in found:
        if len(leak.value) >= SHORTEST and told.holds(leak.value):
            return leak
    if person.born_precision == "day" and any(told.holds(form) for form in _dates(person.born)):
        return Leak("NgaySinh", person.born.isoformat())
    return None


def leak_or_name_in(told: Told, person: Person) -> Leak | None:
    """
    As `leak_in`, and the name as well.
    """
    leak = leak_in(told, person)
    return leak or (Leak("HoTen", person.name) if told.names_person(person.name) else None)


def _dates(born: date) -> set[str]:
    return {_SEPARATORS.sub("", born.strftime(form)) for form in DATE_FORMS}

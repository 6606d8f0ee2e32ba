"""
Whether a text gives away data of a person: in clear, with separators, percent-encoded, or packed as Base64.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import unquote_plus

from conformance.journal import ReplyRecord
from conformance.model import Person
from conformance.reading.text_rules import plain

# How a date may be written in full, apart from what stands between its parts.
DATE_FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%Y%m%d", "%d%m%Y")
SHORTEST = 7  # characters of a number that is looked for; a shorter one could stand anywhere by chance
_SEPARATORS = re.compile(r"[\s./\-]")
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
                yield unquote_plus(text)
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


def _unpacked(packed: str) -> Iterator[str]:
    text = packed.translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        yield base64.b64decode(text + "=" * (-len(text) % 4)).decode("utf-8")
    except ValueError:
        return


def secrets_of(person: Person) -> Mapping[str, str]:
    """
    What the code itself hides of a person in its default mode, and EXT: field -> value.
    """
    found = {
        "SoGiayTo": person.paper.number if person.paper else "",
        "phone": person.phone or "",
        "BHYT": person.health_insurance or "",
    }
    return {field: value for field, value in found.items() if len(value) >= SHORTEST}


def given_away(told: Told, person: Person) -> tuple[str, str] | None:
    """
    The first datum of a person that the text gives away, as field and value: paper number, phone, BHYT, birth date.
    """
    for field, value in secrets_of(person).items():
        if told.holds(value):
            return field, value
    if person.born_precision == "day" and any(told.holds(form) for form in _dates(person.born)):
        return "NgaySinh", person.born.isoformat()
    return None


def _dates(born: date) -> set[str]:
    return {_SEPARATORS.sub("", born.strftime(form)) for form in DATE_FORMS}

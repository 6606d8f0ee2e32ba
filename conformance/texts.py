"""
Sentences for users, kept so that they can be shown in every language.
"""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import Field

from conformance.strict import Record

Lang = Literal["vi", "en"]


class Message(Record):
    """
    A sentence for a user, kept as its English pattern and the values in it, so that it can be shown in every language.

    The Vietnamese patterns stand in `texts_vi/` under the English ones; a test holds that none is missing.
    """

    text: str
    values: dict[str, str | Message] = {}

    def render(self, lang: Lang) -> str:
        """
        The sentence in `lang`; values are inserted as they are and escaped by whoever shows it.

        Only {name} is replaced, and only once: the pattern may come out of a bundle, and must never reach str.format.
        """
        pattern = self.text if lang == "en" else vietnamese().get(self.text, self.text)
        return _NAME.sub(lambda found: self._value(found, lang), pattern)

    def _value(self, found: re.Match[str], lang: Lang) -> str:
        value = self.values.get(found[1], found[0])
        return value.render(lang) if isinstance(value, Message) else value

    def harmless(self, limit: int = 2_000) -> Message:
        """
        The same message with every value made `visible`.
        """

        def made(value: str | Message) -> str | Message:
            return value.harmless(limit) if isinstance(value, Message) else visible(value, limit)

        return Message(text=visible(self.text, limit), values={key: made(value) for key, value in self.values.items()})


_NAME = re.compile(r"\{([a-z_]+)\}")


def say(text: str, /, **values: object) -> Message:
    """
    A `Message` of an English pattern and its values, which may be messages themselves.
    """
    kept = {key: value if isinstance(value, Message) else str(value) for key, value in values.items()}
    return Message(text=text, values=kept)


@cache
def vietnamese() -> Mapping[str, str]:
    """
    English pattern -> Vietnamese pattern, for every text of the suite that is not data of the standard.
    """
    found: dict[str, str] = {}
    for file in sorted(resources.files("conformance").joinpath("texts_vi").iterdir(), key=lambda file: file.name):
        found |= {str(key): str(value) for key, value in tomllib.loads(file.read_text(encoding="utf-8")).items()}
    return found


class Bilingual(Record):
    """
    A text that is data: written in both languages where it stands.
    """

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)


def visible(text: str, limit: int = 300) -> str:
    """
    A text from outside made harmless and recognisable: what cannot be seen, or would reorder or colour what stands
    round it, as `\\u{...}`; cut after `limit` characters with the count of what is left out.
    """
    shown = "".join(_escape(character) for character in text[:limit])
    return shown if len(text) <= limit else f"{shown}… (+{len(text) - limit})"


def _escape(character: str) -> str:
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs") and character != " "
    return f"\\u{{{ord(character):x}}}" if hidden else character


def language() -> Lang:
    """
    The language of the terminal: QRCONFORM_LANG, else Vietnamese where the locale is Vietnamese, else English.
    """
    wanted = os.environ.get("QRCONFORM_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "vi" if wanted.lower().startswith("vi") else "en"

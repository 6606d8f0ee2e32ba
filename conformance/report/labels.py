"""
The fixed texts of all reports, kept in `labels.toml` in both languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from conformance.texts import Bilingual, Message


@cache
def labels() -> Mapping[str, Bilingual]:
    """
    Key -> text.
    """
    text = resources.files(__package__).joinpath("labels.toml").read_text(encoding="utf-8")
    return {key: Bilingual.model_validate(value) for key, value in tomllib.loads(text).items()}


def label(key: str, **values: object) -> Bilingual:
    """
    The text with its values in place. A value that is itself bilingual is put in by language. Raises KeyError.
    """
    pattern = labels()[key]
    vi = {name: value.vi if isinstance(value, Bilingual) else value for name, value in values.items()}
    en = {name: value.en if isinstance(value, Bilingual) else value for name, value in values.items()}
    return Bilingual(vi=pattern.vi.format_map(vi), en=pattern.en.format_map(en))


def both(message: Message) -> Bilingual:
    """
    A message in both languages.
    """
    return Bilingual(vi=message.render("vi") or "-", en=message.render("en") or "-")

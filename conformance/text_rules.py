"""
What the standard says of letters: upper case, no diacritics, words split by single blanks.
"""

from __future__ import annotations

import unicodedata

APOSTROPHES = "'’‘ʼ`´"
BOM = "\ufeff"


def is_control(character: str) -> bool:
    """
    Whether it is a control character, a line break of any kind, or a byte order mark.
    """
    return character == BOM or unicodedata.category(character) in ("Cc", "Zl", "Zp")


def is_marked_letter(character: str) -> bool:
    """
    Whether it is a mark, or a letter other than A-Z and a-z; modifier letters used as apostrophes are none.
    """
    if character in APOSTROPHES:
        return False
    return not character.isascii() and (character.isalpha() or unicodedata.category(character).startswith("M"))


def plain(text: str) -> str:
    """
    The text in upper case, without marks, words split by single blanks: the spelling in which names are compared.

    Upper case is taken by code point, so that no locale can change it; Đ and Ð have no decomposition and become D.
    """
    letters = text.translate({ord("đ"): "D", ord("Đ"): "D", ord("ð"): "D", ord("Ð"): "D"})
    decomposed = unicodedata.normalize("NFD", "".join(character.upper() for character in letters))
    kept = "".join(character for character in decomposed if not unicodedata.category(character).startswith("M"))
    return " ".join(kept.split())

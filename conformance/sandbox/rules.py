"""
The rules of the sandbox that need no database: who is the same person, what is plausible, and how data are masked.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from conformance.contract.platform import Registration
from conformance.model import PaperKind

EARLIEST_YEAR = 1900  # PQR-032
# First three digits of a citizen card: Circular 07/2016/TT-BCA, annex, from 001 to 096; other values are countries'.
NO_PROVINCE = "000"
MOBILE = re.compile(r"0[35789][0-9]{8}", re.ASCII)  # prefixes since 2018-09-15
BHYT = re.compile(r"[A-Z]{2}[1-5][0-9]{12}|[0-9]{10}", re.ASCII)  # old card; new card of the 2021 template
_STROKES = str.maketrans("đĐðÐ", "DDDD")


def spelt(name: str) -> str:
    """
    A name as it is told apart from others: composed, in upper case, words split by single blanks; marks count.
    """
    return " ".join(unicodedata.normalize("NFC", name).upper().split())


def bare(name: str) -> str:
    """
    A name without its marks, as the code writes it.
    """
    parts = unicodedata.normalize("NFD", spelt(name).translate(_STROKES))
    return "".join(part for part in parts if not unicodedata.combining(part))


def identity(person: Registration) -> str:
    """
    What is one person's alone: the number of the paper, or without one name, birth date and declarer.
    """
    if person.paper is not None:
        return f"{person.paper.kind.value}:{person.paper.number}"
    return f"none:{spelt(person.name)}|{person.born.isoformat()}|{person.declared_by}"


def plausible_paper(person: Registration, today: date) -> bool:
    """
    PQR-012: the first three digits of a citizen card are a province or a country, its year is not in the future.
    """
    if person.paper is None or person.paper.kind is not PaperKind.CCCD:
        return True
    number = person.paper.number
    if not re.fullmatch("[0-9]{12}", number, re.ASCII) or number.startswith(NO_PROVINCE):
        return False
    return (19 + int(number[3]) // 2) * 100 + int(number[4:6]) <= today.year


def plausible_birth(person: Registration, today: date) -> bool:
    """
    PQR-032: not in the future, not before 1900.
    """
    return person.born.year >= EARLIEST_YEAR and person.born <= today


def plausible_phone(person: Registration) -> bool:
    """
    PQR-062, PQR-063: ten digits with a mobile prefix, or none.
    """
    return person.phone is None or MOBILE.fullmatch(person.phone) is not None


def plausible_bhyt(person: Registration) -> bool:
    """
    PQR-064: the 15 characters of an old card, the 10 digits of a new one, or none.
    """
    return person.health_insurance is None or BHYT.fullmatch(person.health_insurance) is not None


def masked_paper(number: str) -> str:
    """
    Six asterisks and the rest (Decision 1405/QD-BTTTT, annex table, field SoGiayTo).
    """
    return "*" * min(6, len(number)) + number[6:]


def starred_name(name: str) -> str:
    """
    Family and middle name with `***` in place of the given name (written answer on Decision 2666/QD-BYT; PQR-101).
    """
    return " ".join([*unicodedata.normalize("NFC", name).split()[:-1], "***"])


def starred_phone(phone: str) -> str:
    """
    The first seven digits with `***` after them (PQR-101).
    """
    return phone[:7] + "***"

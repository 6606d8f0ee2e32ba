"""
From a registered person to the string in the code: the app's own way, written apart from the suite's expectations.

Shape of the string: Decision 1405/QD-BTTTT, annex; what it leaves open follows the rules of the standard's rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from conformance.model import Person

HIDDEN = 6  # characters of the paper number that the default mode hides: Decision 1405, annex, field SoGiayTo
SPELLINGS: Mapping[str, str] = {
    "Đ": "D",  # U+0110 has no decomposition
    "Ð": "D",  # U+00D0, the look-alike of badly encoded data: ICAO Doc 9303, part 3
    **dict.fromkeys("‘’ʼ´", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
}


def transliterate(name: str) -> str:
    """
    The value of HoTen: A to Z, apostrophes and hyphens, one blank between words.
    """
    return " ".join(words(fold(spell(name))).split())


def words(plain: str) -> str:
    """
    `plain` with a blank for each separator and without any other sign: the annex's grammar knows A to Z only.
    """
    return re.sub(r"[^A-Z '-]", "", re.sub(r"[|<>]", " ", plain))  # after folding, which makes `|` of its wide form


def spell(name: str) -> str:
    """
    `name` in upper case, still with its marks, with the spellings that no decomposition gives.
    """
    upper = re.sub(r"\s", " ", unicodedata.normalize("NFC", name).upper())
    return "".join(SPELLINGS.get(letter, letter) for letter in upper)


def fold(text: str) -> str:
    """
    `text` in upper case, without marks and without anything else that printable ASCII does not hold.
    """
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if " " <= letter <= "~").upper()


def clean(value: str | None) -> str:
    """
    A registered value as it may stand in the string: printable ASCII without blanks and separators; empty when absent.
    """
    return re.sub(r"[^!-~]|[|<]", "", value or "")


def mask_number(number: str) -> str:
    """
    The first six characters as asterisks, the rest unchanged (PQR-014).
    """
    return "*" * min(HIDDEN, len(number)) + number[HIDDEN:]


class Composer:
    """
    The steps from a person to the string, one method for each field, so that a mutant changes exactly one.
    """

    def payload(self, person: Person, masked: bool) -> str:
        """
        The whole string; `masked` is the default mode, which also leaves out BHYT and phone.
        """
        return "|".join(
            (
                self.number(person, masked),
                self.name(person),
                self.born(person, masked),
                self.declaration(person),
                self.qid(person),
                self.ext(person, masked),
            )
        )

    def number(self, person: Person, masked: bool) -> str:
        """
        SoGiayTo; empty when the person has no paper.
        """
        number = person.paper.number if person.paper else ""
        return mask_number(number) if masked else number

    def name(self, person: Person) -> str:
        """
        HoTen, never masked.
        """
        return transliterate(person.name)

    def born(self, person: Person, masked: bool) -> str:
        """
        NgaySinh as YYYY-MM-DD, or YYYY-**-**.
        """
        full = person.born.isoformat()
        return f"{full[:4]}-**-**" if masked else full

    def declaration(self, person: Person) -> str:
        """
        LoaiDinhDanh: 0 self-declared, 1 declared by another person.
        """
        return "0" if person.declared_by is None else "1"

    def qid(self, person: Person) -> str:
        """
        QID as the national platform issued it.
        """
        return clean(person.qid)

    def ext(self, person: Person, masked: bool) -> str:
        """
        EXT: the sub-fields in their order, the empty ones at the end left out.
        """
        return "<".join(self.places(person, masked)).rstrip("<")

    def places(self, person: Person, masked: bool) -> list[str]:
        """
        The sub-fields of EXT in the annex's order: declarer's QID, sex, BHYT, phone, signature.
        """
        health_insurance, phone = ("", "") if masked else (clean(person.health_insurance), self.phone(person))
        return [self.declarer(person), self.sex(person), health_insurance, phone, clean(person.signature)]

    def declarer(self, person: Person) -> str:
        """
        QID of the person who declared on behalf of this one.
        """
        return clean(person.declared_by)

    def sex(self, person: Person) -> str:
        """
        Sex by QCVN 109:2017/BTTTT: 0, 1 or 2.
        """
        return "" if person.sex is None else person.sex.value

    def phone(self, person: Person) -> str:
        """
        The 10 digits of the phone.
        """
        return clean(person.phone)

"""
From a person to what a display may show of them: the suite's own reading of the standard, written without looking at
the reference candidate, so that the two can catch each other's faults.

Sources: Decision 1405/QD-BTTTT, annex table; what it leaves open is decided in the rules of the standard's rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import product

from conformance.model import Expected, ExpectedPayloads, ExpectedTexts, Person
from conformance.vectors.tags import APOSTROPHES, HYPHENS, SEPARATORS

MASKED_CHARACTERS = 6  # Decision 1405, annex table, field SoGiayTo: the first 6 characters become `*`
# Property White_Space of the Unicode Character Database, PropList.txt, unchanged since Unicode 6.3.
WHITE_SPACE = re.compile("[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
D_LETTERS = str.maketrans("đĐðÐ", "DDDD")  # stroke and Eth have no decomposition in Unicode

SCREEN_LAYOUTS = (  # of a birth date; {d} and {m} without, {dd} and {mm} with a leading zero
    "{dd}/{mm}/{yyyy}",
    "{d}/{m}/{yyyy}",
    "{dd} / {mm} / {yyyy}",
    "{dd}-{mm}-{yyyy}",
    "{d}-{m}-{yyyy}",
    "{dd}.{mm}.{yyyy}",
    "{d}.{m}.{yyyy}",
    "{dd} {mm} {yyyy}",
    "{yyyy}-{mm}-{dd}",
    "{yyyy}/{mm}/{dd}",
    "{yyyy}.{mm}.{dd}",
    "{dd} tháng {mm} năm {yyyy}",
    "{d} tháng {m} năm {yyyy}",
    "{dd} tháng {mm}, {yyyy}",
    "{d} tháng {m}, {yyyy}",
    "ngày {dd} tháng {mm} năm {yyyy}",
    "ngày {d} tháng {m} năm {yyyy}",
)


def expected_of(person: Person) -> Expected:
    """
    What is expected of one person: accepted names, payloads and screen texts.
    """
    names = accepted_names(person.name)
    return Expected(names=names, payload=_payloads(person, names[0]), screen=_texts(person))


# ------------------------------------------------------------------------------------------------------------- names


def accepted_names(name: str) -> tuple[str, ...]:
    """
    The values of HoTen that are accepted for a registered name, the preferred one first.

    Letters have one spelling. Of other characters the annex leaves open what becomes of them, so every usual
    treatment is accepted, the same one for all characters of a kind. Raises ValueError for a name without letters.
    """
    base = _transliterated(name)
    kinds = [kind for kind in TREATMENTS if any(_kind(letter) == kind for letter in base)]
    choices = product(*(TREATMENTS[kind] for kind in kinds))
    spellings = (_spelled(base, dict(zip(kinds, chosen, strict=True))) for chosen in choices)
    found = tuple(dict.fromkeys(spelling for spelling in spellings if spelling))
    if not found or not any(letter.isalpha() for letter in found[0]):
        raise ValueError("the name has no letter")
    return found


def _transliterated(name: str) -> str:
    """
    NFC, upper case by code point and without a locale, D for the letters with a stroke, marks dropped.
    """
    upper = "".join(letter.upper() for letter in unicodedata.normalize("NFC", name)).translate(D_LETTERS)
    return "".join(part for part in unicodedata.normalize("NFD", upper) if unicodedata.category(part) != "Mn")


def _kind(letter: str) -> str:
    if letter in APOSTROPHES:
        return "apostrophe"
    if letter in HYPHENS:
        return "hyphen"
    if letter in SEPARATORS:
        return "separator"
    return "other" if unicodedata.category(letter)[0] in "PS" else "kept"


Treatment = Callable[[str], str]


def _keep(letter: str) -> str:
    return letter


def _drop(_: str) -> str:
    return ""


def _blank(_: str) -> str:
    return " "


def _ascii_apostrophe(_: str) -> str:
    return "'"


def _ascii_hyphen(_: str) -> str:
    return "-"


TREATMENTS: Mapping[str, tuple[Treatment, ...]] = {
    "apostrophe": (_ascii_apostrophe, _drop, _keep),  # a typographic one that is kept is judged by PQR-003
    "hyphen": (_ascii_hyphen, _drop, _blank, _keep),
    "separator": (_blank, _drop),  # never kept: no escape rule exists
    "other": (_blank, _drop, _keep),
}


def _spelled(base: str, treatment: Mapping[str, Treatment]) -> str:
    text = "".join(treatment.get(_kind(letter), _keep)(letter) for letter in base)
    return WHITE_SPACE.sub(" ", text).strip(" ")


# ---------------------------------------------------------------------------------------------------------- payloads


def _payloads(person: Person, name: str) -> ExpectedPayloads:
    number = "" if person.paper is None else person.paper.number
    hidden, birth = masked_number(number), f"{person.born.year:04}-**-**"
    return ExpectedPayloads(
        full=_payload(person, number, name, person.born.isoformat(), _ext(person)),
        masked=_payload(person, hidden, name, birth, _ext(person)),
        masked_minimal=_payload(person, hidden, name, birth, _ext(person, discreet=True)),
    )


def masked_number(number: str) -> str:
    """
    The paper number with its first six characters as `*` and the rest unchanged; all of them when there are no more.
    """
    hidden = min(len(number), MASKED_CHARACTERS)
    return "*" * hidden + number[hidden:]


def _payload(person: Person, number: str, name: str, birth: str, ext: str) -> str:
    declaration = "0" if person.declared_by is None else "1"
    return "|".join((number, name, birth, declaration, person.qid, ext))


def _ext(person: Person, discreet: bool = False) -> str:
    """
    EXT in the order of the annex; empty sub-fields keep their place, trailing ones are left out.
    """
    private = ("", "") if discreet else (person.health_insurance or "", person.phone or "")
    sex = "" if person.sex is None else person.sex.value
    return "<".join((person.declared_by or "", sex, *private, person.signature or "")).rstrip("<")


# -------------------------------------------------------------------------------------------------------- screen texts


def _texts(person: Person) -> ExpectedTexts:
    """
    Where the papers give only the year, the bare year is a full and a masked form: it is all that is known. The layouts
    of the placeholder date (1 January) are accepted as well, as AMB-14 leaves the rule open.
    """
    number = None if person.paper is None else person.paper.number
    year_only = (f"{person.born.year:04}",) if person.born_precision == "year" else ()
    return ExpectedTexts(
        paper_full=number,
        paper_masked=None if number is None else masked_number(number),
        born_full=(*year_only, *dict.fromkeys(_dates(person, masked=False))),
        born_masked=(*dict.fromkeys(_dates(person, masked=True)), *year_only),
    )


def _dates(person: Person, masked: bool) -> Iterator[str]:
    born = person.born
    parts = {"d": str(born.day), "dd": f"{born.day:02}", "m": str(born.month), "mm": f"{born.month:02}"}
    if masked:
        parts = {key: "*" * len(key) for key in parts}
    for layout in SCREEN_LAYOUTS:
        yield layout.format_map({**parts, "yyyy": f"{born.year:04}"})

"""
Personal codes with one fault each, and the reasons that a reader may give for refusing them.

A code is refused for the field at fault. Where the fault lies in what tells a personal code from other texts (six
parts, the form of the date, LoaiDinhDanh), a reader may as well say that it is a code of another kind; the annex says
nothing of how a reader tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from conformance.model import Kind, Person, Refusal
from conformance.standard import load_standard
from conformance.vectors.codes import EITHER, NO_GOOD, Code, five_fields
from conformance.vectors.expected import expected_of

MALFORMED_KINDS = (Kind.PERSONAL, Kind.OTHER)
FIELDS = ("SoGiayTo", "HoTen", "NgaySinh", "LoaiDinhDanh", "QID", "EXT")
FULL_SYMBOL_BYTES = 2_330  # version 40 at level M holds 2,331 bytes: ISO/IEC 18004, table 7


def _full(person: Person) -> str:
    return expected_of(person).payload.full


def _masked(person: Person) -> str:
    return expected_of(person).payload.masked


def _with(field: str, value: Callable[[str], str], form: Callable[[Person], str] = _full) -> Callable[[Person], str]:
    """
    The code of a person with one field changed.
    """

    def made(person: Person) -> str:
        parts = form(person).split("|")
        place = FIELDS.index(field)
        return "|".join([*parts[:place], value(parts[place]), *parts[place + 1 :]])

    return made


def _without_bar(after: str) -> Callable[[Person], str]:
    """
    The code without the bar that ends a field.
    """

    def made(person: Person) -> str:
        parts = _full(person).split("|")
        place = FIELDS.index(after)
        return "|".join([*parts[:place], parts[place] + parts[place + 1], *parts[place + 2 :]])

    return made


def _inside(value: str, put: str) -> str:
    return f"{value[:5]}{put}{value[5:]}"


def _swapped(date: str) -> str:
    year, month, day = date.split("-")
    return f"{day}-{month}-{year}"


def _filled(size: int) -> Callable[[Person], str]:
    """
    The code of a person whose name is so long that the whole has `size` bytes.
    """
    return lambda person: _with("HoTen", lambda name: name + "A" * (size - len(_full(person))))(person)


def _long_text_bytes() -> int:
    return int(load_standard().get("PQR-092").limits["long_text_bytes"])


def _bad(make: Callable[[Person], str], *reasons: Refusal) -> Code:
    return Code(make, kinds=MALFORMED_KINDS, results=NO_GOOD, reasons=reasons)


MALFORMED: Mapping[str, Code] = {
    "missing-bar": _bad(_without_bar("HoTen"), Refusal.STRUCTURE, Refusal.KIND),
    "missing-last-bar": _bad(_without_bar("QID"), Refusal.STRUCTURE, Refusal.KIND),
    "extra-bar": _bad(lambda person: _full(person) + "|", Refusal.STRUCTURE, Refusal.KIND),
    "bar-in-name": _bad(_with("HoTen", lambda name: name.replace(" ", "|", 1)), Refusal.STRUCTURE, Refusal.KIND),
    "only-bars": _bad(
        lambda _: "|||||", *(each for each in Refusal if each not in (Refusal.EXPIRED, Refusal.SIGNATURE))
    ),
    "mark-in-qid": _bad(
        _with("QID", lambda qid: _inside(qid, "<")), Refusal.QID, Refusal.STRUCTURE, Refusal.CHARACTERS
    ),
    "markup-in-name": _bad(
        _with("HoTen", lambda name: f"<B>{name}</B>"), Refusal.NAME, Refusal.STRUCTURE, Refusal.CHARACTERS
    ),
    "script-in-name": _bad(
        _with("HoTen", lambda name: f"{name}<SCRIPT>ALERT(1)</SCRIPT>"),
        Refusal.NAME,
        Refusal.STRUCTURE,
        Refusal.CHARACTERS,
    ),
    "shifted-ext": _bad(_with("EXT", lambda ext: ext.removeprefix("<")), Refusal.EXT, Refusal.DECLARATION),
    "lower-case": _bad(_with("HoTen", str.lower), Refusal.NAME),
    "title-case": _bad(_with("HoTen", str.title), Refusal.NAME),
    "date-order": _bad(_with("NgaySinh", _swapped), Refusal.DATE, Refusal.KIND, Refusal.STRUCTURE),
    "date-impossible": _bad(_with("NgaySinh", lambda date: f"{date[:4]}-02-30"), Refusal.DATE, Refusal.KIND),
    "date-half-masked": _bad(_with("NgaySinh", lambda date: f"{date[:4]}-12-**", _masked), Refusal.DATE, Refusal.KIND),
    "five-stars": _bad(_with("SoGiayTo", lambda number: f"*****0{number[6:]}", _masked), Refusal.PAPER),
    "all-stars": _bad(_with("SoGiayTo", lambda number: "*" * len(number), _masked), Refusal.PAPER),
    "no-paper": _bad(_with("SoGiayTo", lambda _: ""), Refusal.PAPER, Refusal.DECLARATION),
    "declaration-2": _bad(_with("LoaiDinhDanh", lambda _: "2"), Refusal.DECLARATION, Refusal.KIND),
    "no-name": _bad(_with("HoTen", lambda _: ""), Refusal.NAME),
    "no-qid": _bad(_with("QID", lambda _: ""), Refusal.QID),
    "blank-in-qid": _bad(_with("QID", lambda qid: _inside(qid, " ")), Refusal.QID, Refusal.CHARACTERS),
    "nul-in-name": _bad(  # decoders that hand over a C string end there
        _with("HoTen", lambda name: _inside(name, "\0")),
        Refusal.CHARACTERS,
        Refusal.NAME,
        Refusal.STRUCTURE,
        Refusal.KIND,
    ),
    "escape-in-name": _bad(_with("HoTen", lambda name: _inside(name, "\x1b[31m")), Refusal.CHARACTERS, Refusal.NAME),
    "line-break-in-name": _bad(_with("HoTen", lambda name: _inside(name, "\n")), Refusal.CHARACTERS, Refusal.NAME),
    "control-in-qid": _bad(_with("QID", lambda qid: _inside(qid, "\x07")), Refusal.CHARACTERS, Refusal.QID),
    "turned-name": _bad(_with("HoTen", lambda name: _inside(name, "\u202e")), Refusal.CHARACTERS, Refusal.NAME),
    "long-name": _bad(lambda person: _filled(_long_text_bytes())(person), Refusal.LENGTH, Refusal.NAME),
    "many-bars": _bad(lambda _: "|" * _long_text_bytes(), Refusal.LENGTH, Refusal.STRUCTURE, Refusal.KIND),
    # No source limits the length of a name: a reader may take it, but must survive it.
    "full-symbol": replace(_bad(_filled(FULL_SYMBOL_BYTES), Refusal.LENGTH, Refusal.NAME), results=EITHER),
    "cut-short": _bad(lambda person: five_fields(person)[:30], Refusal.STRUCTURE, Refusal.KIND),
}

"""
Personal codes with one fault each, and the reasons that a reader may give for refusing them.

A code is refused for the field at fault. The annex says nothing of how a reader tells a personal code from other texts,
so one that knows it by the form of all its fields calls a malformed code another text, and refuses it for its kind; an
absent field and a date that is none are wrong structure as well. Whatever is wrong in EXT may also be accepted: no
source makes a reader look at it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from unicodedata import normalize

from conformance.model import Kind, Person, Refusal
from conformance.standard import load_standard
from conformance.vectors.codes import EITHER, NO_GOOD, Code, five_fields
from conformance.vectors.expected import expected_of

MALFORMED_KINDS = (Kind.PERSONAL, Kind.OTHER)
SEVEN_PARTS = (*MALFORMED_KINDS, Kind.CCCD)  # as many as a citizen card has: some readers know one by their number
# Of a code that is masked in part. A reader without the masked form refuses it for the first star that it meets.
MASKED = (Refusal.PAPER, Refusal.DATE)
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


def _marked(person: Person) -> str:
    """
    The registered name in capitals, with its marks.
    """
    return _with("HoTen", lambda _: normalize("NFC", person.name).upper())(person)


def _bad(make: Callable[[Person], str], *reasons: Refusal, kinds: tuple[Kind, ...] = MALFORMED_KINDS) -> Code:
    """
    A code that is to be refused for one of these reasons, or as a code of another kind by who calls it that.
    """
    return Code(make, kinds=kinds, results=NO_GOOD, reasons=_each_once(*reasons, Refusal.KIND))


def _bad_date(value: Callable[[str], str]) -> Code:
    return _bad(_with("NgaySinh", value), Refusal.DATE, Refusal.STRUCTURE)


def _bad_ext(value: Callable[[str], str], *reasons: Refusal) -> Code:
    """
    A fault of EXT: a reader that does not look there accepts the code.
    """
    found = _bad(_with("EXT", value), Refusal.EXT, Refusal.STRUCTURE, *reasons)
    return replace(found, results=EITHER)


def _each_once(*reasons: Refusal) -> tuple[Refusal, ...]:
    return tuple(dict.fromkeys(reasons))


MALFORMED: Mapping[str, Code] = {
    # A good code at a place where a malformed one is expected: who refuses every second code is found by it.
    "well-formed": Code(_full),
    "missing-bar": _bad(_without_bar("HoTen"), Refusal.STRUCTURE),
    "missing-last-bar": _bad(_without_bar("QID"), Refusal.STRUCTURE),
    "extra-bar": _bad(lambda person: _full(person) + "|", Refusal.STRUCTURE, kinds=SEVEN_PARTS),
    "bar-in-name": _bad(_with("HoTen", lambda name: name.replace(" ", "|", 1)), Refusal.STRUCTURE, kinds=SEVEN_PARTS),
    "only-bars": _bad(
        lambda _: "|||||", *(each for each in Refusal if each not in (Refusal.EXPIRED, Refusal.SIGNATURE))
    ),
    "cut-short": _bad(lambda person: five_fields(person)[:30], Refusal.STRUCTURE),
    # SoGiayTo
    "five-stars": _bad(_with("SoGiayTo", lambda number: f"*****0{number[6:]}", _masked), *MASKED),
    "all-stars": _bad(_with("SoGiayTo", lambda number: "*" * len(number), _masked), *MASKED),
    "number-masked-alone": _bad(_with("SoGiayTo", lambda number: f"******{number[6:]}"), *MASKED, Refusal.STRUCTURE),
    "no-paper": _bad(_with("SoGiayTo", lambda _: ""), Refusal.PAPER, Refusal.DECLARATION, Refusal.STRUCTURE),
    "markup-in-paper": _bad(
        _with("SoGiayTo", lambda _: "<img src=x>"), Refusal.PAPER, Refusal.STRUCTURE, Refusal.CHARACTERS
    ),
    "escape-in-paper": _bad(
        _with("SoGiayTo", lambda number: _inside(number, "\x1b[31m")), Refusal.CHARACTERS, Refusal.PAPER
    ),
    "short-paper": _bad(_with("SoGiayTo", lambda number: number[:-1]), Refusal.PAPER),  # 11 digits are no paper's
    # HoTen
    "no-name": _bad(_with("HoTen", lambda _: ""), Refusal.NAME, Refusal.STRUCTURE),
    "lower-case": _bad(_with("HoTen", str.lower), Refusal.NAME),
    "title-case": _bad(_with("HoTen", str.title), Refusal.NAME),
    "marks-in-name": _bad(_marked, Refusal.NAME, Refusal.CHARACTERS),
    "double-blank": _bad(_with("HoTen", lambda name: name.replace(" ", "  ", 1)), Refusal.NAME),
    "markup-in-name": _bad(
        _with("HoTen", lambda name: f"<B>{name}</B>"), Refusal.NAME, Refusal.STRUCTURE, Refusal.CHARACTERS
    ),
    "script-in-name": _bad(
        _with("HoTen", lambda name: f"{name}<SCRIPT>ALERT(1)</SCRIPT>"),
        Refusal.NAME,
        Refusal.STRUCTURE,
        Refusal.CHARACTERS,
    ),
    "nul-in-name": _bad(  # decoders that hand over a C string end there
        _with("HoTen", lambda name: _inside(name, "\0")), Refusal.CHARACTERS, Refusal.NAME, Refusal.STRUCTURE
    ),
    "escape-in-name": _bad(_with("HoTen", lambda name: _inside(name, "\x1b[31m")), Refusal.CHARACTERS, Refusal.NAME),
    "line-break-in-name": _bad(_with("HoTen", lambda name: _inside(name, "\n")), Refusal.CHARACTERS, Refusal.NAME),
    "turned-name": _bad(_with("HoTen", lambda name: _inside(name, "\u202e")), Refusal.CHARACTERS, Refusal.NAME),
    "long-name": _bad(lambda person: _filled(_long_text_bytes())(person), Refusal.LENGTH, Refusal.NAME),
    "many-bars": _bad(lambda _: "|" * _long_text_bytes(), Refusal.LENGTH, Refusal.STRUCTURE),
    # No source limits the length of a name: a reader may take it, but must survive it.
    "full-symbol": replace(_bad(_filled(FULL_SYMBOL_BYTES), Refusal.LENGTH, Refusal.NAME), results=EITHER),
    # NgaySinh
    "date-order": _bad_date(_swapped),
    "date-impossible": _bad_date(lambda date: f"{date[:4]}-02-30"),
    "month-13": _bad_date(lambda date: f"{date[:4]}-13-01"),
    "april-31": _bad_date(lambda date: f"{date[:4]}-04-31"),
    "no-leap-day": _bad_date(lambda _: "1900-02-29"),  # divisible by 4, and by 100
    "date-half-masked": _bad(_with("NgaySinh", lambda date: f"{date[:4]}-12-**", _masked), *MASKED, Refusal.STRUCTURE),
    "date-masked-alone": _bad(_with("NgaySinh", lambda date: f"{date[:4]}-**-**"), *MASKED, Refusal.STRUCTURE),
    # LoaiDinhDanh and QID
    "declaration-2": _bad(_with("LoaiDinhDanh", lambda _: "2"), Refusal.DECLARATION),
    "no-qid": _bad(_with("QID", lambda _: ""), Refusal.QID, Refusal.STRUCTURE),
    "blank-in-qid": _bad(_with("QID", lambda qid: _inside(qid, " ")), Refusal.QID, Refusal.CHARACTERS),
    "mark-in-qid": _bad(
        _with("QID", lambda qid: _inside(qid, "<")), Refusal.QID, Refusal.STRUCTURE, Refusal.CHARACTERS
    ),
    "control-in-qid": _bad(_with("QID", lambda qid: _inside(qid, "\x07")), Refusal.CHARACTERS, Refusal.QID),
    # EXT
    "shifted-ext": _bad_ext(lambda ext: ext.removeprefix("<"), Refusal.DECLARATION, Refusal.QID),
    "sex-3": _bad_ext(lambda ext: f"<3{ext[2:]}"),
    "phone-of-9-digits": _bad_ext(lambda ext: ext[:-1]),
    "markup-in-ext": _bad_ext(lambda ext: f"{ext.rpartition('<')[0]}<<img src=x>", Refusal.CHARACTERS),
    "escape-in-ext": _bad_ext(lambda ext: _inside(ext, "\x1b[31m"), Refusal.CHARACTERS),
}

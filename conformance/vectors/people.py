"""
Invented people, each made of a recipe. One is not ours: the example that the ministry itself published.
"""

from __future__ import annotations

from base64 import b64encode
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from conformance.model import Paper, PaperKind, Person, Sex
from conformance.strict import Record
from conformance.vectors.draw import Draw
from conformance.vectors.names import NAMES
from conformance.vectors.tags import EDITION_DATE

PUBLISHED = Person(  # the ministry's published example; the registered name with its marks is the one that gives it
    qid="162979388586171100",
    paper=Paper(kind=PaperKind.CCCD, number="001093029317"),
    name="Nguyễn Lê Kha Hân",
    born=date(1987, 1, 18),
    declared_by=None,
    sex=Sex.MALE,
    health_insurance="HS4010120878821",
    phone="0944713700",
    signature=None,
)

PROVINCES = ("001", "002", "008", "010", "026", "031", "038", "045", "048", "056", "066", "079", "087", "092", "096")
# Mobile prefixes in use since 2018-09-15, some of them.
PHONE_PREFIXES = ("032", "036", "039", "056", "070", "078", "081", "085", "088", "090", "093", "098")
BHYT_GROUPS = ("HS", "GD", "DN", "TE", "HT", "CN")  # the two letters of an old health-insurance card
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
SIGNATURE_BYTES = 64  # as many as ECDSA P-256 or Ed25519 give; no algorithm is public, so only the size is like one

PersonField = Literal["qid", "paper", "name", "born", "declared_by", "sex", "health_insurance", "phone", "signature"]


class Recipe(Record):
    """
    How one person of a situation is made; what is not named is ordinary or absent.

    `like` names the values taken over from the first person of the situation.
    """

    published: bool = False
    paper: str = "cccd"
    name: str = "plain"
    born: str = "adult"
    qid: str = "digits"
    declared_by_other: bool = False
    sex: Sex | None = None
    bhyt: Literal[10, 15] | None = None
    phone: bool = False
    signature: bool = False
    like: tuple[PersonField, ...] = ()


def make_person(recipe: Recipe, draw: Draw, first: Person | None) -> Person:
    """
    The person of a recipe. `first` is the first person of the same vector, None for that one.
    """
    if recipe.published:
        return PUBLISHED
    same = {} if first is None else {field: getattr(first, field) for field in recipe.like}
    born, sex = same.get("born", BIRTHS[recipe.born](draw.part("born"))), same.get("sex", recipe.sex)
    values: dict[str, Any] = {
        "qid": _qid(recipe.qid, draw.part("qid"), first),
        "paper": _paper(recipe.paper, draw.part("paper"), _Origin(born, sex, first)),
        "name": NAMES[recipe.name](draw.part("name")),
        "born": born,
        "born_precision": "year" if recipe.born == "year-only" else "day",
        "declared_by": QIDS["digits"](draw.part("declared_by")) if recipe.declared_by_other else None,
        "sex": sex,
        "health_insurance": _bhyt(recipe.bhyt, draw.part("bhyt")),
        "phone": _phone(draw.part("phone")) if recipe.phone else None,
        "signature": _signature(draw.part("signature")) if recipe.signature else None,
    }
    return Person(**(values | same))


# ------------------------------------------------------------------------------------------------------------ births


def _day_in(first_year: int, last_year: int) -> Callable[[Draw], date]:
    """
    Any day of these years but the 29th of February, which has a situation of its own.
    """

    def born(draw: Draw) -> date:
        year, month = draw.part("year").number(first_year, last_year), draw.part("month").number(1, 12)
        last = 28 if month == 2 else monthrange(year, month)[1]
        return date(year, month, draw.part("day").number(1, last))

    return born


def _swappable(draw: Draw) -> date:
    """
    A day whose number could be a month, and another one.
    """
    day = draw.part("day").number(2, 12)
    return date(draw.part("year").number(1960, 2004), draw.part("month").number(1, day - 1), day)


BIRTHS: Mapping[str, Callable[[Draw], date]] = {
    "elder": _day_in(1940, 1969),
    "adult": _day_in(1960, 1999),
    "young": _day_in(2000, 2007),
    "child": _day_in(2013, 2025),
    "swappable": _swappable,
    "last-of-year": lambda draw: date(draw.number(1970, 1999), 12, 31),
    "leap-day": lambda draw: date(4 * draw.number(480, 501), 2, 29),  # 1920 to 2004
    "leap-day-child": lambda draw: date(4 * draw.number(504, 506), 2, 29),  # 2016 to 2024
    "1900": lambda _: date(1900, 1, 1),
    "yesterday": lambda _: EDITION_DATE - timedelta(days=1),
    "year-only": lambda draw: date(draw.number(1935, 1965), 1, 1),
}


# ------------------------------------------------------------------------------------------------------- paper numbers


@dataclass(frozen=True)
class _Origin:
    """
    What a paper number depends on.
    """

    born: date
    sex: Sex | None
    first: Person | None


def _paper(kind: str, draw: Draw, origin: _Origin) -> Paper | None:
    if kind == "none":
        return None
    if kind == "same-tail":
        return _same_tail(draw, origin.first)
    if kind == "cccd":
        return Paper(kind=PaperKind.CCCD, number=_cccd(draw, origin))
    kind_of_paper, number = NUMBERS[kind]
    return Paper(kind=kind_of_paper, number=number(draw))


def _cccd(draw: Draw, origin: _Origin) -> str:
    """
    Province, century and sex, year, six digits (Circular 59/2021/TT-BCA, art. 4). Sex unknown: either.
    """
    year, known = origin.born.year, origin.sex in (Sex.MALE, Sex.FEMALE)
    woman = int(origin.sex is Sex.FEMALE) if known else draw.part("sex").number(0, 1)
    head = f"{draw.part('province').pick(PROVINCES)}{(year // 100 - 19) * 2 + woman}{year % 100:02}"
    return head + draw.part("serial").digits(6)


def _same_tail(draw: Draw, first: Person | None) -> Paper:
    """
    A citizen card that differs from the first person's only in the province, that is in the characters to be hidden.
    """
    if first is None or first.paper is None:
        raise ValueError("the first person of the situation has no paper")
    others = tuple(province for province in PROVINCES if province != first.paper.number[:3])
    return Paper(kind=PaperKind.CCCD, number=draw.part("province").pick(others) + first.paper.number[3:])


NUMBERS: Mapping[str, tuple[PaperKind, Callable[[Draw], str]]] = {
    "cmnd": (PaperKind.CMND, lambda draw: draw.pick("123") + draw.digits(8)),
    "cmnd-leading-zero": (PaperKind.CMND, lambda draw: "0" + draw.digits(8)),
    "passport-vn": (PaperKind.PASSPORT_VN, lambda draw: draw.pick("BCNP") + draw.digits(7)),
    "passport-foreign": (PaperKind.PASSPORT_FOREIGN, lambda draw: draw.text(LETTERS, 2) + draw.digits(7)),
    "passport-foreign-digits": (PaperKind.PASSPORT_FOREIGN, lambda draw: draw.pick("123456789") + draw.digits(8)),
    "passport-foreign-7": (PaperKind.PASSPORT_FOREIGN, lambda draw: draw.text(LETTERS, 2) + draw.digits(5)),
    "passport-foreign-exponent": (  # a program that makes numbers of texts reads it as a power of ten
        PaperKind.PASSPORT_FOREIGN,
        lambda draw: f"{draw.number(10, 99)}E{draw.digits(6)}",
    ),
}


# ---------------------------------------------------------------------------------------------------------------- QIDs


def _qid(kind: str, draw: Draw, first: Person | None) -> str:
    if kind == "next-to-first":
        if first is None:
            raise ValueError("the first person cannot stand next to itself")
        return first.qid[:-1] + "9"
    return QIDS[kind](draw)


def _ends(draw: Draw, last: str = "012345678") -> str:
    """
    A last digit; never 9, which belongs to the second of several people alone.
    """
    return draw.part("last").pick(last)


def _uuid(draw: Draw) -> str:
    octets = draw.octets(15).hex()
    return "-".join((octets[:8], octets[8:12], octets[12:16], octets[16:20], octets[20:] + _ends(draw) * 2))


QIDS: Mapping[str, Callable[[Draw], str]] = {  # 18 digits as in the published example; the decision says only "string"
    "digits": lambda draw: "16" + draw.digits(15) + _ends(draw),
    "ends-8": lambda draw: "16" + draw.digits(15) + "8",
    "odd": lambda draw: "16" + draw.digits(15) + _ends(draw, "1357"),  # no double holds an odd number of 18 digits
    "leading-zero": lambda draw: "0" + draw.pick("123456789") + draw.digits(15) + _ends(draw),
    "many-zeros": lambda draw: "0000000" + draw.digits(10) + _ends(draw),
    "letters": lambda draw: f"VN-{draw.text(LETTERS, 4)}{draw.digits(6)}-{_ends(draw)}",
    "uuid": _uuid,
}


# ----------------------------------------------------------------------------------------------------------------- EXT


def _bhyt(length: int | None, draw: Draw) -> str | None:
    province = f"{draw.part('province').number(1, 96):02}"
    if length == 15:
        return draw.pick(BHYT_GROUPS) + str(draw.part("benefit").number(1, 5)) + province + draw.digits(10)
    return province + draw.digits(8) if length == 10 else None


def _phone(draw: Draw) -> str:
    return draw.part("prefix").pick(PHONE_PREFIXES) + draw.digits(7)


def _signature(draw: Draw) -> str:
    return b64encode(draw.octets(SIGNATURE_BYTES)).decode("ascii")

"""
A crowd of different people, most of whom look like one another.

They come in families of ten: the same name and birth date with numbers that differ by one digit, names that differ in
marks only, numbers that differ in the province alone, children without a paper. Nobody is in it twice, whatever the
size: numbers and birth dates are counted, not drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from conformance.model import Paper, PaperKind, Person, Sex
from conformance.vectors.draw import Draw
from conformance.vectors.names import FAMILY, plain
from conformance.vectors.people import PHONE_PREFIXES

FIRST_BIRTH = date(1960, 1, 1)
FIRST_CHILD = date(2010, 1, 1)
DAYS_APART = 2  # between the children of a family and those of the next; they are born on the first day and the second
YEARS = 40  # of births of adults
LARGEST = 20_000  # the children of more families would be born after the edition's day
MARKED = tuple(name for name in FAMILY if not name.isascii())  # without marks they are another name

Values = dict[str, Any]


def crowd(seed: str, count: int, declarer: Person) -> Iterator[Person]:
    """
    So many different people; the children among them are declared by `declarer`. Raises ValueError above 20,000.
    """
    if count > LARGEST:
        raise ValueError(f"a crowd has at most {LARGEST} people")
    for number in range(count):
        family, place = divmod(number, len(MEMBERS))
        values = MEMBERS[place](_Family(seed, family))
        child = {} if values.get("paper") else {"declared_by": declarer.qid}
        yield Person(**{**_ordinary(f"{seed}/{number}"), **values, **child})


class _Family:
    """
    What the ten have in common.
    """

    def __init__(self, seed: str, number: int) -> None:
        draw = Draw(f"{seed}/family/{number}")
        self.name = f"{draw.part('family').pick(MARKED)} {plain(draw).split(maxsplit=1)[1]}"
        self.born = FIRST_BIRTH + timedelta(days=draw.part("day").number(0, 365 * YEARS))
        self.child_born = FIRST_CHILD + timedelta(days=number * DAYS_APART)
        self.serial = f"{number:04d}"

    def cccd(self, last: str = "10", province: str = "001") -> Paper:
        """
        A citizen card whose six last digits are the family's number and `last`.
        """
        century = (self.born.year // 100 - 19) * 2
        return Paper(kind=PaperKind.CCCD, number=f"{province}{century}{self.born.year % 100:02d}{self.serial}{last}")

    def adult(self, **other: Any) -> Values:
        """
        One with the name and birth date of the family, but for what is named.
        """
        return {"name": self.name, "born": self.born, "paper": self.cccd(), **other}

    def child(self, later: int = 0, **other: Any) -> Values:
        """
        One without a paper.
        """
        return {"name": self.name, "born": self.child_born + timedelta(days=later), "paper": None, **other}


MEMBERS: tuple[Callable[[_Family], Values], ...] = (
    lambda family: family.adult(),
    lambda family: family.adult(paper=family.cccd(last="11")),  # the last digit
    lambda family: family.adult(paper=family.cccd(last="01")),  # two digits swapped
    lambda family: family.adult(paper=family.cccd(province="079")),  # what the masked form hides
    lambda family: family.adult(paper=family.cccd(last="20"), name=_bare(family.name)),
    lambda family: family.adult(paper=Paper(kind=PaperKind.CMND, number=f"0{family.serial}0001")),
    lambda family: family.adult(paper=Paper(kind=PaperKind.PASSPORT_FOREIGN, number=f"{family.serial}0001")),
    lambda family: family.child(),
    lambda family: family.child(name=_bare(family.name)),  # a twin
    lambda family: family.child(later=1),
)


def _bare(name: str) -> str:
    """
    The name without its marks: another name.
    """
    parts = unicodedata.normalize("NFD", name)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _ordinary(label: str) -> Values:
    draw = Draw(label)
    return {
        "qid": label,
        "declared_by": None,
        "sex": draw.part("sex").pick((None, Sex.MALE)),  # as the digits of the cards say
        "health_insurance": None,
        "phone": draw.part("prefix").pick(PHONE_PREFIXES) + draw.part("phone").digits(7),
        "signature": None,
    }

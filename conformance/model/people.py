"""
People as the national platform knows them.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from conformance.strict import Record


class PaperKind(StrEnum):
    """
    The kinds of personal paper that the standard recognises.
    """

    CCCD = "cccd"  # citizen card, 12 digits
    CMND = "cmnd"  # old identity card, 9 digits
    PASSPORT_VN = "passport-vn"  # one letter and 7 digits
    PASSPORT_FOREIGN = "passport-foreign"  # up to 9 letters and digits


class Paper(Record):
    """
    A personal paper as it is registered.
    """

    kind: PaperKind
    number: str = Field(pattern=r"^[A-Z0-9]{1,12}$")


class Sex(StrEnum):
    """
    The code list of QCVN 109:2017/BTTTT, as quoted in the annex of Decision 1405.
    """

    NO_INFORMATION = "0"
    MALE = "1"
    FEMALE = "2"


class Person(Record):
    """
    A person as the national platform registered them. Absent data are null, never an empty text.
    """

    qid: str = Field(min_length=1, description="user code issued by the national platform; a text, never a number")
    paper: Paper | None = Field(description="null only when another person declared on behalf of this one")
    name: str = Field(min_length=1, description="registered name: any letters, either normal form, any white space")
    born: date
    born_precision: Literal["day", "year"] = Field(
        default="day", description="year: the papers give only the year, and month and day of `born` are placeholders"
    )
    declared_by: str | None = Field(description="QID of the person who declared on behalf; null when self-declared")
    sex: Sex | None
    health_insurance: str | None = Field(description="BHYT code: 15 characters (old card) or 10 digits (new card)")
    phone: str | None = Field(description="10 digits")
    signature: str | None = Field(description="Base64; opaque to the display")

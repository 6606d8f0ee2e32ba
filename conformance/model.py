"""
The nouns of the suite. Imported by every module; imports none of them but the two that make it strict and bilingual.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum, StrEnum
from typing import Annotated, Literal

from pydantic import Field

from conformance.strict import Record
from conformance.texts import Bilingual

RequirementId = Annotated[str, Field(pattern=r"^PQR-[0-9]{3}$")]
VectorId = Annotated[str, Field(pattern=r"^[A-Z]{3}-[0-9]{3}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

# ------------------------------------------------------------------------------------------------------ closed words


class Role(StrEnum):
    """
    What a candidate does with the personal code.
    """

    DISPLAY = "display"  # shows personal codes
    READER = "reader"  # scans codes
    PLATFORM = "platform"  # issues and manages codes
    ALL = "all"  # a requirement on every candidate, or on the evaluation itself


class Level(StrEnum):
    """
    How strongly a requirement binds; only MUST decides the conclusion.
    """

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Method(StrEnum):
    """
    What a requirement is decided on.
    """

    PAYLOAD = "payload"
    SCREEN = "screen"
    SYMBOL = "symbol"
    BEHAVIOUR = "behaviour"
    DOCUMENT = "document"


class Verdict(StrEnum):
    """
    The answer of a check, for one vector and for all of them.
    """

    PASS = "pass"  # exercised enough, and held every time
    FAIL = "fail"  # seen, and wrong
    NOT_APPLICABLE = "not applicable"  # an optional capability or a role is declared absent
    INSUFFICIENT = "insufficient"  # fewer vectors exercised than the requirement demands
    INCONCLUSIVE = "inconclusive"  # the panel disagrees, or repeats differ
    REVIEW = "review"  # a person must look
    BLOCKED = "blocked"  # the candidate crashed, hung, or sent what could not be looked at
    SUITE_ERROR = "suite error"  # our fault; voids the run


class Conclusion(StrEnum):
    """
    What all verdicts together say of the candidate.
    """

    CONFORMS = "conforms"
    DOES_NOT_CONFORM = "does not conform"
    UNDETERMINED = "undetermined"
    VOID = "void"


class ExitCode(IntEnum):
    """
    How a command ends. Anything unnamed blocks.
    """

    CONFORMS = 0
    DOES_NOT_CONFORM = 1
    USAGE = 2
    UNDETERMINED = 3
    UNREACHABLE = 4
    SUITE_ERROR = 5


class Action(StrEnum):
    """
    What a step of a vector asks of the candidate.
    """

    INSTALL = "install"  # a fresh installation, with one person registered as the national platform delivers it
    SHOW = "show"  # open the screen of the personal code
    TOGGLE = "toggle"  # use the control that switches between the masked and the full form
    LEAVE = "leave"  # go to another screen of the app
    RETURN = "return"  # come back to the screen of the personal code
    RESTART = "restart"  # end the app and start it again, then open the screen of the personal code
    OFFLINE = "offline"  # cut the network
    ONLINE = "online"  # restore it
    EDIT = "edit"  # the national platform delivers changed data of the same person


# The actions that end on the screen of the personal code.
SHOWING = frozenset({Action.SHOW, Action.TOGGLE, Action.RETURN, Action.RESTART})


class Capability(StrEnum):
    """
    What a candidate may lack without failing; it says so in its description.
    """

    TEXTS = "texts"  # gives the visible texts of a screen with their boxes
    LEAVE = "leave"
    RESTART = "restart"
    OFFLINE = "offline"
    EDIT = "edit"


class MaskingScope(StrEnum):
    """
    Where the default mode must be masked: on the screen, in the payload, or in both. The annex leaves it open.
    """

    SCREEN = "screen"
    PAYLOAD = "payload"
    BOTH = "both"


# ------------------------------------------------------------------------------------------------ people and vectors


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


class Step(Record):
    """
    One thing that is asked of the candidate. `person` is the index into the vector's people, for install and edit.
    """

    do: Action
    installation: str = Field(default="A", pattern=r"^[A-Z]$")
    person: int | None = Field(default=None, ge=0)


class ExpectedPayloads(Record):
    """
    The strings that a display may encode for one person.
    """

    full: str
    masked: str  # SoGiayTo and NgaySinh masked, everything else as in `full`
    masked_minimal: str  # as `masked`, and BHYT and phone empty: discloses nothing that the default mode hides


class ExpectedTexts(Record):
    """
    What the screen must show of one person; of several spellings one suffices.
    """

    paper_full: str | None
    paper_masked: str | None
    born_full: tuple[str, ...]
    born_masked: tuple[str, ...]


class Expected(Record):
    """
    What is expected of one person of a vector, spelled out so that no code is needed to use it.
    """

    names: tuple[str, ...] = Field(min_length=1, description="accepted values of HoTen, the first preferred")
    payload: ExpectedPayloads
    screen: ExpectedTexts


class Vector(Record):
    """
    One situation to put a candidate in.
    """

    id: VectorId
    role: Role
    title: Bilingual
    tags: tuple[str, ...]
    needs: tuple[Capability, ...] = ()
    reason: str = Field(min_length=1, description="why this situation is worth a vector")
    origin: str = Field(min_length=1, description="where it comes from: a clause, a published example, a known fault")
    people: tuple[Person, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=1)
    expected: tuple[Expected, ...] = Field(min_length=1, description="one for each of people, in their order")


# --------------------------------------------------------------------------------------------------- the standard


class Source(Record):
    """
    Where a requirement comes from, and how sure that is (A primary text ... D our own inference, * our own decision).
    """

    ref: str
    certainty: Literal["A", "B", "C", "D", "*"]


class Selection(Record):
    """
    Which vectors put a requirement to the test: those with any of the tags in `any` and none of those in `none`.
    """

    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def matches(self, vector: Vector) -> bool:
        """
        Whether the vector belongs to the selection; an empty `any` means all.
        """
        tags = set(vector.tags)
        return (not self.any or not tags.isdisjoint(self.any)) and tags.isdisjoint(self.none)


class Least(Record):
    """
    How many vectors must exercise a requirement before it can pass.
    """

    positive: int = Field(default=1, ge=0)
    negative: int = Field(default=0, ge=0)


class Requirement(Record):
    """
    One demand of the standard. Its id is for ever.
    """

    id: RequirementId
    topic: str
    level: Level
    role: Role
    method: Method
    title: Bilingual
    text: Bilingual
    source: Source
    rule: Bilingual
    least: Least = Least()
    vectors: Selection = Selection()
    capability: Capability | None = None
    limits: dict[str, float] = {}
    limits_reason: Bilingual | None = None
    why_no_check: Bilingual | None = None
    retired: Bilingual | None = None
    chapter: str = ""

    def applies_to(self, vector: Vector) -> bool:
        """
        Whether the vector puts this requirement to the test.
        """
        return self.role in (vector.role, Role.ALL) and self.vectors.matches(vector)


class Profile(Record):
    """
    What authorities may decide differently, as data; a report names its profile.
    """

    name: str
    title: Bilingual
    masking_scope: MaskingScope = MaskingScope.SCREEN
    strict_names: bool = False
    lenient_ext: bool = False
    levels: dict[RequirementId, Level] = {}

"""
Vectors: the situations that candidates are put in, one shape for each role.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field

from conformance.model.people import Person
from conformance.model.words import (
    Action,
    Capability,
    Identity,
    Kind,
    PlatformAction,
    ReaderAction,
    Refusal,
    Role,
    ScanResult,
    Sha256,
    VectorId,
)
from conformance.strict import Record
from conformance.texts import Bilingual


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
    One situation to put a candidate in: what the vectors of all roles have in common.
    """

    id: VectorId
    role: Role
    title: Bilingual
    tags: tuple[str, ...]
    needs: tuple[Capability, ...] = ()
    reason: str = Field(min_length=1, description="why this situation is worth a vector")
    origin: str = Field(min_length=1, description="where it comes from: a clause, a published example, a known fault")


class DisplayVector(Vector):
    """
    A situation of an app that shows personal codes.
    """

    role: Literal[Role.DISPLAY]
    people: tuple[Person, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=1)
    expected: tuple[Expected, ...] = Field(min_length=1, description="one for each of people, in their order")


# ------------------------------------------------------------------------------------------------------ the reader role


class Spoiling(Record):
    """
    One thing that is done to a drawn picture, as a photograph or a screen would; amounts in the unit of its kind.
    """

    kind: str = Field(pattern=r"^[a-z-]+$")
    amount: float


class Drawing(Record):
    """
    How the picture of a scan is made, so that any language can make it again.
    """

    data: str = Field(description="the text in the symbol")
    mode: Literal["byte", "alphanumeric"] = Field(
        default="byte", description="of the symbol's one segment; UTF-8, no ECI"
    )
    level: Literal["L", "M", "Q", "H"] = "M"
    module_px: int = Field(default=6, ge=1, le=40)
    quiet_zone: int = Field(default=4, ge=0, le=20, description="modules")
    style: str = Field(default="plain", pattern=r"^[a-z0-9-]+$", description="the screen round the symbol, and colours")
    spoiled: tuple[Spoiling, ...] = ()


class ScanExpected(Record):
    """
    What a reader may answer to one scan. Of several results or reasons each is right.
    """

    results: tuple[ScanResult, ...] = Field(min_length=1)
    kinds: tuple[Kind, ...] = Field(description="kinds that may be named where something is read; () where none may be")
    refused_as: tuple[Kind, ...] = Field(default=(), description="kinds that may be named too, but only of a refusal")
    reasons: tuple[Refusal, ...] = Field(default=(), description="reasons that may be named for a refusal")
    payload: str | None = Field(default=None, description="the personal code whose fields must be given when accepted")
    resolved: int | None = Field(default=None, description="index into people: whose data a masked code resolves to")


class ScanStep(Record):
    """
    One picture, or one text as a decoder hands it over, that is given to the reader.
    """

    do: Literal[ReaderAction.SCAN] = ReaderAction.SCAN
    file: str | None = Field(default=None, pattern=r"^[A-Z]{3}-[0-9]{3}-[0-9]{2}\.png$")
    sha256: Sha256 | None = Field(default=None, description="of the file; null where it is drawn when it is needed")
    drawing: Drawing | None = None
    text: str | None = Field(default=None, description="instead of a picture: more than one symbol can hold")
    control: bool = Field(default=False, description="a good code that shows that the reader still reads")
    must_read: bool = Field(default=True, description="false: the reader may fail to find anything, but never misread")
    expected: ScanExpected


class TrustedKey(Record):
    """
    A public key that signs certificates, as a JSON Web Key (RFC 7517): ES256, that is ECDSA with P-256 and SHA-256.
    """

    kid: str = Field(description="as in the COSE header: 8 bytes, here as Base64")
    kty: Literal["EC"] = "EC"
    crv: Literal["P-256"] = "P-256"
    x: str = Field(description="32 bytes as Base64url without padding")
    y: str = Field(description="32 bytes as Base64url without padding")


class ReaderVector(Vector):
    """
    A situation of an app that scans codes: one reader, and what it is given to scan, in order.
    """

    role: Literal[Role.READER]
    keys: tuple[TrustedKey, ...] = Field(default=(), description="whose certificates the reader trusts; made for tests")
    people: tuple[Person, ...] = Field(description="whom the national platform answers with when the reader asks it")
    steps: tuple[ScanStep, ...] = Field(min_length=1)


# ---------------------------------------------------------------------------------------------------- the platform role


class PlatformStep(Record):
    """
    One thing that is asked of a platform. `person` is the index into the vector's people.
    """

    do: PlatformAction
    identity: Identity
    person: int | None = Field(default=None, ge=0)
    changed: int | None = Field(default=None, ge=0, description="for change: the index of the person's new data")
    crowd: int = Field(default=0, ge=0, le=100_000, description="for register: so many generated people instead")
    times: int = Field(default=1, ge=1, le=64)
    together: bool = Field(default=False, description="the times at the same moment, over as many connections")
    unknown: bool = Field(default=False, description="for look-up: a QID that was never issued")
    location: str = Field(default="", pattern=r"^[A-Za-z0-9-]{0,40}$")


class PlatformVector(Vector):
    """
    A situation of a platform that issues and manages codes.
    """

    role: Literal[Role.PLATFORM]
    people: tuple[Person, ...] = Field(description="to be registered; their `qid` is a placeholder, never sent")
    seed: str = Field(description="label that the people of a crowd are made from")
    steps: tuple[PlatformStep, ...] = Field(min_length=1)


AnyVector = Annotated[DisplayVector | ReaderVector | PlatformVector, Field(discriminator="role")]
AnyStep = Step | ScanStep | PlatformStep


def steps_of(vector: AnyVector) -> Sequence[AnyStep]:
    """
    The steps of a vector of any role.
    """
    return vector.steps


class Seal(Record):
    """
    The seed was fixed before the run: `commitment` was published then, and is the SHA-256 of the seed and this salt.
    """

    commitment: Sha256
    salt: str = Field(pattern=r"^[0-9a-f]{32}$")

    @classmethod
    def of(cls, seed: int, salt: str) -> Seal:
        """
        The commitment is the SHA-256 of `qrconform seal 1 SEED SALT`, as 64 hexadecimal digits.
        """
        return cls(commitment=sha256(f"qrconform seal 1 {seed} {salt}".encode("ascii")).hexdigest(), salt=salt)

    def fits(self, seed: int) -> bool:
        """
        Whether the commitment is that of this seed.
        """
        return self == Seal.of(seed, self.salt)

"""
The candidate contract for the role reader: an app that scans codes.

    POST   /v1/readers                  {"people": [...], "keys": [...]}   201 {"reader": HANDLE}
    POST   /v1/readers/HANDLE/scans     {"png": ..., "text": null}         200 what the app tells its user
    DELETE /v1/readers/HANDLE                                              204
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from conformance.model import Kind, Person, Refusal, ScanResult, TrustedKey
from conformance.strict import Record

# A reader that accepts a text of 10,000 bytes (PQR-092) must be able to say so.
Shown = Annotated[str, StringConstraints(max_length=20_000)]


class ReaderRequest(Record):
    """
    Start the scanning app for a person with authority; `people` are whom the national platform answers with.
    """

    people: tuple[Person, ...]
    keys: tuple[TrustedKey, ...] = Field(
        default=(), description="whose HC1: certificates are trusted, in the place of the national trust list"
    )


class ReaderAnswer(Record):
    """
    The handle of the reader, used in the address of the scans.
    """

    reader: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")


class ScanRequest(Record):
    """
    What the camera sees: a picture, or (for a reader with the capability `scan-text`) the text that its decoder gives.
    """

    png: str | None = Field(description="the picture as Base64 of a PNG file; null where a text is handed over")
    text: str | None = None


class Fields(Record):
    """
    The six fields of a personal code as they stand in it, before the app lays them out; those of a masked one masked.
    """

    SoGiayTo: Shown
    HoTen: Shown
    NgaySinh: Shown
    LoaiDinhDanh: Shown
    QID: Shown
    EXT: Shown


class ScanAnswer(Record):
    """
    What the app tells its user of a scan.
    """

    result: ScanResult
    kind: Kind | None = Field(default=None, description="what kind of code it is; null when nothing was found")
    reason: Refusal | None = Field(default=None, description="why it is refused; null unless it is")
    message: Shown = Field(default="", description="what the user reads")
    fields: Fields | None = Field(default=None, description="of an accepted personal code")
    resolved: Person | None = Field(
        default=None, description="the person that the QID of a masked code led to, as the platform answered"
    )

"""
The candidate contract for the role reader: an app that scans codes.

    POST   /v1/readers                  {"people": [...], "keys": [...]}   201 {"reader": HANDLE}
    POST   /v1/readers/HANDLE/scans     {"png": ..., "text": null}         200 what the app tells its user
    DELETE /v1/readers/HANDLE                                              204
"""

from __future__ import annotations

from pydantic import Field

from conformance.model import Kind, Person, Refusal, ScanResult, TrustedKey
from conformance.strict import Record


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
    The six fields of a personal code as they stand in it, a masked one as it is: before the app lays them out for a screen.
    """

    SoGiayTo: str = Field(max_length=2_000)
    HoTen: str = Field(max_length=2_000)
    NgaySinh: str = Field(max_length=2_000)
    LoaiDinhDanh: str = Field(max_length=2_000)
    QID: str = Field(max_length=2_000)
    EXT: str = Field(max_length=4_000)


class ScanAnswer(Record):
    """
    What the app tells its user of a scan.
    """

    result: ScanResult
    kind: Kind | None = Field(default=None, description="what kind of code it is; null when nothing was found")
    reason: Refusal | None = Field(default=None, description="why it is refused; null unless it is")
    message: str = Field(default="", max_length=2_000, description="what the user reads")
    fields: Fields | None = Field(default=None, description="of an accepted personal code")
    resolved: Person | None = Field(
        default=None, description="the person that the QID of a masked code led to, as the platform answered"
    )

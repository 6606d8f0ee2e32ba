"""
Readers that are built differently, and are all right: none may be accused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import pytest

from conformance.contract.reader import ScanAnswer
from conformance.model import Kind, Refusal, ScanResult, Verdict
from conformance.reading.pictures import load
from conformance.reading.readers import open_reader
from conformance.reference.scanner import Parsed, Scanner

from .conftest import by, verdicts

Steps = Mapping[str, Any]


def takes_neighbours(self: Scanner, kind: Kind, reason: Refusal) -> ScanAnswer:
    """
    An app that also works with cards, payments and addresses.
    """
    if reason is Refusal.KIND and kind is not Kind.OTHER:
        return ScanAnswer(result=ScanResult.ACCEPTED, kind=kind, message="Đã đọc.")
    return Scanner.refuse(self, kind, reason)


def knows_no_addresses(self: Scanner, text: str) -> Kind:
    """
    The requirement does not name addresses among the kinds.
    """
    kind = Scanner.kind(self, text)
    return Kind.OTHER if kind is Kind.URL else kind


def strict_kind(self: Scanner, text: str) -> Kind:
    """
    What has not the form of a personal code is none: a text of another kind.
    """
    kind = Scanner.kind(self, text)
    parts = text.split("|")
    form = (
        len(parts) == 6 and parts[3] in ("0", "1") and re.fullmatch(r"[0-9]{4}-([0-9]{2}-[0-9]{2}|\*\*-\*\*)", parts[2])
    )
    return Kind.OTHER if kind is Kind.PERSONAL and not form else kind


def hides_ext(self: Scanner, parsed: Parsed) -> Any:
    """
    What a guard at the door need not see.
    """
    return Scanner.fields(self, parsed).model_copy(update={"EXT": ""})


def refuses_unknown(self: Scanner, parsed: Parsed) -> ScanAnswer:
    """
    A masked code of nobody is refused for its QID.
    """
    if parsed.is_masked and self.resolve(parsed) is None:
        return self.refuse(Kind.PERSONAL, Refusal.QID)
    return Scanner.accept(self, parsed)


def names_normalised(self: Scanner, parsed: Parsed) -> Any:
    """
    The platform's answer in the normal form of the app's own data base.
    """
    person = Scanner.resolve(self, parsed)
    return person and person.model_copy(update={"name": unicodedata.normalize("NFD", person.name), "phone": None})


def structure_first(self: Scanner, text: str, parsed: Parsed) -> Refusal | None:
    """
    Separators and markup inside of values are called wrong structure.
    """
    if "<" in parsed.name + parsed.qid:
        return Refusal.STRUCTURE
    return Scanner.fault(self, text, parsed)


def last_field_first(self: Scanner, text: str, parsed: Parsed) -> Refusal | None:
    """
    Fields are looked at from the last to the first, and control characters where they stand.
    """
    fields = (
        (Refusal.EXT, self.is_ext(parsed.ext)),
        (Refusal.QID, re.fullmatch(r"[!-;=-{}~]+", parsed.qid)),
        (Refusal.DECLARATION, parsed.declaration in ("0", "1")),
        (Refusal.DATE, self.is_date(parsed.born)),
        (Refusal.NAME, self.is_name(parsed.name) and len(parsed.name) < 200),
        (Refusal.PAPER, self.is_paper(parsed)),
    )
    return next((reason for reason, holds in fields if not holds), None)


def sees_nothing_spoiled(self: Scanner, png: bytes) -> str | None:
    """
    A decoder that reads up to the line and no further: zbar's.
    """
    found = open_reader("zbar").read(load(png, "picture").grey)
    return found[0].data.decode("utf-8", "replace") if found else None


def ends_at_nul(self: Scanner, png: bytes) -> str | None:
    """
    A decoder that hands over a text of C: OpenCV's.
    """
    found = open_reader("opencv-wechat").read(load(png, "picture").grey)
    return found[0].data.decode("utf-8", "replace") if found else None


@pytest.mark.parametrize(
    "steps",
    [
        {"refuse": takes_neighbours},
        {"kind": knows_no_addresses},
        {"kind": strict_kind},
        {"fields": hides_ext},
        {"accept": refuses_unknown},
        {"resolve": names_normalised},
        {"fault": structure_first},
        {"fault": last_field_first},
        {"find": sees_nothing_spoiled},
        {"find": ends_at_nul},
    ],
    ids=lambda steps: next(iter(steps.values())).__name__,
)
def test_an_honest_reader_passes_everything(steps: Steps) -> None:
    """
    Whatever it does otherwise, where the standard leaves it open.
    """
    found = verdicts(by(type("Other", (Scanner,), dict(steps))))
    wrong = {row: [one for one, word in each.items() if word is not Verdict.PASS] for row, each in found.items()}

    assert {} == {row: each for row, each in wrong.items() if each}

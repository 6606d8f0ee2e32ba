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
from conformance.reference.field_rules import Parsed
from conformance.reference.scanner import Scanner

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
        (Refusal.PAPER, self.is_paper(parsed) and self.is_masked_as_a_whole(parsed)),
    )
    return next((reason for reason, holds in fields if not holds), None)


def one_expression(self: Scanner, text: str) -> Kind:
    """
    A personal code is known by one expression over all its fields; whatever else is a text of another kind.
    """
    kind = Scanner.kind(self, text)
    form = r"[A-Z0-9*]*\|[A-Z'-]+( [A-Z'-]+)*\|[0-9]{4}-[0-9*]{2}-[0-9*]{2}\|[01]\|[A-Za-z0-9-]+\|[ -~]*"
    return Kind.OTHER if kind is Kind.PERSONAL and not re.fullmatch(form, text) else kind


def empty_is_structure(self: Scanner, text: str, parsed: Parsed) -> Refusal | None:
    """
    A mandatory field that is empty, and a date that is none, are wrong structure.
    """
    if not (parsed.name and parsed.qid and self.is_date(parsed.born)) or (
        not parsed.paper and parsed.declaration == "0"
    ):
        return Refusal.STRUCTURE
    return Scanner.fault(self, text, parsed)


def looks_at_no_ext(self: Scanner, ext: str) -> bool:
    """
    No source makes a reader look at EXT.
    """
    return True


def shift_is_qid(self: Scanner, text: str, parsed: Parsed) -> Refusal | None:
    """
    What stands at the place of the declarer's QID is none.
    """
    return Refusal.QID if parsed.ext[:2] in ("1<", "2<") else Scanner.fault(self, text, parsed)


def card_of_seven(self: Scanner, parts: list[str]) -> bool:
    """
    Whatever has seven parts is a citizen card.
    """
    return len(parts) == 7


def card_with_a_day(self: Scanner, parts: list[str]) -> bool:
    """
    A citizen card has a whole date of birth.
    """
    return Scanner.is_card(self, parts) and len(parts[3]) == 8


def digits_and_a_bar(self: Scanner, text: str) -> ScanAnswer:
    """
    What begins with 12 digits and a bar, and is no card, is a personal code with the wrong number of parts.
    """
    if self.kind(text) is Kind.OTHER and re.match(r"[0-9]{12}\|", text):
        return self.refuse(Kind.PERSONAL, Refusal.STRUCTURE)
    return Scanner.judge(self, text)


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
        {"kind": one_expression},
        {"fault": empty_is_structure},
        {"is_ext": looks_at_no_ext},
        {"fault": shift_is_qid},
        {"is_card": card_of_seven},
        {"is_card": card_with_a_day},
        {"judge": digits_and_a_bar},
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


def date_before_number(self: Scanner, text: str, parsed: Parsed) -> Refusal | None:
    """
    Without the masked form, and the date is looked at before the number.
    """
    if "*" in parsed.born or not self.is_date(parsed.born):
        return Refusal.DATE
    return no_stars(self, text, parsed)


def no_stars(self: Scanner, text: str, parsed: Parsed) -> Refusal | None:
    """
    Without the masked form.
    """
    return Refusal.PAPER if "*" in parsed.paper else Scanner.fault(self, text, parsed)


@pytest.mark.parametrize("fault", [date_before_number, no_stars])
def test_a_reader_without_the_masked_form_leaves_a_recommendation_unmet_and_no_more(fault: Any) -> None:
    """
    PQR-091 is a recommendation; what is wrongly masked is refused for the first star that the reader meets.
    """
    found = verdicts(by(type("Other", (Scanner,), {"fault": fault})))

    assert {"PQR-091"} == {row for row, each in found.items() if {*each.values()} != {Verdict.PASS}}

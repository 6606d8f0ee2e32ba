"""
What the mutants of the reader get wrong with codes that are to be taken, or told apart.
"""

from __future__ import annotations

import io
import re
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image

from conformance.contract.reader import Fields, ScanAnswer
from conformance.model import Kind, Person, Refusal, RequirementId, Role, ScanResult
from conformance.reference.faults import Mutant, fault_of
from conformance.reference.field_rules import NAMES, Parsed
from conformance.reference.scanner import QR, Scanner
from conformance.texts import Bilingual

HONEST = Scanner


def reader_fault(name: str, requirement: RequirementId, en: str, vi: str, /, **steps: Any) -> Mutant:
    """
    One mutant of the reader; `steps` are the methods of `Scanner` that it replaces.
    """
    return fault_of(Role.READER, name, requirement, Bilingual(vi=vi, en=en), **steps)


# ------------------------------------------------------------------------------------------------- PQR-090: kinds apart


def _cards_are_people(self: Scanner, text: str) -> ScanAnswer:
    """
    Whatever begins with a number and has six bars or more is filed as a person.
    """
    parts = text.split("|")
    if self.kind(text) is Kind.CCCD:
        shown = Fields(**dict(zip(NAMES, (parts + [""] * 6)[:6], strict=True)))
        return ScanAnswer(result=ScanResult.ACCEPTED, kind=Kind.PERSONAL, message=parts[2], fields=shown)
    return HONEST.judge(self, text)


def _addresses_are_searched(self: Scanner, text: str) -> Kind:
    """
    An address that has five bars is taken for a personal code.
    """
    found = HONEST.kind(self, text)
    return Kind.PERSONAL if found is Kind.URL and text.count("|") == 5 else found


def _without_empty_parts(self: Scanner, parts: list[str]) -> bool:
    """
    Empty parts are dropped before they are counted, so that a card without the old number is none.
    """
    return HONEST.is_card(self, [part for part in parts if part])


def _only_untilted(_: Scanner, png: bytes) -> str | None:
    """
    A decoder that finds nothing in a picture unless it stands straight.
    """
    with Image.open(io.BytesIO(png)) as image:
        pixels = np.array(image.convert("L"))
    found = zxingcpp.read_barcodes(pixels, formats=QR, try_rotate=False)
    straight = [code for code in found if abs(code.orientation) < 5]
    return straight[0].bytes.decode("utf-8", "replace") if straight else None


def _numbers_of_qids(self: Scanner, parsed: Parsed) -> Fields:
    """
    QID is kept as a number where it looks like one: zeros in front are lost.
    """
    shown = HONEST.fields(self, parsed)
    return shown.model_copy(update={"QID": str(int(parsed.qid))}) if parsed.qid.isdecimal() else shown


# --------------------------------------------------------------------------------------------------- PQR-067: no EXT


def _needs_ext(self: Scanner, ext: str) -> bool:
    return ext != "" and HONEST.is_ext(self, ext)


def _needs_a_value(self: Scanner, ext: str) -> bool:
    """
    EXT may be empty, but where its marks are written there must be a value.
    """
    return HONEST.is_ext(self, ext) and not re.fullmatch("<+", ext)


# ------------------------------------------------------------------------------------------------ PQR-091: masked form


def _no_masked_paper(self: Scanner, text: str) -> ScanAnswer:
    """
    A masked code is refused for its number; what is wrongly masked is refused for its reason still.
    """
    answer = HONEST.judge(self, text)
    if answer.result is ScanResult.ACCEPTED and re.match(r"\*{6}[^*]", text):
        return self.refuse(Kind.PERSONAL, Refusal.PAPER)
    return answer


def _by_tail(self: Scanner, parsed: Parsed) -> Person | None:
    """
    Looked up by the visible characters of the number, if the platform knows the QID at all.
    """
    tail = parsed.paper.lstrip("*")
    known = HONEST.resolve(self, parsed)
    return known and next((one for one in self.people if one.paper and one.paper.number.endswith(tail)), None)


def _by_double(self: Scanner, parsed: Parsed) -> Person | None:
    """
    QIDs are compared as numbers of 53 bits.
    """
    if not parsed.qid.isdecimal():
        return HONEST.resolve(self, parsed)
    numbers = [one for one in self.people if one.qid.isdecimal()]
    return next((one for one in numbers if float(one.qid) == float(parsed.qid)), None)


def _somebody(self: Scanner, parsed: Parsed) -> Person | None:
    """
    For a QID that the platform does not know, whoever has the name.
    """
    by_name = next(iter(self.people), None)
    return HONEST.resolve(self, parsed) or by_name


KIND_FAULTS: tuple[Mutant, ...] = (
    reader_fault(
        "card-as-person",
        "PQR-090",
        "A citizen card is filed as a person.",
        "Thẻ căn cước bị ghi nhận thành mã QR cá nhân.",
        judge=_cards_are_people,
    ),
    reader_fault(
        "address-as-person",
        "PQR-090",
        "An address with a personal code inside is taken for one.",
        "URL có chứa chuỗi mã cá nhân bị nhận thành mã QR cá nhân.",
        kind=_addresses_are_searched,
    ),
    reader_fault(
        "empty-parts-dropped",
        "PQR-090",
        "Empty parts are dropped, so that a card without the old number is not recognised.",
        "Bỏ các phần rỗng nên không nhận ra thẻ căn cước không có số CMND.",
        is_card=_without_empty_parts,
    ),
    reader_fault(
        "reads-straight-only",
        "PQR-090",
        "Codes that are turned are not found.",
        "Không tìm thấy mã bị xoay.",
        find=_only_untilted,
    ),
    reader_fault(
        "qid-zeros-lost",
        "PQR-090",
        "QID is kept as a number and loses its zeros.",
        "QID bị lưu dạng số nên mất các số 0 ở đầu.",
        fields=_numbers_of_qids,
    ),
    reader_fault(
        "ext-demanded",
        "PQR-067",
        "A code without EXT is refused.",
        "Từ chối mã không có EXT.",
        is_ext=_needs_ext,
    ),
    reader_fault(
        "ext-value-demanded",
        "PQR-067",
        "An EXT of bare marks is refused.",
        "Từ chối EXT chỉ có các dấu <.",
        is_ext=_needs_a_value,
    ),
    reader_fault(
        "masked-refused",
        "PQR-091",
        "No masked code is read.",
        "Không đọc mã ở dạng che.",
        judge=_no_masked_paper,
    ),
    reader_fault(
        "resolved-by-tail",
        "PQR-091",
        "The person is looked up by the visible digits.",
        "Tra cứu người theo các chữ số còn hiện.",
        resolve=_by_tail,
    ),
    reader_fault(
        "resolved-by-double",
        "PQR-091",
        "QIDs are compared as floating-point numbers.",
        "So sánh QID dưới dạng số thực.",
        resolve=_by_double,
    ),
    reader_fault(
        "unknown-resolved",
        "PQR-091",
        "For an unknown QID another person is shown.",
        "Hiển thị người khác khi QID không tồn tại.",
        resolve=_somebody,
    ),
)

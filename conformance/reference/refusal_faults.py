"""
What the mutants of the reader do with malformed codes of any kind (PQR-092), and all mutants of the reader.
"""

from __future__ import annotations

import re
from http import HTTPStatus

from conformance.contract.reader import ScanAnswer
from conformance.model import Kind, Refusal
from conformance.reference.certificate_faults import CERTIFICATE_FAULTS
from conformance.reference.desk import Refused
from conformance.reference.faults import Mutant
from conformance.reference.field_rules import Parsed
from conformance.reference.lenient_faults import LENIENT_FAULTS
from conformance.reference.reader_faults import HONEST, KIND_FAULTS, reader_fault
from conformance.reference.scanner import Scanner


def _accepts_everything(_self: Scanner, _text: str, _parsed: Parsed) -> Refusal | None:
    return None


def _rejects_the_next(self: Scanner, text: str) -> ScanAnswer:
    """
    After a refused personal code the next one is refused as well: the screen still shows the old error.
    """
    stuck: Refusal | None = getattr(self, "stuck", None)
    self.stuck = None  # type: ignore[attr-defined]
    if stuck:
        return self.refuse(Kind.PERSONAL, stuck)
    answer = HONEST.judge(self, text)
    if answer.kind is Kind.PERSONAL:
        self.stuck = answer.reason  # type: ignore[attr-defined]
    return answer


def _crashes_on_control_characters(self: Scanner, text: str) -> bool:
    if re.search(r"[\x00-\x1f]", text):
        raise Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "UnicodeDecodeError: control character")
    return HONEST.has_strange_characters(self, text)


def _filed_as_payment(self: Scanner, kind: Kind, reason: Refusal) -> ScanAnswer:
    """
    A personal code that is no good is called a payment.
    """
    return HONEST.refuse(self, Kind.VIETQR if kind is Kind.PERSONAL else kind, reason)


def _kindless(self: Scanner, kind: Kind, reason: Refusal) -> ScanAnswer:
    """
    No kind is named of a personal code that is no good.
    """
    answer = HONEST.refuse(self, kind, reason)
    return answer.model_copy(update={"kind": None}) if kind is Kind.PERSONAL else answer


def _says_nothing(self: Scanner, kind: Kind, reason: Refusal) -> ScanAnswer:
    """
    A personal code is refused without a word.
    """
    answer = HONEST.refuse(self, kind, reason)
    return answer.model_copy(update={"message": ""}) if kind is Kind.PERSONAL else answer


def _one_reason(self: Scanner, text: str, parsed: Parsed) -> Refusal | None:
    """
    Whatever is wrong is called wrong in its structure.
    """
    return HONEST.fault(self, text, parsed) and Refusal.STRUCTURE


def _takes_long_names(_: Scanner, text: str) -> bool:
    return len(text) > 50_000


READER_FAULTS: tuple[Mutant, ...] = (
    *KIND_FAULTS,
    reader_fault(
        "malformed-accepted",
        "PQR-092",
        "Every code of six parts is accepted.",
        "Chấp nhận mọi mã có sáu phần.",
        fault=_accepts_everything,
    ),
    reader_fault(
        "refusal-sticks",
        "PQR-092",
        "After a malformed code the next good one is refused.",
        "Sau một mã sai, mã đúng tiếp theo bị từ chối.",
        judge=_rejects_the_next,
    ),
    reader_fault(
        "crash-on-control",
        "PQR-092",
        "Control characters make it fail.",
        "Ký tự điều khiển làm bộ đọc bị lỗi.",
        has_strange_characters=_crashes_on_control_characters,
    ),
    reader_fault(
        "malformed-as-payment",
        "PQR-092",
        "Malformed codes are refused as payments.",
        "Từ chối mã sai nhưng nêu loại mã là VietQR.",
        refuse=_filed_as_payment,
    ),
    reader_fault(
        "malformed-of-no-kind",
        "PQR-092",
        "Malformed codes are refused without a kind.",
        "Từ chối mã sai mà không nêu loại mã.",
        refuse=_kindless,
    ),
    reader_fault(
        "refused-in-silence",
        "PQR-092",
        "Malformed codes are refused without a message.",
        "Từ chối mã sai mà không thông báo.",
        refuse=_says_nothing,
    ),
    reader_fault(
        "one-reason-for-all",
        "PQR-092",
        "Whatever is wrong is called wrong in its structure.",
        "Mọi lỗi đều bị báo là sai cấu trúc.",
        fault=_one_reason,
    ),
    reader_fault(
        "long-accepted",
        "PQR-092",
        "A text of 10,000 bytes is accepted.",
        "Chấp nhận văn bản 10.000 byte.",
        is_long=_takes_long_names,
    ),
    *LENIENT_FAULTS,
    *CERTIFICATE_FAULTS,
)

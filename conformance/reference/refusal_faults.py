"""
What the mutants of the reader get wrong with codes and certificates that are to be refused.
"""

from __future__ import annotations

import re
from base64 import b64decode
from http import HTTPStatus

import cbor2

from conformance.contract.reader import ScanAnswer
from conformance.model import Kind, Refusal
from conformance.reference.certificate import Certificate
from conformance.reference.desk import Refused
from conformance.reference.faults import Mutant
from conformance.reference.reader_faults import HONEST, KIND_FAULTS, reader_fault
from conformance.reference.scanner import Parsed, Scanner

# --------------------------------------------------------------------------------------------- PQR-092: malformed input


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


def _takes_lower_case(self: Scanner, name: str) -> bool:
    return HONEST.is_name(self, name.upper())


def _takes_any_stars(self: Scanner, parsed: Parsed) -> bool:
    return parsed.paper.startswith("*") or HONEST.is_paper(self, parsed)


def _takes_any_date(_: Scanner, born: str) -> bool:
    return re.fullmatch(r"[0-9*]{4}-[0-9*]{2}-[0-9*]{2}", born) is not None


def _takes_shifted_ext(_self: Scanner, _ext: str) -> bool:
    return True


def _takes_markup(self: Scanner, name: str) -> bool:
    return HONEST.is_name(self, re.sub("<[^>]*>", "", name).replace("ALERT(1)", ""))


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


# ------------------------------------------------------------------------------------------------ PQR-093: certificates


def _never_expires(_self: Scanner, _found: Certificate) -> bool:
    return False


def _believes_everybody(_self: Scanner, _found: Certificate) -> bool:
    return True


def _believes_the_kid(self: Scanner, found: Certificate) -> bool:
    """
    A certificate that names a trusted key is trusted, whoever signed it.
    """
    return any(b64decode(key.kid) == found.headers.get(4) for key in self.keys)


def _protected_kid_only(self: Scanner, found: Certificate) -> bool:
    return 4 in cbor2.loads(found.protected) and HONEST.is_signed(self, found)


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
        "lower-case-accepted",
        "PQR-092",
        "Names in lower case are accepted.",
        "Chấp nhận họ tên chữ thường.",
        is_name=_takes_lower_case,
    ),
    reader_fault(
        "stars-uncounted",
        "PQR-092",
        "Any number of stars is accepted.",
        "Chấp nhận số dấu sao bất kỳ.",
        is_paper=_takes_any_stars,
    ),
    reader_fault(
        "date-unchecked",
        "PQR-092",
        "Days that do not exist are accepted.",
        "Chấp nhận ngày không có thật.",
        is_date=_takes_any_date,
    ),
    reader_fault(
        "ext-shift-accepted",
        "PQR-092",
        "A shifted EXT is accepted.",
        "Chấp nhận EXT bị lệch vị trí.",
        is_ext=_takes_shifted_ext,
    ),
    reader_fault(
        "markup-accepted",
        "PQR-092",
        "Markup in a name is taken away and the code accepted.",
        "Bỏ thẻ đánh dấu trong họ tên rồi chấp nhận mã.",
        is_name=_takes_markup,
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
    reader_fault(
        "expiry-ignored",
        "PQR-093",
        "Certificates past exp are accepted.",
        "Chấp nhận chứng nhận đã hết hạn.",
        is_expired=_never_expires,
    ),
    reader_fault(
        "signature-ignored",
        "PQR-093",
        "No signature is verified.",
        "Không kiểm tra chữ ký.",
        is_signed=_believes_everybody,
    ),
    reader_fault(
        "kid-believed",
        "PQR-093",
        "Whoever names a trusted key is trusted.",
        "Tin mọi chứng nhận nêu kid của khóa tin cậy.",
        is_signed=_believes_the_kid,
    ),
    reader_fault(
        "kid-in-one-place",
        "PQR-093",
        "The key identifier is looked for in the protected header alone.",
        "Chỉ tìm kid ở phần đầu được bảo vệ.",
        is_signed=_protected_kid_only,
    ),
)

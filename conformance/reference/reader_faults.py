"""
What the mutants of the reader get wrong.
"""

from __future__ import annotations

import io
import re
from base64 import b64decode
from http import HTTPStatus
from typing import Any

import cbor2
import numpy as np
import zxingcpp
from PIL import Image

from conformance.contract.reader import Fields, ScanAnswer
from conformance.model import Kind, Person, Refusal, RequirementId, Role, ScanResult
from conformance.reference.certificate import Certificate
from conformance.reference.desk import Refused
from conformance.reference.faults import Mutant, fault_of
from conformance.reference.scanner import NAMES, QR, Parsed, Scanner
from conformance.texts import Bilingual

HONEST = Scanner


def _fault(name: str, requirement: RequirementId, en: str, vi: str, /, **steps: Any) -> Mutant:
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
    _fault(
        "card-as-person", "PQR-090",
        "A citizen card is filed as a person.",
        "Thẻ căn cước bị ghi nhận thành mã QR cá nhân.",
        judge=_cards_are_people,
    ),
    _fault(
        "address-as-person", "PQR-090",
        "An address with a personal code inside is taken for one.",
        "URL có chứa chuỗi mã cá nhân bị nhận thành mã QR cá nhân.",
        kind=_addresses_are_searched,
    ),
    _fault(
        "empty-parts-dropped", "PQR-090",
        "Empty parts are dropped, so that a card without the old number is not recognised.",
        "Bỏ các phần rỗng nên không nhận ra thẻ căn cước không có số CMND.",
        is_card=_without_empty_parts,
    ),
    _fault(
        "reads-straight-only", "PQR-090",
        "Codes that are turned are not found.",
        "Không tìm thấy mã bị xoay.",
        find=_only_untilted,
    ),
    _fault(
        "qid-zeros-lost", "PQR-090",
        "QID is kept as a number and loses its zeros.",
        "QID bị lưu dạng số nên mất các số 0 ở đầu.",
        fields=_numbers_of_qids,
    ),
    _fault(
        "ext-demanded", "PQR-067",
        "A code without EXT is refused.",
        "Từ chối mã không có EXT.",
        is_ext=_needs_ext,
    ),
    _fault(
        "ext-value-demanded", "PQR-067",
        "An EXT of bare marks is refused.",
        "Từ chối EXT chỉ có các dấu <.",
        is_ext=_needs_a_value,
    ),
    _fault(
        "masked-refused", "PQR-091",
        "No masked code is read.",
        "Không đọc mã ở dạng che.",
        judge=_no_masked_paper,
    ),
    _fault(
        "resolved-by-tail", "PQR-091",
        "The person is looked up by the visible digits.",
        "Tra cứu người theo các chữ số còn hiện.",
        resolve=_by_tail,
    ),
    _fault(
        "resolved-by-double", "PQR-091",
        "QIDs are compared as floating-point numbers.",
        "So sánh QID dưới dạng số thực.",
        resolve=_by_double,
    ),
    _fault(
        "unknown-resolved", "PQR-091",
        "For an unknown QID another person is shown.",
        "Hiển thị người khác khi QID không tồn tại.",
        resolve=_somebody,
    ),
    _fault(
        "malformed-accepted", "PQR-092",
        "Every code of six parts is accepted.",
        "Chấp nhận mọi mã có sáu phần.",
        fault=_accepts_everything,
    ),
    _fault(
        "refusal-sticks", "PQR-092",
        "After a malformed code the next good one is refused.",
        "Sau một mã sai, mã đúng tiếp theo bị từ chối.",
        judge=_rejects_the_next,
    ),
    _fault(
        "crash-on-control", "PQR-092",
        "Control characters make it fail.",
        "Ký tự điều khiển làm bộ đọc bị lỗi.",
        has_strange_characters=_crashes_on_control_characters,
    ),
    _fault(
        "lower-case-accepted", "PQR-092",
        "Names in lower case are accepted.",
        "Chấp nhận họ tên chữ thường.",
        is_name=_takes_lower_case,
    ),
    _fault(
        "stars-uncounted", "PQR-092",
        "Any number of stars is accepted.",
        "Chấp nhận số dấu sao bất kỳ.",
        is_paper=_takes_any_stars,
    ),
    _fault(
        "date-unchecked", "PQR-092",
        "Days that do not exist are accepted.",
        "Chấp nhận ngày không có thật.",
        is_date=_takes_any_date,
    ),
    _fault(
        "ext-shift-accepted", "PQR-092",
        "A shifted EXT is accepted.",
        "Chấp nhận EXT bị lệch vị trí.",
        is_ext=_takes_shifted_ext,
    ),
    _fault(
        "markup-accepted", "PQR-092",
        "Markup in a name is taken away and the code accepted.",
        "Bỏ thẻ đánh dấu trong họ tên rồi chấp nhận mã.",
        is_name=_takes_markup,
    ),
    _fault(
        "refused-in-silence", "PQR-092",
        "Malformed codes are refused without a message.",
        "Từ chối mã sai mà không thông báo.",
        refuse=_says_nothing,
    ),
    _fault(
        "one-reason-for-all", "PQR-092",
        "Whatever is wrong is called wrong in its structure.",
        "Mọi lỗi đều bị báo là sai cấu trúc.",
        fault=_one_reason,
    ),
    _fault(
        "long-accepted", "PQR-092",
        "A text of 10,000 bytes is accepted.",
        "Chấp nhận văn bản 10.000 byte.",
        is_long=_takes_long_names,
    ),
    _fault(
        "expiry-ignored", "PQR-093",
        "Certificates past exp are accepted.",
        "Chấp nhận chứng nhận đã hết hạn.",
        is_expired=_never_expires,
    ),
    _fault(
        "signature-ignored", "PQR-093",
        "No signature is verified.",
        "Không kiểm tra chữ ký.",
        is_signed=_believes_everybody,
    ),
    _fault(
        "kid-believed", "PQR-093",
        "Whoever names a trusted key is trusted.",
        "Tin mọi chứng nhận nêu kid của khóa tin cậy.",
        is_signed=_believes_the_kid,
    ),
    _fault(
        "kid-in-one-place", "PQR-093",
        "The key identifier is looked for in the protected header alone.",
        "Chỉ tìm kid ở phần đầu được bảo vệ.",
        is_signed=_protected_kid_only,
    ),
)  # fmt: skip

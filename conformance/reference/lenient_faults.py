"""
Which faults of one field the mutants of the reader overlook, or mend and then take for right (PQR-092).
"""

from __future__ import annotations

import re
import unicodedata

from conformance.contract.reader import ScanAnswer
from conformance.reference.faults import Mutant
from conformance.reference.field_rules import Parsed
from conformance.reference.reader_faults import HONEST, reader_fault
from conformance.reference.scanner import Scanner


def _takes_lower_case(self: Scanner, name: str) -> bool:
    return HONEST.is_name(self, name.upper())


def _takes_any_stars(self: Scanner, parsed: Parsed) -> bool:
    return parsed.paper.startswith("*") or HONEST.is_paper(self, parsed)


def _takes_any_date(_: Scanner, born: str) -> bool:
    return re.fullmatch(r"[0-9*]{4}-[0-9*]{2}-[0-9*]{2}", born) is not None


def _takes_31_days(self: Scanner, born: str) -> bool:
    """
    Every month but February has 31 days.
    """
    return re.fullmatch(r"[0-9]{4}-(0[13-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", born) is not None or _julian(self, born)


def _julian(self: Scanner, born: str) -> bool:
    """
    Every fourth year is a leap year.
    """
    leaps = re.fullmatch(r"([0-9]{4})-02-29", born)
    return HONEST.is_date(self, born) or (leaps is not None and int(leaps[1]) % 4 == 0)


def _takes_half_masked(_self: Scanner, _parsed: Parsed) -> bool:
    return True


def _takes_any_paper(self: Scanner, parsed: Parsed) -> bool:
    """
    What has no star is a number, whatever stands there.
    """
    return HONEST.is_paper(self, parsed) or (parsed.paper != "" and "*" not in parsed.paper)


def _escapes_removed(self: Scanner, text: str) -> ScanAnswer:
    """
    Control characters are taken out of the first field before anything is looked at.
    """
    paper, bar, rest = text.partition("|")
    return HONEST.judge(self, re.sub(r"\x1b\[[0-9]*m", "", paper) + bar + rest)


def _marks_removed(self: Scanner, text: str) -> ScanAnswer:
    """
    The name is put into its right spelling and then taken for right; other texts stay as they are.
    """
    parts = text.split("|")
    if len(parts) == 6:
        plain = unicodedata.normalize("NFD", parts[1].replace("Đ", "D"))
        parts[1] = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return HONEST.judge(self, "|".join(parts))


def _blanks_joined(self: Scanner, name: str) -> bool:
    return HONEST.is_name(self, re.sub(" +", " ", name))


def _takes_markup(self: Scanner, name: str) -> bool:
    return HONEST.is_name(self, re.sub("<[^>]*>", "", name).replace("ALERT(1)", ""))


LENIENT_FAULTS: tuple[Mutant, ...] = (
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
        "31-days-accepted",
        "PQR-092",
        "Every month but February has 31 days.",
        "Chấp nhận ngày 31 ở mọi tháng trừ tháng 2.",
        is_date=_takes_31_days,
    ),
    reader_fault(
        "leap-year-of-1900",
        "PQR-092",
        "Every fourth year is a leap year.",
        "Coi mọi năm chia hết cho 4 là năm nhuận.",
        is_date=_julian,
    ),
    reader_fault(
        "half-masked-accepted",
        "PQR-092",
        "A code of which only the number or only the date is masked is accepted.",
        "Chấp nhận mã chỉ che số giấy tờ hoặc chỉ che ngày sinh.",
        is_masked_as_a_whole=_takes_half_masked,
    ),
    reader_fault(
        "paper-unchecked",
        "PQR-092",
        "Whatever has no star is a number.",
        "Coi mọi giá trị không có dấu sao là số giấy tờ.",
        is_paper=_takes_any_paper,
    ),
    reader_fault(
        "escapes-removed",
        "PQR-092",
        "Escape sequences are taken out of the number and the code accepted.",
        "Bỏ chuỗi ESC trong số giấy tờ rồi chấp nhận mã.",
        judge=_escapes_removed,
    ),
    reader_fault(
        "marks-accepted",
        "PQR-092",
        "Marks are taken off the name and the code accepted.",
        "Bỏ dấu trong họ tên rồi chấp nhận mã.",
        judge=_marks_removed,
    ),
    reader_fault(
        "double-blank-accepted",
        "PQR-092",
        "Several blanks in the name are taken for one.",
        "Coi nhiều dấu cách liền nhau trong họ tên là một.",
        is_name=_blanks_joined,
    ),
    reader_fault(
        "markup-accepted",
        "PQR-092",
        "Markup in a name is taken away and the code accepted.",
        "Bỏ thẻ đánh dấu trong họ tên rồi chấp nhận mã.",
        is_name=_takes_markup,
    ),
)

"""
Mutants that are wrong in the string only for some people, or only after something happened: what a hurried test misses.

Each fault is kept to the people it can happen to, so that the rest of the requirements stay judged.
"""

# ruff: noqa: ARG005 - a step takes what the app gives it, whether the fault needs it or not

from __future__ import annotations

import re
from datetime import timedelta

from conformance.model import PaperKind, Person
from conformance.reference.app import App
from conformance.reference.compose import transliterate
from conformance.reference.faults import Mutant, fault


def kept_by(person: Person, kind: PaperKind) -> bool:
    """
    Whether the person's paper is of this kind.
    """
    return person.paper is not None and person.paper.kind is kind


def turkish(person: Person) -> str:
    """
    The name, its small letters i made capitals as in Turkish.
    """
    kept = transliterate(re.sub("i", "ZZI", person.name))
    return kept.replace("ZZI", "İ")


def western(name: str) -> str:
    """
    The name with its first word at the end.
    """
    first, _, rest = name.partition(" ")
    return f"{rest} {first}".strip()


STRUCTURE = (
    fault(
        "trailing-blank",
        "PQR-002",
        "ends the string of the full form with a blank",
        "kết thúc chuỗi dạng đầy đủ bằng một khoảng trắng",
        payload=lambda app, person, masked: App.payload(app, person, masked) + ("" if masked else " "),
    ),
)

PAPER = (
    fault(
        "old-card-left-out-when-masked",
        "PQR-010",
        "leaves SoGiayTo empty in the masked form for self-declared people with an old identity card",
        "ở dạng che để trống SoGiayTo của người tự khai dùng CMND",
        number=lambda app, person, masked: (
            ""
            if masked and kept_by(person, PaperKind.CMND) and person.declared_by is None
            else App.number(app, person, masked)
        ),
    ),
    fault(
        "six-asterisks-one-short",
        "PQR-014",
        "masks with six asterisks, and loses the last character of a citizen card's number",
        "che bằng sáu dấu sao nhưng mất ký tự cuối của số CCCD",
        number=lambda app, person, masked: App.number(app, person, masked)[
            : -1 if masked and kept_by(person, PaperKind.CCCD) else None
        ],
    ),
)

NAME = (
    fault(
        "apostrophe-name-left-out",
        "PQR-020",
        "leaves HoTen empty when the name holds an apostrophe",
        "để trống HoTen khi họ tên có dấu nháy",
        name=lambda app, person: "" if "'" in App.name(app, person) else App.name(app, person),
    ),
    fault(
        "turkish-capitals",
        "PQR-021",
        "writes İ for the small letter i, as in Turkish",
        "viết chữ i thường thành İ như tiếng Thổ Nhĩ Kỳ",
        name=lambda app, person: turkish(person),
    ),
    fault(
        "small-d-stroke-dropped",
        "PQR-022",
        "drops the small letter đ, writes D only for the capital",
        "bỏ mất chữ đ thường, chỉ chữ Đ hoa mới ghi D",
        name=lambda app, person: transliterate(person.name.replace("đ", "")),
    ),
    fault(
        "family-name-last",
        "PQR-022",
        "puts the family name of people with a foreign passport last",
        "đặt họ của người dùng hộ chiếu nước ngoài xuống cuối",
        name=lambda app, person: (
            western(App.name(app, person)) if kept_by(person, PaperKind.PASSPORT_FOREIGN) else App.name(app, person)
        ),
    ),
)

BIRTH = (
    fault(
        "born-a-day-early",
        "PQR-030",
        "writes the day before the birth date in the full form, as a wrong time zone does",
        "ở dạng đầy đủ ghi sớm hơn ngày sinh một ngày, như khi sai múi giờ",
        born=lambda app, person, masked: (
            App.born(app, person, True) if masked else (person.born - timedelta(days=1)).isoformat()
        ),
    ),
    fault(
        "year-of-old-masked",
        "PQR-031",
        "masks the year of birth as well for people who were born before 1950",
        "che luôn năm sinh của người sinh trước năm 1950",
        born=lambda app, person, masked: (
            "****-**-**" if masked and person.born.year < 1950 else App.born(app, person, masked)
        ),
    ),
)

DATA = (
    fault(
        "declared-follows-paper",
        "PQR-040",
        "writes 1 exactly for people without a paper",
        "chỉ ghi 1 cho người không có giấy tờ",
        declaration=lambda app, person: "0" if person.paper else "1",
    ),
    fault(
        "qid-as-float",
        "PQR-050",
        "handles the QID of declared people as a floating-point number and loses its last digits",
        "xử lý QID của người được khai hộ như số thực nên sai các chữ số cuối",
        qid=lambda app, person: f"{float(person.qid):.0f}" if person.declared_by else App.qid(app, person),
    ),
    fault(
        "qid-of-declarer",
        "PQR-051",
        "writes the declarer's QID as that of the declared person",
        "ghi QID của người khai hộ thành QID của người được khai hộ",
        qid=lambda app, person: person.declared_by or App.qid(app, person),
    ),
    fault(
        "sexes-swapped",
        "PQR-060",
        "writes 1 for women and 2 for men",
        "ghi 1 cho nữ và 2 cho nam",
        sex=lambda app, person: App.sex(app, person).translate(str.maketrans("12", "21")),
    ),
    fault(
        "own-qid-as-declarer",
        "PQR-065",
        "writes the person's own QID as that of the declarer when nobody else declared",
        "ghi QID của chính người tự khai vào vị trí người khai hộ",
        declarer=lambda app, person: App.declarer(app, person) or App.qid(app, person),
    ),
)

SUBTLE_FAULTS: tuple[Mutant, ...] = STRUCTURE + PAPER + NAME + BIRTH + DATA

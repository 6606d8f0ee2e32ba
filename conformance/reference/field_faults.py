"""
Mutants that write the string wrongly: its structure, the paper number, the name, the birth date.

Each fault is kept to the people it can happen to, so that the rest of the requirements stay judged.
"""

# ruff: noqa: ARG005 - a step takes what the app gives it, whether the fault needs it or not

from __future__ import annotations

import re
import unicodedata

from conformance.model import PaperKind, Person
from conformance.reference.app import App
from conformance.reference.compose import fold, spell, transliterate, words
from conformance.reference.faults import Mutant, fault


def has_passport(person: Person) -> bool:
    """
    Whether the registered paper is a passport of any country.
    """
    return person.paper is not None and person.paper.kind in (PaperKind.PASSPORT_VN, PaperKind.PASSPORT_FOREIGN)


STRUCTURE = (
    fault(
        "six-bars",
        "PQR-001",
        "writes a sixth bar after a signature",
        "ghi thêm dấu gạch đứng thứ sáu sau chữ ký",
        payload=lambda app, person, masked: App.payload(app, person, masked) + ("|" if person.signature else ""),
    ),
    fault(
        "last-bar-missing",
        "PQR-001",
        "leaves out the fifth bar when EXT is empty",
        "bỏ dấu gạch đứng thứ năm khi EXT rỗng",
        payload=lambda app, person, masked: App.payload(app, person, masked).removesuffix("|"),
    ),
    fault(
        "trailing-newline",
        "PQR-002",
        "ends the string with a line break",
        "kết thúc chuỗi bằng ký tự xuống dòng",
        payload=lambda app, person, masked: App.payload(app, person, masked) + "\n",
    ),
    fault(
        "byte-order-mark",
        "PQR-002",
        "begins the string with a byte order mark",
        "bắt đầu chuỗi bằng dấu thứ tự byte (BOM)",
        payload=lambda app, person, masked: "\ufeff" + App.payload(app, person, masked),
    ),
    fault(
        "more-with-marks",
        "PQR-003",
        "writes the country with its marks into a sub-field of its own",
        "ghi tên nước có dấu vào một trường riêng trong EXT",
        places=lambda app, person, masked: [*App.places(app, person, masked), "Việt-Nam"],
    ),
    fault(
        "typographic-apostrophe",
        "PQR-003",
        "keeps the typographic apostrophe of a name",
        "giữ nguyên dấu nháy cong trong họ tên",
        name=lambda app, person: App.name(app, person).replace("'", "’" if "’" in person.name else "'"),
    ),
    fault(
        "less-than-of-name-kept",
        "PQR-004",
        "keeps the < of a registered name",
        "giữ nguyên dấu < trong họ tên đã đăng ký",
        name=lambda app, person: "<".join(map(transliterate, person.name.split("<"))),
    ),
    fault(
        "bar-of-name-kept",
        "PQR-004",
        "keeps the bar of a registered name",
        "giữ nguyên dấu gạch đứng trong họ tên đã đăng ký",
        name=lambda app, person: "|".join(map(transliterate, person.name.split("|"))),
    ),
)

PAPER = (
    fault(
        "passport-left-out",
        "PQR-010",
        "leaves SoGiayTo empty for self-declared people with a passport",
        "để trống SoGiayTo khi người tự khai dùng hộ chiếu",
        number=lambda app, person, masked: (
            "" if has_passport(person) and person.declared_by is None else App.number(app, person, masked)
        ),
    ),
    fault(
        "number-without-leading-zero",
        "PQR-011",
        "drops a leading zero of the paper number in the full form",
        "bỏ số 0 đứng đầu của số giấy tờ ở dạng đầy đủ",
        number=lambda app, person, masked: App.number(app, person, masked).removeprefix("0"),
    ),
    fault(
        "passport-in-lower-case",
        "PQR-011",
        "writes a passport number in lower case in the full form",
        "ghi số hộ chiếu bằng chữ thường ở dạng đầy đủ",
        number=lambda app, person, masked: (
            App.number(app, person, masked) if masked else App.number(app, person, masked).lower()
        ),
    ),
    fault(
        "five-asterisks",
        "PQR-014",
        "masks the paper number with five asterisks instead of six",
        "che số giấy tờ bằng năm dấu sao thay vì sáu",
        number=lambda app, person, masked: App.number(app, person, masked).replace("******", "*****"),
    ),
    fault(
        "seven-asterisks",
        "PQR-014",
        "hides the seventh character of the paper number as well",
        "che luôn ký tự thứ bảy của số giấy tờ",
        number=lambda app, person, masked: re.sub(r"^\*{6}.", "*" * 7, App.number(app, person, masked)),
    ),
    fault(
        "placeholder-for-no-paper",
        "PQR-015",
        "writes N/A when there is no paper number",
        "ghi N/A khi không có số giấy tờ",
        number=lambda app, person, masked: App.number(app, person, masked) or "N/A",
    ),
    fault(
        "zeros-for-no-paper",
        "PQR-015",
        "writes twelve zeros when there is no paper number",
        "ghi mười hai số 0 khi không có số giấy tờ",
        number=lambda app, person, masked: App.number(app, person, masked) or "0" * 12,
    ),
)

NAME = (
    fault(
        "one-word-name-left-out",
        "PQR-020",
        "leaves HoTen empty when the name is one word",
        "để trống HoTen khi họ tên chỉ có một từ",
        name=lambda app, person: App.name(app, person) if " " in App.name(app, person) else "",
    ),
    fault(
        "name-in-title-case",
        "PQR-021",
        "writes the name in title case",
        "ghi họ tên chỉ viết hoa chữ cái đầu",
        name=lambda app, person: App.name(app, person).title(),
    ),
    fault(
        "marks-of-name-kept",
        "PQR-021",
        "writes the name with its diacritics",
        "ghi họ tên còn dấu",
        name=lambda app, person: " ".join(re.sub(r"[|<>]", " ", spell(person.name)).split()),
    ),
    fault(
        "marks-of-decomposed-name-kept",
        "PQR-021",
        "removes marks only from composed letters",
        "chỉ bỏ dấu của chữ dựng sẵn, không bỏ dấu của chữ tổ hợp",
        name=lambda app, person: (
            App.name(app, person)
            if unicodedata.is_normalized("NFC", person.name)
            else " ".join(unicodedata.normalize("NFD", spell(person.name)).split())
        ),
    ),
    fault(
        "blanks-of-name-kept",
        "PQR-021",
        "keeps doubled blanks between words",
        "giữ nguyên khoảng trắng thừa giữa các từ",
        name=lambda app, person: words(fold(spell(person.name))).strip(),
    ),
    fault(
        "d-stroke-dropped",
        "PQR-022",
        "drops the letter Đ instead of writing D",
        "bỏ mất chữ Đ thay vì ghi D",
        name=lambda app, person: transliterate(re.sub("[Đđ]", "", person.name)),
    ),
    fault(
        "eth-dropped",
        "PQR-022",
        "drops the look-alike Ð (U+00D0) instead of writing D",
        "bỏ mất chữ Ð (U+00D0) trông giống Đ thay vì ghi D",
        name=lambda app, person: transliterate(re.sub("[Ðð]", "", person.name)),
    ),
    fault(
        "long-name-cut",
        "PQR-022",
        "cuts a name after 40 letters",
        "cắt họ tên sau 40 ký tự",
        name=lambda app, person: App.name(app, person)[:40].strip(),
    ),
)

BIRTH = (
    fault(
        "day-first",
        "PQR-030",
        "writes the full birth date as DD-MM-YYYY",
        "ghi ngày sinh đầy đủ theo dạng DD-MM-YYYY",
        born=lambda app, person, masked: App.born(app, person, True) if masked else f"{person.born:%d-%m-%Y}",
    ),
    fault(
        "29-february-moved",
        "PQR-030",
        "writes 1 March for a birth on 29 February",
        "ghi ngày 1 tháng 3 cho người sinh ngày 29 tháng 2",
        born=lambda app, person, masked: App.born(app, person, masked).replace("-02-29", "-03-01"),
    ),
    fault(
        "half-masked-date",
        "PQR-031",
        "masks the month of birth in the string but not the day",
        "trong chuỗi chỉ che tháng sinh, không che ngày sinh",
        born=lambda app, person, masked: f"{person.born:%Y-**-%d}" if masked else App.born(app, person, False),
    ),
    fault(
        "year-masked-too",
        "PQR-031",
        "masks the year of birth in the string as well",
        "trong chuỗi che luôn năm sinh",
        born=lambda app, person, masked: "****-**-**" if masked else App.born(app, person, False),
    ),
)

FIELD_FAULTS: tuple[Mutant, ...] = STRUCTURE + PAPER + NAME + BIRTH

"""
Honest variants that write differently what the annex leaves open: on the screen, and in the code.
"""

# ruff: noqa: ARG001, ARG005 - a step takes what the app gives it, whether the variant needs it or not

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.model import Person
from conformance.reference.app import App
from conformance.reference.compose import transliterate
from conformance.reference.dress import backwards, in_one_block, word_by_word
from conformance.reference.screens import Face
from conformance.reference.variant import Variant, variant
from conformance.texts import Bilingual

ENGLISH = ("Paper number", "Date of birth", "Sex", "Phone", "Health insurance")


def grouped(text: str, size: int, between: str = " ") -> str:
    """
    A number in groups.
    """
    return between.join(text[start : start + size] for start in range(0, len(text), size))


def in_groups(size: int, between: str = " ") -> Callable[[App, Person, bool], str]:
    """
    The step that writes the paper number in groups.
    """

    def write(app: App, person: Person, masked: bool) -> str:
        number = App.shown_number(app, person, masked)
        return grouped(number, size, between) if person.paper else number

    return write


def dated(pattern: str) -> Callable[[App, Person, bool], str]:
    """
    The step that writes the birth date in another layout.
    """

    def write(app: App, person: Person, masked: bool) -> str:
        day, month = ("**", "**") if masked else (f"{person.born.day:02d}", f"{person.born.month:02d}")
        return pattern.format(day=day, month=month, year=f"{person.born.year:04d}")

    return write


def relabelled(app: App, person: Person, masked: bool) -> Face:
    """
    The card with English labels.
    """
    face = App.face(app, person, masked)
    rows = tuple((ENGLISH[place % len(ENGLISH)], value) for place, (_, value) in enumerate(face.rows))
    return replace(face, rows=rows)


def joined(app: App, person: Person, masked: bool) -> Face:
    """
    The card with label and value in one text.
    """
    face = App.face(app, person, masked)
    return replace(face, rows=tuple((f"{label}: {value}", "") for label, value in face.rows))


def extended(places: list[str]) -> list[str]:
    """
    The places of EXT with one more at the end, whose meaning the annex leaves open.
    """
    return [*places, "VN"]


LAYOUTS = (
    variant(
        "number-in-threes",
        "writes the paper number in groups of three",
        "viết số giấy tờ thành nhóm ba ký tự",
        shown_number=in_groups(3),
    ),
    variant(
        "number-in-fours",
        "writes the paper number in groups of four",
        "viết số giấy tờ thành nhóm bốn ký tự",
        shown_number=in_groups(4),
    ),
    variant(
        "number-with-dots",
        "writes the paper number in groups of three with dots between",
        "viết số giấy tờ thành nhóm ba ký tự, ngăn bằng dấu chấm",
        shown_number=in_groups(3, "."),
    ),
    variant(
        "number-with-hyphens",
        "writes the paper number in groups of six with a hyphen between",
        "viết số giấy tờ thành nhóm sáu ký tự, ngăn bằng dấu gạch nối",
        shown_number=in_groups(6, "-"),
    ),
    variant(
        "date-iso",
        "writes the birth date as 1987-**-** and 1987-01-18",
        "viết ngày sinh dạng 1987-**-** và 1987-01-18",
        shown_born=dated("{year}-{month}-{day}"),
    ),
    variant(
        "date-with-dots",
        "writes the birth date as **.**.1987",
        "viết ngày sinh dạng **.**.1987",
        shown_born=dated("{day}.{month}.{year}"),
    ),
    variant(
        "date-with-hyphens",
        "writes the birth date as **-**-1987",
        "viết ngày sinh dạng **-**-1987",
        shown_born=dated("{day}-{month}-{year}"),
    ),
    variant(
        "date-in-words",
        "writes the birth date in words",
        "viết ngày sinh bằng chữ",
        shown_born=dated("ngày {day} tháng {month} năm {year}"),
    ),
    variant(
        "name-transliterated",
        "shows the name in capitals without marks",
        "hiện họ tên viết hoa không dấu",
        shown_name=lambda app, person: (
            transliterate(person.name) if not set("<>|&;") & set(person.name) else person.name.upper()
        ),
    ),
    variant(
        "name-in-capitals",
        "shows the name in capitals with its marks",
        "hiện họ tên viết hoa có dấu",
        shown_name=lambda app, person: person.name.upper(),
    ),
)

CARDS = (
    variant(
        "english-labels",
        "has labels in English",
        "có nhãn bằng tiếng Anh",
        face=relabelled,
    ),
    variant(
        "label-and-value-joined",
        "writes label and value as one text",
        "viết nhãn và giá trị liền nhau",
        face=joined,
    ),
    variant(
        "values-alone",
        "shows the values without labels",
        "chỉ hiện giá trị, không có nhãn",
        face=lambda app, person, masked: replace(
            App.face(app, person, masked), rows=tuple(("", value) for _, value in App.face(app, person, masked).rows)
        ),
    ),
    variant(
        "rows-turned-round",
        "shows the rows in the opposite order",
        "hiện các dòng theo thứ tự ngược lại",
        face=lambda app, person, masked: replace(
            App.face(app, person, masked), rows=App.face(app, person, masked).rows[::-1]
        ),
    ),
    variant(
        "number-and-date-alone",
        "shows nothing but name, paper number and birth date",
        "chỉ hiện họ tên, số giấy tờ và ngày sinh",
        face=lambda app, person, masked: replace(
            App.face(app, person, masked), rows=App.face(app, person, masked).rows[:2]
        ),
    ),
    variant(
        "secrets-in-asterisks",
        "masks phone and BHYT code with asterisks",
        "che số điện thoại và mã BHYT bằng dấu sao",
        shown_secret=lambda app, value, masked: (
            "*" * (len(value) - 3) + value[-3:] if masked and value else value or ""
        ),
    ),
    variant(
        "texts-word-by-word",
        "gives its visible texts word by word",
        "cung cấp văn bản trên màn hình theo từng từ",
        draw=lambda app, action: word_by_word(App.draw(app, action)),
    ),
    variant(
        "texts-in-one-block",
        "gives its visible texts as one block of lines",
        "cung cấp văn bản trên màn hình thành một khối nhiều dòng",
        draw=lambda app, action: in_one_block(App.draw(app, action)),
    ),
    variant(
        "texts-backwards",
        "gives its visible texts in the opposite order",
        "cung cấp văn bản trên màn hình theo thứ tự ngược lại",
        draw=lambda app, action: backwards(App.draw(app, action)),
    ),
)

STRINGS = (
    variant(
        "ext-places-kept",
        "writes the empty places at the end of EXT",
        "ghi cả các vị trí trống ở cuối EXT",
        ext=lambda app, person, masked: "<".join(app.places(person, masked)),
    ),
    variant(
        "ext-with-more",
        "writes a sub-field of its own after the signature",
        "ghi thêm một trường riêng sau chữ ký",
        places=lambda app, person, masked: extended(App.places(app, person, masked)),
    ),
    variant(
        "sex-0-for-unregistered",
        "writes 0 for the sex where none is registered",
        "ghi 0 cho giới tính khi chưa đăng ký giới tính",
        sex=lambda app, person: App.sex(app, person) or "0",
    ),
    variant(
        "ext-without-signature",
        "leaves out the signature, which is optional",
        "không ghi chữ ký vì đó là trường tùy chọn",
        places=lambda app, person, masked: App.places(app, person, masked)[:4],
    ),
    Variant(
        "clear-string",
        Bilingual(
            vi="mã ở chế độ mặc định chứa dạng đầy đủ, màn hình vẫn che",
            en="has the full form in the code of the default view, while the screen is masked",
        ),
        {"code_masked": lambda app: False},
        unmet="PQR-075",
    ),
    Variant(
        "masked-string-with-clear-ext",
        Bilingual(
            vi="che SoGiayTo và NgaySinh trong mã, để nguyên mã BHYT và số điện thoại",
            en="masks SoGiayTo and NgaySinh in the code, and leaves BHYT and phone",
        ),
        {"places": lambda app, person, masked: App.places(app, person, False)},
        unmet="PQR-075",
    ),
)

TEXT_VARIANTS: tuple[Variant, ...] = LAYOUTS + CARDS + STRINGS

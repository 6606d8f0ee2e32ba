"""
Mutants that show or behave wrongly; what they write into the code is right.
"""

# ruff: noqa: ARG005 - a step takes what the app gives it, whether the fault needs it or not

from __future__ import annotations

import re
from time import sleep

from PIL import Image, ImageChops

from conformance.model import Action, PaperKind, Person
from conformance.reference.app import App
from conformance.reference.faults import Mutant, fault

SLOW_S = 1.3  # longer than the second that counts as quick: PQR-073


def slowly(app: App) -> None:
    """
    Toggle, but take long.
    """
    sleep(SLOW_S)
    App.toggle(app)


def kept_after(action: Action, app: App, opened: Action) -> None:
    """
    Open the card, in the mode in which it was before `action`.
    """
    masked = app.masked
    App.open_card(app, opened)
    if opened is action:
        app.masked = masked


def five_shown(person: Person, number: str) -> str:
    """
    A masked number of an old identity card, with its sixth character in clear.
    """
    if person.paper is None or person.paper.kind is not PaperKind.CMND:
        return number
    return re.sub(r"^\*{6}", "*" * 5 + person.paper.number[5], number)


def on_gradient(code: Image.Image) -> Image.Image:
    """
    The code on a gradient from dark to white: zxing-cpp and WeChat read it, zbar does not.

    Measured on 24 payloads of 50 to 257 bytes, all alike; on a paler one (from tone 160) zbar reads too.
    """
    ramp = Image.linear_gradient("L").rotate(90).point([90 + tone * 165 // 255 for tone in range(256)])
    return ImageChops.darker(code, ramp.resize(code.size))


def flattened(code: Image.Image) -> Image.Image:
    """
    The code at less than half of its height: zxing-cpp and zbar read it, WeChat does not.

    Measured on 24 payloads of 50 to 257 bytes, all alike; at 60 % WeChat reads most.
    """
    return code.resize((code.width, code.height * 45 // 100))


SHOWN = (
    fault(
        "seven-asterisks-on-screen",
        "PQR-014",
        "hides the seventh character of the paper number on the screen as well",
        "trên màn hình che luôn ký tự thứ bảy của số giấy tờ",
        shown_number=lambda app, person, masked: re.sub(r"^\*{6}.", "*" * 7, App.shown_number(app, person, masked)),
    ),
    fault(
        "year-masked-on-screen",
        "PQR-031",
        "masks the year of birth on the screen as well",
        "trên màn hình che luôn năm sinh",
        shown_born=lambda app, person, masked: "**/**/****" if masked else App.shown_born(app, person, False),
    ),
    fault(
        "number-of-declared-clear",
        "PQR-070",
        "shows the paper number of people who were declared by another unmasked in the default view",
        "hiện số giấy tờ không che của người được khai hộ ở chế độ mặc định",
        shown_number=lambda app, person, masked: App.shown_number(app, person, masked and person.declared_by is None),
    ),
    fault(
        "sixth-character-shown",
        "PQR-070",
        "shows the sixth character of an old identity card's number in the default view",
        "để lộ ký tự thứ sáu của số CMND ở chế độ mặc định",
        shown_number=lambda app, person, masked: five_shown(person, App.shown_number(app, person, masked)),
    ),
    fault(
        "day-shown",
        "PQR-071",
        "shows the day of birth in the default view",
        "để lộ ngày sinh ở chế độ mặc định",
        shown_born=lambda app, person, masked: (
            f"{person.born:%d/**/%Y}" if masked else App.shown_born(app, person, False)
        ),
    ),
    fault(
        "date-of-declared-clear",
        "PQR-071",
        "shows the birth date of people with a paper who were declared by another unmasked in the default view",
        "hiện ngày sinh không che của người có giấy tờ được khai hộ ở chế độ mặc định",
        shown_born=lambda app, person, masked: App.shown_born(
            app, person, masked and (person.declared_by is None or person.paper is None)
        ),
    ),
    fault(
        "markup-swallowed",
        "PQR-077",
        "takes text in the name that looks like markup for markup",
        "coi phần giống thẻ đánh dấu trong họ tên là thẻ đánh dấu nên không hiện",
        shown_name=lambda app, person: re.sub(r"<[^>]*>", "", person.name),
    ),
)

BEHAVIOUR = (
    fault(
        "date-never-full",
        "PQR-072",
        "shows only the paper number in full after the toggle, never the birth date",
        "khi chuyển sang dạng đầy đủ chỉ hiện số giấy tờ, không hiện ngày sinh",
        shown_born=lambda app, person, masked: App.shown_born(app, person, True),
    ),
    fault(
        "no-way-back",
        "PQR-072",
        "does not go back to the masked form when toggled again",
        "bấm lần nữa không trở lại dạng che",
        toggle=lambda app: setattr(app, "masked", False),
    ),
    fault(
        "slow-toggle",
        "PQR-073",
        "takes 1.3 s to switch",
        "mất 1,3 giây để chuyển chế độ",
        toggle=slowly,
    ),
    fault(
        "three-taps",
        "PQR-073",
        "needs three taps to switch",
        "cần ba lần chạm để chuyển chế độ",
        taps=lambda app, action: 3 if action is Action.TOGGLE else 1,
    ),
    fault(
        "full-after-leave",
        "PQR-074",
        "still shows the full form after the user left the screen and came back",
        "vẫn hiện đầy đủ sau khi người dùng rời màn hình rồi quay lại",
        open_card=lambda app, action: kept_after(Action.RETURN, app, action),
    ),
    fault(
        "full-after-restart",
        "PQR-074",
        "still shows the full form after the app was restarted",
        "vẫn hiện đầy đủ sau khi khởi động lại ứng dụng",
        open_card=lambda app, action: kept_after(Action.RESTART, app, action),
    ),
    fault(
        "no-code-offline",
        "PQR-085",
        "shows no code without network",
        "không hiện mã khi không có mạng",
        has_code=lambda app, action: app.online,
    ),
    fault(
        "no-code-offline-after-restart",
        "PQR-085",
        "shows no code when it was restarted without network",
        "không hiện mã khi khởi động lại lúc không có mạng",
        has_code=lambda app, action: app.online or action is not Action.RESTART,
    ),
)

SYMBOL = (
    fault(
        "code-on-gradient",
        "PQR-080",
        "draws the code on a dark gradient, where only some readers read it",
        "vẽ mã trên nền chuyển màu tối nên chỉ một số bộ đọc đọc được",
        code_picture=lambda app, data: on_gradient(App.code_picture(app, data)),
    ),
    fault(
        "code-flattened",
        "PQR-080",
        "draws the code at less than half of its height, where only some readers read it",
        "vẽ mã thấp hơn một nửa chiều cao nên chỉ một số bộ đọc đọc được",
        code_picture=lambda app, data: flattened(App.code_picture(app, data)),
    ),
)

DISPLAY_FAULTS: tuple[Mutant, ...] = SHOWN + BEHAVIOUR + SYMBOL

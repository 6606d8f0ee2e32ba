"""
Mutants that remember what they should not, or forget what they should keep: after an edit, on a second phone, among
people who resemble each other, without network.
"""

# ruff: noqa: ARG005 - a step takes what the app gives it, whether the fault needs it or not

from __future__ import annotations

import html
from collections.abc import Sequence

from conformance.model import Action, Person
from conformance.reference.app import App
from conformance.reference.faults import Mutant, fault
from conformance.reference.identity_faults import with_qid


def keep_before(app: App, person: Person) -> Person:
    """
    Take changed data, and remember what was there before.
    """
    app.before = app.person  # type: ignore[attr-defined]
    return person


def old(app: App, person: Person) -> Person:
    """
    The person as before the edit, where there was one.
    """
    return getattr(app, "before", person)


def like_first(person: Person, alive: Sequence[Person]) -> Person:
    """
    The person, with the QID of somebody of the same name and birth date who was there before.
    """
    others = (other for other in alive if other.qid != person.qid)
    same = [other.qid for other in others if (other.name, other.born) == (person.name, person.born)]
    return with_qid(person, same[0]) if same else person


def again(person: Person, alive: Sequence[Person]) -> Person:
    """
    A declared person, with another QID where they are registered on another phone already.
    """
    known = person.qid in {other.qid for other in alive}
    return with_qid(person, f"{person.qid[:-1]}x") if known and person.declared_by else person


def remember_phone(app: App, person: Person, alive: Sequence[Person]) -> Person:
    """
    Register `person`, and remember who had the same phone before.
    """
    others = (other for other in alive if person.phone and other.phone == person.phone and other.qid != person.qid)
    app.cached = next(others, None)  # type: ignore[attr-defined]
    return person


def come_back(app: App, action: Action) -> None:
    """
    Open the card, and remember whether the user came back to it.
    """
    App.open_card(app, action)
    app.came_back = action is Action.RETURN  # type: ignore[attr-defined]


def toggle_and_remember(app: App) -> None:
    """
    Toggle, and remember that it was done since the card was opened.
    """
    App.toggle(app)
    app.toggled = True  # type: ignore[attr-defined]


def open_and_forget(app: App, action: Action) -> None:
    """
    Open the card as if it had never been toggled.
    """
    App.open_card(app, action)
    app.toggled = False  # type: ignore[attr-defined]


EDITED = (
    fault(
        "number-stale-after-edit",
        "PQR-011",
        "still writes the old paper number in the full form after the paper was changed",
        "ở dạng đầy đủ vẫn ghi số giấy tờ cũ sau khi đổi giấy tờ",
        edited=keep_before,
        number=lambda app, person, masked: App.number(app, person if masked else old(app, person), masked),
    ),
    fault(
        "name-stale-after-edit",
        "PQR-022",
        "still writes the old name into the code after it was changed",
        "vẫn ghi họ tên cũ trong mã sau khi đổi họ tên",
        edited=keep_before,
        name=lambda app, person: App.name(app, old(app, person)),
    ),
    fault(
        "phone-stale-after-edit",
        "PQR-060",
        "still writes the old phone into the code after it was changed",
        "vẫn ghi số điện thoại cũ trong mã sau khi đổi số",
        edited=keep_before,
        phone=lambda app, person: App.phone(app, old(app, person)),
    ),
    fault(
        "qid-changes-with-paper",
        "PQR-054",
        "makes a new QID when the paper is changed",
        "tạo QID mới khi đổi giấy tờ",
        edited=lambda app, person: with_qid(person, person.qid[::-1]) if person.paper != app.person.paper else person,
    ),
)

RESEMBLING = (
    fault(
        "qid-per-phone-of-declared",
        "PQR-052",
        "changes the last character of a declared person's QID on a second phone",
        "đổi ký tự cuối QID của người được khai hộ khi cài trên điện thoại thứ hai",
        registered=lambda app, person, alive: again(person, alive),
    ),
    fault(
        "qid-by-name-and-birth",
        "PQR-053",
        "gives people of the same name and birth date one QID",
        "cấp cùng một QID cho những người trùng họ tên và ngày sinh",
        registered=lambda app, person, alive: like_first(person, alive),
    ),
    fault(
        "code-cached-by-phone",
        "PQR-076",
        "shows the code of whoever used the same phone number before",
        "hiện mã của người đã dùng cùng số điện thoại trước đó",
        registered=remember_phone,
        coded=lambda app, person: app.cached or person,
    ),
)

SHOWN = (
    fault(
        "number-clear-after-return",
        "PQR-074",
        "shows the paper number in full when the user comes back to the screen",
        "hiện đầy đủ số giấy tờ khi người dùng quay lại màn hình",
        open_card=come_back,
        shown_number=lambda app, person, masked: App.shown_number(
            app, person, masked and not getattr(app, "came_back", False)
        ),
    ),
    fault(
        "date-stays-full",
        "PQR-072",
        "masks only the paper number when the switch is used again, never the birth date",
        "bấm lần nữa chỉ che số giấy tờ, không che ngày sinh",
        toggle=toggle_and_remember,
        open_card=open_and_forget,
        shown_born=lambda app, person, masked: App.shown_born(
            app, person, masked and not getattr(app, "toggled", False)
        ),
    ),
    fault(
        "entities-resolved",
        "PQR-077",
        "takes character references in the name for the characters they stand for",
        "thay mã ký tự HTML trong họ tên bằng ký tự tương ứng",
        shown_name=lambda app, person: html.unescape(person.name),
    ),
    fault(
        "full-code-offline",
        "PQR-085",
        "puts the full form into the code that is shown without network",
        "đưa dạng đầy đủ vào mã hiện khi không có mạng",
        code_masked=lambda app: app.masked and app.online,
    ),
)

STALE_FAULTS: tuple[Mutant, ...] = EDITED + RESEMBLING + SHOWN

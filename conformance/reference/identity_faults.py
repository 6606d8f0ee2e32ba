"""
Mutants that write the string wrongly: declaration, QID, EXT; or whose code and screen do not belong together.

Each fault is kept to the people it can happen to, so that the rest of the requirements stay judged.
"""

# ruff: noqa: ARG005 - a step takes what the app gives it, whether the fault needs it or not

from __future__ import annotations

import re
from collections.abc import Sequence

from conformance.model import Person
from conformance.reference.app import App
from conformance.reference.faults import Mutant, fault


def remember_neighbour(app: App, person: Person, alive: Sequence[Person]) -> Person:
    """
    Register `person`, and remember who of another name was there before with a QID that is lower by one.
    """
    wanted = re.sub("9$", "8", person.qid)
    others = (other for other in alive if other.qid == wanted and other.name != person.name)
    app.neighbour = next(others, None)  # type: ignore[attr-defined]
    return person


def swap_short(places: list[str]) -> list[str]:
    """
    The places of EXT with BHYT and phone swapped when the BHYT code has 10 digits, and so looks like a phone.
    """
    declarer, sex, health_insurance, phone, signature = places
    if len(health_insurance) != 10:
        return places
    return [declarer, sex, phone, health_insurance, signature]


def with_qid(person: Person, qid: str) -> Person:
    """
    The person with another QID.
    """
    return person.model_copy(update={"qid": qid})


IDENTITY = (
    fault(
        "always-self-declared",
        "PQR-040",
        "writes 0 for people who were declared by another",
        "ghi 0 cho người được khai hộ",
        declaration=lambda app, person: "0",
    ),
    fault(
        "declared-as-2",
        "PQR-040",
        "writes 2 for people who were declared by another",
        "ghi 2 cho người được khai hộ",
        declaration=lambda app, person: App.declaration(app, person).replace("1", "2"),
    ),
    fault(
        "qid-as-number",
        "PQR-050",
        "handles the QID as a number and loses its leading zeros",
        "xử lý QID như một số nên mất các số 0 đứng đầu",
        qid=lambda app, person: App.qid(app, person).lstrip("0"),
    ),
    fault(
        "qid-in-groups",
        "PQR-050",
        "writes the QID of declared people in groups of six",
        "ghi QID của người được khai hộ thành từng nhóm sáu ký tự",
        qid=lambda app, person: " ".join(re.findall(".{1,6}" if person.declared_by else ".+", person.qid)),
    ),
    fault(
        "qid-with-check-digit",
        "PQR-051",
        "appends a check digit of its own to the QID",
        "tự thêm một chữ số kiểm tra vào sau QID",
        qid=lambda app, person: App.qid(app, person) + str(sum(person.qid.encode()) % 10),
    ),
    fault(
        "qid-per-installation",
        "PQR-052",
        "makes a new QID when the same person installs the app a second time",
        "tạo QID mới khi cùng một người cài ứng dụng lần thứ hai",
        registered=lambda app, person, alive: (
            with_qid(person, person.qid[::-1]) if person.qid in {other.qid for other in alive} else person
        ),
    ),
    fault(
        "qid-shared",
        "PQR-053",
        "gives two people whose QIDs differ in the last digit the same one",
        "cấp cùng một QID cho hai người có QID chỉ khác chữ số cuối",
        qid=lambda app, person: re.sub("9$", "8", App.qid(app, person)),
    ),
    fault(
        "qid-changes-with-edit",
        "PQR-054",
        "makes a new QID when data of the person are edited",
        "tạo QID mới khi thông tin của người dùng được sửa",
        edited=lambda app, person: with_qid(person, person.qid[::-1]),
    ),
)

EXTENSION = (
    fault(
        "phone-and-bhyt-swapped",
        "PQR-060",
        "swaps phone and BHYT when the BHYT code has 10 digits",
        "đổi chỗ số điện thoại và mã BHYT khi mã BHYT có 10 chữ số",
        places=lambda app, person, masked: swap_short(App.places(app, person, masked)),
    ),
    fault(
        "leading-place-dropped",
        "PQR-060",
        "drops the empty place of the declarer, so that all others move",
        "bỏ vị trí trống của người khai hộ nên các trường sau bị dồn lên",
        ext=lambda app, person, masked: App.ext(app, person, masked).removeprefix("<"),
    ),
    fault(
        "empty-place-dropped",
        "PQR-060",
        "drops the place of an absent BHYT code, so that the phone moves there",
        "bỏ vị trí trống của mã BHYT nên số điện thoại bị dồn lên",
        places=lambda app, person, masked: [
            place
            for number, place in enumerate(App.places(app, person, masked))
            if place or number != 2 or not person.phone or masked
        ],
    ),
    fault(
        "sex-as-letter",
        "PQR-061",
        "writes the sex as M or F",
        "ghi giới tính bằng chữ M hoặc F",
        sex=lambda app, person: App.sex(app, person).translate(str.maketrans("12", "MF")),
    ),
    fault(
        "sex-3-for-unknown",
        "PQR-061",
        "writes 3 when there is no information on the sex",
        "ghi 3 khi chưa có thông tin giới tính",
        sex=lambda app, person: App.sex(app, person).replace("0", "3"),
    ),
    fault(
        "phone-without-zero",
        "PQR-062",
        "writes the phone without its leading zero",
        "ghi số điện thoại thiếu số 0 đứng đầu",
        phone=lambda app, person: App.phone(app, person).removeprefix("0"),
    ),
    fault(
        "phone-international",
        "PQR-062",
        "writes the phone in its international form",
        "ghi số điện thoại theo dạng quốc tế",
        phone=lambda app, person: re.sub("^0", "+84", App.phone(app, person)),
    ),
    fault(
        "declarer-left-out",
        "PQR-065",
        "leaves the place of the declarer's QID empty",
        "để trống vị trí QID của người khai hộ",
        declarer=lambda app, person: "",
    ),
)

SCOPE = (
    fault(
        "phone-and-bhyt-clear",
        "PQR-075",
        "leaves BHYT and phone clear in the default string",
        "để lộ mã BHYT và số điện thoại trong chuỗi mặc định",
        places=lambda app, person, masked: App.places(app, person, False),
    ),
    fault(
        "default-code-clear",
        "PQR-075",
        "puts the full form into the code of the default view",
        "đưa dạng đầy đủ vào mã ở chế độ mặc định",
        code_masked=lambda app: False,
    ),
    fault(
        "code-stays-masked",
        "PQR-076",
        "leaves the code of declared people masked when the screen shows the full form",
        "mã của người được khai hộ vẫn ở dạng che khi màn hình đã hiện đầy đủ",
        code_masked=lambda app: app.masked or app.person.declared_by is not None,
    ),
    fault(
        "code-of-neighbour",
        "PQR-076",
        "shows a person the code of somebody else on the same service",
        "hiện cho người dùng mã của một người khác trên cùng dịch vụ",
        registered=remember_neighbour,
        coded=lambda app, person: app.neighbour or person,
    ),
)

IDENTITY_FAULTS: tuple[Mutant, ...] = IDENTITY + EXTENSION + SCOPE

"""
Mutants of the platform that issue QIDs wrongly, or register what cannot be.

Each step replaces one method of `Office`; each fault is kept to the situations that it is about, so that the rest of
the requirements stay judged.
"""

# ruff: noqa: ARG001, ARG005 - a step takes what the office gives it, whether the fault needs it or not

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from time import sleep
from typing import Any

from conformance.contract.platform import Registration
from conformance.model import PaperKind, RequirementId, Role
from conformance.reference.faults import Mutant, fault_of
from conformance.sandbox import rules
from conformance.sandbox.office import Office
from conformance.sandbox.tokens import Holder
from conformance.texts import Bilingual


def platform_fault(name: str, requirement: RequirementId, en: str, vi: str, /, **steps: Callable[..., Any]) -> Mutant:
    """
    One mutant of the platform; `steps` are the methods of `Office` that it replaces.
    """
    return fault_of(Role.PLATFORM, name, requirement, Bilingual(vi=vi, en=en), **steps)


def _is_cccd(person: Registration) -> bool:
    return person.paper is not None and person.paper.kind is PaperKind.CCCD


def without_identity(columns: dict[str, Any]) -> dict[str, Any]:
    """
    The columns of a change that leaves the identity as it was.
    """
    return {name: value for name, value in columns.items() if name != "identity"}


def racing(office: Office, people: Sequence[Registration], holder: Holder | None) -> list[str]:
    """
    Identities that differ for who registers while the same person is being registered: no unique key holds them.
    """
    found = Office.identities(office, people, holder)
    if len(found) > 1:
        return found
    busy: Counter[str] = vars(office).setdefault("busy", Counter())
    turn = busy[found[0]]
    busy[found[0]] += 1
    sleep(0.1)  # seconds; long enough for all requests of one moment
    busy[found[0]] -= 1
    return [f"{found[0]}#{turn}" if turn else found[0]]


def as_number(person: Registration) -> str:
    """
    The identity with the paper number as an integer where it is one.
    """
    number = person.paper.number if person.paper else ""
    return f"number:{int(number)}" if number.isdecimal() else rules.identity(person)


def with_phone(office: Office, person: Registration, holder: Holder | None) -> str:
    """
    An identity in which the phone counts, for who has a passport or an old identity card.
    """
    identity = rules.identity(person)
    return f"{identity}/{person.phone}" if person.paper and not _is_cccd(person) else identity


ISSUING = (
    platform_fault(
        "qid-per-app",
        "PQR-052",
        "issues a QID per app",
        "cấp QID theo từng ứng dụng",
        identity=lambda office, person, holder: f"{holder.who}/{rules.identity(person)}",
        changed=lambda office, person, holder: without_identity(Office.changed(office, person, holder)),
    ),
    platform_fault(
        "qid-per-request-at-one-moment",
        "PQR-052",
        "looks whether a person is there and enters them in two steps",
        "kiểm tra rồi mới ghi người dùng trong hai bước rời nhau",
        identities=racing,
    ),
    platform_fault(
        "qid-per-normal-form",
        "PQR-052",
        "takes a child's name in another Unicode normal form for another child",
        "coi tên trẻ em viết ở dạng Unicode khác là người khác",
        identity=lambda office, person, holder: (
            rules.identity(person) if person.paper else f"none:{person.name}|{person.born}|{person.declared_by}"
        ),
    ),
    platform_fault(
        "qid-of-name-and-birth",
        "PQR-053",
        "takes people with the same name and birth date for one",
        "coi những người trùng họ tên và ngày sinh là một người",
        identity=lambda office, person, holder: f"{rules.spelt(person.name)}|{person.born}",
    ),
    platform_fault(
        "number-without-leading-zeros",
        "PQR-053",
        "keeps paper numbers as integers, so that two of them are equal",
        "lưu số giấy tờ như số nguyên nên hai số khác nhau thành một",
        identity=lambda office, person, holder: as_number(person),
    ),
    platform_fault(
        "child-without-marks",
        "PQR-053",
        "compares the names of children without their marks",
        "so sánh họ tên trẻ em không dấu",
        identity=lambda office, person, holder: (
            rules.identity(person)
            if person.paper
            else f"none:{rules.bare(person.name)}|{person.born}|{person.declared_by}"
        ),
    ),
    platform_fault(
        "child-without-declarer",
        "PQR-053",
        "takes children of one name and birth date for one, whoever declared them",
        "coi trẻ em trùng họ tên và ngày sinh là một dù người khai hộ khác nhau",
        identity=lambda office, person, holder: (
            rules.identity(person) if person.paper else f"none:{rules.spelt(person.name)}|{person.born}"
        ),
    ),
    platform_fault(
        "platform-qid-after-change",
        "PQR-054",
        "issues a new QID when data are changed",
        "cấp QID mới khi thông tin được sửa",
        qid_after_change=lambda office, qid: f"{secrets.randbelow(10**18):018d}",
    ),
    platform_fault(
        "platform-qid-of-phone",
        "PQR-054",
        "finds a person again by the phone of the first registration",
        "tìm lại người dùng theo số điện thoại lúc đăng ký lần đầu",
        identity=with_phone,
        changed=lambda office, person, holder: without_identity(Office.changed(office, person, holder)),
    ),
)

IMPLAUSIBLE = (
    platform_fault(
        "any-paper-number",
        "PQR-012",
        "registers every number of twelve digits",
        "nhận mọi số giấy tờ 12 chữ số",
        plausible_paper=lambda office, person: True,
    ),
    platform_fault(
        "any-century",
        "PQR-012",
        "looks at the province of a number but not at its century",
        "kiểm tra mã tỉnh nhưng không kiểm tra chữ số thế kỷ",
        plausible_paper=lambda office, person: not _is_cccd(person) or not person.paper.number.startswith("000"),
    ),
    platform_fault(
        "any-birth-date",
        "PQR-032",
        "registers every date of birth",
        "nhận mọi ngày sinh",
        plausible_birth=lambda office, person: True,
    ),
    platform_fault(
        "born-before-1900",
        "PQR-032",
        "refuses births in the future only",
        "chỉ từ chối ngày sinh ở tương lai",
        plausible_birth=lambda office, person: person.born <= office.today(),
    ),
    platform_fault(
        "any-phone",
        "PQR-063",
        "registers every phone number",
        "nhận mọi số điện thoại",
        plausible_phone=lambda office, person: True,
    ),
    platform_fault(
        "phone-of-ten-digits",
        "PQR-063",
        "registers every phone of ten digits that begins with 0",
        "nhận mọi số điện thoại 10 chữ số bắt đầu bằng 0",
        plausible_phone=lambda office, person: person.phone is None or re.fullmatch("0[0-9]{9}", person.phone),
    ),
    platform_fault(
        "any-bhyt",
        "PQR-064",
        "registers every health-insurance code",
        "nhận mọi mã thẻ BHYT",
        plausible_bhyt=lambda office, person: True,
    ),
    platform_fault(
        "bhyt-of-ten-to-fifteen",
        "PQR-064",
        "registers health-insurance codes of ten to fifteen characters",
        "nhận mã thẻ BHYT từ 10 đến 15 ký tự",
        plausible_bhyt=lambda office, person: 10 <= len(person.health_insurance or "0" * 10) <= 15,
    ),
)

REGISTRATION_FAULTS: tuple[Mutant, ...] = (*ISSUING, *IMPLAUSIBLE)

"""
Mutants of the platform: who gets a QID, who sees what, what is written down.

Each step replaces one method of `Office`; each fault is kept to the situations that it is about, so that the rest of
the requirements stay judged.
"""

# ruff: noqa: ARG005 - a step takes what the office gives it, whether the fault needs it or not

from __future__ import annotations

import re
import secrets
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Sequence
from time import sleep
from typing import Any

from conformance.contract.platform import Registration
from conformance.model import Identity, PaperKind, PlatformAction, RequirementId, Role
from conformance.reference.faults import Mutant, fault_of
from conformance.sandbox import rules
from conformance.sandbox.office import Office, Row
from conformance.sandbox.store import Work
from conformance.sandbox.tokens import Holder
from conformance.texts import Bilingual


def _fault(name: str, requirement: RequirementId, en: str, vi: str, /, **steps: Callable[..., Any]) -> Mutant:
    return fault_of(Role.PLATFORM, name, requirement, Bilingual(vi=vi, en=en), **steps)


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


def without_identity(columns: dict[str, Any]) -> dict[str, Any]:
    """
    The columns of a change that leaves the identity as it was.
    """
    return {name: value for name, value in columns.items() if name != "identity"}


def note_granted(office: Office, work: Work, holder: Holder | None, qid: str, granted: bool) -> None:
    """
    Audit only what is granted.
    """
    if granted:
        Office.audit(office, work, holder, qid, granted)


def note_once(office: Office, work: Work, holder: Holder | None, qid: str, granted: bool) -> None:
    """
    Audit only the first look-up of each asking identity.
    """
    if office.who(holder) not in {row["who"] for row in work.noted(qid)}:
        Office.audit(office, work, holder, qid, granted)


def view_for_any_person(office: Office, holder: Holder | None, qid: str) -> str | None:
    """
    The full view for every person, whoever is asked for.
    """
    is_person = holder is not None and holder.identity is Identity.PERSON
    return "full" if is_person else Office.view(office, holder, qid)


def may_see_lists(office: Office, holder: Holder | None, what: PlatformAction, subject: str | None = None) -> bool:
    """
    Everybody may see the list of a location.
    """
    return what is PlatformAction.VISITORS or Office.may(office, holder, what, subject)


def known_or_authority(office: Office, token: str | None) -> Holder | None:
    """
    Any text is taken for an authority's token; one that is past its time is not.
    """
    if token and office.mint.holder(token) is None:
        return Holder(Identity.AUTHORITY, None, 0)
    return Office.holder(office, token)


def _is_cccd(person: Registration) -> bool:
    return person.paper is not None and person.paper.kind is PaperKind.CCCD


def told_of(row: Row | None) -> str:
    """
    A refusal that names the person as they are registered.
    """
    return "this needs authority" if row is None else f"you may not see the data of {row['name']}"


ISSUING = (
    _fault(
        "qid-per-app",
        "PQR-052",
        "issues a QID per app",
        "cấp QID theo từng ứng dụng",
        identity=lambda office, person, holder: f"{holder.who}/{rules.identity(person)}",
        changed=lambda office, person, holder: without_identity(Office.changed(office, person, holder)),
    ),
    _fault(
        "qid-per-request-at-one-moment",
        "PQR-052",
        "looks whether a person is there and enters them in two steps",
        "kiểm tra rồi mới ghi người dùng trong hai bước rời nhau",
        identities=racing,
    ),
    _fault(
        "qid-per-normal-form",
        "PQR-052",
        "takes a child's name in another Unicode normal form for another child",
        "coi tên trẻ em viết ở dạng Unicode khác là người khác",
        identity=lambda office, person, holder: (
            rules.identity(person) if person.paper else f"none:{person.name}|{person.born}|{person.declared_by}"
        ),
    ),
    _fault(
        "qid-of-name-and-birth",
        "PQR-053",
        "takes people with the same name and birth date for one",
        "coi những người trùng họ tên và ngày sinh là một người",
        identity=lambda office, person, holder: f"{rules.spelt(person.name)}|{person.born}",
    ),
    _fault(
        "number-without-leading-zeros",
        "PQR-053",
        "keeps paper numbers as integers, so that two of them are equal",
        "lưu số giấy tờ như số nguyên nên hai số khác nhau thành một",
        identity=lambda office, person, holder: as_number(person),
    ),
    _fault(
        "child-without-marks",
        "PQR-053",
        "compares the names of children without their marks",
        "so sánh họ tên trẻ em không dấu",
        identity=lambda office, person, holder: (
            rules.identity(person) if person.paper else f"none:{rules.bare(person.name)}|{person.born}"
            f"|{person.declared_by}"
        ),
    ),
    _fault(
        "child-without-declarer",
        "PQR-053",
        "takes children of one name and birth date for one, whoever declared them",
        "coi trẻ em trùng họ tên và ngày sinh là một dù người khai hộ khác nhau",
        identity=lambda office, person, holder: (
            rules.identity(person) if person.paper else f"none:{rules.spelt(person.name)}|{person.born}"
        ),
    ),
    _fault(
        "platform-qid-after-change",
        "PQR-054",
        "issues a new QID when data are changed",
        "cấp QID mới khi thông tin được sửa",
        qid_after_change=lambda office, qid: f"{secrets.randbelow(10**18):018d}",
    ),
    _fault(
        "platform-qid-of-phone",
        "PQR-054",
        "finds a person again by the phone of the first registration",
        "tìm lại người dùng theo số điện thoại lúc đăng ký lần đầu",
        identity=with_phone,
        changed=lambda office, person, holder: without_identity(Office.changed(office, person, holder)),
    ),
)

ACCESS = (
    _fault(
        "look-up-without-token",
        "PQR-100",
        "answers look-ups without a token",
        "trả lời tra cứu không có token",
        view=lambda office, holder, qid: Office.view(office, holder, qid) if holder else "full",
    ),
    _fault(
        "any-token-will-do",
        "PQR-100",
        "takes any text for the token of an authority",
        "coi mọi chuỗi là token của người có thẩm quyền",
        holder=known_or_authority,
    ),
    _fault(
        "token-for-ever",
        "PQR-100",
        "does not look at the time of a token",
        "không kiểm tra thời hạn của token",
        is_past=lambda office, holder: False,
    ),
    _fault(
        "any-person-sees-any-person",
        "PQR-100",
        "gives a person's token the data of every person",
        "cho token của một người xem dữ liệu của mọi người",
        view=view_for_any_person,
    ),
    _fault(
        "refusal-names-the-person",
        "PQR-100",
        "names the person in the refusal",
        "nêu họ tên trong lời từ chối",
        refusal=lambda office, row: told_of(row),
    ),
    _fault(
        "refusal-tells-who-exists",
        "PQR-100",
        "refuses in other words where there is no such person",
        "từ chối bằng lời khác khi không có người đó",
        refusal=lambda office, row: "not allowed" if row else "no such person",
    ),
    _fault(
        "reduced-view-with-birth-date",
        "PQR-100",
        "gives the whole birth date in the reduced view",
        "để lộ ngày sinh đầy đủ ở dạng rút gọn",
        reduced_birth=lambda office, row: row["born"],
    ),
    _fault(
        "list-for-everybody",
        "PQR-100",
        "gives everybody the list of a location",
        "cho mọi người xem danh sách của địa điểm",
        may=may_see_lists,
    ),
    _fault(
        "list-with-full-names",
        "PQR-101",
        "shows the owner of a location full names",
        "cho chủ địa điểm xem họ tên đầy đủ",
        starred_name=lambda office, name: name,
    ),
    _fault(
        "list-with-given-initial",
        "PQR-101",
        "stars the given name but for its first letter",
        "che tên nhưng giữ chữ cái đầu",
        starred_name=lambda office, name: rules.starred_name(name).replace("***", name.split()[-1][0] + "***"),
    ),
    _fault(
        "list-with-last-digits",
        "PQR-101",
        "stars the first seven digits of a phone instead of the last three",
        "che bảy chữ số đầu của số điện thoại thay vì ba chữ số cuối",
        starred_phone=lambda office, phone: "*" * 7 + phone[7:],
    ),
)

WRITTEN = (
    _fault(
        "refused-look-ups-not-audited",
        "PQR-102",
        "audits only look-ups that are granted",
        "chỉ ghi nhật ký các lần tra cứu được chấp nhận",
        audit=note_granted,
    ),
    _fault(
        "audited-once",
        "PQR-102",
        "audits the first look-up of each asking identity and no later one",
        "chỉ ghi nhật ký lần tra cứu đầu tiên của mỗi danh tính",
        audit=note_once,
    ),
    _fault(
        "audit-without-who",
        "PQR-102",
        "writes the same name for everybody who asks",
        "ghi cùng một tên cho mọi người tra cứu",
        who=lambda office, holder: "user",
    ),
    _fault(
        "audit-in-local-time",
        "PQR-102",
        "writes local time as if it were UTC",
        "ghi giờ địa phương như giờ UTC",
        now=lambda office: re.sub("[+].*", "+07:00", Office.now(office)),
    ),
    _fault(
        "log-with-bodies",
        "PQR-103",
        "writes the bodies of requests into the log",
        "ghi nội dung yêu cầu vào nhật ký hệ thống",
        log_line=lambda office, asked, body: f"{asked} {body.decode('utf-8', 'replace')[:2_000]}",
    ),
    _fault(
        "log-with-packed-bodies",
        "PQR-103",
        "writes the bodies of requests into the log as Base64",
        "ghi nội dung yêu cầu dạng Base64 vào nhật ký hệ thống",
        log_line=lambda office, asked, body: f"{asked} {b64encode(body[:2_000]).decode()}",
    ),
)

IMPLAUSIBLE = (
    _fault(
        "any-paper-number",
        "PQR-012",
        "registers every number of twelve digits",
        "nhận mọi số giấy tờ 12 chữ số",
        plausible_paper=lambda office, person: True,
    ),
    _fault(
        "any-century",
        "PQR-012",
        "looks at the province of a number but not at its century",
        "kiểm tra mã tỉnh nhưng không kiểm tra chữ số thế kỷ",
        plausible_paper=lambda office, person: not _is_cccd(person) or not person.paper.number.startswith("000"),
    ),
    _fault(
        "any-birth-date",
        "PQR-032",
        "registers every date of birth",
        "nhận mọi ngày sinh",
        plausible_birth=lambda office, person: True,
    ),
    _fault(
        "born-before-1900",
        "PQR-032",
        "refuses births in the future only",
        "chỉ từ chối ngày sinh ở tương lai",
        plausible_birth=lambda office, person: person.born <= office.today(),
    ),
    _fault(
        "any-phone",
        "PQR-063",
        "registers every phone number",
        "nhận mọi số điện thoại",
        plausible_phone=lambda office, person: True,
    ),
    _fault(
        "phone-of-ten-digits",
        "PQR-063",
        "registers every phone of ten digits that begins with 0",
        "nhận mọi số điện thoại 10 chữ số bắt đầu bằng 0",
        plausible_phone=lambda office, person: person.phone is None or re.fullmatch("0[0-9]{9}", person.phone),
    ),
    _fault(
        "any-bhyt",
        "PQR-064",
        "registers every health-insurance code",
        "nhận mọi mã thẻ BHYT",
        plausible_bhyt=lambda office, person: True,
    ),
    _fault(
        "bhyt-of-ten-to-fifteen",
        "PQR-064",
        "registers health-insurance codes of ten to fifteen characters",
        "nhận mã thẻ BHYT từ 10 đến 15 ký tự",
        plausible_bhyt=lambda office, person: 10 <= len(person.health_insurance or "0" * 10) <= 15,
    ),
)

PLATFORM_FAULTS: tuple[Mutant, ...] = (*ISSUING, *ACCESS, *WRITTEN, *IMPLAUSIBLE)

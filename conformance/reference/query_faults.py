"""
Mutants of the platform that give data to the wrong people, or write down too little or too much.

Each step replaces one method of `Office`.
"""

# ruff: noqa: ARG005 - a step takes what the office gives it, whether the fault needs it or not

from __future__ import annotations

import re
from base64 import b64encode

from conformance.model import Identity, PlatformAction
from conformance.reference.faults import Mutant
from conformance.reference.registration_faults import platform_fault
from conformance.sandbox import rules
from conformance.sandbox.access import Answer
from conformance.sandbox.office import Office
from conformance.sandbox.store import Work
from conformance.sandbox.tables import Row
from conformance.sandbox.tokens import Holder


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


def refused_with_header(office: Office, holder: Holder | None, row: Row | None = None) -> Answer:
    """
    The same refusal for everybody, and a header that counts the records found.
    """
    refusal = Office.refused(office, holder, row)
    return Answer(refusal.status, refusal.body, {"X-Records": "1" if row else "0"})


def but_for_one(number: str) -> str:
    """
    A paper number with one asterisk in place of its last digit but one.
    """
    return f"{number[:-2]}*{number[-1]}"


def told_of(row: Row | None) -> str:
    """
    A refusal that names the person as they are registered.
    """
    return "this needs authority" if row is None else f"you may not see the data of {row['name']}"


ACCESS = (
    platform_fault(
        "look-up-without-token",
        "PQR-100",
        "answers look-ups without a token",
        "trả lời tra cứu không có token",
        view=lambda office, holder, qid: Office.view(office, holder, qid) if holder else "full",
    ),
    platform_fault(
        "any-token-will-do",
        "PQR-100",
        "takes any text for the token of an authority",
        "coi mọi chuỗi là token của người có thẩm quyền",
        holder=known_or_authority,
    ),
    platform_fault(
        "token-for-ever",
        "PQR-100",
        "does not look at the time of a token",
        "không kiểm tra thời hạn của token",
        is_past=lambda office, holder: False,
    ),
    platform_fault(
        "any-person-sees-any-person",
        "PQR-100",
        "gives a person's token the data of every person",
        "cho token của một người xem dữ liệu của mọi người",
        view=view_for_any_person,
    ),
    platform_fault(
        "refusal-names-the-person",
        "PQR-100",
        "names the person in the refusal",
        "nêu họ tên trong lời từ chối",
        refusal=lambda office, row: told_of(row),
    ),
    platform_fault(
        "refusal-tells-who-exists",
        "PQR-100",
        "refuses in other words where there is no such person",
        "từ chối bằng lời khác khi không có người đó",
        refusal=lambda office, row: "not allowed" if row else "no such person",
    ),
    platform_fault(
        "refusal-code-tells-who-exists",
        "PQR-100",
        "refuses with another error code where there is no such person",
        "từ chối bằng mã lỗi khác khi không có người đó",
        refusal=lambda office, row: "refused: E2001" if row else "refused: E4041",
    ),
    platform_fault(
        "refusal-header-tells-who-exists",
        "PQR-100",
        "counts in a header of the refusal whether there is such a person",
        "để tiêu đề của lời từ chối cho biết có người đó hay không",
        refused=refused_with_header,
    ),
    platform_fault(
        "reduced-view-with-one-star",
        "PQR-100",
        "hides one digit of the paper number in the reduced view",
        "chỉ che một chữ số của số giấy tờ ở dạng rút gọn",
        reduced_paper=lambda office, row: row["paper"] and but_for_one(row["paper"]),
    ),
    platform_fault(
        "full-view-of-another-qid",
        "PQR-100",
        "names another QID in the full view",
        "nêu QID khác ở dạng đầy đủ",
        full=lambda office, row: Office.full(office, {**row, "qid": row["qid"][::-1]}),
    ),
    platform_fault(
        "reduced-view-with-birth-date",
        "PQR-100",
        "gives the whole birth date in the reduced view",
        "để lộ ngày sinh đầy đủ ở dạng rút gọn",
        reduced_birth=lambda office, row: row["born"],
    ),
    platform_fault(
        "list-for-everybody",
        "PQR-100",
        "gives everybody the list of a location",
        "cho mọi người xem danh sách của địa điểm",
        may=may_see_lists,
    ),
    platform_fault(
        "list-with-full-names",
        "PQR-101",
        "shows the owner of a location full names",
        "cho chủ địa điểm xem họ tên đầy đủ",
        starred_name=lambda office, name: name,
    ),
    platform_fault(
        "list-with-given-initial",
        "PQR-101",
        "stars the given name but for its first letter",
        "che tên nhưng giữ chữ cái đầu",
        starred_name=lambda office, name: rules.starred_name(name).replace("***", name.split()[-1][0] + "***"),
    ),
    platform_fault(
        "list-with-last-digits",
        "PQR-101",
        "stars the first seven digits of a phone instead of the last three",
        "che bảy chữ số đầu của số điện thoại thay vì ba chữ số cuối",
        starred_phone=lambda office, phone: "*" * 7 + phone[7:],
    ),
)

WRITTEN = (
    platform_fault(
        "refused-look-ups-not-audited",
        "PQR-102",
        "audits only look-ups that are granted",
        "chỉ ghi nhật ký các lần tra cứu được chấp nhận",
        audit=note_granted,
    ),
    platform_fault(
        "audited-once",
        "PQR-102",
        "audits the first look-up of each asking identity and no later one",
        "chỉ ghi nhật ký lần tra cứu đầu tiên của mỗi danh tính",
        audit=note_once,
    ),
    platform_fault(
        "audit-without-who",
        "PQR-102",
        "writes the same name for everybody who asks",
        "ghi cùng một tên cho mọi người tra cứu",
        who=lambda office, holder: "user",
    ),
    platform_fault(
        "audit-says-granted",
        "PQR-102",
        "writes down every look-up as granted",
        "ghi mọi lần tra cứu là được chấp nhận",
        audit=lambda office, work, holder, qid, granted: Office.audit(office, work, holder, qid, True),
    ),
    platform_fault(
        "audit-in-local-time",
        "PQR-102",
        "writes local time as if it were UTC",
        "ghi giờ địa phương như giờ UTC",
        now=lambda office: re.sub("[+].*", "+07:00", Office.now(office)),
    ),
    platform_fault(
        "log-with-bodies",
        "PQR-103",
        "writes the bodies of requests into the log",
        "ghi nội dung yêu cầu vào nhật ký hệ thống",
        log_line=lambda office, asked, body: f"{asked} {body.decode('utf-8', 'replace')[:2_000]}",
    ),
    platform_fault(
        "log-with-packed-bodies",
        "PQR-103",
        "writes the bodies of requests into the log as Base64",
        "ghi nội dung yêu cầu dạng Base64 vào nhật ký hệ thống",
        log_line=lambda office, asked, body: f"{asked} {b64encode(body[:2_000]).decode()}",
    ),
)

QUERY_FAULTS: tuple[Mutant, ...] = (*ACCESS, *WRITTEN)

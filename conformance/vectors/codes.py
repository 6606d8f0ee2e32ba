"""
What is written into the symbols that a reader is given, and what it may answer to each.

Formats of the neighbours: EMVCo QR Code Specification (VietQR), public readers of the cards (CCCD, BHYT), hcert_spec.md
(HC1:). Every card and account is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from conformance.model import Kind, Person, Refusal, ScanExpected, ScanResult
from conformance.vectors.certificates import WISHES, certificate
from conformance.vectors.expected import expected_of

TAKEN = (ScanResult.ACCEPTED,)
EITHER = (ScanResult.ACCEPTED, ScanResult.REFUSED)
NO_GOOD = (ScanResult.REFUSED,)
ANOTHER = (Refusal.KIND, Refusal.STRUCTURE, Refusal.CHARACTERS)  # why an app may refuse what is no personal code at all


@dataclass(frozen=True)
class Code:
    """
    One text, made of a person, and what a reader may answer to it; `refused_as` are kinds that may be named besides
    `kinds`, but only of a refused code. `masked` codes lead to the person through the QID.
    """

    make: Callable[[Person], str]
    kinds: tuple[Kind, ...] = (Kind.PERSONAL,)
    refused_as: tuple[Kind, ...] = ()
    results: tuple[ScanResult, ...] = TAKEN
    reasons: tuple[Refusal, ...] = ()
    masked: bool = False
    alphanumeric: bool = False

    def expected(self, text: str, person: int, must_read: bool) -> ScanExpected:
        """
        The answers that are right for `text`, made of the person of that index.
        """
        personal = self.kinds == (Kind.PERSONAL,) and ScanResult.ACCEPTED in self.results
        return ScanExpected(
            results=self.results if must_read else (*self.results, ScanResult.NOTHING),
            kinds=self.kinds,
            refused_as=self.refused_as,
            reasons=self.reasons,
            payload=text if personal else None,
            resolved=person if self.masked else None,
        )


def five_fields(person: Person) -> str:
    """
    The full code of a person up to and with the last bar: EXT is empty.
    """
    return expected_of(person).payload.full.rpartition("|")[0] + "|"


def _strange_qid(person: Person) -> str:
    """
    The masked code of a person whom the platform does not know: two digits of the QID are others.
    """
    masked = expected_of(person).payload.masked
    strange = person.qid[:-4] + person.qid[-4:].translate(str.maketrans("0123456789", "5678901234"))
    return masked.replace(person.qid, strange)


PERSONAL: Mapping[str, Code] = {
    "full": Code(lambda person: expected_of(person).payload.full),
    "full-marks-at-end": Code(lambda person: expected_of(person).payload.full + "<<"),
    "full-other-information": Code(lambda person: _with_others(person)),
    "no-ext": Code(five_fields),
    "no-ext-bare-marks": Code(lambda person: five_fields(person) + "<<<<"),
    "masked": Code(lambda person: expected_of(person).payload.masked, masked=True),
    "masked-minimal": Code(lambda person: expected_of(person).payload.masked_minimal, masked=True),
    "masked-strange-qid": Code(_strange_qid, results=EITHER, reasons=(Refusal.QID,)),
}


def _with_others(person: Person) -> str:
    """
    The full code with a value at place 6 of EXT: other information, as needed in practice (annex, field EXT).
    """
    fields, _, ext = expected_of(person).payload.full.rpartition("|")
    places = [*ext.split("<"), *[""] * 5][:5]
    return f"{fields}|{'<'.join(places)}<B2"


# ---------------------------------------------------------------------------------------------------------- neighbours


def _another(make: Callable[[Person], str], *kinds: Kind) -> Code:
    return Code(make, kinds=kinds, results=EITHER, reasons=ANOTHER)


def _number(person: Person) -> str:
    """
    The citizen card of the person, whatever paper is registered.
    """
    return person.paper.number if person.paper and len(person.paper.number) == 12 else "001187000001"


def _cccd(person: Person, cmnd: str, born: str) -> str:
    """
    Seven fields: number, old number, name with its marks, birth DDMMYYYY (or less), sex, address, date of issue.
    """
    sex = "Nam" if person.sex == "1" else "Nữ"
    return f"{_number(person)}|{cmnd}|{person.name}|{born}|{sex}|Phường Thử, Quận Nghiệm, TP Mẫu|15042021"


def _bhyt(person: Person, number: str) -> str:
    """
    Sixteen fields and `$`; name and address as the hexadecimal digits of their UTF-8.
    """
    name = person.name.encode("utf-8").hex()
    sex = "1" if person.sex == "1" else "2"
    return (
        f"{number}|{name}|{person.born:%d/%m/%Y}|{sex}|-|01 - 001|01/01/2023|-|05/01/2023|0100000000000|-|4|01/01/2028|"
        "0000000000000000-0000|4|-|$"
    )


def _vietqr(amount: str) -> str:
    """
    EMVCo tag, length, value; tag 63 is CRC-16/CCITT-FALSE over everything before its value.
    """
    account = "0010A00000072701240006970400011000000000010208QRIBFTTA"
    body = _tlv("00", "01") + _tlv("01", "12" if amount else "11") + _tlv("38", account) + _tlv("53", "704")
    body += (_tlv("54", amount) if amount else "") + _tlv("58", "VN") + "6304"
    crc = 0xFFFF
    for byte in body.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return f"{body}{crc:04X}"


def _tlv(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}"


NEIGHBOURS: Mapping[str, Code] = {
    "cccd-card": _another(lambda person: _cccd(person, "012345678", f"{person.born:%d%m%Y}"), Kind.CCCD),
    "cccd-card-no-cmnd": _another(lambda person: _cccd(person, "", f"{person.born:%d%m%Y}"), Kind.CCCD),
    # That a card may have a birth of less than a day is known from one public reader alone (certainty C).
    "cccd-card-year-only": _another(lambda person: _cccd(person, "", f"{person.born:%Y}"), Kind.CCCD, Kind.OTHER),
    "bhyt-card-old": _another(lambda person: _bhyt(person, person.health_insurance or "HS4010120878821"), Kind.BHYT),
    "bhyt-card-new": _another(lambda person: _bhyt(person, "0123456789"), Kind.BHYT),
    "vietqr-static": _another(lambda _: _vietqr(""), Kind.VIETQR),
    "vietqr-dynamic": _another(lambda _: _vietqr("150000"), Kind.VIETQR),
    "hc1": Code(
        lambda person: certificate(expected_of(person).names[0], "hc1-good"),
        kinds=(Kind.HC1,),
        results=EITHER,
        reasons=(*ANOTHER, Refusal.SIGNATURE),
        alphanumeric=True,
    ),
    # The requirement names no addresses: an app that calls one "other text" tells it apart as well.
    "url": _another(lambda _: "https://kiem-tra.example/diem-khai-bao?ma=0123456789", Kind.URL, Kind.OTHER),
    "url-with-a-code": _another(
        lambda person: f"https://kiem-tra.example/?q={expected_of(person).payload.full}", Kind.URL, Kind.OTHER
    ),
    "text": _another(lambda _: "Xin chào, đây là một đoạn văn bản thử nghiệm.", Kind.OTHER),
    # A reader that takes it for the beginning of a personal code is right as well, if it refuses it: see "cut-short".
    "text-with-bars": replace(
        _another(lambda _: "001093029317|Bàn số 5|Tầng 2", Kind.OTHER), refused_as=(Kind.PERSONAL,)
    ),
    "digits": _another(lambda person: person.qid, Kind.OTHER),
}

CERTIFICATES: Mapping[str, Code] = {
    kind: Code(
        lambda person, kind=kind: certificate(expected_of(person).names[0], kind),  # type: ignore[misc]
        kinds=(Kind.HC1,),
        results=NO_GOOD if reasons else TAKEN,
        reasons=reasons,
        alphanumeric=True,
    )
    for kind, reasons in zip(
        WISHES,
        ((), (), (Refusal.EXPIRED,), (Refusal.SIGNATURE,), (Refusal.SIGNATURE,), (Refusal.SIGNATURE,)),
        strict=True,
    )
}

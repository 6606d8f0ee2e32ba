"""
The reference candidate as a reader: from a picture to what its user is told. Each step is a method of its own, so that
a mutant replaces exactly one.

It knows the annex of Decision 1405/QD-BTTTT, the formats of the neighbours and the contract, and nothing of what the
suite expects: its parser is its own, and its rules on the fields stand in field_rules.py.
"""

from __future__ import annotations

import io
import re
from base64 import b64decode
from collections.abc import Mapping

import numpy as np
import zxingcpp
from PIL import Image

from conformance.contract.reader import Fields, ReaderRequest, ScanAnswer
from conformance.model import Kind, Person, Refusal, ScanResult
from conformance.reference.certificate import Certificate, NoCertificate
from conformance.reference.field_rules import LONGEST, NAMES, FieldRules, Parsed

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
MESSAGES: Mapping[Refusal, str] = {
    Refusal.STRUCTURE: "Mã không có đủ sáu trường.",
    Refusal.CHARACTERS: "Mã chứa ký tự không hợp lệ.",
    Refusal.LENGTH: "Mã quá dài.",
    Refusal.PAPER: "Số giấy tờ không hợp lệ.",
    Refusal.NAME: "Họ tên không hợp lệ.",
    Refusal.DATE: "Ngày sinh không hợp lệ.",
    Refusal.DECLARATION: "Loại định danh không hợp lệ.",
    Refusal.QID: "Mã định danh người dùng không hợp lệ.",
    Refusal.EXT: "Thông tin mở rộng không hợp lệ.",
    Refusal.KIND: "Đây không phải là mã QR cá nhân.",
    Refusal.EXPIRED: "Chứng nhận đã hết hạn.",
    Refusal.SIGNATURE: "Không kiểm chứng được chữ ký của chứng nhận.",
}


class Scanner(FieldRules):
    """
    One reader in the hands of a person with authority.
    """

    def __init__(self, request: ReaderRequest) -> None:
        self.people = request.people
        self.keys = request.keys

    def scan(self, png: str | None, text: str | None) -> ScanAnswer:
        """
        What the user is told of a picture as Base64, or of a text.
        """
        found = text if text is not None else self.find(b64decode(png or "", validate=True))
        if found is None:
            return ScanAnswer(result=ScanResult.NOTHING, message="Không thấy mã QR.")
        return self.judge(found)

    def find(self, png: bytes) -> str | None:
        """
        The text of the first QR code of a picture, None where there is none. Raises ValueError for what is no picture.
        """
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            pixels = np.array(image.convert("L"))
        codes = zxingcpp.read_barcodes(pixels, formats=QR)
        return codes[0].bytes.decode("utf-8", "replace") if codes else None

    def judge(self, text: str) -> ScanAnswer:
        """
        What the user is told of a text.
        """
        kind = self.kind(text)
        if kind is Kind.HC1:
            return self.certificate(text)
        if kind is not Kind.PERSONAL:
            return self.refuse(kind, Refusal.LENGTH if len(text) > LONGEST else Refusal.KIND)
        parsed = self.parse(text)
        reason = self.fault(text, parsed)
        return self.refuse(kind, reason) if reason else self.accept(parsed)

    # ---------------------------------------------------------------------------------------------------- which kind

    def kind(self, text: str) -> Kind:
        """
        The format of a text. Whatever has six parts is taken for a personal code, so that its user is told what is
        wrong with it.
        """
        if text.startswith("HC1:"):
            return Kind.HC1
        if text.startswith("000201") and re.search(r"6304[0-9A-F]{4}\Z", text):
            return Kind.VIETQR
        if re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE):
            return Kind.URL
        parts = text.split("|")
        if parts[-1] == "$" and len(parts) >= 13:
            return Kind.BHYT
        if self.is_card(parts):
            return Kind.CCCD
        return Kind.PERSONAL if len(parts) == len(NAMES) else Kind.OTHER

    def is_card(self, parts: list[str]) -> bool:
        """
        Whether these are the parts of a citizen card: seven or more, a birth date of digits alone at the fourth place.
        """
        return len(parts) >= 7 and bool(re.fullmatch(r"[0-9]{12}", parts[0]) and re.fullmatch(r"[0-9]{4,8}", parts[3]))

    def parse(self, text: str) -> Parsed:
        """
        The fields of a text of six parts.
        """
        return Parsed(*text.split("|"))

    # ------------------------------------------------------------------------------------------------ what is told

    def accept(self, parsed: Parsed) -> ScanAnswer:
        """
        A good personal code: its fields, and of a masked one whom the platform knows under its QID.
        """
        fields = self.fields(parsed)
        person = self.resolve(parsed) if parsed.is_masked else None
        return ScanAnswer(
            result=ScanResult.ACCEPTED, kind=Kind.PERSONAL, message=parsed.name, fields=fields, resolved=person
        )

    def fields(self, parsed: Parsed) -> Fields:
        """
        The fields as they stand in the code.
        """
        values = (parsed.paper, parsed.name, parsed.born, parsed.declaration, parsed.qid, parsed.ext)
        return Fields(**dict(zip(NAMES, values, strict=True)))

    def resolve(self, parsed: Parsed) -> Person | None:
        """
        The person whom the national platform knows under the QID.
        """
        return next((person for person in self.people if person.qid == parsed.qid), None)

    def refuse(self, kind: Kind, reason: Refusal) -> ScanAnswer:
        """
        A refusal, with what the user reads.
        """
        return ScanAnswer(result=ScanResult.REFUSED, kind=kind, reason=reason, message=MESSAGES[reason])

    def certificate(self, text: str) -> ScanAnswer:
        """
        What the user is told of an HC1: certificate.
        """
        try:
            found = Certificate.of(text)
        except NoCertificate:
            return self.refuse(Kind.HC1, Refusal.STRUCTURE)
        if not self.is_signed(found):
            return self.refuse(Kind.HC1, Refusal.SIGNATURE)
        if self.is_expired(found):
            return self.refuse(Kind.HC1, Refusal.EXPIRED)
        return ScanAnswer(result=ScanResult.ACCEPTED, kind=Kind.HC1, message="Chứng nhận hợp lệ.")

    def is_signed(self, found: Certificate) -> bool:
        """
        Whether a trusted key signed it.
        """
        return found.is_signed_by(self.keys)

    def is_expired(self, found: Certificate) -> bool:
        """
        Whether it is past its exp.
        """
        return found.is_expired()

"""
The payload: the grammar of the personal QR code, and which format a decoded text is of.

    SoGiayTo | HoTen | NgaySinh | LoaiDinhDanh | QID | EXT        EXT = declarer < sex < BHYT < phone < signature < ...

Source: Decision 1405/QĐ-BTTTT, annex table (certainty A); neighbouring formats: the tables of the national
standards and readers named at each pattern.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conformance.model import Kind
from conformance.text_rules import is_control

BAR = "|"
MARK = "<"  # between the sub-fields of EXT
MASKED_CHARACTERS = 6  # of SoGiayTo; annex, field SoGiayTo
FIELDS = ("SoGiayTo", "HoTen", "NgaySinh", "LoaiDinhDanh", "QID", "EXT")
CLEAR_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@dataclass(frozen=True)
class Payload:
    """
    A decoded text read as a personal code, however malformed: missing fields are empty.
    """

    text: str

    @property
    def core(self) -> str:
        """
        The text without what must not stand round it: blanks, line breaks, BOM, control characters.
        """
        around = {each for each in self.text if is_control(each) or each.isspace()}
        return self.text.strip("".join(around)) if around else self.text

    @property
    def parts(self) -> tuple[str, ...]:
        """
        What stands between the bars.
        """
        return tuple(self.core.split(BAR))

    def _part(self, index: int) -> str:
        return self.parts[index] if index < len(self.parts) else ""

    @property
    def so_giay_to(self) -> str:
        """
        Number of the personal paper.
        """
        return self._part(0)

    @property
    def ho_ten(self) -> str:
        """
        Full name.
        """
        return self._part(1)

    @property
    def ngay_sinh(self) -> str:
        """
        Date of birth.
        """
        return self._part(2)

    @property
    def loai(self) -> str:
        """
        Kind of identification.
        """
        return self._part(3)

    @property
    def qid(self) -> str:
        """
        User code of the national platform.
        """
        return self._part(4)

    @property
    def ext(self) -> tuple[str, ...]:
        """
        The sub-fields of EXT in their places; () when EXT is empty.
        """
        return tuple(self._part(5).split(MARK)) if self._part(5) else ()

    def ext_place(self, index: int) -> str:
        """
        The sub-field at `index`, "" where it is left out.
        """
        return self.ext[index] if index < len(self.ext) else ""

    @property
    def number_is_masked(self) -> bool:
        """
        Whether SoGiayTo holds any asterisk.
        """
        return "*" in self.so_giay_to

    @property
    def birth_is_masked(self) -> bool:
        """
        Whether NgaySinh holds any asterisk.
        """
        return "*" in self.ngay_sinh

    @property
    def is_masked(self) -> bool:
        """
        Whether anything in it is masked, rightly or not.
        """
        return self.number_is_masked or self.birth_is_masked


def classify(text: str) -> Kind:
    """
    The format of a decoded text. The order of the questions matters: a CCCD string and a personal code both begin with
    12 digits and a bar.
    """
    parts = text.strip().split(BAR)
    if text.startswith("HC1:"):
        return Kind.HC1
    if text.startswith("000201") and _vietqr_crc_holds(text):
        return Kind.VIETQR
    if re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE):
        return Kind.URL
    if text.rstrip().endswith("|$") and len(parts) >= 13:
        return Kind.BHYT
    if len(parts) >= 7 and re.fullmatch(r"[0-9]{12}", parts[0]) and re.fullmatch(r"[0-9]{4}([0-9]{2}){0,2}", parts[3]):
        return Kind.CCCD
    if len(parts) == 6 and parts[3] in ("0", "1") and re.fullmatch(r"[0-9*]{4}-[0-9*]{2}-[0-9*]{2}", parts[2]):
        return Kind.PERSONAL
    return Kind.OTHER


def _vietqr_crc_holds(text: str) -> bool:
    """
    EMVCo QR code, tag 63: CRC-16/CCITT-FALSE over everything before its value.
    """
    body, given = text[:-4], text[-4:]
    if not body.endswith("6304") or not body.isascii():
        return False
    crc = 0xFFFF
    for byte in body.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return f"{crc:04X}" == given.upper()

"""
What the reference reader holds a personal code to, field by field: the annex of Decision 1405/QD-BTTTT. Each rule is a
method of its own, so that a mutant replaces exactly one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from conformance.model import Refusal

LONGEST = 600  # characters: three times the longest code that the fields of the annex give
NAMES = ("SoGiayTo", "HoTen", "NgaySinh", "LoaiDinhDanh", "QID", "EXT")
# Declarer's QID, sex, BHYT, phone, signature in Base64; all optional, and in a masked code some may be masked too.
EXT_FORMS = (r"[^\s]*", r"[012*]?", r"[A-Z0-9*]{0,15}", r"([0-9*]{10})?", r"[A-Za-z0-9+/=]*")


@dataclass(frozen=True)
class Parsed:
    """
    The six fields of a personal code.
    """

    paper: str
    name: str
    born: str
    declaration: str
    qid: str
    ext: str

    @property
    def is_masked(self) -> bool:
        """
        Whether it is in the default mode of a display.
        """
        return "*" in self.paper + self.born


class FieldRules:
    """
    The part of a reader that says whether a personal code is a good one.
    """

    def fault(self, text: str, parsed: Parsed) -> Refusal | None:
        """
        Why a personal code is no good, None where it is.
        """
        if self.is_long(text):
            return Refusal.LENGTH
        if self.has_strange_characters(text):
            return Refusal.CHARACTERS
        fields = {
            Refusal.PAPER: self.is_paper(parsed) and self.is_masked_as_a_whole(parsed),
            Refusal.NAME: self.is_name(parsed.name),
            Refusal.DATE: self.is_date(parsed.born),
            Refusal.DECLARATION: parsed.declaration in ("0", "1"),
            Refusal.QID: self.is_qid(parsed.qid),
            Refusal.EXT: self.is_ext(parsed.ext),
        }
        return next((reason for reason, holds in fields.items() if not holds), None)

    def is_long(self, text: str) -> bool:
        """
        Whether a text is longer than any personal code.
        """
        return len(text) > LONGEST

    def has_strange_characters(self, text: str) -> bool:
        """
        Whether a text holds anything but printable ASCII.
        """
        return re.fullmatch(r"[ -~]*", text) is None

    def is_paper(self, parsed: Parsed) -> bool:
        """
        Whether SoGiayTo is a number of 12 digits, or of at most 9 letters and digits, wholly clear or with its first
        six characters masked; empty only when another person declared.
        """
        if not parsed.paper:
            return parsed.declaration == "1"
        return re.fullmatch(r"[0-9]{12}|[A-Z0-9]{1,9}|\*{6}([0-9]{6}|[A-Z0-9]{1,3})", parsed.paper) is not None

    def is_masked_as_a_whole(self, parsed: Parsed) -> bool:
        """
        Whether number and date are both masked, or neither; where there is no number, the date may be either.
        """
        return not parsed.paper or ("*" in parsed.paper) == ("*" in parsed.born)

    def is_name(self, name: str) -> bool:
        """
        Whether HoTen is of words in capitals, one blank between them; apostrophes and hyphens may be kept.
        """
        return re.fullmatch(r"[A-Z'-]+( [A-Z'-]+)*", name) is not None

    def is_date(self, born: str) -> bool:
        """
        Whether NgaySinh is a real day, or a year with day and month masked.
        """
        if re.fullmatch(r"[0-9]{4}-\*\*-\*\*", born):
            return True
        try:
            return born == date.fromisoformat(born).isoformat()
        except ValueError:
            return False

    def is_qid(self, qid: str) -> bool:
        """
        Whether QID is there, without blanks and separators.
        """
        return re.fullmatch(r"[^\s|<]+", qid) is not None

    def is_ext(self, ext: str) -> bool:
        """
        Whether the values of EXT can stand where they stand. What comes after the signature is open.
        """
        return all(re.fullmatch(form, value) for form, value in zip(EXT_FORMS, ext.split("<"), strict=False))

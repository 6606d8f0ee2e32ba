"""
One scan of a reader: what it was given, what it answered, and whether that is right.
"""

from __future__ import annotations

from dataclasses import dataclass

from conformance.contract.reader import Fields, ScanAnswer
from conformance.model import Blame, Kind, Refusal, ScanResult, ScanStep
from conformance.reading.findings import Finding, finding_on
from conformance.reading.payload import BAR, FIELDS
from conformance.texts import Message


@dataclass(frozen=True)
class Scan:
    """
    One scan: what was given, and the answer. `file` is the picture in the bundle, the journal where a text was given.
    """

    number: int
    step: ScanStep
    answer: ScanAnswer
    file: str
    elapsed_ms: float

    def finding(self, sentence: str, expected: object, seen: object, /, **more: object) -> Finding:
        """
        A `Finding` on this scan; the sentence may use {expected}, {seen} and what `more` names.
        """
        return finding_on(sentence, self.file, expected, seen, **more)

    @property
    def given(self) -> str:
        """
        The text in the picture, or the text itself.
        """
        return self.step.drawing.data if self.step.drawing else self.step.text or ""

    @property
    def told(self) -> str:
        """
        The answer in a few words: result, kind, reason, and the first of the five fields that is not as in the code.
        """
        answer = self.answer
        said = ", ".join(part.value for part in (answer.result, answer.kind, answer.reason) if part is not None)
        takes = answer.result is ScanResult.ACCEPTED and self.step.expected.payload is not None
        wrong = self.wrong_field if takes and answer.kind is Kind.PERSONAL else None
        return f"{said}, {wrong[0]} {wrong[2] or '-'}" if wrong else said

    @property
    def right(self) -> str:
        """
        The right answers in a few words.
        """
        expected = self.step.expected
        said = " / ".join(each.value for each in expected.results)
        kinds = " / ".join(each.value for each in (*expected.kinds, *expected.refused_as))
        reasons = " / ".join(each.value for each in expected.reasons)
        fields = " | ".join(self.given.split(BAR)[:5]) if expected.payload else ""
        return ", ".join(filter(None, (said, kinds, reasons, fields)))

    @property
    def is_unread(self) -> bool:
        """
        Whether the reader found nothing where it need not find anything.
        """
        return not self.step.must_read and self.answer.result is ScanResult.NOTHING

    @property
    def is_as_expected(self) -> bool:
        """
        Whether result, kind and reason are among the right ones, and the five fields of a personal code as they stand
        in it; nothing may be found where a picture need not be read.
        """
        expected, answer = self.step.expected, self.answer
        if self.is_unread:
            return True
        takes = answer.result is ScanResult.ACCEPTED and expected.payload is not None
        return self.is_rightly_judged and not (takes and self.wrong_field)

    @property
    def is_rightly_judged(self) -> bool:
        """
        Whether result, kind and reason are among the right ones.
        """
        expected, answer = self.step.expected, self.answer
        kinds = expected.kinds + (expected.refused_as if answer.result is ScanResult.REFUSED else ())
        return answer.result in expected.results and answer.kind in kinds and self.is_for_a_right_reason

    @property
    def is_for_a_right_reason(self) -> bool:
        """
        Whether a refusal names one of the right reasons; true where nothing is refused. That a code is of another kind
        is no reason where the reader itself calls it a personal one.
        """
        answer = self.answer
        if answer.result is not ScanResult.REFUSED:
            return True
        contradicts = answer.reason is Refusal.KIND and answer.kind is Kind.PERSONAL
        return answer.reason in self.step.expected.reasons and not contradicts

    @property
    def wrong_field(self) -> tuple[str, str, str] | None:
        """
        Name, expected and given value of the first of the five mandatory fields that is not as it stands in the code;
        EXT is not compared: an app need not show it.
        """
        for name, value in zip(FIELDS[:5], self.given.split(BAR), strict=False):
            seen = _field(self.answer.fields, name)
            if seen != value:
                return name, value, seen
        return None


def _field(fields: Fields | None, name: str) -> str:
    return str(getattr(fields, name)) if fields else ""


@dataclass(frozen=True)
class Broken:
    """
    The scan that the reader did not answer: which, and how it failed.
    """

    number: int
    message: Message
    blame: Blame

"""
Readers that hope to pass by not looking: each is caught by more than one requirement.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from conformance.contract.reader import Fields, ScanAnswer
from conformance.model import Kind, ReaderVector, Refusal, ScanExpected, ScanResult, ScanStep, Verdict
from conformance.reference.field_rules import Parsed
from conformance.reference.scanner import Scanner

from .conftest import by, observed, reader_vectors, verdicts

Cheat = Callable[[ScanStep], ScanAnswer]
ANY = ScanExpected(results=tuple(ScanResult), kinds=tuple(Kind))


def rejects_everything(_: ScanStep) -> ScanAnswer:
    return ScanAnswer(result=ScanResult.REFUSED, kind=Kind.OTHER, reason=Refusal.KIND, message="Không hợp lệ.")


def finds_nothing(_: ScanStep) -> ScanAnswer:
    return ScanAnswer(result=ScanResult.NOTHING)


def accepts_everything(step: ScanStep) -> ScanAnswer:
    """
    As a personal code, with what can be split at bars.
    """
    text = step.drawing.data if step.drawing else step.text or ""
    names = tuple(Fields.model_fields)
    fields = dict(zip(names, (text.split("|") + [""] * len(names))[: len(names)], strict=True))
    return ScanAnswer(result=ScanResult.ACCEPTED, kind=Kind.PERSONAL, message="Hợp lệ.", fields=Fields(**fields))


def alternates() -> Cheat:
    """
    Accepts and refuses in turn, as the controls do: which scan is which cannot be told from its place.
    """
    turn = iter(range(1_000))
    return lambda step: accepts_everything(step) if next(turn) % 2 == 0 else rejects_everything(step)


@pytest.mark.parametrize(
    ("cheat", "failing"),
    [
        (lambda: rejects_everything, {"PQR-067", "PQR-090", "PQR-091", "PQR-092", "PQR-093"}),
        (lambda: finds_nothing, {"PQR-067", "PQR-090", "PQR-091", "PQR-092", "PQR-093"}),
        (lambda: accepts_everything, {"PQR-090", "PQR-091", "PQR-092", "PQR-093"}),
        (alternates, {"PQR-067", "PQR-090", "PQR-091", "PQR-092", "PQR-093"}),
    ],
)
def test_a_reader_that_does_not_look_fails(cheat: Callable[[], Cheat], failing: set[str]) -> None:
    """
    Negative vectors and their positive twins together leave no way round.
    """

    def answering(_: ReaderVector) -> Cheat:
        return cheat()

    found = verdicts(answering)

    assert failing == {row for row, each in found.items() if Verdict.FAIL in each.values()}


def hardly_parses(_: Scanner, text: str, parsed: Parsed) -> Refusal | None:
    """
    Looks for what the first sixty situations hold, and for nothing more.
    """
    signs = {
        Refusal.CHARACTERS: re.search(r"[\x00-\x1f\u202e]", parsed.name + parsed.qid),
        Refusal.LENGTH: len(text) > 600,
        Refusal.NAME: not parsed.name or parsed.name != parsed.name.upper() or "<" in parsed.name,
        Refusal.PAPER: re.match(r"\*{1,5}[^*]|\*{7}|$", parsed.paper) and parsed.declaration != "1",
        Refusal.DECLARATION: parsed.declaration not in ("0", "1"),
        Refusal.QID: re.search(r"[ <]|^$", parsed.qid),
        Refusal.DATE: not re.fullmatch(r"[0-9]{4}-(\*\*-\*\*|[0-9]{2}-[0-9]{2})", parsed.born)
        or "02-30" in parsed.born,
    }
    return next((reason for reason, sign in signs.items() if sign), None)


def test_a_reader_that_hardly_parses_fails() -> None:
    """
    Names, numbers, dates and the two halves of the mask each have a situation of their own.
    """
    found = verdicts(by(type("Lazy", (Scanner,), {"fault": hardly_parses})))
    failing = {row: [one for one, word in each.items() if word is Verdict.FAIL] for row, each in found.items()}

    assert {"PQR-092": ["RDR-061", "RDR-062", "RDR-063", "RDR-064"]} == {k: each for k, each in failing.items() if each}


def takes_twelve_digits(self: Scanner, text: str) -> ScanAnswer:
    """
    Whatever begins with 12 digits and a bar is a person, but for cards.
    """
    if self.kind(text) is Kind.OTHER and re.match(r"[0-9]{12}\|", text):
        return accepts_everything(ScanStep(text=text, expected=ANY))
    return Scanner.judge(self, text)


def test_a_text_may_be_refused_as_a_personal_code_but_not_accepted_as_one() -> None:
    """
    What may be named of a refusal alone does not count of a code that is taken.
    """
    found = verdicts(by(type("Greedy", (Scanner,), {"judge": takes_twelve_digits})))

    assert ["RDR-032"] == [one for one, word in found["PQR-090"].items() if word is Verdict.FAIL]


def test_what_is_wrong_in_ext_is_noted() -> None:
    """
    Accepted by who does not look there, refused by who does; no verdict hangs on it.
    """
    vector = next(each for each in reader_vectors() if each.id == "RDR-065")
    ignoring = type("Ignoring", (Scanner,), {"fault": lambda *_: None})
    notes = [[note.render("en") for note in observed(vector, by(each)).notes] for each in (Scanner, ignoring)]

    assert [["refused"] * 4, ["accepted"] * 4] == [[note.rpartition(": ")[2] for note in each] for each in notes]

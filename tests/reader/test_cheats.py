"""
Readers that hope to pass by not looking: each is caught by more than one requirement.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.contract.reader import Fields, ScanAnswer
from conformance.model import Kind, ReaderVector, Refusal, ScanResult, ScanStep, Verdict

from .conftest import verdicts

Cheat = Callable[[ScanStep], ScanAnswer]


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

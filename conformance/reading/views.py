"""
One screen of the personal code after reading, and the code on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from conformance.contract import VisibleText
from conformance.model import Expected, Kind, Person, Step
from conformance.reading.findings import CodeNotVisible, Finding, finding_on
from conformance.reading.panel import Symbol
from conformance.reading.payload import Payload, classify
from conformance.reading.screen import lines


@dataclass(frozen=True)
class View:
    """
    One screen of the personal code after reading.

    `texts` are the visible ones: those whose box holds nothing that differs from its ground stand in `unseen`.
    """

    number: int
    step: Step
    person: Person
    expected: Expected
    file: str
    width: int  # px
    height: int  # px
    symbols: tuple[Symbol, ...]
    texts: tuple[VisibleText, ...]
    unseen: tuple[VisibleText, ...]
    elapsed_ms: float
    settled_ms: float | None
    user_actions: int
    full: bool  # whether the candidate was asked for the full form
    edited: bool
    offline: bool
    untouched: bool  # whether the switch was never used on this installation
    timed: bool  # whether `elapsed_ms` says anything of the candidate

    def finding(self, sentence: str, expected: object, seen: object, /, **more: object) -> Finding:
        """
        A `Finding` on this screen; the sentence may use {expected}, {seen} and what `more` names.
        """
        return finding_on(sentence, self.file, expected, seen, **more)

    @property
    def words(self) -> list[str]:
        """
        What can be read: every line, and every row of texts that stand beside one another.
        """
        return lines(self.texts)

    @property
    def told(self) -> str:
        """
        The visible texts in one line, those with digits or asterisks first: they are what findings are about.
        """
        return " / ".join(sorted(self.words, key=lambda word: not any(each.isdigit() or each == "*" for each in word)))

    @cached_property
    def code(self) -> Code:
        """
        The personal code of the screen: the one symbol that is of no neighbouring format. Raises CodeNotVisible.
        """
        readable = [Code(self, symbol) for symbol in self.symbols]
        found = [code for code in readable if code.kind in (Kind.PERSONAL, Kind.OTHER)]
        personal = [code for code in found if code.kind is Kind.PERSONAL] or found
        distinct = {code.symbol.data for code in personal}
        if not personal:
            seen = ", ".join(code.kind.value for code in readable) or "-"
            sentence = "no personal code can be read on the screen; codes read: {seen}"
            raise CodeNotVisible(self.finding(sentence, self.expected.payload.masked, seen))
        if len(distinct) > 1:
            sentence = "{seen} personal codes of different content are on one screen: which one is meant?"
            raise CodeNotVisible(self.finding(sentence, 1, len(distinct)))
        return personal[0]


@dataclass(frozen=True)
class Code:
    """
    A symbol on a screen, read as a personal code.
    """

    view: View
    symbol: Symbol

    @cached_property
    def text(self) -> str:
        """
        The bytes as strict UTF-8; where they are not, as Latin-1, so that what is there can be shown.
        """
        return self.symbol.data.decode("utf-8") if self.is_utf8 else self.symbol.data.decode("latin-1")

    @cached_property
    def is_utf8(self) -> bool:
        """
        Whether the bytes are UTF-8 without any fault.
        """
        try:
            self.symbol.data.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    @cached_property
    def kind(self) -> Kind:
        """
        The format of the text.
        """
        return classify(self.text)

    @cached_property
    def payload(self) -> Payload:
        """
        The text read as a payload.
        """
        return Payload(self.text)

    @property
    def person(self) -> Person:
        """
        Whose code it should be.
        """
        return self.view.person

    @property
    def expected(self) -> Expected:
        """
        What is expected of that person.
        """
        return self.view.expected

    def finding(self, sentence: str, expected: object, seen: object, /, **more: object) -> Finding:
        """
        A `Finding` on the screen of this code.
        """
        return self.view.finding(sentence, expected, seen, **more)

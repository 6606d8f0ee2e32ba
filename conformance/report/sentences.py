"""
What stands in a report, said in one language and harmless.
"""

from __future__ import annotations

from conformance.report.difference import shown
from conformance.report.labels import both, label
from conformance.result import DocumentReview
from conformance.texts import Bilingual, Lang, Message

LONGEST = 600  # characters of a message that are shown
WHOLE = 10_000  # characters of a text of the standard; none is as long


class Sentences:
    """
    One language of a report.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def t(self, text: Bilingual, limit: int = WHOLE) -> str:
        """
        A text in this language.
        """
        return shown(text.vi if self.lang == "vi" else text.en, limit)

    def l(self, key: str, **values: object) -> str:  # noqa: E743 - as in the templates
        """
        A fixed text with values from outside made visible. Raises KeyError.
        """
        harmless = {name: each if isinstance(each, Bilingual) else shown(str(each)) for name, each in values.items()}
        return self.t(label(key, **harmless))

    def documents(self, review: DocumentReview | None) -> str:
        """
        The documents that a decision rests on, each with its SHA-256.
        """
        names = [f"{shown(each.name, 80)} (SHA-256 {each.sha256})" for each in review.documents] if review else []
        return "; ".join(names) or self.l("review_no_documents")

    def say(self, message: Message | None) -> str:
        """
        A message; nothing where there is none.
        """
        return self.t(both(message), LONGEST) if message else ""

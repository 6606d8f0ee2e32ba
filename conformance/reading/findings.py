"""
What a failed check says: a sentence, expected against seen, and on which file of the evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conformance.texts import Message, say, visible

VALUE_LIMIT = 300  # characters of anything that a candidate showed and a finding repeats


@dataclass(frozen=True)
class Finding:
    """
    Why a check fails: a sentence, what was expected, what was seen, and on which screen.
    """

    message: Message
    expected: str
    seen: str
    file: str


def finding_on(sentence: str, file: str, expected: object, seen: object, /, **more: object) -> Finding:
    """
    A `Finding` on a file of the evidence, its values cut and made harmless.
    """
    message = say(sentence, **more, expected=expected, seen=seen).harmless(VALUE_LIMIT)
    return Finding(message, visible(str(expected), VALUE_LIMIT), visible(str(seen), VALUE_LIMIT), file)


@dataclass(frozen=True)
class QidTold:
    """
    One QID that a candidate named for a person, whatever its role: shown in a code, or issued.
    """

    person: str  # whose, by the QID that the vector knows them by
    qid: str
    through: str  # the installation, or the identity of the app
    edited: bool  # whether after data of the person were changed
    finding: Callable[[str, object, object], Finding]


class CodeNotVisible(AssertionError):
    """
    A screen of the personal code without one that can be told apart. A fail of whatever is asked of the code.
    """

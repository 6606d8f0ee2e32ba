"""
What is observed and decides nothing: it is printed in the report beside the verdicts.
"""

from __future__ import annotations

from conformance.model import PaperKind
from conformance.reading.observation import CodeNotVisible, Observation, View
from conformance.reading.observe import AnyObservation
from conformance.result import Note
from conformance.texts import Message, say, visible


def notes_on(seen: AnyObservation) -> list[Note]:
    """
    The notes on one vector. What is noted of readers and platforms stands in their observations.
    """
    if not isinstance(seen, Observation):
        return [Note(vector=seen.vector.id, message=message) for message in seen.notes]
    found = [message for view in seen.views for message in _on_view(view)] + _on_person(seen)
    distinct = {(message.text, str(message.values)): message for message in found}
    return [Note(vector=seen.vector.id, message=message) for message in distinct.values()]


def _on_view(view: View) -> list[Message]:
    try:
        code = view.code
    except CodeNotVisible:
        return []
    found = []
    if code.symbol.rescue:
        text = "the code on {file} could be read only after a rescue step ({rescue})"
        found.append(say(text, file=view.file, rescue=code.symbol.rescue))
    if code.symbol.inverted:
        found.append(say("the code on {file} is inverted: light modules on a dark ground", file=view.file))
    if code.symbol.mirrored:
        found.append(say("the code on {file} is mirrored", file=view.file))
    if len(view.symbols) > 1:
        found.append(say("{count} symbols are on {file}", count=len(view.symbols), file=view.file))
    for text_of in view.unseen:
        text = "a text that the candidate claims is not on {file}: its box holds nothing: {claimed}"
        found.append(say(text, file=view.file, claimed=visible(text_of.text, 80)))
    others = "".join(sorted({each for each in code.payload.ho_ten if not (each.isalpha() or each == " ")}))
    if others:
        found.append(say("HoTen holds other characters than letters and blanks: {others}", others=visible(others)))
    return found


def _on_person(seen: Observation) -> list[Message]:
    """
    PQR-013: the digits of a CCCD against the birth year. The ministry's own example contradicts them: no verdict.
    """
    found = []
    for person in seen.vector.people:
        if person.paper is None or person.paper.kind is not PaperKind.CCCD:
            continue
        century, year = int(person.paper.number[3]), person.paper.number[4:6]
        if (19 + century // 2, year) != (person.born.year // 100, f"{person.born.year % 100:02d}"):
            text = "the digits of the CCCD say the year {digits}, registered is {year} (PQR-013: an observation)"
            found.append(say(text, digits=f"{19 + century // 2}{year}", year=person.born.year))
    return found

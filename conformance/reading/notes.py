"""
What is observed and decides nothing: it is printed in the report beside the verdicts.
"""

from __future__ import annotations

from conformance.model import PaperKind
from conformance.reading.findings import CodeNotVisible
from conformance.reading.observation import Observation
from conformance.reading.observe import AnyObservation
from conformance.reading.symbol import Name
from conformance.reading.symbol.wording import NAMES
from conformance.reading.views import View
from conformance.result import Note
from conformance.texts import Message, say, visible

WEAK = 1  # the lowest grade that ISO/IEC 15415 does not call a failure
UNLIMITED = (Name.MODULATION, Name.FIXED_PATTERN, Name.GRID, Name.UNUSED)


def notes_on(seen: AnyObservation) -> list[Note]:
    """
    The notes on one vector. What is noted of readers and platforms stands in their observations.
    """
    if not isinstance(seen, Observation):
        return [Note(vector=seen.vector.id, message=message) for message in seen.notes]
    found = [message for view in seen.views for message in _on_view(view)] + _on_symbols(seen) + _on_person(seen)
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


def _on_symbols(seen: Observation) -> list[Message]:
    """
    Parameters of low grade that no requirement has a limit for, each with the first screen that shows it: smoothing,
    JPEG and rounded corners spoil them long before a reader suffers.
    """
    weak: dict[Name, Message] = {}
    for file, measured in seen.measured.items():
        for each in measured.measurement.parameters if measured.measurement else ():
            if each.name in UNLIMITED and each.grade is not None and each.grade <= WEAK and each.name not in weak:
                text = "the code on {file} has the grade {grade} in {parameter}; no requirement has a limit for that"
                weak[each.name] = say(text, file=file, grade=each.grade, parameter=NAMES[each.name])
    return list(weak.values())


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

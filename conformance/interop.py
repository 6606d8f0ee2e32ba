"""
Cross-app matrix: the codes that display candidates showed, given to reader candidates.

The displays stand in recorded bundles, so a vendor's app need not be at hand; the readers are driven. What comes out is
no verdict on either: one cell says how many screens of an app a reader reads, and what became of the first that it does
not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from conformance.candidates import Candidate, Options, open_candidate
from conformance.candidates.reader import ReaderSession
from conformance.contract.reader import ScanAnswer
from conformance.evidence import Bundle
from conformance.exceptions import CandidateFault, UsageError
from conformance.model import (
    SHOWING,
    DisplayVector,
    Kind,
    ReaderVector,
    Role,
    ScanExpected,
    ScanResult,
    ScanStep,
)
from conformance.reading.pictures import load
from conformance.reading.situations import situations
from conformance.strict import Record
from conformance.texts import Message, say, visible

MOST_VECTORS = 24  # of one bundle; with the default and the full view of each about 15 s over HTTP
VIEWS = 2  # of one vector: the first default view and the first full one
MOST_FAULTS = 3  # a reader that breaks so often is given nothing more of that app: each may cost the whole deadline


@dataclass(frozen=True)
class Shown:
    """
    One recorded screen: its vector, its file, the picture, and whose code is on it.
    """

    vector: DisplayVector
    file: str
    png: bytes
    qid: str


@dataclass(frozen=True)
class App:
    """
    A display candidate of a bundle, with a sample of its screens.
    """

    name: str
    screens: tuple[Shown, ...]


class Cell(Record):
    """
    What one reader makes of one app.
    """

    app: str
    reader: str
    given: int
    read: int
    first_unread: str | None = None
    why: Message | None = None

    @property
    def is_whole(self) -> bool:
        """
        Whether every screen is read; one that had none to give is not.
        """
        return self.read == self.given > 0


class Matrix(Record):
    """
    All apps by all readers.
    """

    apps: tuple[str, ...]
    readers: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def is_whole(self) -> bool:
        """
        Whether every reader reads every app.
        """
        return all(cell.is_whole for cell in self.cells)

    def row(self, app: str) -> tuple[Cell, ...]:
        """
        The cells of one app, in the order of the readers.
        """
        return tuple(cell for cell in self.cells if cell.app == app)


def matrix(bundles: Sequence[Path], readers: Sequence[str], options: Options) -> Matrix:
    """
    Give a sample of each bundle's screens to each reader. Raises UsageError, BundleError and CandidateUnreachable.

    A token is sent only where there is one reader: it is the secret of that one alone.
    """
    if not bundles or not readers:
        raise UsageError(say("name at least one bundle of a display and, with --readers, one reader"))
    apps = _distinct([app_of(bundle) for bundle in bundles])
    found = [
        (address, _cells(apps, address, options if len(readers) == 1 else _without_token(options)))
        for address in readers
    ]
    columns = tuple(visible(address, 80) for address in readers)
    cells = tuple(cell for _, column in found for cell in column)
    return Matrix(apps=tuple(app.name for app in apps), readers=columns, cells=cells)


def _without_token(options: Options) -> Options:
    return Options(token=None, deadline_s=options.deadline_s)


def _distinct(apps: list[App]) -> list[App]:
    """
    The apps with names that differ: the second of a name gets a number.
    """
    seen: dict[str, int] = {}
    found = []
    for app in apps:
        seen[app.name] = seen.get(app.name, 0) + 1
        found.append(app if seen[app.name] == 1 else App(f"{app.name} ({seen[app.name]})", app.screens))
    return found


def app_of(place: Path) -> App:
    """
    The display of a bundle. Raises BundleError for a damaged one, UsageError for one without screens, and PictureError
    for a screen that cannot be looked at.
    """
    bundle = Bundle(place / "evidence" if (place / "evidence" / "bundle.json").is_file() else place)
    bundle.verify()
    screens = tuple(islice(_screens(bundle), MOST_VECTORS * VIEWS))
    if not screens:
        raise UsageError(say("the bundle {place} holds no screen of a personal code: it is of no display", place=place))
    candidate = bundle.head.candidate
    return App(visible(f"{candidate.name} {candidate.version}", 80), screens)


def _screens(bundle: Bundle) -> Iterator[Shown]:
    """
    The first default view and the first full one of each vector, in the order of their ids.
    """
    for vector_id in bundle.recorded():
        evidence = bundle.evidence(vector_id)
        vector = evidence.vector
        if not isinstance(vector, DisplayVector):
            continue
        states = list(situations(vector))
        wanted: dict[bool, Shown] = {}
        for step in evidence.steps:
            if step.screen and step.do in SHOWING and not states[step.number].offline:
                file = f"{evidence.folder}/{step.screen.file}"
                person = vector.people[states[step.number].person]
                data = bundle.read(file)
                load(data, file)  # a broken one is said here, and not by the reader that is given it
                wanted.setdefault(states[step.number].full, Shown(vector, file, data, person.qid))
        yield from (wanted[full] for full in (False, True) if full in wanted)


def _cells(apps: Sequence[App], address: str, options: Options) -> list[Cell]:
    with open_candidate(address, options) as candidate:
        if Role.READER not in candidate.describe().roles:
            raise UsageError(say("{reader} does not play the role reader: it cannot scan", reader=address))
        return [_cell(app, visible(address, 80), candidate) for app in apps]


def _cell(app: App, reader: str, candidate: Candidate) -> Cell:
    read, faults, first = 0, 0, None
    for shown in app.screens:
        why = _unread(shown, candidate) if faults < MOST_FAULTS else say("not given: the reader broke too often")
        faults += isinstance(why, _Fault)
        message = why.message if isinstance(why, _Fault) else why
        read += message is None
        first = first or (message and (shown.file, message))
    unread, why_not = first or (None, None)
    return Cell(app=app.name, reader=reader, given=len(app.screens), read=read, first_unread=unread, why=why_not)


@dataclass(frozen=True)
class _Fault:
    """
    The reader broke on a screen.
    """

    message: Message


def _unread(shown: Shown, candidate: Candidate) -> Message | _Fault | None:
    """
    Why a screen is not read as the personal code of its person, None where it is.
    """
    try:
        with candidate.session(_situation(shown)) as session:
            assert isinstance(session, ReaderSession)
            answer = session.look(shown.png).answer
    except CandidateFault as fault:
        return _Fault(fault.message.harmless(300))
    return _why(answer, shown.qid)


def _why(answer: ScanAnswer, qid: str) -> Message | None:
    if answer.result is not ScanResult.ACCEPTED or answer.kind is not Kind.PERSONAL:
        told = ", ".join(each.value for each in (answer.result, answer.kind, answer.reason) if each is not None)
        return say("the reader says: {seen}", seen=told)
    seen = answer.fields.QID if answer.fields else ""
    if seen != qid:
        text = "the reader gives the QID {seen}; the code is that of {expected}"
        return say(text, seen=seen, expected=qid).harmless(300)
    return None


def _situation(shown: Shown) -> ReaderVector:
    """
    The situation of a reader that is given this screen; no check decides on it.
    """
    nothing = ScanExpected(results=(ScanResult.ACCEPTED,), kinds=(Kind.PERSONAL,))
    return ReaderVector(
        id=shown.vector.id,
        role=Role.READER,
        title=shown.vector.title,
        tags=(),
        reason=shown.vector.reason,
        origin=shown.vector.origin,
        people=shown.vector.people,
        steps=(ScanStep(expected=nothing),),
    )

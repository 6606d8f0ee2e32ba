"""
Writing the evidence bundle: every step lands on the disk when it ends.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from conformance.candidates import Candidate, Done, Exported, Scanned, Screen, Session
from conformance.candidates.faults import BLAMES
from conformance.evidence import Bundle, Head, Manifest, folder_of
from conformance.exceptions import CandidateFault, QrconformError
from conformance.journal import Closing, DocumentRecord, FaultRecord, ReplyRecord, ScanRecord, ScreenRecord, StepRecord
from conformance.model import AnyStep, AnyVector, Blame, steps_of
from conformance.strict import Record

ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that the format can hold: the archive depends on its contents alone


def create(place: Path, head: Head) -> Bundle:
    """
    An empty bundle at `place`, or the one that stands there when it is gone on with.
    """
    place.mkdir(parents=True, exist_ok=True)
    if not (place / "bundle.json").exists():
        _write(place / "bundle.json", _json(head))
    return Bundle(place)


def drive(candidate: Candidate, vector: AnyVector, bundle: Bundle, repeat: int = 1) -> None:
    """
    Put the candidate in the vector's situation, step by step, and record what it shows or answers.

    A fault of the candidate is recorded and ends the vector; it is never raised.
    """
    folder = _fresh_folder(bundle.place, folder_of(vector.id, repeat), vector)
    with (folder / "journal.jsonl").open("ab") as journal:
        for line in _Driving(candidate, vector, folder).lines():
            journal.write(line.model_dump_json(exclude_none=True).encode("utf-8") + b"\n")
            journal.flush()
            os.fsync(journal.fileno())


class _Driving:
    """
    One vector being driven.
    """

    def __init__(self, candidate: Candidate, vector: AnyVector, folder: Path) -> None:
        self.candidate, self.vector, self.folder = candidate, vector, folder

    def lines(self) -> Iterator[Record]:
        """
        The lines of the journal, each when its step has ended.
        """
        number, steps = 0, steps_of(self.vector)
        try:
            with self.candidate.session(self.vector) as session:
                for number, step in enumerate(steps):
                    record = self._perform(session, number, step)
                    yield record
                    if record.fault:
                        break
        except CandidateFault as fault:  # from opening or closing the session, round the steps
            yield self._record(number, steps[number], (datetime.now(UTC), 0.0), fault)
        yield Closing(closed=datetime.now(UTC))

    def _perform(self, session: Session, number: int, step: AnyStep) -> StepRecord:
        started, clock = datetime.now(UTC), perf_counter()
        done: Done = None
        fault = None
        try:
            done = session.perform(number, step)
        except CandidateFault as raised:
            fault = raised
        elapsed_ms = (perf_counter() - clock) * 1000
        kept = _keep(done, self.folder, f"{number:02d}-{step.do.value}.png")
        return self._record(number, step, (started, elapsed_ms), fault).model_copy(update=kept)

    def _record(
        self, number: int, step: AnyStep, time: tuple[datetime, float], fault: CandidateFault | None
    ) -> StepRecord:
        trouble = FaultRecord(kind=fault.kind, message=fault.message, blame=self._blame(fault)) if fault else None
        return StepRecord(number=number, do=step.do, started=time[0], elapsed_ms=round(time[1], 1), fault=trouble)

    def _blame(self, fault: CandidateFault) -> Blame:
        """
        Whose the fault is. Where the line broke, the candidate is asked for its description once more: one that still
        answers has broken the line itself.
        """
        if fault.kind in BLAMES:
            return BLAMES[fault.kind]
        try:
            self.candidate.describe()
        except QrconformError:
            return Blame.NETWORK
        return Blame.CANDIDATE


Kept = dict[str, ScreenRecord | DocumentRecord | ScanRecord | tuple[ReplyRecord, ...]]


def _keep(done: Done, folder: Path, name: str) -> Kept:
    """
    What came of a step, as the parts of its record; pictures are written to the disk.
    """
    match done:
        case Screen():
            return {"screen": _screen(done, folder / name)}
        case Exported(pdf):
            path = (folder / name).with_suffix(".pdf")
            path.write_bytes(pdf)
            return {"document": DocumentRecord(file=path.name, sha256=hashlib.sha256(pdf).hexdigest())}
        case Scanned(None, answer):
            return {"scan": ScanRecord(file=None, sha256=None, answer=answer)}
        case Scanned(bytes(png), answer):
            (folder / name).write_bytes(png)
            return {"scan": ScanRecord(file=name, sha256=hashlib.sha256(png).hexdigest(), answer=answer)}
        case tuple():
            return {"replies": done}
    return {}


def _screen(screen: Screen, path: Path) -> ScreenRecord:
    path.write_bytes(screen.png)
    return ScreenRecord(
        file=path.name,
        sha256=hashlib.sha256(screen.png).hexdigest(),
        texts=screen.texts,
        user_actions=screen.user_actions,
        settled_ms=screen.settled_ms,
        timed=screen.timed,
        nonce=screen.nonce,
    )


def _fresh_folder(place: Path, name: str, vector: AnyVector) -> Path:
    """
    The folder of a vector, empty but for the vector; what a killed run left there is kept under `interrupted`.
    """
    folder = place / name
    if folder.exists():
        kept = place / "interrupted"
        kept.mkdir(exist_ok=True)
        folder.rename(kept / f"{vector.id}-{sum(1 for each in kept.iterdir() if each.name.startswith(vector.id)) + 1}")
    folder.mkdir(parents=True)
    _write(folder / "vector.json", _json(vector))
    return folder


def seal(bundle: Bundle) -> str:
    """
    Write the manifest and the single-file archive beside the folder; the digest of the bundle.
    """
    files = {name: hashlib.sha256(bundle.read(name)).hexdigest() for name in bundle.files()}
    _write(bundle.place / "manifest.json", _json(Manifest(files=files)))
    archive = bundle.place.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as target:  # PNG files do not shrink again
        for name in [*files, "manifest.json"]:
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), (bundle.place / name).read_bytes())
    return bundle.verify()


def _json(value: Record) -> bytes:
    return value.model_dump_json(indent=1).encode("utf-8")


def _write(path: Path, data: bytes) -> None:
    """
    All or nothing: a killed run leaves the old file or the new one.
    """
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(data)
    os.replace(temporary, path)

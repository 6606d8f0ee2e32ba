"""
Smoke before judgement: is the candidate wired as the contract says? A fault of the wiring is never a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from conformance.candidates import Candidate, Done, Options, Scanned, Screen, open_candidate
from conformance.contract.platform import RegisterAnswer
from conformance.exceptions import CandidateFault, PictureError, WiringError
from conformance.model import (
    Action,
    AnyStep,
    AnyVector,
    Capability,
    DisplayVector,
    Kind,
    PlatformVector,
    ReaderVector,
    Role,
    ScanResult,
    steps_of,
)
from conformance.reading.panel import Panel
from conformance.reading.pictures import load
from conformance.texts import Message, say, visible
from conformance.vectors import load_vectors


def probe(address: str, token: str | None, deadline_s: float) -> Iterator[Message]:
    """
    One message per step that works, in order. Raises CandidateUnreachable or WiringError at the first that does not.
    """
    with open_candidate(address, Options(token=token, deadline_s=deadline_s)) as candidate:
        description = candidate.describe()
        text = "{name} {version} of {vendor} answers; roles: {roles}; optional capabilities: {capabilities}"
        yield say(
            text,
            name=description.name,
            version=description.version,
            vendor=description.vendor,
            roles=", ".join(description.roles),
            capabilities=", ".join(description.capabilities) or "-",
        )
        if Role.DISPLAY in description.roles:
            screens = _conversation(candidate, _first_vector(candidate))
            yield say("installing, showing and switching work: {count} screens", count=len(screens))
            yield from _look(screens, texts_promised=Capability.TEXTS in description.capabilities)
        if Role.READER in description.roles:
            yield _one_scan(candidate)
        if Role.PLATFORM in description.roles:
            yield _one_registration(candidate)


def _one_scan(candidate: Candidate) -> Message:
    """
    A reader that takes the published example, or at least answers: what it makes of a code is for the checks to say.
    """
    vector = next(vector for vector in load_vectors() if isinstance(vector, ReaderVector))
    scanned = _first_step(candidate, vector)
    assert isinstance(scanned, Scanned)
    answer = scanned.answer
    if answer.result is not ScanResult.ACCEPTED or answer.kind is not Kind.PERSONAL or answer.fields is None:
        text = "the reader does not take the published example for a personal code, with its fields: it says {result}"
        raise WiringError(say(text, result=answer.result.value))
    return say("scanning works: the published example is taken for a personal code")


def _one_registration(candidate: Candidate) -> Message:
    """
    A platform that gives a token and registers a person: whether rightly is for the checks to say.
    """
    vector = next(vector for vector in load_vectors() if isinstance(vector, PlatformVector))
    replies = _first_step(candidate, vector)
    assert isinstance(replies, tuple)
    try:
        answers = RegisterAnswer.model_validate_json(replies[0].body).answers
    except ValidationError:
        answers = ()
    if not answers or answers[0].qid is None:
        text = "the platform does not register the person of vector {vector}: status {status}, {body}"
        body = visible(replies[0].body, 200)
        raise WiringError(say(text, vector=vector.id, status=replies[0].status, body=body))
    return say("registering works: a person is given a QID")


def _first_step(candidate: Candidate, vector: AnyVector) -> Done:
    """
    What comes of the first step of a vector. Raises WiringError.
    """
    step = steps_of(vector)[0]
    try:
        with candidate.session(vector) as session:
            return session.perform(0, step)
    except CandidateFault as fault:
        raise _broken(vector, step, fault) from fault


def _broken(vector: AnyVector, step: AnyStep, fault: CandidateFault) -> WiringError:
    text = "the step {step} of vector {vector} does not work: {why}"
    return WiringError(say(text, step=step.do.value, vector=vector.id, why=fault.message))


def _first_vector(candidate: Candidate) -> AnyVector:
    vectors = [vector for vector in load_vectors() if isinstance(vector, DisplayVector)]
    covered = getattr(candidate, "vectors", None)
    if covered is None:
        return vectors[0]
    known = [vector for vector in vectors if vector.id in covered()]
    if not known:
        text = "the candidate covers none of the vectors; take the ids from: qrconform list vectors"
        raise WiringError(say(text))
    return known[0]


def _conversation(candidate: Candidate, vector: AnyVector) -> list[Screen]:
    """
    The screens of an ordinary vector, driven without recording.
    """
    screens = []
    try:
        with candidate.session(vector) as session:
            for number, step in enumerate(steps_of(vector)):
                if step.do not in (Action.INSTALL, Action.SHOW, Action.TOGGLE):
                    break
                screen = session.perform(number, step)
                screens += [screen] if isinstance(screen, Screen) else []
    except CandidateFault as fault:
        raise _broken(vector, step, fault) from fault
    if not screens:
        raise WiringError(say("vector {vector} gave no screen at all", vector=vector.id))
    return screens


def _look(screens: list[Screen], texts_promised: bool) -> Iterator[Message]:
    panel = Panel.open()
    for missing in panel.missing:
        yield missing.message
    for number, screen in enumerate(screens, 1):
        try:
            picture = load(screen.png, f"screen {number}")
        except PictureError as error:
            raise WiringError(error.message) from error
        symbols = panel.look(picture).symbols
        if not symbols:
            text = "no reader finds a QR code on screen {number} ({width} x {height} px): is it the right screen?"
            raise WiringError(say(text, number=number, width=picture.width, height=picture.height))
        if texts_promised and not screen.texts:
            text = "screen {number} comes without visible texts, though the description promises them"
            raise WiringError(say(text, number=number))
        text = "screen {number}: {width} x {height} px, {symbols} code(s), {texts} visible texts"
        yield say(
            text,
            number=number,
            width=picture.width,
            height=picture.height,
            symbols=len(symbols),
            texts=len(screen.texts),
        )

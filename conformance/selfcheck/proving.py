"""
All candidates of ours tried, in one process or in several, and the proof that comes of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from conformance import __version__
from conformance.proof import NotTried, Proof, Tried
from conformance.reading.panel import Panel
from conformance.selfcheck.subjects import Kind, Subject, untried
from conformance.selfcheck.trying import Ended, not_started, try_out
from conformance.standard import load_standard
from conformance.texts import Message
from conformance.vectors import load_vectors, vectors_digest


def prove(subjects: Sequence[Subject], workers: int, quick: bool, told: Callable[[Ended], None]) -> Proof:
    """
    Try all subjects and give the proof; `told` hears of each as it ends.
    """
    ended: dict[Subject, Ended] = {}
    for each in _ended(subjects, workers):
        ended[each.subject] = each
        told(each)
    return _proof([ended[subject] for subject in subjects], quick, untried())


def _ended(subjects: Sequence[Subject], workers: int) -> Iterator[Ended]:
    if workers == 1:
        yield from map(try_out, subjects)
        return
    pool = ProcessPoolExecutor(workers, get_context("spawn"))  # OpenCV's threads do not outlive a fork
    try:
        waiting = {pool.submit(try_out, subject): subject for subject in subjects}
        for future in as_completed(waiting):
            yield _result(future, waiting[future])
    finally:
        pool.shutdown(cancel_futures=True)  # a user who ends it does not wait for all the others


def _result(future: Future[Ended], subject: Subject) -> Ended:
    try:
        return future.result()
    except BrokenProcessPool as error:  # a mutant that takes its process with it, and those that waited behind it
        return Ended(subject, not_started(subject, error), 0.0)


def _proof(ended: Sequence[Ended], quick: bool, missing: dict[str, Message]) -> Proof:
    by_kind: dict[Kind, list[Tried]] = defaultdict(list)
    mutants: dict[str, list[Tried]] = defaultdict(list)
    for each in ended:
        by_kind[each.subject.kind].append(each.tried)
        if each.subject.kind is Kind.MUTANT:
            mutants[each.subject.breaks or ""].append(each.tried)
    proof = Proof(
        suite=__version__,
        standard_digest=load_standard().digest,
        vectors_digest=vectors_digest(load_vectors()),
        panel=Panel.open().versions(),
        quick=quick,
        reference=by_kind[Kind.REFERENCE][0],
        mutants={row: tuple(found) for row, found in sorted(mutants.items())},
        variants=tuple(by_kind[Kind.VARIANT]),
        not_tried=tuple(NotTried(name=name, reason=why) for name, why in missing.items()),
        seconds={each.subject.name or Kind.REFERENCE.value: each.seconds for each in ended},
    )
    return proof.model_copy(update={"digest": proof.digested()})

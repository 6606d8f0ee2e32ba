"""
The symbol: PQR-080 and PQR-085.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

from conformance.checks import requirement
from conformance.exceptions import Inconclusive, NotExercised
from conformance.model import Action
from conformance.reading.observation import Observation
from conformance.texts import say


@requirement("PQR-080")
def test_every_reader_that_can_reads_the_code_and_all_read_the_same(seen: Observation) -> None:
    """
    PQR-080: every reader that reads the reference symbol at that size reads the displayed one; all read the same bytes.
    """
    if len(seen.panel) < 2:
        raise Inconclusive(say("fewer than two independent readers looked; install the missing ones and judge again"))
    for code in seen.all_codes:
        sentence = "the readers read different bytes: {seen}"
        read = {each.reader: each.data.hex() for each in code.symbol.readings if each.exact}
        differing = "; ".join(f"{reader} {data}" for reader, data in read.items())
        assert code.symbol.agreed, code.finding(sentence, code.text, differing)
        missed = seen.missed_readers(code)
        sentence = "{seen} cannot read the code as it is displayed, but reads a clean symbol of its size and content"
        assert not missed, code.finding(sentence, ", ".join(sorted(seen.panel)), ", ".join(sorted(missed)))


@requirement("PQR-085")
def test_the_stored_code_is_shown_without_network(seen: Observation) -> None:
    """
    PQR-085: the stored code can be shown without network.
    """
    if not seen.offline_views:
        raise NotExercised(say("the evidence holds no screen without network"))
    before = seen.view(Action.SHOW).code
    for view in seen.offline_views:
        sentence = "without network the code is not the stored one: {seen}"
        qid = view.code.payload.qid
        assert before.payload.qid == qid, view.finding(sentence, before.payload.qid, qid)

"""
`reference:` and `reference:FAULT` as candidate addresses: the bundled candidate, started for as long as it is driven.

So the commands that a report prints for a demo work after the demo has ended, and a demo can be gone on with.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from conformance.candidates import Candidate, Options
from conformance.candidates.http import open_http
from conformance.exceptions import UsageError
from conformance.reference.mutants import KNOWN, MUTANTS
from conformance.reference.server import ReferenceServer
from conformance.texts import say


@contextmanager
def open_reference(address: str, options: Options) -> Iterator[Candidate]:
    """
    The reference candidate, or the mutant or variant after the colon. Raises UsageError for a fault that there is not.
    """
    fault = address.partition(":")[2] or None
    if fault is not None and fault not in KNOWN:
        near = get_close_matches(fault, MUTANTS, n=5, cutoff=0.3) or list(MUTANTS)[:5]
        text = "there is no fault {name}. Near: {near}. All of them: qrconform coverage"
        raise UsageError(say(text, name=fault, near=", ".join(near)))
    with ReferenceServer(fault=fault) as server, open_http(server.url, options) as candidate:
        yield candidate

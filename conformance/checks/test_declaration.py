"""
Kind of identification, LoaiDinhDanh: PQR-040.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

from conformance.checks import requirement
from conformance.reading.observation import Observation


@requirement("PQR-040")
def test_the_declaration_is_as_registered(seen: Observation) -> None:
    """
    PQR-040: LoaiDinhDanh is 0 (self-declared) or 1 (declared by another), as the person was registered.
    """
    for code in seen.codes:
        expected = "1" if code.person.declared_by else "0"
        sentence = "LoaiDinhDanh is {seen}, registered is {expected}"
        assert expected == code.payload.loai, code.finding(sentence, expected, code.payload.loai)

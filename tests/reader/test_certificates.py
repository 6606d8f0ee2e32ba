"""
The HC1: certificates that readers are given: a strict reader finds nothing wrong but what is meant to be wrong.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conformance.reference.certificate import Certificate
from conformance.vectors.certificates import EXPIRES, HCERT, ISSUED, WISHES, certificate, check_character


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [("URN:UVCI:01:SE:EHM/C878/123456789ABC", "B"), ("URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813", "B")],
)
def test_the_check_character_is_that_of_published_examples(identifier: str, expected: str) -> None:
    """
    Both stand in examples of the EU eHealth network's schema.
    """
    assert expected == check_character(identifier)


@pytest.mark.parametrize("kind", WISHES)
def test_the_values_of_a_certificate_fit_together(kind: str) -> None:
    """
    Vaccinated before it was issued, issued before it expires, and the check character of its identifier is right.
    """
    claims = Certificate.of(certificate("DO VAN D", kind)).claims
    entry = claims[HCERT][1]["v"][0]
    issued, expires = (datetime.fromtimestamp(claims[key], UTC).date() for key in (ISSUED, EXPIRES))
    identifier, _, check = entry["ci"].partition("#")

    assert date.fromisoformat(entry["dt"]) < issued < expires
    assert check_character(identifier) == check
    assert (kind == "hc1-expired") == (expires < datetime.now(UTC).date())

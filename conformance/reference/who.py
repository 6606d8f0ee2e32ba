"""
Whom a fault can happen to.
"""

from __future__ import annotations

from conformance.model import PaperKind, Person


def has_foreign_passport(person: Person) -> bool:
    """
    Whether the registered paper is a passport of another country.
    """
    return person.paper is not None and person.paper.kind is PaperKind.PASSPORT_FOREIGN


def has_passport(person: Person) -> bool:
    """
    Whether the registered paper is a passport of any country.
    """
    return has_foreign_passport(person) or (person.paper is not None and person.paper.kind is PaperKind.PASSPORT_VN)

"""
All mutants by name; each proves that one check can fail. What they get wrong stands in the modules of faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from conformance.model import Role
from conformance.reference.cheats import CHEATS, Cheat
from conformance.reference.display_faults import DISPLAY_FAULTS
from conformance.reference.faults import Made, Mutant
from conformance.reference.field_faults import FIELD_FAULTS
from conformance.reference.identity_faults import IDENTITY_FAULTS
from conformance.reference.query_faults import QUERY_FAULTS
from conformance.reference.refusal_faults import READER_FAULTS
from conformance.reference.registration_faults import REGISTRATION_FAULTS
from conformance.reference.stale_faults import STALE_FAULTS
from conformance.reference.subtle_faults import SUBTLE_FAULTS
from conformance.reference.symbol_faults import SYMBOL_FAULTS
from conformance.reference.variant import Variant
from conformance.reference.variants import VARIANTS

MUTANTS: Mapping[str, Mutant] = MappingProxyType(
    {
        mutant.name: mutant
        for mutant in (
            *FIELD_FAULTS,
            *IDENTITY_FAULTS,
            *DISPLAY_FAULTS,
            *SYMBOL_FAULTS,
            *SUBTLE_FAULTS,
            *STALE_FAULTS,
            *REGISTRATION_FAULTS,
            *QUERY_FAULTS,
            *READER_FAULTS,
        )
    }
)


# All that the reference candidate can be, beside itself.
KNOWN: Mapping[str, Mutant | Variant | Cheat] = MappingProxyType({**MUTANTS, **VARIANTS, **CHEATS})


def with_fault(fault: str | None, role: Role, honest: type[Made]) -> type[Made]:
    """
    The class of a role, or the mutant or honest variant of it that is called `fault`, where that is one of the role.
    Raises ValueError for an unknown name.
    """
    if fault is None:
        return honest
    made = KNOWN.get(fault)
    if made is None:
        raise ValueError(f"no mutant is called {fault}; known: {', '.join(MUTANTS)}")
    return made.made_of(honest) if made.role is role else honest

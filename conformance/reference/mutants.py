"""
All mutants by name; each proves that one check can fail. What they get wrong stands in the modules of faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from conformance.model import Role
from conformance.reference.display_faults import DISPLAY_FAULTS
from conformance.reference.faults import Made, Mutant
from conformance.reference.field_faults import FIELD_FAULTS
from conformance.reference.identity_faults import IDENTITY_FAULTS
from conformance.reference.symbol_faults import SYMBOL_FAULTS

MUTANTS: Mapping[str, Mutant] = MappingProxyType(
    {mutant.name: mutant for mutant in FIELD_FAULTS + IDENTITY_FAULTS + DISPLAY_FAULTS + SYMBOL_FAULTS}
)


def with_fault(fault: str | None, role: Role, honest: type[Made]) -> type[Made]:
    """
    The class of a role, or its mutant where the fault called `fault` is one of that role. Raises ValueError for an
    unknown name.
    """
    if fault is None:
        return honest
    if fault not in MUTANTS:
        raise ValueError(f"no mutant is called {fault}; known: {', '.join(MUTANTS)}")
    mutant = MUTANTS[fault]
    return mutant.made_of(honest) if mutant.role is role else honest

"""
All mutants by name; each proves that one check can fail. What they get wrong stands in the modules of faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from conformance.reference.app import App
from conformance.reference.display_faults import DISPLAY_FAULTS
from conformance.reference.faults import Mutant
from conformance.reference.field_faults import FIELD_FAULTS
from conformance.reference.identity_faults import IDENTITY_FAULTS
from conformance.reference.symbol_faults import SYMBOL_FAULTS

MUTANTS: Mapping[str, Mutant] = MappingProxyType(
    {mutant.name: mutant for mutant in FIELD_FAULTS + IDENTITY_FAULTS + DISPLAY_FAULTS + SYMBOL_FAULTS}
)


def app_class(fault: str | None = None) -> type[App]:
    """
    The reference app, or the mutant called `fault`. Raises ValueError for an unknown name.
    """
    if fault is None:
        return App
    if fault not in MUTANTS:
        raise ValueError(f"no mutant is called {fault}; known: {', '.join(MUTANTS)}")
    return MUTANTS[fault].app()

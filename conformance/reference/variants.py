"""
All honest variants by name; what is different in them stands in the modules of variants.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from conformance.reference.encoder_variants import ENCODER_VARIANTS
from conformance.reference.look_variants import LOOK_VARIANTS
from conformance.reference.symbol_variants import SYMBOL_VARIANTS
from conformance.reference.text_variants import TEXT_VARIANTS
from conformance.reference.variant import Variant

VARIANTS: Mapping[str, Variant] = MappingProxyType(
    {variant.name: variant for variant in ENCODER_VARIANTS + LOOK_VARIANTS + SYMBOL_VARIANTS + TEXT_VARIANTS}
)

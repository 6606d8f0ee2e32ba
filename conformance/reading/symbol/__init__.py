"""
The symbol as a measured thing: module grid, error correction, and the parameters of ISO/IEC 15415 fitted to a display.
"""

from __future__ import annotations

from conformance.reading.symbol.grades import Name, Parameter
from conformance.reading.symbol.measuring import Measurement, measure
from conformance.reading.symbol.sampled import NotMeasurable

__all__ = ["Measurement", "Name", "NotMeasurable", "Parameter", "measure"]

"""
The situations as data: one TOML file for each role, beside this module.
"""

from __future__ import annotations

import json
import tomllib
from importlib import resources
from typing import TypeVar

from conformance.strict import Record

Table = TypeVar("Table", bound=Record)


def read_table(file: str, shape: type[Table]) -> Table:
    """
    A file of situations, strictly. Raises ValidationError.
    """
    text = resources.files("conformance.vectors").joinpath(file).read_text(encoding="utf-8")
    return shape.model_validate_json(json.dumps(tomllib.loads(text)))  # JSON mode: lists become tuples

"""
Strictness at the edge: the base of everything that crosses a file, and JSON read without mercy.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """
    A value that crosses a file: immutable, and refused when a key is unknown or a type is wrong.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def strict_json(data: bytes) -> Any:
    """
    The value of a JSON text. Raises ValueError where `json.loads` is silent: duplicate keys, NaN and lone surrogates.
    """

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) != len(items):
            raise ValueError("a key stands twice in one object")
        return found

    def refuse(constant: str) -> Any:
        raise ValueError(f"{constant} is no JSON value")

    value = json.loads(data.decode("utf-8"), object_pairs_hook=pairs, parse_constant=refuse)
    # Neither a lone surrogate nor 1e999, which is read as infinity, can be shown, hashed or written.
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    return value


def canonical_json(value: Any) -> bytes:
    """
    The one spelling of a value that digests are taken over: sorted keys, no blanks, UTF-8.
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")

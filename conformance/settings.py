"""
Small TOML files that a user writes by hand, read without mercy.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from conformance.exceptions import UsageError
from conformance.strict import Record
from conformance.texts import say

MAX_BYTES = 65_536  # of a file; none of ours has 5,000
Settings = TypeVar("Settings", bound=Record)


def read_settings(path: Path, kind: type[Settings]) -> Settings:
    """
    The settings of a file. Raises UsageError that names the key which is unknown, missing or wrong, and the known keys.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ValueError(f"longer than {MAX_BYTES} bytes")
        found = tomllib.loads(data.decode("utf-8"))
        # TOML has lists where our records, which cannot be changed, have tuples.
        return kind.model_validate({key: tuple(v) if isinstance(v, list) else v for key, v in found.items()})
    except ValidationError as error:
        first = error.errors()[0]
        key, keys = ".".join(map(str, first["loc"])) or "-", ", ".join(kind.model_fields)
        text = "{file}: the key {key} is wrong: {why}. Correct it there; the known keys are: {keys}"
        raise UsageError(say(text, file=path, key=key, why=first["msg"], keys=keys)) from error
    except (OSError, ValueError, RecursionError) as error:  # no TOML and no UTF-8 are ValueErrors
        why = getattr(error, "strerror", None) or error
        raise UsageError(say("{file} cannot be read: {why}", file=path, why=why)) from error

"""
The TOML files of the standard, read without mercy: every fault names the file and the row.
"""

from __future__ import annotations

import json
import tomllib
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from conformance.exceptions import StandardError
from conformance.strict import Record
from conformance.texts import Message, say

R = TypeVar("R", bound=Record)
Table = dict[str, Any]


def read_toml(folder: Traversable, name: str) -> Table:
    """
    The content of one file. Raises StandardError where it is absent, not UTF-8 or no TOML.
    """
    try:
        return tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))
    except OSError as error:
        raise StandardError(
            say("The standard's file {file} cannot be read ({cause}). Install the suite again.", file=name, cause=error)
        ) from error
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
        raise StandardError(
            say("The standard's file {file} is no valid TOML: {cause}. Correct it there.", file=name, cause=error)
        ) from error


def rows_of(table: Table, key: str, name: str) -> list[Table]:
    """
    The rows `[[key]]` of a file. Raises StandardError where there is none.
    """
    rows = table.get(key)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise StandardError(
            say("The standard's file {file} has no rows [[{key}]]. Expected at least one.", file=name, key=key)
        )
    return rows


def record(model: type[R], row: Table, name: str, where: str) -> R:
    """
    `row` as a strict record; `where` names the row for the reader of the message. Raises StandardError.
    """
    try:
        return model.model_validate_json(spell(row, name, where))
    except ValidationError as error:
        raise StandardError(_fault(error.errors()[0], name, where)) from error


def spell(row: Any, name: str, where: str) -> str:
    """
    A TOML value as JSON: dates as ISO texts. Raises StandardError for what JSON cannot hold (times, nan, inf).
    """
    try:
        return json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_iso)
    except (TypeError, ValueError) as error:
        raise StandardError(_wrong(name, where, "value", str(error))) from error


def _iso(value: Any) -> str:
    if type(value) is not date:
        raise TypeError(f"{value} is no text, number, truth value or date")
    return value.isoformat()


def _fault(error: ErrorDetails, name: str, where: str) -> Message:
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return say(
            "{file}, {where}: the key {key} is unknown. Remove it or correct its spelling.",
            file=name,
            where=where,
            key=key,
        )
    if error["type"] in ("missing", "string_too_short"):
        return say(
            "{file}, {where}: {key} is missing or empty. Write it; texts stand in both languages, vi and en.",
            file=name,
            where=where,
            key=key,
        )
    return _wrong(name, where, key, error["msg"])


def _wrong(name: str, where: str, key: str, problem: str) -> Message:
    return say(
        "{file}, {where}: {key} has a wrong value ({problem}). Correct it there.",
        file=name,
        where=where,
        key=key,
        problem=problem,
    )

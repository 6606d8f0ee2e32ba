"""
The vectors as files: one for each role, their JSON Schema, and the folder where both stand.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from conformance.exceptions import UsageError
from conformance.model import AnyVector, Role, Vector
from conformance.strict import Record
from conformance.texts import say
from conformance.vectors.situations import SEED

FILES = {Role.DISPLAY: "display.json", Role.READER: "reader.json", Role.PLATFORM: "platform.json"}
SCHEMA_FILE = "vector.schema.json"
EDITION = "pqr-1.1"
NOTE = (
    "Generated; do not edit. All people are invented, but for the published example DSP-001. "
    "What is in here and how to use it: README.md beside this file. Licence: Apache-2.0."
)
DATE_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class VectorFile(Record):
    """
    A file of golden vectors.
    """

    schema_name: Literal["./vector.schema.json"] = Field(alias="$schema")
    edition: Literal["pqr-1.1"]
    seed: int = Field(description="seed of the generator; another seed gives other people in the same situations")
    note: str
    vectors: tuple[AnyVector, ...] = Field(min_length=1, description="sorted by id")


def render(vectors: Sequence[Vector], seed: int = SEED) -> str:
    """
    The text of a file of vectors, with one newline at its end.
    """
    file = {
        "$schema": f"./{SCHEMA_FILE}",
        "edition": EDITION,
        "seed": seed,
        "note": NOTE,
        "vectors": [vector.model_dump(mode="json") for vector in vectors],
    }
    return json.dumps(file, ensure_ascii=False, indent=2) + "\n"


def schema() -> str:
    """
    The JSON Schema (2020-12) of a file of vectors, made from the models.
    """
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Generated from conformance/model.py; do not edit.",
    }
    body = VectorFile.model_json_schema(by_alias=True)
    return json.dumps({**head, **_hardened(body)}, ensure_ascii=False, indent=2) + "\n"


def _hardened(part: Any) -> Any:
    """
    The schema without its traps: `$` of some engines (Python's) also matches before a last newline, so the newline is
    refused apart; `format` is no assertion in many validators, so a date has a pattern too; every key is demanded, so
    that no reader needs to know defaults.
    """
    if isinstance(part, list):
        return [_hardened(item) for item in part]
    if not isinstance(part, dict):
        return part
    found = {key: _hardened(value) for key, value in part.items()}
    if found.get("format") == "date":
        found["pattern"] = DATE_PATTERN
    if isinstance(found.get("pattern"), str):
        found["not"] = {"pattern": "\\n"}
    if found.get("additionalProperties") is False:
        found["required"] = list(found["properties"])
    if isinstance(found.get("title"), str):  # made up by pydantic from the key; a property of that name is no text
        del found["title"]
    found.pop("default", None)
    return found


def home() -> Path:
    """
    The folder of the golden vectors: inside the package where a wheel carries them, else at the root of the checkout.
    Raises UsageError when neither is there.
    """
    package = Path(str(resources.files("conformance")))
    for folder in (package / "test_vectors", package.parent / "test_vectors"):
        if (folder / FILES[Role.DISPLAY]).is_file():
            return folder
    raise UsageError(
        say(
            "The golden vectors are missing: no {file} in {folder}. Install the suite again.",
            file=FILES[Role.DISPLAY],
            folder=package / "test_vectors",
        )
    )

"""
The report as JSON, and the schema that it follows.
"""

from __future__ import annotations

import json
from pathlib import Path

from conformance.report.finished import Finished
from conformance.result import Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLE = "Evaluation report of qrconform"


def write_json(finished: Finished, path: Path) -> None:
    """
    Write the whole report. Raises OSError.
    """
    path.write_bytes(finished.report.model_dump_json(indent=1).encode("utf-8") + b"\n")


def schema() -> str:
    """
    The JSON Schema of what `write_json` writes, published as `reports/report.schema.json`.
    """
    found = Report.model_json_schema(mode="serialization")
    found.pop("title", None)
    whole = {"$schema": DIALECT, "title": TITLE, **found}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"

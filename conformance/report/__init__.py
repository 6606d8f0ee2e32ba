"""
The writers of the evaluation report, by suffix. Each takes a finished report and a path and knows nothing else.

No writer decides or counts anything: all verdicts and tallies stand in the report. Same report, same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from conformance.exceptions import UsageError
from conformance.report.finished import Finished
from conformance.report.html import write_html
from conformance.report.json import write_json
from conformance.texts import say

__all__ = ["WRITERS", "Finished", "write"]

WRITERS: Mapping[str, Callable[[Finished, Path], None]] = {
    ".json": write_json,
    ".html": write_html,
}


def write(finished: Finished, path: Path) -> None:
    """
    Write the report to `path` in the format of its suffix, all or nothing: a killed run leaves the old file or the new.

    Raises UsageError for an unknown suffix and for a target that cannot be written.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        text = "{path}: there is no report format {suffix}. Choose a file name that ends in one of: {known}"
        raise UsageError(say(text, path=path, suffix=path.suffix or "-", known=", ".join(WRITERS)))
    temporary = path.with_name(path.name + ".new")
    try:
        writer(finished, temporary)
        os.replace(temporary, path)
    except OSError as error:
        text = "the report cannot be written to {path} ({why}). Choose a folder that exists and that you may write to"
        raise UsageError(say(text, path=path, why=error.strerror or error)) from error
    finally:
        with suppress(OSError):  # it is gone when all went well; where it is not, the first error counts
            temporary.unlink()

"""
The writers of the evaluation report, by suffix. Each takes a finished report and a path and knows nothing else.

No writer decides or counts anything: all verdicts and tallies stand in the report. Same report, same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from conformance.exceptions import UsageError
from conformance.report.finished import Finished
from conformance.report.html import write_html
from conformance.report.json import write_json
from conformance.report.junit import write_junit
from conformance.report.markdown import write_markdown
from conformance.report.pdf import write_pdf
from conformance.report.vendor import write_todo_html, write_todo_markdown, write_todo_pdf
from conformance.texts import say

__all__ = ["TODO_WRITERS", "WRITERS", "Audience", "Finished", "put", "write"]

Content = TypeVar("Content")

WRITERS: Mapping[str, Callable[[Finished, Path], None]] = {
    ".json": write_json,
    ".html": write_html,
    ".pdf": write_pdf,
    ".md": write_markdown,
    ".xml": write_junit,
}


TODO_WRITERS: Mapping[str, Callable[[Finished, Path], None]] = {
    ".html": write_todo_html,
    ".pdf": write_todo_pdf,
    ".md": write_todo_markdown,
}


class Audience(StrEnum):
    """
    For whom a report is.
    """

    EVALUATOR = "evaluator"  # the whole report
    VENDOR = "vendor"  # the list of what has to be done


def write(finished: Finished, path: Path, audience: Audience = Audience.EVALUATOR) -> None:
    """
    Write the report to `path` in the format of its suffix, all or nothing: a killed run leaves the old file or the new.

    Raises UsageError for an unknown suffix and for a target that cannot be written.
    """
    writers = WRITERS if audience is Audience.EVALUATOR else TODO_WRITERS
    put(writers, finished, path)


def put(writers: Mapping[str, Callable[[Content, Path], None]], content: Content, path: Path) -> None:
    """
    Write with the one of `writers` that has the suffix of `path`. Raises UsageError.
    """
    writer = writers.get(path.suffix.lower())
    if writer is None:
        text = "{path}: there is no report format {suffix}. Choose a file name that ends in one of: {known}"
        raise UsageError(say(text, path=path, suffix=path.suffix or "-", known=", ".join(writers)))
    temporary = path.with_name(path.name + ".new")
    try:
        writer(content, temporary)
        os.replace(temporary, path)
    except OSError as error:
        text = "the report cannot be written to {path} ({why}). Choose a folder that exists and that you may write to"
        raise UsageError(say(text, path=path, why=error.strerror or error)) from error
    finally:
        with suppress(OSError):  # it is gone when all went well; where it is not, the first error counts
            temporary.unlink()

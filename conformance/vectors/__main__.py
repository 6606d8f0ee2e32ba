"""
`python -m conformance.vectors --write`: make the files of `test_vectors/` anew; `--check`: say whether they are stale.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from conformance.texts import say
from conformance.vectors.files import DISPLAY_FILE, SCHEMA_FILE, render, schema
from conformance.vectors.situations import generate


def main(arguments: list[str] | None = None) -> int:
    """
    Write or check; 0 when the files are (now) up to date, 1 when one is stale.
    """
    parser = argparse.ArgumentParser(prog="python -m conformance.vectors", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("test_vectors"), help="default: test_vectors")
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--write", action="store_true", help="write the files")
    task.add_argument("--check", action="store_true", help="exit 1 when a file is stale")
    options = parser.parse_args(arguments)
    if options.write:
        return _write(options.folder)
    return _check(options.folder)


def files() -> Mapping[str, str]:
    """
    Name and text of every generated file.
    """
    return {DISPLAY_FILE: render(generate()), SCHEMA_FILE: schema()}


def _write(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_bytes(text.encode("utf-8"))  # bytes, so that no system changes the line ends
    return 0


def _check(folder: Path) -> int:
    stale = [name for name, text in files().items() if _octets(folder / name) != text.encode("utf-8")]
    for name in stale:
        message = say("{file} is stale. Run: python -m conformance.vectors --write", file=folder / name)
        print(message.render("en"), file=sys.stderr)
    return 1 if stale else 0


def _octets(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


if __name__ == "__main__":
    sys.exit(main())

"""
Everything in the repository that is generated, in one mapping; a test and a tox environment fail when any is stale.

    python -m conformance.generated --write .
    python -m conformance.generated --check .
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from typer.main import get_command

from conformance import catalogue, vectors
from conformance.candidates.openapi import openapi
from conformance.report.json import schema as report_schema
from conformance.selfcheck.table import page as selfcheck_page
from conformance.vectors import pictures
from conformance.vectors.platform import generate_platform
from conformance.vectors.situations import SEED, generate


def _openapi() -> str:
    return json.dumps(openapi(), ensure_ascii=False, indent=2) + "\n"


def _commands() -> str:
    """
    The reference of all commands, from their own help texts.
    """
    os.environ["QRCONFORM_LANG"] = "en"  # the help texts take their language when the commands are named
    from conformance.cli import app

    group = get_command(app)
    lines = ["# Command reference", "", "Written from the commands' own help; a test fails when it is stale.", ""]
    for name, command in sorted(getattr(group, "commands", {}).items()):
        lines += [
            f"## `qrconform {name}`",
            "",
            command.help or "",
            "",
            "| option | meaning | default |",
            "| --- | --- | --- |",
        ]
        for each in command.params:
            if each.name == "help":
                continue
            shown = (
                ", ".join(f"`{opt}`" for opt in each.opts)
                if each.param_type_name == "option"
                else f"`{str(each.name).upper()}`"
            )
            default = "" if each.default is None or callable(each.default) or each.required else f"`{each.default}`"
            lines.append(f"| {shown} | {getattr(each, 'help', '') or ''} | {default} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


FILES: Mapping[str, Callable[[], str]] = {
    "test_vectors/display.json": lambda: vectors.render(generate()),
    "test_vectors/platform.json": lambda: vectors.render(generate_platform(SEED)),
    "test_vectors/vector.schema.json": vectors.schema,
    "reports/report.schema.json": report_schema,
    "docs/candidate.openapi.json": _openapi,
    "docs/coverage.md": catalogue.coverage,
    "docs/commands.md": _commands,
    "docs/selfcheck.md": selfcheck_page,
}


def stale(root: Path) -> list[str]:
    """
    The files under `root` that differ from what is generated now.
    """
    texts = [
        name
        for name, make in FILES.items()
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != make()
    ]
    return texts + pictures.stale(root)


def write(root: Path) -> None:
    """
    Write every generated file under `root`.
    """
    for name, make in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(make(), encoding="utf-8")
    pictures.write(root)


def main() -> int:
    """
    `--write ROOT` or `--check ROOT`; the latter names what is stale and gives 1.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--check", type=Path)
    given = parser.parse_args()
    if given.write:
        write(given.write)
    found = stale(given.check) if given.check else []
    for name in found:
        print(f"stale: {name}; write it anew with: python -m conformance.generated --write .")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

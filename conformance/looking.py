"""
What the commands `read` and `measure` do: pictures from disk, looked at as tools of their own right.
"""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console
from rich.text import Text

from conformance import catalogue
from conformance.console import complain_message, tell
from conformance.exceptions import UsageError
from conformance.model import ExitCode
from conformance.reading.panel import Panel
from conformance.reading.pictures import Picture, load
from conformance.reading.symbol.pictured import MeasuredPicture, Wanted, measured
from conformance.report.words import KINDS
from conformance.texts import language, say, visible


def read(images: list[Path], as_json: bool) -> int:
    """
    What each reader sees; exit 1 when a picture holds no code that can be read.
    """
    panel = _panel()
    found = [catalogue.sight(image, panel.look(_picture(image))) for image in images]
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for each in found:
            _show_sight(each)
    return ExitCode.CONFORMS if all(each["symbols"] for each in found) else ExitCode.DOES_NOT_CONFORM


def measure(images: list[Path], as_json: bool, wanted: Wanted, folder: Path | None) -> int:
    """
    Every symbol of the pictures measured, and drawn into `folder`; exit 1 when a picture holds none, or one that cannot
    be measured.
    """
    panel, found = _panel(), []
    for image in images:
        picture = _picture(image)
        found.append(measured(image, picture, panel, wanted))
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for name, data in found[-1].drawn(picture):
                (folder / name).write_bytes(data)
    if as_json:
        print(json.dumps([each.plain() for each in found], ensure_ascii=False, indent=1))
    else:
        for each in found:
            _show_measured(each)
    return ExitCode.CONFORMS if all(each.whole for each in found) else ExitCode.DOES_NOT_CONFORM


def _show_measured(picture: MeasuredPicture) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(str(picture.file), style="bold"))
    for heading, rows in picture.paragraphs():
        console.print(Text(f"  {heading.harmless().render(language())}"))
        for line in rows:
            console.print(Text(f"    {line.harmless().render(language())}"))


def _panel() -> Panel:
    """
    The panel; what is missing in it is said.
    """
    panel = Panel.open()
    for missing in panel.missing:
        complain_message(missing.message)
    return panel


def _picture(image: Path) -> Picture:
    try:
        data = image.read_bytes()
    except OSError as error:
        raise UsageError(say("{file} cannot be read: {why}", file=image, why=error.strerror)) from error
    return load(data, image.name)


def _word(kind: str) -> str:
    return str(getattr(KINDS[kind], language()))


def _show_sight(sight: catalogue.Sight) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(sight["file"], style="bold"))
    if not sight["symbols"]:
        tell(say("no QR code found"))
    for symbol in sight["symbols"]:
        head = ", ".join(f"{key} {value}" for key, value in symbol["facts"].items() if value not in (None, False))
        console.print(Text(f"  {_word(symbol['kind'])}: {visible(symbol['text'], 2_000)}"))
        console.print(Text(f"    {head}"))
        for reading in symbol["readings"]:
            same = "=" if reading["same"] else "≠ " + visible(reading["text"])
            rescue = f" ({reading['rescue']})" if reading["rescue"] else ""
            console.print(Text(f"    {reading['reader']:<13} {same}{rescue}"))
    console.print(Text("  " + ", ".join(f"{reader} {ms:.1f} ms" for reader, ms in sight["ms"].items()), style="dim"))

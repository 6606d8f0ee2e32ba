"""
The codes that a report shows measured: the lowest-graded one of the run, and one for each requirement on the symbol
that is not met. Numbers to look at, never a verdict.

They are measured anew from the evidence whenever a report is written, in the same way each time.
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from PIL import Image

from conformance.evidence import Bundle
from conformance.exceptions import BundleError, PictureError
from conformance.model import Kind, Method
from conformance.reading.panel import Panel
from conformance.reading.payload import classify
from conformance.reading.pictures import Picture, load
from conformance.reading.readers import Reader
from conformance.reading.symbol import Measurement, measure
from conformance.reading.symbol.annotated import annotated
from conformance.reading.symbol.margins import Margin, margins
from conformance.reading.symbol.robustness import Scene
from conformance.reading.symbols import Symbol
from conformance.report.pictures import Form
from conformance.report.standing import Standing, short_of, standing
from conformance.result import Report
from conformance.texts import Message, say

MOST_CODES = 4  # of one report: the margins of each take a second
MOST_BYTES = 45_000  # of a code's picture; a code on a plain ground needs a tenth of it
SMALL = 2  # a picture that needs more is shown at half of its size
FINE, COARSE = 80, 10  # quality of JPEG and WebP; noise, the worst that a candidate can draw round a code, has 50 kB


@dataclass(frozen=True)
class ShownCode:
    """
    The code of one screen: `scene` with its measurement, or `why` there is none.

    `unmet` are the requirements on the symbol that it does not meet; `lowest` says that no code of the run has a lower
    grade.
    """

    id: str
    file: str
    unmet: tuple[str, ...]
    lowest: bool
    scene: Scene | None
    why: Message | None
    readers: tuple[Reader, ...]

    @property
    def seen(self) -> Measurement | None:
        """
        What was measured.
        """
        return self.scene.measurement if self.scene else None

    @cached_property
    def margins(self) -> tuple[Margin, ...]:
        """
        How far the code can be spoiled before each reader loses it. Takes about a second.
        """
        return margins(self.readers, self.scene) if self.scene else ()

    @property
    def rescued(self) -> Iterator[Message]:
        """
        The readers that read the code only after a rescue, and after which.
        """
        for each in self.scene.symbol.readings if self.scene else ():
            if each.rescue:
                text = "{reader} reads it only after a rescue: {rescue}"
                yield say(text, reader=each.reader, rescue=each.rescue)

    def drawn(self, form: Form) -> bytes:
        """
        The annotated picture as a file; empty where nothing was measured.
        """
        return _pressed(annotated(self.scene.picture, self.scene.measurement), form) if self.scene else b""

    @property
    def uri(self) -> str:
        """
        The annotated picture inside of a page.
        """
        return "data:image/webp;base64," + b64encode(self.drawn("WEBP")).decode("ascii")


def shown_codes(report: Report, bundle: Bundle) -> tuple[ShownCode, ...]:
    """
    The codes to show, the lowest-graded first.
    """
    wanted = _wanted(report)
    panel, lowest = Panel.open(), _lowest(report)
    found = []
    for place, (file, unmet) in enumerate(list(wanted.items())[:MOST_CODES], start=1):
        scene = _scene(bundle, file, panel)
        its, why = (scene, None) if isinstance(scene, Scene) else (None, scene)
        found.append(ShownCode(f"code-{place}", file, tuple(unmet), file == lowest, its, why, panel.readers))
    return tuple(found)


def _wanted(report: Report) -> dict[str, list[str]]:
    """
    The screens to show, with the requirements that each does not meet.
    """
    lowest = _lowest(report)
    found: dict[str, list[str]] = {lowest: []} if lowest else {}
    for result in report.results:
        unmet = standing(result) in (Standing.VIOLATED, Standing.ADVISED)
        if result.requirement.method is Method.SYMBOL and unmet:
            file = next((outcome.file for outcome in short_of(result) if outcome.file in report.shots), None)
            if file:
                found.setdefault(file, []).append(result.requirement.id)
    return found


def _lowest(report: Report) -> str | None:
    """
    The screen whose code has the lowest grade, the first where several have it.
    """
    graded = [(shot.grade, file) for file, shot in report.shots.items() if shot.grade is not None]
    return min(graded)[1] if graded else None


def _scene(bundle: Bundle, file: str, panel: Panel) -> Scene | Message:
    try:
        picture = load(bundle.read(file), file)
        symbol = _personal(panel, picture)
        if symbol is None:
            return say("no personal code can be read on this screen")
        return Scene(picture, symbol, measure(picture, symbol, bundle.head.candidate.pixels_per_mm))
    except (BundleError, PictureError) as error:
        return error.message


def _personal(panel: Panel, picture: Picture) -> Symbol | None:
    """
    The personal code, else a code of no known format, as the checks choose it.
    """
    found = panel.look(picture).symbols
    kinds = [classify(each.data.decode("utf-8", "replace")) for each in found]
    for wanted in (Kind.PERSONAL, Kind.OTHER):
        if wanted in kinds:
            return found[kinds.index(wanted)]
    return None


def _pressed(png: bytes, form: Form) -> bytes:
    """
    The picture in the form that its document takes, no larger than it must be.
    """
    with Image.open(io.BytesIO(png)) as image:
        whole = image.convert("RGB")
    made = _saved(whole, form, FINE, lossless=form == "WEBP")
    if len(made) <= MOST_BYTES:
        return made
    small = whole.resize((whole.width // SMALL, whole.height // SMALL), Image.Resampling.BOX)
    return _saved(small, form, COARSE, lossless=False)


def _saved(image: Image.Image, form: Form, quality: int, lossless: bool) -> bytes:
    target = io.BytesIO()
    options = {"lossless": True} if lossless else {}
    image.save(target, form, quality=quality, **options)
    return target.getvalue()

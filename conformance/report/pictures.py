"""
The screens of the evidence as small pictures for a page: each embedded once, outlines kept apart from the pixels.
"""

from __future__ import annotations

import io
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from PIL import Image

from conformance.exceptions import BundleError, PictureError
from conformance.model import Kind
from conformance.reading.opencv import MAX_PIXELS
from conformance.reading.picture_files import read_header
from conformance.report.finished import Finished
from conformance.result import Outline
from conformance.texts import say

WIDTH = 360  # px of an embedded picture: a phone screen's code of 57 modules keeps about 5 px a module
MAX_PICTURES = 120
MAX_BYTES = 1_600_000  # of all pictures of a page together, as Base64: texts at their worst need 3 of its 5 MB
MAX_HEIGHT = 4 * WIDTH  # of an embedded picture; a higher one is a strip that nobody can read at this width
GROWTH = 1.1  # of an outline from its middle: 1 to 3 modules of a code of 21 to 57
Form = Literal["WEBP", "JPEG"]  # WebP is half the size; a PDF keeps JPEG as it is and would unpack WebP
QUALITY = 70  # of WebP and JPEG: a screen of 1080 x 2400 becomes about 10 kB, and its code can still be read


@dataclass(frozen=True)
class Picture:
    """
    One screen. `width` and `height` are px of the screenshot, the unit of the outlines; `uri` is None when the file
    cannot be shown.
    """

    id: str
    file: str
    width: int
    height: int
    outlines: tuple[Outline, ...]
    uri: str | None

    @property
    def kinds(self) -> list[str]:
        """
        The formats that were found on it, each once.
        """
        return list(dict.fromkeys(outline.kind for outline in self.outlines))

    def points(self, outline: Outline) -> str:
        """
        A polygon round the symbol as SVG writes it: a little outside, so that the code stays readable.
        """
        xs, ys = zip(*outline.corners, strict=True)
        grown_xs = (_clamp(sum(xs) / 4 + GROWTH * (x - sum(xs) / 4), self.width) for x in xs)
        grown_ys = (_clamp(sum(ys) / 4 + GROWTH * (y - sum(ys) / 4), self.height) for y in ys)
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(grown_xs, grown_ys, strict=True))

    def is_personal(self, outline: Outline) -> bool:
        """
        Whether the outlined symbol is read as a personal code.
        """
        return outline.kind == Kind.PERSONAL

    def corners(self, outline: Outline) -> list[tuple[float, float]]:
        """
        The corners of that polygon in px.
        """
        points = (point.split(",") for point in self.points(outline).split())
        return [(float(x), float(y)) for x, y in points]

    @property
    def data(self) -> bytes:
        """
        The embedded picture as a file; empty when it cannot be shown.
        """
        return b64decode((self.uri or "").partition(",")[2])


def _clamp(place: float, size: int) -> float:
    return min(max(place, 0.0), float(size))


class Album:
    """
    The pictures of one page by file. Those that no longer fit are `left_out`; their number is told on the page.
    """

    def __init__(self, finished: Finished, files: Iterable[str], form: Form = "WEBP") -> None:
        self.pictures: dict[str, Picture] = {}
        self.left_out = 0
        size = 0
        for file in dict.fromkeys(files):
            full = size >= MAX_BYTES or len(self.pictures) >= MAX_PICTURES
            picture = None if full else _picture(finished, file, f"screen-{len(self.pictures) + 1}", form)
            size += len(picture.uri or "") if picture else 0
            if picture and size <= MAX_BYTES:
                self.pictures[file] = picture
            else:
                self.left_out += 1

    @property
    def embedded(self) -> list[Picture]:
        """
        Those that can be shown.
        """
        return [picture for picture in self.pictures.values() if picture.uri]


def _picture(finished: Finished, file: str, id: str, form: Form) -> Picture:
    shot = finished.report.shots.get(file)
    try:
        image = _decode(finished.bundle.read(file), file)
    except (BundleError, PictureError):
        return Picture(id, file, 9, 16, (), None)
    width, height = (shot.width, shot.height) if shot else image.size
    return Picture(id, file, width, height, shot.outlines if shot else (), _data_uri(image, form))


def _decode(data: bytes, name: str) -> Image.Image:
    """
    The picture in colour, on white. Its size is limited before a pixel is decoded. Raises PictureError.
    """
    broken = PictureError(say("{name}: the picture cannot be shown", name=name))
    try:
        header = read_header(data)
        if header is None or not 0 < header.width * header.height <= MAX_PIXELS:
            raise broken
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.size != (header.width, header.height):
                raise broken
            if image.mode == "RGB" and "transparency" not in image.info:
                return image.convert("RGB")  # half the time, and nearly all screens
            rgba = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:  # what Pillow raises on bad files
        raise broken from error
    ground = Image.new("RGBA", rgba.size, "white")
    return Image.alpha_composite(ground, rgba).convert("RGB")


def _data_uri(image: Image.Image, form: Form) -> str:
    width = min(WIDTH, image.width)
    height = min(MAX_HEIGHT, max(1, round(image.height * width / image.width)))
    target = io.BytesIO()
    image.resize((width, height), Image.Resampling.BOX).save(target, form, quality=QUALITY, method=4)
    return f"data:image/{form.lower()};base64," + b64encode(target.getvalue()).decode("ascii")

"""
Picture files of unknown origin, good and hostile.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from struct import pack
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import conformance
from conformance.exceptions import PictureError
from conformance.reading.pictures import MAX_SIDE, Picture, load

SIZE = (30, 20)
ORANGE = (200, 100, 50)
LUMA = 124  # of ORANGE: (77 * 200 + 150 * 100 + 29 * 50 + 128) >> 8
WEB_COLOUR = Image.new("RGB", SIZE, (204, 102, 51)).convert("P")
PNG_START = b"\x89PNG\r\n\x1a\n"


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return pack(">I4s", len(body), name) + body + pack(">I", zlib.crc32(name + body))


def png(row: bytes, width: int, height: int, depth: int, colour: int, before_pixels: bytes = b"") -> bytes:
    """
    A PNG written by hand: the same row, `height` times.
    """
    header = chunk(b"IHDR", pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress((b"\0" + row) * height, 9))
    return PNG_START + header + before_pixels + pixels + chunk(b"IEND", b"")


def noise(kind: str) -> bytes:
    pixels = np.random.default_rng(1).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    return saved(Image.fromarray(pixels), kind)


def refused(data: bytes, **limits: int) -> str:
    with pytest.raises(PictureError) as caught:
        load(data, "shot", **limits)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "level"),
    [
        (saved(Image.new("RGB", SIZE, ORANGE)), LUMA),
        (saved(Image.new("RGB", SIZE, (255, 255, 255))), 255),
        (saved(Image.new("L", SIZE, 77)), 77),
        (saved(Image.new("1", SIZE, 1)), 255),
        (saved(WEB_COLOUR), 127),
        (saved(Image.new("I;16", SIZE, 40_000)), 40_000 >> 8),
        (saved(Image.new("RGBA", SIZE, (*ORANGE, 255))), LUMA),
        (saved(Image.new("LA", SIZE, (77, 255))), 77),
        (png(pack(">HHH", 0xC8FF, 0x64FF, 0x32FF) * 30, 30, 20, 16, 2), LUMA),
        (png(b"\xe4" * 8, 32, 20, 2, 0), (3 * 85 + 2 * 85 + 85) / 4),
        (saved(Image.new("L", SIZE, 77), "JPEG", quality=95), 77),
        (saved(Image.new("L", SIZE, 77), "JPEG", quality=95, progressive=True), 77),
    ],
    ids=[
        "colour",
        "white",
        "grey",
        "bits",
        "palette",
        "grey16",
        "rgba",
        "la",
        "colour16",
        "grey2",
        "jpeg",
        "progressive",
    ],
)
def test_every_kind_of_opaque_picture_becomes_grey(data: bytes, level: float) -> None:
    """
    Grey, colour, palette, 1 to 16 bit, alpha without transparency, and JPEG give the documented grey level.
    """
    picture = load(data, "shot")

    assert (level, False) == (picture.grey.mean(), picture.transparent)
    assert np.uint8 == picture.grey.dtype
    assert picture.grey.flags.c_contiguous
    assert (picture.height, picture.width) == picture.grey.shape


def test_colour_jpeg_is_close_to_its_colour() -> None:
    """
    A colour JPEG gives the luma of its colour within what its compression loses.
    """
    data = saved(Image.new("RGB", SIZE, ORANGE), "JPEG", quality=95)

    assert load(data, "shot").grey.mean() == pytest.approx(LUMA, abs=2)


@pytest.mark.parametrize(
    ("data", "level"),
    [
        (saved(Image.new("RGBA", SIZE, (*ORANGE, 0))), 255),
        (saved(Image.new("LA", SIZE, (0, 51))), 204),
        (saved(Image.new("RGB", SIZE, ORANGE), transparency=ORANGE), 255),
        (saved(Image.new("L", SIZE, 77), transparency=77), 255),
        (saved(WEB_COLOUR, transparency=WEB_COLOUR.getpixel((0, 0))), 255),
        (png(pack(">H", 1_000) * 30, 30, 20, 16, 0, chunk(b"tRNS", pack(">H", 1_000))), 255),
        (png(b"\x55" * 8, 32, 20, 2, 0, chunk(b"tRNS", pack(">H", 1))), 255),
    ],
    ids=["rgba", "la", "colour-key", "grey-key", "palette-key", "grey16-key", "grey2-key"],
)
def test_transparent_pixels_lie_on_white(data: bytes, level: int) -> None:
    """
    Whatever way a PNG is transparent, it is laid on white, and the picture says so.
    """
    picture = load(data, "shot")

    assert (level, True) == (picture.grey.mean(), picture.transparent)


def test_orientation_tag_is_ignored() -> None:
    """
    Pixels stand where the file has them, so that header, picture and text boxes agree.
    """
    turned = Image.Exif()
    turned[0x112] = 6

    pictures = [load(saved(Image.new("RGB", SIZE), kind, exif=turned), "shot") for kind in ("PNG", "JPEG")]

    assert [(picture.width, picture.height) for picture in pictures] == [SIZE, SIZE]


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1)])
def test_tiny_pictures_load(size: tuple[int, int]) -> None:
    """
    A picture of one pixel is a picture.
    """
    picture = load(saved(Image.new("L", size, 9)), "shot")

    assert (*size, 9) == (picture.width, picture.height, picture.grey.mean())


def png_bomb() -> bytes:
    return png(bytes(4_000), 32_000, 32_000, 1, 0)


def jpeg_bomb() -> bytes:
    data = saved(Image.new("L", SIZE), "JPEG")
    frame = data.index(b"\xff\xc0")
    return data[: frame + 5] + pack(">HH", 32_000, 32_000) + data[frame + 9 :]


@pytest.mark.parametrize("bomb", [png_bomb, jpeg_bomb])
def test_bomb_is_refused_by_its_header(bomb: Callable[[], bytes]) -> None:
    """
    A small file that says 32000 x 32000 is refused at once, and the message says the size and the limit.
    """
    data = bomb()
    assert len(data) < 200_000

    start = perf_counter()
    message = refused(data)

    assert perf_counter() - start < 1
    assert "32000 x 32000" in message
    assert "20000000" in message


def test_opencv_would_refuse_a_bomb_as_well() -> None:
    """
    The second fence, OpenCV's own limit, is set before OpenCV is imported.
    """
    code = (
        "import sys, numpy; from conformance.reading.opencv import cv2\n"
        "try: cv2.imdecode(numpy.frombuffer(sys.stdin.buffer.read(), numpy.uint8), cv2.IMREAD_UNCHANGED)\n"
        "except cv2.error as error: print('CV_IO_MAX_IMAGE_PIXELS' in str(error), cv2.getNumThreads())"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    done = subprocess.run([sys.executable, "-c", code], input=png_bomb(), capture_output=True, env=env, check=True)

    assert done.stdout.strip() == b"True 1"


def test_only_one_module_imports_opencv() -> None:
    """
    Whoever imports `cv2` first would fix OpenCV's limit, so nobody but `opencv.py` does.
    """
    sources = Path(conformance.__file__).parent.rglob("*.py")
    importing = re.compile(r"^\s*(import|from) cv2\b", re.MULTILINE)

    assert {"opencv.py"} == {path.name for path in sources if importing.search(path.read_text("utf-8"))}


@pytest.mark.parametrize(
    ("data", "limits", "part"),
    [
        (b"", {}, "an empty file"),
        (b"GIF89a" + bytes(50), {}, "neither PNG nor JPEG, it starts with the bytes 47 49 46"),
        ("đây là văn bản".encode(), {}, "neither PNG nor JPEG"),
        (saved(Image.new("RGB", SIZE), "WEBP"), {}, "neither PNG nor JPEG"),
        (PNG_START, {}, "damaged or cut short"),
        (PNG_START + chunk(b"IDAT", b""), {}, "damaged or cut short"),
        (PNG_START + chunk(b"IHDR", pack(">IIBBBBB", 9, 9, 8, 0, 0, 0, 0)), {}, "damaged or cut short"),
        (png(b"", 0, 20, 8, 0), {}, "0 x 20 pixels"),
        (png(b"", 2**31 - 1, 1, 1, 0), {}, "2147483647 x 1 pixels"),
        (png(bytes(MAX_SIDE + 1), MAX_SIDE + 1, 1, 8, 0), {}, "20001 x 1 pixels"),
        (png(b"\0" * 30, 30, 20, 8, 3), {}, "damaged or cut short"),  # a palette picture without its palette
        (b"\xff\xd8\xff\xda" + bytes(60), {}, "damaged or cut short"),
        (b"\xff\xd8" + b"\xff" * 1_000_000, {}, "damaged or cut short"),
        (b"\xff\xd8" + b"\xff\xe0\0\0" * 100_000, {}, "damaged or cut short"),
        (PNG_START + chunk(b"IHDR", bytes(13)) + chunk(b"tEXt", b"") * 100_000, {}, "damaged or cut short"),
        (saved(Image.new("L", SIZE)), {"max_pixels": 599}, "at most 599"),
        (saved(Image.new("L", SIZE)), {"max_bytes": 20}, "more than the 20"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(data: bytes, limits: dict[str, int], part: str) -> None:
    """
    Everything but a whole PNG or JPEG within the limits gives one message that names the file and what is wrong.
    """
    message = refused(data, **limits)

    assert message.startswith("shot: ")
    assert part in message


def test_animated_png_is_refused() -> None:
    """
    A picture that shows one code now and another one later is no picture of a moment.
    """
    frames = [Image.new("L", SIZE, level) for level in (0, 255)]

    assert "animated" in refused(saved(frames[0], save_all=True, append_images=frames[1:], duration=100))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_cut_picture_is_refused_wherever_it_is_cut(kind: str) -> None:
    """
    No beginning of a picture passes for the whole picture, not even one that lacks only the last byte.
    """
    whole = noise(kind)
    assert load(whole, "shot").width == 80

    for end in {*range(1, 60), *range(60, len(whole), 101), *range(len(whole) - 20, len(whole))}:
        assert "shot: " in refused(whole[:end])


def test_png_with_too_little_pixel_data_is_refused() -> None:
    """
    A PNG that is whole as a file, but whose compressed pixels end early, is not half a picture.
    """
    pixels = zlib.compress((b"\0" + bytes(30)) * 10)
    header = chunk(b"IHDR", pack(">IIBBBBB", 30, 20, 8, 0, 0, 0, 0))

    assert "damaged" in refused(PNG_START + header + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def attempt(data: bytes) -> Picture | None:
    try:
        return load(data, "shot")
    except PictureError:
        return None


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from([PNG_START, b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xc0", b""]), st.binary(max_size=200))
def test_garbage_is_refused_and_nothing_else_happens(start: bytes, rest: bytes) -> None:
    """
    Bytes that only begin like a picture never raise anything but PictureError.
    """
    assert attempt(start + rest) is None


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(["PNG", "JPEG"]), st.data())
def test_one_wrong_byte_never_escapes(kind: str, data: st.DataObject) -> None:
    """
    A picture with one byte changed is refused, or has the size that its header says.
    """
    whole = bytearray(noise(kind))
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    picture = attempt(bytes(whole))

    assert picture is None or (picture.height, picture.width) == picture.grey.shape

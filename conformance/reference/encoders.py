"""
The code as other encoders make it. Each gives the modules with their quiet zone, 1 px a module, as `drawing.symbol`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import segno
from numpy.typing import NDArray
from PIL import Image, ImageOps
from segno import consts

from conformance.reading.opencv import cv2
from conformance.reference.drawing import BLACK, QUIET_ZONE, WHITE
from conformance.texts import Message, say

NODE_S = 30.0  # for node to start and to encode
NUMBER = re.compile(r"([0-9]{6,})")  # a run of digits that is shorter in numeric mode, its header included
NODE_ENCODE = (
    "const m = require('qrcode').create(process.argv[1], {errorCorrectionLevel: 'M'}).modules;"
    "console.log(JSON.stringify({size: m.size, data: Array.from(m.data)}))"
)


def pictured(dark: NDArray[np.bool_]) -> Image.Image:
    """
    Modules, True for dark, as a picture with the quiet zone; light rows and columns round the symbol are no part of it.
    """
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    symbol = dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    made = Image.fromarray(np.where(symbol, BLACK, WHITE).astype(np.uint8))
    return ImageOps.expand(made, QUIET_ZONE, fill=WHITE)


def _of_segno(made: segno.QRCode) -> Image.Image:
    return pictured(np.array([list(row) for row in made.matrix_iter(border=0)], dtype=np.bool_))


@lru_cache(maxsize=256)
def by_segno(data: bytes, error: str = "m", version: int | None = None, mask: int | None = None) -> Image.Image:
    """
    segno, with a version of at least `version`. Raises ValueError if too long.
    """
    options: dict[str, Any] = {"error": error, "mask": mask, "mode": "byte", "micro": False, "boost_error": False}
    if version and int(segno.make(data, **options).version) > version:
        version = None
    return _of_segno(segno.make(data, version=version, **options))


@lru_cache(maxsize=64)
def by_segno_mixed(data: bytes) -> Image.Image:
    """
    segno, with a numeric segment for each run of digits and byte segments between.
    """
    pieces = [piece for piece in NUMBER.split(data.decode()) if piece]
    segments: Any = [(piece, consts.MODE_NUMERIC if NUMBER.fullmatch(piece) else consts.MODE_BYTE) for piece in pieces]
    return _of_segno(segno.make(segments, error="m", micro=False, boost_error=False))


@lru_cache(maxsize=64)
def by_segno_eci(data: bytes) -> Image.Image:
    """
    segno, with the ECI header of UTF-8: AIM ITS/04-023, assignment 26.
    """
    made = segno.make(data.decode(), error="m", mode="byte", encoding="utf-8", eci=True, micro=False, boost_error=False)
    return _of_segno(made)


@lru_cache(maxsize=64)
def by_qrcode(data: bytes, optimize: int = 20) -> Image.Image:
    """
    The package `qrcode` of PyPI, which cuts the text into segments of at least `optimize` characters; 0 is one.
    """
    import qrcode  # a dependency of the tests alone

    made = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET_ZONE)
    made.add_data(data, optimize=optimize)
    made.make(fit=True)
    return pictured(np.array(made.get_matrix(), dtype=np.bool_))


@lru_cache(maxsize=64)
def by_zxing(data: bytes, level: str = "M") -> Image.Image:
    """
    zxing-cpp's writer.
    """
    import zxingcpp

    made = zxingcpp.create_barcode(data.decode(), zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    return pictured(np.array(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False)) < WHITE)


@lru_cache(maxsize=64)
def by_opencv(data: bytes) -> Image.Image:
    """
    OpenCV's encoder.
    """
    options = cv2.QRCodeEncoder.Params()
    options.correction_level = cv2.QRCodeEncoder_CORRECT_LEVEL_M
    return pictured(cv2.QRCodeEncoder.create(options).encode(data.decode()) < WHITE)


@lru_cache(maxsize=64)
def by_node(data: bytes) -> Image.Image:
    """
    The package `qrcode` of npm, under node. Raises RuntimeError with the last line of its complaint.
    """
    made = json.loads(_node(NODE_ENCODE, data.decode()))
    return pictured(np.array(made["data"], dtype=np.bool_).reshape(made["size"], made["size"]))


def _node(script: str, *arguments: str) -> str:
    found = shutil.which("node") or "node"
    done = subprocess.run(
        [found, "-e", script, "--", *arguments], capture_output=True, text=True, timeout=NODE_S, check=False
    )
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["node failed"])[-1])
    return done.stdout


def pypi_qrcode_missing() -> Message | None:
    """
    Why the package `qrcode` of PyPI cannot encode here.
    """
    return None if find_spec("qrcode") else say("the Python package qrcode is not installed: pip install qrcode")


@cache
def node_missing() -> Message | None:
    """
    Why the package `qrcode` of npm cannot encode here.
    """
    if not shutil.which("node"):
        return say("node is not installed")
    try:
        _node("require('qrcode')")
    except (RuntimeError, OSError, subprocess.TimeoutExpired):
        text = "node does not find the npm package qrcode: npm install qrcode, and NODE_PATH=.../node_modules"
        return say(text)
    return None

"""
The honest variants: each can be told from the reference, says what is different, and its encoder keeps every byte.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from conformance.model import Action
from conformance.reference import encoders
from conformance.reference.app import App
from conformance.reference.drawing import enlarged
from conformance.reference.mutants import MUTANTS
from conformance.reference.server import serve
from conformance.reference.variants import VARIANTS

from .conftest import Client

TEXT = b"******029317|NGUYEN LE KHA HAN|1987-**-**|0|162979388586171100|<1"
ENCODERS = {
    "segno": encoders.by_segno,
    "segno-mixed": encoders.by_segno_mixed,
    "segno-eci": encoders.by_segno_eci,
    "pypi-qrcode": encoders.by_qrcode,
    "zxing": encoders.by_zxing,
    "opencv": encoders.by_opencv,
    "npm-qrcode": encoders.by_node,
}
POSSIBLE = [name for name, variant in VARIANTS.items() if not variant.missing()]


@pytest.mark.parametrize("name", POSSIBLE)
def test_each_variant_can_be_told_from_the_reference(person, name: str) -> None:
    """
    For somebody its screen, or the texts that it gives, are others.
    """
    people = [person(name="An" * length, sex=None, phone=None) for length in (1, 6, 12)] + [
        person(signature="MEUCIQ==")
    ]
    made = VARIANTS[name].made_of(App)
    told = [
        (answer.png, answer.texts)
        for app in (App, made)
        for phone in map(app, people)
        for answer in (phone.perform(Action.SHOW), phone.perform(Action.TOGGLE))
    ]

    assert told[: len(told) // 2] != told[len(told) // 2 :]


def test_every_variant_says_what_is_different_in_both_languages() -> None:
    """
    Each text is there, unlike the others, and not the same in both languages.
    """
    texts = [each for variant in VARIANTS.values() for each in (variant.what.vi, variant.what.en)]

    assert len(texts) == len(set(texts))


def test_every_step_of_a_variant_replaces_one_of_the_app() -> None:
    """
    No step is written that does not exist, which would change nothing.
    """
    steps = {step for variant in VARIANTS.values() for step in variant.steps}

    assert set() == {step for step in steps if not callable(getattr(App, step, None))}


def test_a_variant_is_served_like_a_mutant(person) -> None:
    """
    By its name, over the contract.
    """
    with serve("density-1") as url:
        client = Client(url)
        status, answer = client.act(client.install(person()), "show")

    assert 200 == status
    assert "density-1" not in MUTANTS
    assert answer["png"]


# The encoder of npm needs node and its package: the full `qrconform selfcheck` tries it where they are.
@pytest.mark.parametrize("name", [name for name in ENCODERS if name != "npm-qrcode"])
def test_an_encoder_keeps_every_byte(name: str) -> None:
    """
    zxing-cpp reads from the modules what went in.
    """
    encode: Callable[[bytes], Image.Image] = ENCODERS[name]
    (read,) = zxingcpp.read_barcodes(np.array(enlarged(encode(TEXT), 400)))

    assert read.bytes.endswith(TEXT)


def test_mixed_segments_need_fewer_bits() -> None:
    """
    The digits stand in numeric segments: the symbol of a text of digits is smaller.
    """
    digits = b"|".join([b"012345678901234567"] * 6)

    assert encoders.by_segno_mixed(digits).width < encoders.by_segno(digits).width


def test_without_node_the_variant_says_why_it_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The reason is one clear sentence.
    """
    monkeypatch.setenv("PATH", "")
    encoders.node_missing.cache_clear()
    why = encoders.node_missing()
    encoders.node_missing.cache_clear()

    assert why is not None
    assert "node is not installed" == why.render("en")

"""
The pictures that readers are given: the published ones are those that were published, and each says what it says.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from conformance.exceptions import UsageError
from conformance.model import Drawing, ExitCode, ReaderVector, ScanStep, Spoiling
from conformance.reading.panel import Panel
from conformance.reading.pictures import load
from conformance.vectors import home, made, pictures, without_hashes
from conformance.vectors.drawing import STYLES, drawn, pixels_of
from conformance.vectors.pictures import picture_of, refuse_changed_pictures
from conformance.vectors.reader import generate_reader
from conformance.vectors.spoiling import KINDS, Unit

from .conftest import reader_vectors

MOST_BYTES = 1_500_000  # of all pictures, which ship in the wheel
DATA = "001093029317|NGUYEN LE KHA HAN|1987-01-18|0|162979388586171100|<1<HS4010120878821<0944713700"


def steps() -> Iterator[tuple[ReaderVector, ScanStep]]:
    """
    All steps of the published vectors.
    """
    return ((vector, step) for vector in reader_vectors() for step in vector.steps)


def changed(folder: Path, name: str) -> None:
    """
    Turn one bit of a published picture.
    """
    data = bytearray((folder / name).read_bytes())
    data[-20] ^= 1
    (folder / name).write_bytes(bytes(data))


def test_the_published_vectors_are_those_that_are_made() -> None:
    """
    But for the hashes of their pictures, and every picture has one.
    """
    assert generate_reader(1405) == tuple(without_hashes(vector) for vector in reader_vectors())
    assert all((step.sha256 is None) == (step.drawing is None) for _, step in steps())


def test_making_vectors_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Judging makes them again, and must stay cheap.
    """
    monkeypatch.setattr("conformance.vectors.pictures.drawn", lambda _: pytest.fail("something was drawn"))

    assert 65 == len(made(7, {vector.role for vector in reader_vectors()}))


def test_all_pictures_together_are_small() -> None:
    """
    They ship in the wheel.
    """
    sizes = [path.stat().st_size for path in (home() / "reader").iterdir()]

    assert sum(sizes) < MOST_BYTES


def test_a_picture_with_another_hash_is_refused(tmp_path: Path) -> None:
    """
    One message that names the file and both hashes; the run ends before anything is driven.
    """
    shutil.copytree(home() / "reader", tmp_path / "reader")
    changed(tmp_path / "reader", "RDR-001-00.png")
    with pytest.raises(UsageError) as caught:
        refuse_changed_pictures(reader_vectors(), tmp_path / "reader")

    assert ExitCode.USAGE == caught.value.exit_code
    assert "RDR-001-00.png is not the published one: its SHA-256 is" in str(caught.value)
    assert str(reader_vectors()[0].steps[0].sha256) in str(caught.value)


def test_a_missing_picture_is_refused(tmp_path: Path) -> None:
    """
    One message that names the file.
    """
    with pytest.raises(UsageError, match=r"RDR-001-00\.png of the golden vectors cannot be read"):
        picture_of(reader_vectors()[0].steps[0], tmp_path)


def test_a_step_with_a_text_has_no_picture() -> None:
    """
    No symbol holds 10,000 bytes.
    """
    texts = [step for _, step in steps() if step.text is not None]

    assert {10_000} == {len(step.text.encode()) for step in texts if step.text}
    assert {None} == {picture_of(step) for step in texts}


def test_pictures_of_another_seed_are_drawn() -> None:
    """
    Other people, the same steps.
    """
    step = generate_reader(7)[1].steps[0]
    assert step.drawing is not None

    assert drawn(step.drawing) == picture_of(step)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_drawing_gives_the_same_picture(kind: str) -> None:
    """
    Chance is made of the drawing itself, and spoiling changes something.
    """
    spoiled = Drawing(data=DATA, spoiled=(Spoiling(kind=kind, amount=3.0),))

    assert drawn(spoiled) == drawn(spoiled)
    assert drawn(spoiled) != drawn(Drawing(data=DATA))


def test_every_kind_of_spoiling_has_a_line() -> None:
    """
    None is without a statement of what must still be read.
    """
    assert set(KINDS) == set(Unit.__members__)


@pytest.mark.parametrize(
    "drawing", [Drawing(data=DATA, style="no-such"), Drawing(data=DATA, spoiled=(Spoiling(kind="no", amount=1.0),))]
)
def test_what_cannot_be_drawn_is_refused(drawing: Drawing) -> None:
    """
    A style or a spoiling that there is not.
    """
    with pytest.raises((KeyError, ValueError)):
        drawn(drawing)


def test_modules_of_every_style_have_the_contrast_that_a_display_needs() -> None:
    """
    4:1 to white by WCAG 2 (PQR-083): no reader is held to codes that no display may show.
    """

    def luminance(colour: tuple[int, int, int]) -> float:
        parts = [part / 255 for part in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert all(1.05 / (luminance(style.modules) + 0.05) >= 4 for style in STYLES.values())


# ------------------------------------------------------------------------------------------------ what the pictures say


@pytest.fixture(scope="module")
def panel() -> Panel:
    """
    The readers of the panel.
    """
    return Panel.open()


def test_all_readers_read_what_must_be_read(panel: Panel) -> None:
    """
    Each by itself and without any rescue: an app with any common library can meet the line.
    """
    found = {}
    for vector, step in steps():
        if step.drawing and step.must_read and not step.control:
            grey = load(picture_of(step) or b"", "picture").grey
            exact = step.drawing.data.encode()
            wanted = {reader.name: exact.split(b"\0")[0] if reader.text_only else exact for reader in panel.readers}
            read = {reader.name: {one.data for one in reader.read(grey)} for reader in panel.readers}
            found[f"{vector.id} {step.file}"] = [name for name in wanted if {wanted[name]} != read[name]]

    assert {} == {name: readers for name, readers in found.items() if readers}


def test_nothing_is_misread_beyond_the_line(panel: Panel) -> None:
    """
    No reader of the panel reads another text in a picture that need not be read.
    """
    for _, step in steps():
        if step.drawing and not step.must_read:
            grey = load(picture_of(step) or b"", "picture").grey
            read = {one.data for reader in panel.readers for one in reader.read(grey)}
            assert read <= {step.drawing.data.encode()}


# ------------------------------------------------------------------------------------------------------ publishing them


def test_a_picture_that_shows_another_thing_is_stale(tmp_path: Path) -> None:
    """
    A missing one, one with other pixels, one that is left over, and no picture at all; a grey level is no difference.
    """
    folder = tmp_path / "test_vectors" / "reader"
    shutil.copytree(home() / "reader", folder)
    (tmp_path / pictures.VECTORS).write_bytes((home() / "reader.json").read_bytes())
    assert [] == pictures.stale(tmp_path)

    (folder / "RDR-001-00.png").unlink()
    shutil.copy(folder / "RDR-002-00.png", folder / "RDR-002-01.png")
    (folder / "RDR-003-00.png").write_bytes(b"no picture")
    (folder / "left-over.png").write_bytes(b"")
    names = [
        f"test_vectors/reader/{name}"
        for name in ("RDR-001-00.png", "RDR-002-01.png", "RDR-003-00.png", "left-over.png")
    ]
    assert [pictures.VECTORS, *names] == pictures.stale(tmp_path)


def test_only_what_is_stale_is_drawn_anew(tmp_path: Path) -> None:
    """
    A picture that another machine drew keeps its bytes, and its hash in the vectors.
    """
    folder = tmp_path / "test_vectors" / "reader"
    shutil.copytree(home() / "reader", folder)
    kept = folder / "RDR-016-01.png"
    grey = pixels_of(kept.read_bytes())[..., 0]
    grey[::7, ::5] ^= 1  # as another library rounds
    Image.fromarray(grey).save(kept)
    before = kept.read_bytes()
    (folder / "RDR-001-00.png").unlink()
    pictures.write(tmp_path)

    assert before == kept.read_bytes()
    assert (folder / "RDR-001-00.png").is_file()
    assert [] == pictures.stale(tmp_path)

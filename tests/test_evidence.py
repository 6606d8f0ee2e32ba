"""
The bundle: what is recorded stays, what was touched is found, and a newer one is refused with a word.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.evidence import Bundle
from conformance.exceptions import BundleError
from conformance.recording import seal
from conformance.reference.server import ReferenceServer

Command = Callable[..., Any]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, reference: ReferenceServer, qrconform: Command) -> Path:
    """
    A finished run over two vectors.
    """
    out = tmp_path_factory.mktemp("recorded") / "run"
    ended = qrconform("run", reference.url, "--vectors", "DSP-001,DSP-002", "--out", out, cwd=out.parent)
    assert ended.code == 3, ended.err  # two vectors are too few for any conclusion
    return out


@pytest.fixture
def bundle(recorded: Path, tmp_path: Path) -> Path:
    """
    A copy of the bundle that a test may spoil.
    """
    return Path(shutil.copytree(recorded / "evidence", tmp_path / "evidence"))


def test_the_archive_holds_the_same_evidence(recorded: Path) -> None:
    """
    The zip file verifies to the same digest and holds the same screens.
    """
    folder, archive = Bundle(recorded / "evidence"), Bundle(recorded / "evidence.zip")
    assert folder.verify() == archive.verify()
    assert folder.evidence("DSP-001") == archive.evidence("DSP-001")
    assert ("DSP-001", "DSP-002") == folder.recorded() == archive.recorded()


def test_sealing_twice_changes_no_byte(bundle: Path) -> None:
    """
    The archive depends on its contents alone.
    """
    seal(Bundle(bundle))
    first = bundle.with_suffix(".zip").read_bytes()
    seal(Bundle(bundle))
    assert first == bundle.with_suffix(".zip").read_bytes()


def _cut_picture(place: Path) -> None:
    picture = next(place.glob("vectors/DSP-001/*.png"))
    picture.write_bytes(picture.read_bytes()[:-1])


def _lose_journal(place: Path) -> None:
    (place / "vectors/DSP-002/journal.jsonl").unlink()


def _add_file(place: Path) -> None:
    (place / "vectors/DSP-001/99-more.png").write_bytes(b"x")


def _edit_manifest(place: Path) -> None:
    (place / "manifest.json").write_text('{"format": 1, "files": {}}')


def _spoil_manifest(place: Path) -> None:
    (place / "manifest.json").write_text("{")


def _link_out(place: Path) -> None:
    picture = next(place.glob("vectors/DSP-001/*.png"))
    copy = place.parent / "elsewhere.png"
    picture.rename(copy)
    picture.symlink_to(copy)


@pytest.mark.parametrize("spoil", [_cut_picture, _lose_journal, _add_file, _edit_manifest, _spoil_manifest, _link_out])
def test_whatever_was_touched_is_found_before_judging(
    bundle: Path, spoil: Callable[[Path], None], qrconform: Command
) -> None:
    """
    One message that names the file and what to do, exit code 2, and no verdict.
    """
    spoil(bundle)
    ended = qrconform("judge", bundle, "--out", bundle.parent / "again", cwd=bundle.parent)
    assert ended.code == 2
    assert "damaged" in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    assert not (bundle.parent / "again" / "report.json").exists()


def test_a_bundle_of_a_newer_suite_is_refused(bundle: Path, qrconform: Command) -> None:
    """
    The message says which format it is and what to install.
    """
    head = json.loads((bundle / "bundle.json").read_text())
    (bundle / "bundle.json").write_text(json.dumps({**head, "format": 2, "news": "unknown here"}))
    ended = qrconform("judge", bundle, cwd=bundle.parent)
    assert ended.code == 2
    assert "newer suite (bundle format 2; this one reads up to 1)" in ended.err


def test_an_unfinished_run_is_not_judged_but_can_be_gone_on_with(bundle: Path, qrconform: Command) -> None:
    """
    Without a manifest the run did not end; the message gives the command that goes on.
    """
    (bundle / "manifest.json").unlink()
    ended = qrconform("judge", bundle, cwd=bundle.parent)
    assert ended.code == 2
    assert "--resume" in ended.err


def test_a_file_that_is_no_bundle_is_refused(tmp_path: Path) -> None:
    """
    Neither a text file, nor a zip that leads out, nor a folder that is not there.
    """
    (tmp_path / "text.zip").write_text("no zip")
    with zipfile.ZipFile(tmp_path / "slip.zip", "w") as archive:
        archive.writestr("../bundle.json", "{}")
    for place in ("text.zip", "slip.zip", "nothing"):
        with pytest.raises(BundleError):
            Bundle(tmp_path / place)


def test_a_vector_cut_by_a_kill_is_driven_again_and_its_rest_is_kept(
    bundle: Path, reference: ReferenceServer, qrconform: Command
) -> None:
    """
    --resume drives the vector whose journal has no closing line, keeps what it had, and leaves the closed one alone.
    """
    out = bundle.parent
    (bundle / "manifest.json").unlink()
    journal = bundle / "vectors/DSP-002/journal.jsonl"
    journal.write_bytes(b"\n".join(journal.read_bytes().splitlines()[:2])[:-10])  # killed in the middle of a line
    closed = (bundle / "vectors/DSP-001/journal.jsonl").read_bytes()
    ended = qrconform("run", reference.url, "--vectors", "DSP-001,DSP-002", "--resume", out, cwd=out)
    assert ended.code == 3, ended.err
    assert closed == (bundle / "vectors/DSP-001/journal.jsonl").read_bytes()
    assert (bundle / "interrupted/DSP-002-1/00-install.png").exists() or (bundle / "interrupted/DSP-002-1").is_dir()
    assert Bundle(bundle).evidence("DSP-002").closed


def test_a_run_is_gone_on_with_only_as_it_was_begun(
    bundle: Path, reference: ReferenceServer, qrconform: Command
) -> None:
    """
    Other vectors, another profile or another candidate are a new run.
    """
    out = bundle.parent
    ended = qrconform("run", reference.url, "--vectors", "DSP-001,DSP-002", "--resume", out, cwd=out)
    assert ended.code == 2
    assert "finished and sealed" in ended.err
    (bundle / "manifest.json").unlink()
    ended = qrconform("run", reference.url, "--vectors", "DSP-003", "--resume", out, cwd=out)
    assert ended.code == 2
    assert "vectors_digest, selected" in ended.err
    ended = qrconform("run", reference.url, "--vectors", "DSP-001,DSP-002", "--out", out, cwd=out)
    assert ended.code == 2
    assert "--resume" in ended.err


def test_the_token_is_nowhere_in_the_evidence_and_the_reports(tmp_path: Path, qrconform: Command) -> None:
    """
    Neither in the bundle nor in any report, though the candidate demands it.
    """
    token = "s3cret-token-of-the-candidate"
    with ReferenceServer(token=token) as server:
        out = tmp_path / "run"
        refused = qrconform("run", server.url, "--vectors", "DSP-001", "--out", out, cwd=tmp_path)
        ended = qrconform("run", server.url, "--vectors", "DSP-001", "--out", out, cwd=tmp_path, QRCONFORM_TOKEN=token)
    assert refused.code == 2, refused.err
    assert ended.code == 3, ended.err
    written = [path for path in out.rglob("*") if path.is_file()]
    assert len(written) > 10
    assert [path.name for path in written if token.encode() in path.read_bytes()] == []
    assert token not in ended.out + ended.err + refused.out + refused.err

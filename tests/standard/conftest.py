"""
A copy of the shipped standard that a test may doctor.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

Doctor = Callable[[str, str, str], Path]


@pytest.fixture
def doctor(tmp_path: Path) -> Doctor:
    """
    Replace one passage, which must be there, in one file of the copy; gives the copy's folder.
    """
    with resources.as_file(resources.files("conformance.standard")) as shipped:
        folder = shutil.copytree(shipped, tmp_path / "standard")

    def replace(name: str, old: str, new: str) -> Path:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old}"
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return replace

"""
What is generated and committed is what the code generates now.
"""

from __future__ import annotations

from pathlib import Path

from conformance.generated import FILES, stale, write

ROOT = Path(__file__).parent.parent


def test_nothing_committed_is_stale() -> None:
    """
    Vectors, schemas, OpenAPI, coverage table and command reference.
    """
    assert [] == stale(ROOT)


def test_a_changed_or_missing_file_is_stale(tmp_path: Path) -> None:
    """
    The check can fail: on every file that is missing, and on one of another byte.
    """
    drawn = [f"test_vectors/reader/{path.name}" for path in sorted((ROOT / "test_vectors/reader").iterdir())]
    assert [*FILES, "test_vectors/reader.json", *drawn] == stale(tmp_path)
    write(tmp_path)
    (tmp_path / "docs/coverage.md").write_text("# Coverage\n", encoding="utf-8")
    assert ["docs/coverage.md"] == stale(tmp_path)

"""
Where two texts differ, and how a long text is shown.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.report.difference import around, compare, shown

TEXTS = st.text(alphabet="ab|< \u0301Ẩ*", max_size=40)


@pytest.mark.parametrize(
    ("expected", "seen", "marked"),
    [
        ("1987-**-**", "1987-01-**", (["**"], ["01"])),
        ("A|B|C", "A|x|C", (["B"], ["x"])),
        ("A|B|C", "A|B", (["|C"], [])),
        ("<1<HS4<09", "<1<<09", (["HS4"], [])),
        ("DO VAN D", "DO  VAN D", ([], [" "])),
        ("NGUYEN LE", "NGUYEN Le", (["E"], ["e"])),
        ("", "0944713700", ([], ["0944713700"])),
        ("same", "same", ([], [])),
    ],
)
def test_only_what_differs_is_marked(expected: str, seen: str, marked: tuple[list[str], list[str]]) -> None:
    """
    Fields and words are compared one by one, so that one wrong field does not mark all that follow.
    """
    left, right = compare(expected, seen)

    assert marked == ([text for text, differs in left if differs], [text for text, differs in right if differs])


@given(TEXTS, TEXTS)
def test_nothing_is_lost_or_added(expected: str, seen: str) -> None:
    """
    The pieces together are the texts, and what is not marked is the same in both.
    """
    left, right = compare(expected, seen)

    assert expected == "".join(text for text, _ in left)
    assert seen == "".join(text for text, _ in right)
    assert [text for text, differs in left if not differs] == [text for text, differs in right if not differs] or (
        "".join(text for text, differs in left if not differs)
        == "".join(text for text, differs in right if not differs)
    )


@given(st.text(max_size=3000))
def test_what_is_shown_is_bounded(text: str) -> None:
    """
    However much of a text has to be spelled out, it stays within twice the limit, and holds no control character.
    """
    found = shown(text, 100)

    assert len(found) <= 201
    assert found.isprintable()


def test_a_window_shows_the_first_difference_of_both() -> None:
    """
    Texts too long for a line are cut at the same place, shortly before they differ.
    """
    same = "x" * 100
    expected, seen = around(f"{same}ONE{same}", f"{same}TWO{same}", 40)

    assert (40, 40) == (len(expected), len(seen))
    assert ("…" + "x" * 12 + "ONE", "…" + "x" * 12 + "TWO") == (expected[:16], seen[:16])


def test_a_short_text_is_left_whole() -> None:
    """
    Where both texts fit, nothing is cut.
    """
    assert ("abc", "abd") == around("abc", "abd", 40)

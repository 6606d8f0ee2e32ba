"""
Readings brought together to symbols.
"""

from __future__ import annotations

from conformance.reading.readers import Corners, Reading
from conformance.reading.symbols import gather

WECHAT = frozenset({"opencv-wechat"})


def square(left: float, top: float, side: float = 100) -> Corners:
    return (left, top), (left + side, top), (left + side, top + side), (left, top + side)


def test_readings_of_one_place_are_one_symbol() -> None:
    """
    Three readers that see a code within a few pixels of each other see one symbol; the decider comes first.
    """
    seen = [
        Reading("zbar", b"A", square(51, 49), inverted=False),
        Reading("opencv-wechat", b"A", square(47, 52, 96)),
        Reading("zxing-cpp", b"A", square(50, 50), version=2, level="M", mask=3, inverted=True, rescue="x2"),
    ]

    (symbol,) = gather(seen)

    assert ["zxing-cpp", "zbar", "opencv-wechat"] == [reading.reader for reading in symbol.readings]
    assert (2, "M", 3, True, "x2") == (symbol.version, symbol.level, symbol.mask, symbol.inverted, symbol.rescue)
    assert symbol.agreed


def test_disagreement_is_kept_and_nobody_is_outvoted() -> None:
    """
    Two readers against the one that decides: the symbol is not agreed, and its data are the decider's.
    """
    seen = [Reading(name, data, square(0, 0)) for name, data in (("zxing-cpp", b"A"), ("zbar", b"B"), ("x", b"B"))]

    (symbol,) = gather(seen)

    assert (b"A", False, frozenset({"zxing-cpp", "zbar", "x"})) == (symbol.data, symbol.agreed, symbol.read_by)


def test_text_that_ends_at_a_nul_is_no_disagreement() -> None:
    """
    A reader of text gives what stands before a NUL; that is not exact, and says nothing against the bytes.
    """
    seen = [
        Reading("zxing-cpp", b"A\0B", square(0, 0)),
        Reading("zbar", b"A\0B", square(0, 0)),
        Reading("opencv-wechat", b"A", square(0, 0)),
    ]

    (cut,) = gather(seen, WECHAT)
    (other,) = gather([seen[0], Reading("opencv-wechat", b"B", square(0, 0))], WECHAT)
    (bytes_cut,) = gather([seen[0], Reading("zbar", b"A", square(0, 0))], WECHAT)

    assert [True, True, False] == [reading.exact for reading in cut.readings]
    assert (True, False, False) == (cut.agreed, other.agreed, bytes_cut.agreed)


def test_one_reader_never_speaks_twice_of_one_symbol() -> None:
    """
    A reader that sees two texts in one place sees two symbols, and the others join the one that they read.
    """
    seen = [
        Reading("zxing-cpp", b"A", square(0, 0)),
        Reading("zxing-cpp", b"B", square(1, 1)),
        Reading("zbar", b"B", square(0, 0)),
    ]

    first, second = gather(seen)

    assert [{"zxing-cpp"}, {"zxing-cpp", "zbar"}] == [set(first.read_by), set(second.read_by)]


def test_symbol_inside_another_one_is_its_own() -> None:
    """
    A small symbol in the logo of a large one has the same centre, and is another symbol.
    """
    seen = [Reading("zxing-cpp", b"outer", square(0, 0, 100)), Reading("zbar", b"inner", square(35, 35, 30))]

    assert {b"outer", b"inner"} == {symbol.data for symbol in gather(seen)}


def test_what_the_decider_cannot_tell_another_reader_may() -> None:
    """
    Unknown is not "no" where another reader knows.
    """
    knowing = Reading("zbar", b"A", square(0, 0), inverted=False, mirrored=True)
    seen = [Reading("zxing-cpp", b"A", square(0, 0)), knowing]

    (symbol,) = gather(seen)

    assert (False, True) == (symbol.inverted, symbol.mirrored)


def test_symbols_stand_in_reading_order() -> None:
    """
    Rows from top to bottom, each from left to right, also where a row is not quite straight.
    """
    places = {b"1": (0, 20), b"2": (300, 0), b"3": (600, 10), b"4": (100, 300), b"5": (400, 290)}
    seen = [Reading("zxing-cpp", data, square(*place)) for data, place in reversed(places.items())]

    assert [b"1", b"2", b"3", b"4", b"5"] == [symbol.data for symbol in gather(seen)]
    assert () == gather([])

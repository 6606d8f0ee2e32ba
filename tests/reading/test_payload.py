"""
The grammar of the payload, and which format a text is of.
"""

from __future__ import annotations

import pytest

from conformance.reading.payload import Kind, Payload, classify

OFFICIAL = "001093029317|NGUYEN LE KHA HAN|1987-01-18|0|162979388586171100|<1<HS4010120878821<0944713700"
VIETQR = "00020101021138540010A00000072701240006970400011000000000010208QRIBFTTA53037045802VN63045A9D"
BHYT = (
    "0123456789|4e677579e1bb856e|01/02/1990|1|-|01 - 001|01/01/2023|-|05/01/2023|0100000000000|-|4|01/01/2028|0-4|4|-|$"
)


def test_the_published_example_splits_into_its_fields() -> None:
    """
    The ministry's own example.
    """
    payload = Payload(OFFICIAL)
    assert "001093029317" == payload.so_giay_to
    assert "NGUYEN LE KHA HAN" == payload.ho_ten
    assert "1987-01-18" == payload.ngay_sinh
    assert "0" == payload.loai
    assert "162979388586171100" == payload.qid
    assert ("", "1", "HS4010120878821", "0944713700") == payload.ext
    assert "" == payload.ext_place(4)
    assert not payload.is_masked


@pytest.mark.parametrize("around", ["", "\n", "\ufeff", " \r\n", "\u2028", "\x00"])
def test_what_stands_round_the_text_does_not_reach_the_fields(around: str) -> None:
    """
    One fault, one requirement: PQR-002 decides it, the fields are judged without it.
    """
    payload = Payload(around + OFFICIAL + around)
    assert ("001093029317", "0944713700") == (payload.so_giay_to, payload.ext[-1])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (OFFICIAL, Kind.PERSONAL),
        ("******029317|NGUYEN LE KHA HAN|1987-**-**|0|162979388586171100|", Kind.PERSONAL),
        ("|LE THI C|2015-05-06|1|162979388586171102|162979388586171100<2", Kind.PERSONAL),
        ("001090123456|012345678|Nguyễn Văn A|01011990|Nam|Phường X, Quận Y, TP Z|15042021", Kind.CCCD),
        ("001090123456||Nguyễn Văn A|1990|Nam|Phường X|15042021", Kind.CCCD),
        (BHYT, Kind.BHYT),
        (VIETQR, Kind.VIETQR),
        (VIETQR[:-4] + "0000", Kind.OTHER),
        ("HC1:6BF+70790T9WJWG", Kind.HC1),
        ("https://app.example/qr?id=1", Kind.URL),
        ("001093029317|NGUYEN LE KHA HAN|1987-01-18|0|162979388586171100", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_neighbouring_formats_are_told_apart(text: str, kind: Kind) -> None:
    """
    A CCCD string and a personal code both begin with 12 digits and a bar; neither is filed as the other.
    """
    assert kind is classify(text)

"""
The drawn screens: code, texts and their boxes.
"""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from conformance.contract import ScreenAnswer, VisibleText
from conformance.model import Action
from conformance.reference.app import App
from conformance.reference.drawing import HEIGHT, WIDTH, Canvas, symbol

NAMES = [
    "Nguyễn Lê Khả Hân",
    "Nguyễn Hoàng Phương Uyên Khánh Ngọc Trường An Bảo Châu Thị Mỹ Duyên Ánh Nguyệt",
    "Nguyễnthịánhnguyệt" * 20,
    "Ẫ" * 700,
    "<b>Trần</b> <script>alert(1)</script> & Danh|x",
    "\u202eẨn\u2066 Danh\u200d\ufeff",
    "Ẩn\x00\x07\nDanh\x7f",
    "王 Иван עברית",
    "Lê  Hà",
]
SHOWING = [Action.SHOW, Action.TOGGLE, Action.TOGGLE, Action.LEAVE, Action.RETURN, Action.RESTART]


def picture_of(answer: ScreenAnswer) -> Image.Image:
    """
    The screenshot of an answer.
    """
    assert answer.png is not None
    return Image.open(BytesIO(b64decode(answer.png))).convert("L")


def texts_of(answer: ScreenAnswer) -> list[str]:
    """
    The visible texts of an answer.
    """
    return [text.text for text in answer.texts]


def has_ink(picture: Image.Image, text: VisibleText) -> bool:
    """
    Whether something is drawn in the box, on each of its four sides and in no pixel of the ring around it.
    """
    left, top, width, height = text.box
    right, bottom = left + width, top + height
    inner = picture.crop((left, top, right, bottom))
    ground = picture.getpixel((left - 2, top - 2))
    ink = inner.point([255 if abs(tone - ground) > 12 else 0 for tone in range(256)]).getbbox()
    return ink is not None and ink[0] <= 3 and ink[1] <= 3 and width - ink[2] <= 3 and height - ink[3] <= 3


@pytest.mark.parametrize("name", NAMES[:2])
@pytest.mark.parametrize("masked", [True, False])
def test_the_drawn_code_holds_the_composed_bytes(person, name: str, masked: bool) -> None:
    """
    In both modes a reader finds exactly the bytes that were composed, in a symbol of level M.
    """
    app = App(person(name=name, signature="MEUCIQDx" * 11))
    answers = [app.perform(Action.SHOW), app.perform(Action.TOGGLE)]
    found = zxingcpp.read_barcodes(picture_of(answers[0 if masked else 1]))

    assert [app.payload(app.person, masked).encode()] == [each.bytes for each in found]
    assert "M" == found[0].ec_level


@pytest.mark.parametrize("name", NAMES)
def test_every_text_lies_in_its_box(person, name: str) -> None:
    """
    Each box lies inside the picture, on ink, and no box is larger than its ink, however hard the name is.
    """
    answer = App(person(name=name)).perform(Action.SHOW)
    picture = picture_of(answer)

    assert (WIDTH, HEIGHT) == picture.size
    for text in answer.texts:
        left, top, width, height = text.box
        assert 0 < left < left + width < WIDTH
        assert 0 < top < top + height < HEIGHT
        assert has_ink(picture, text), text


def test_no_two_texts_overlap(person) -> None:
    """
    Also with a long name every text stands for itself.
    """
    boxes = [text.box for text in App(person(name=NAMES[1])).perform(Action.SHOW).texts]
    overlapping = [
        (one, two)
        for number, one in enumerate(boxes)
        for two in boxes[number + 1 :]
        if one[0] < two[0] + two[2]
        and two[0] < one[0] + one[2]
        and one[1] < two[1] + two[3]
        and two[1] < one[1] + one[3]
    ]

    assert [] == overlapping


@pytest.mark.parametrize("name", [NAMES[0], NAMES[1], NAMES[4], NAMES[7], NAMES[8]])
def test_the_name_is_shown_as_it_is_registered(person, name: str) -> None:
    """
    Long, hostile and foreign names are one text, letter by letter.
    """
    assert name in texts_of(App(person(name=name)).perform(Action.SHOW))


def test_markup_is_drawn_letter_by_letter(person) -> None:
    """
    What looks like markup takes as much room as any other text.
    """
    texts = App(person(name="<i>Lê Hà</i>")).perform(Action.SHOW).texts
    plain = App(person(name="Lê Hà")).perform(Action.SHOW).texts
    width = {text.text: text.box[2] for text in texts + plain}

    assert width["<i>Lê Hà</i>"] > 1.8 * width["Lê Hà"]


def test_what_never_fits_is_cut() -> None:
    """
    A text for which no room is left even in the smallest size ends in an ellipsis.
    """
    from conformance.reference.drawing import Style

    canvas = Canvas()
    canvas.write("a" * 5000, (540, 500), Style(40, width=300))

    assert canvas.texts[0].text.endswith("…")
    assert canvas.texts[0].box[2] <= 300


def test_both_modes_of_the_card(person) -> None:
    """
    The default view is masked, the toggle gives everything, and again.
    """
    app = App(person())
    views = [texts_of(app.perform(action)) for action in (Action.SHOW, Action.TOGGLE, Action.TOGGLE)]

    for view in (views[0], views[2]):
        assert {"******029317", "**/**/1987", "Hiện đầy đủ"} <= set(view)
        assert {"001093029317", "18/01/1987", "0944713700", "HS4010120878821"}.isdisjoint(view)
    assert {"001093029317", "18/01/1987", "0944713700", "HS4010120878821", "Ẩn bớt", "Nam"} <= set(views[1])


def test_the_card_opens_masked_after_every_way_back(person) -> None:
    """
    Leaving, returning and restarting lead to the default mode; away from the card no code is shown.
    """
    app = App(person())
    app.perform(Action.SHOW)
    for action in (Action.RETURN, Action.RESTART, Action.SHOW):
        app.perform(Action.TOGGLE)
        home = app.perform(Action.LEAVE)
        assert [] == zxingcpp.read_barcodes(picture_of(home))
        assert "******029317" in texts_of(app.perform(action))


def test_the_same_screen_is_the_same_file(person) -> None:
    """
    Two installations of one person show the same bytes.
    """
    assert App(person()).perform(Action.SHOW).png == App(person()).perform(Action.SHOW).png


def test_the_symbol_has_its_quiet_zone() -> None:
    """
    Four white modules stand on every side, and the pixels are whole modules in black and white only.
    """
    modules = symbol(b"x" * 60)

    assert (33 + 8, 33 + 8) == modules.size  # version 4 holds 62 bytes at level M: ISO/IEC 18004, table 7
    assert {0, 255} == set(modules.tobytes())
    assert (0, 0, 33, 33) == tuple(side - 4 for side in modules.point([255 - tone for tone in range(256)]).getbbox())


def test_too_much_data_is_refused(person) -> None:
    """
    Data that no QR code can hold are an error, not a wrong code.
    """
    with pytest.raises(ValueError, match="too large"):
        App(person(name="A" * 3000)).perform(Action.SHOW)

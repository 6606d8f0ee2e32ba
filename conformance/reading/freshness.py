"""
Whether a screenshot is of the moment that it is said to be of.

In an official run each action carries a nonce of eight digits. A candidate with the capability `nonce` shows it on its
screen, as a text whose box stands in the answer: a picture that was taken before cannot hold it. No text is read from
pixels; instead, the place where the nonces stand must look different for every nonce.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from conformance.contract import NONCE_DIGITS, VisibleText
from conformance.evidence import Bundle, VectorEvidence
from conformance.exceptions import Blocked
from conformance.model import Blame, Capability
from conformance.reading.pictures import Picture, load
from conformance.reading.views import View
from conformance.texts import say

Box = tuple[int, int, int, int]  # left, top, right, bottom in px

INK = 24  # grey levels between the darkest and the lightest pixel of a box that holds a text; a blank box has 0 to 5
_BETWEEN = re.compile(r"(?<=[0-9])[ .\u00a0\u202f-](?=[0-9])")  # how digits are grouped
_NONCE = re.compile(rf"(?<![0-9])[0-9]{{{NONCE_DIGITS}}}(?![0-9])")


def has_ink(picture: Picture, text: VisibleText) -> bool:
    """
    Whether the box of a claimed text lies on the picture and holds something that differs from its ground.
    """
    left, top, width, height = text.box
    area = picture.grey[top : top + height, left : left + width]
    return area.size > 0 and int(area.max()) - int(area.min()) >= INK


def refuse_stale(bundle: Bundle, evidence: VectorEvidence, views: Sequence[View]) -> None:
    """
    Raises Blocked where a screen does not show the nonce of its action, or where two screens of different nonces look
    the same in the place of the nonces.
    """
    wanted = {step.number: step.screen.nonce for step in evidence.steps if step.screen and step.screen.nonce}
    shown = [view for view in views if view.number in wanted]
    if Capability.NONCE not in bundle.head.candidate.capabilities or not shown:
        return
    boxes = {view.number: _box(view, wanted[view.number]) for view in shown}
    lefts, tops, rights, bottoms = zip(*boxes.values(), strict=True)
    drawn: dict[str, str] = {}  # SHA-256 of the place -> the nonce that it shows
    for view in shown:
        place = (min(lefts), min(tops), max(rights), max(bottoms))
        if drawn.setdefault(_digest(bundle, view, place), wanted[view.number]) != wanted[view.number]:
            raise _stale(view, wanted[view.number])


def _box(view: View, nonce: str) -> Box:
    """
    Where the nonce stands: in the clear, not on a code. Raises Blocked where it does not.
    """
    for text in view.texts:
        left, top, width, height = text.box
        box = (left, top, left + width, top + height)
        if nonce in nonces_in(text.text) and not any(_overlap(box, at) for at in _codes(view)):
            return box
    raise _stale(view, nonce)


def nonces_in(text: str) -> list[str]:
    """
    Every run of eight digits in a text, grouped or not, with any words round it.
    """
    return _NONCE.findall(_BETWEEN.sub("", text))


def _codes(view: View) -> list[Box]:
    corners = [tuple(zip(*symbol.corners, strict=True)) for symbol in view.symbols]
    return [(int(min(xs)), int(min(ys)), int(max(xs)), int(max(ys))) for xs, ys in corners]


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _digest(bundle: Bundle, view: View, place: Box) -> str:
    left, top, right, bottom = place
    return hashlib.sha256(load(bundle.read(view.file), view.file).grey[top:bottom, left:right].tobytes()).hexdigest()


def _stale(view: View, nonce: str) -> Blocked:
    text = (
        "the screenshot after step {step} does not show the nonce {nonce} of its action, so nothing proves "
        "that it was taken then. Show the nonce as a text on the screen, or do not declare the capability nonce"
    )
    return Blocked(say(text, step=view.number, nonce=nonce), Blame.ADAPTER)

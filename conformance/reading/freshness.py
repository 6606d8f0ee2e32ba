"""
Whether a screenshot is of the moment that it is said to be of.

In an official run each action carries a nonce of eight digits. A candidate with the capability `nonce` shows it on its
screen, as a text whose box stands in the answer: a picture that was taken before cannot hold it.
"""

from __future__ import annotations

import hashlib

from conformance.contract import VisibleText
from conformance.evidence import Bundle, VectorEvidence
from conformance.exceptions import Blocked, PictureError
from conformance.journal import ScreenRecord
from conformance.model import SHOWING, Blame, Capability
from conformance.reading.pictures import Picture, load
from conformance.texts import say

INK = 24  # grey levels between the darkest and the lightest pixel of a box that holds a text; a blank box has 0 to 5


def has_ink(picture: Picture, text: VisibleText) -> bool:
    """
    Whether the box of a claimed text lies on the picture and holds something that differs from its ground.
    """
    left, top, width, height = text.box
    area = picture.grey[top : top + height, left : left + width]
    return area.size > 0 and int(area.max()) - int(area.min()) >= INK


def refuse_stale(bundle: Bundle, evidence: VectorEvidence) -> None:
    """
    Raises Blocked where a screen does not show the nonce of its action, or shows two nonces with the same pixels.
    """
    if Capability.NONCE not in bundle.head.candidate.capabilities:
        return
    drawn: dict[str, str] = {}  # SHA-256 of a nonce as it is drawn -> the nonce
    for step in evidence.steps:
        if step.do not in SHOWING or step.screen is None or step.screen.nonce is None:
            continue
        nonce = step.screen.nonce
        digest = _drawn_as(bundle, f"{evidence.folder}/{step.screen.file}", step.screen)
        if digest is None or drawn.setdefault(digest, nonce) != nonce:
            text = (
                "the screenshot after step {step} does not show the nonce {nonce} of its action, so nothing proves "
                "that it was taken then. Show the nonce as a text on the screen, or do not declare the capability nonce"
            )
            raise Blocked(say(text, step=step.number, nonce=nonce), Blame.ADAPTER)


def _drawn_as(bundle: Bundle, file: str, screen: ScreenRecord) -> str | None:
    """
    A digest of the pixels in which the nonce stands, None where it is not shown.
    """
    try:
        picture = load(bundle.read(file), file)
    except PictureError as error:
        raise Blocked(error.message) from error
    for text in screen.texts:
        if screen.nonce in text.text.split() and has_ink(picture, text):
            left, top, width, height = text.box
            return hashlib.sha256(picture.grey[top : top + height, left : left + width].tobytes()).hexdigest()
    return None

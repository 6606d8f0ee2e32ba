"""
The reference app: one installation on a phone, with its state and the steps that a user takes.

Every step is a method of its own, so that a mutant replaces exactly one (`mutants.py`).
"""

# ruff: noqa: ARG002 - a step takes what a mutant may need

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from PIL import Image

from conformance.contract import ScreenAnswer
from conformance.model import Action, Person, Sex
from conformance.reference.compose import Composer, mask_number
from conformance.reference.drawing import enlarged, symbol
from conformance.reference.paper import PRINTED_MM, page_with
from conformance.reference.screens import CODE_SIDE, Drawn, Face, draw_card, draw_home

SEXES = {Sex.NO_INFORMATION: "Chưa có thông tin", Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}


class ActionError(Exception):
    """
    The action does not fit the state that the app is in.
    """


class App(Composer):
    """
    One installation: the person it was registered for, and what is on its screen.
    """

    def __init__(self, person: Person, alive: Sequence[Person] = ()) -> None:
        self.person = self.registered(person, alive)
        self.masked = True
        self.at_card = False
        self.online = True
        self.nonce: str | None = None  # of the action that is performed

    def perform(self, action: Action, person: Person | None = None, nonce: str | None = None) -> ScreenAnswer:
        """
        Do what the user does and give the screen that follows. Raises ActionError.
        """
        began = perf_counter()
        self.nonce = nonce
        match action:
            case Action.SHOW | Action.RETURN | Action.RESTART:
                self.open_card(action)
            case Action.TOGGLE if self.at_card:
                self.toggle()
            case Action.LEAVE:
                self.at_card = False
            case Action.OFFLINE | Action.ONLINE:
                self.online = action is Action.ONLINE
                return ScreenAnswer(png=None)
            case Action.EDIT if person is not None:
                self.person = self.edited(person)
                return ScreenAnswer(png=None)
            case Action.EXPORT:
                return ScreenAnswer(png=None, document=b64encode(self.exported()).decode("ascii"))
            case _:
                raise ActionError(f"{action} is not possible now")
        drawn = self.draw(action)
        return ScreenAnswer(
            png=b64encode(drawn.png).decode("ascii"),
            texts=drawn.texts,
            user_actions=self.taps(action),
            settled_ms=(perf_counter() - began) * 1000,
        )

    # ------------------------------------------------------------------------------------------------ what is stored

    def registered(self, person: Person, alive: Sequence[Person]) -> Person:
        """
        The person as the app keeps them; `alive` are those of the other installations.
        """
        return person

    def edited(self, person: Person) -> Person:
        """
        The person as the app keeps them after the national platform delivered changed data.
        """
        return person

    # ------------------------------------------------------------------------------------------------- what users do

    def open_card(self, action: Action) -> None:
        """
        The card's screen opens, always in the default mode.
        """
        self.at_card = True
        self.masked = True

    def toggle(self) -> None:
        """
        The control that switches between the two modes.
        """
        self.masked = not self.masked

    def taps(self, action: Action) -> int:
        """
        How many taps the action takes.
        """
        return 1

    # -------------------------------------------------------------------------------------------------- what is seen

    def draw(self, action: Action) -> Drawn:
        """
        The screen after `action`.
        """
        if not self.at_card:
            return draw_home()
        if not self.has_code(action):
            notice = "Không có kết nối mạng. Chưa hiện được mã."
            return draw_card(replace(self.face(self.person, self.masked), notice=notice), None)
        return draw_card(self.face(self.person, self.masked), self.code())

    def has_code(self, action: Action) -> bool:
        """
        Whether the code can be shown: it is stored on the phone, so that the network does not matter.
        """
        return True

    def code(self) -> Image.Image:
        """
        The code as it is drawn on the card.
        """
        return self.code_picture(self.payload(self.coded(self.person), self.code_masked()).encode())

    def coded(self, person: Person) -> Person:
        """
        The person that the code is made for.
        """
        return person

    def code_masked(self) -> bool:
        """
        Whether the code holds the masked form: as the screen does.
        """
        return self.masked

    def code_picture(self, data: bytes) -> Image.Image:
        """
        The symbol in px of the screen.
        """
        return enlarged(symbol(data), CODE_SIDE)

    def exported(self) -> bytes:
        """
        The document for printing: the code in the form that the card shows.
        """
        data = self.payload(self.coded(self.person), self.code_masked()).encode()
        return page_with(self.print_picture(data), self.print_mm())

    def print_picture(self, data: bytes) -> Image.Image:
        """
        The symbol as it is printed, with its quiet zone, 1 px a module.
        """
        return symbol(data)

    def print_mm(self) -> int:
        """
        How wide that is on paper, in mm.
        """
        return PRINTED_MM

    def face(self, person: Person, masked: bool) -> Face:
        """
        What stands under the code.
        """
        rows = (
            ("Số giấy tờ", self.shown_number(person, masked)),
            ("Ngày sinh", self.shown_born(person, masked)),
            ("Giới tính", SEXES[person.sex] if person.sex is not None else ""),
            ("Số điện thoại", self.shown_secret(person.phone, masked)),
            ("Thẻ BHYT", self.shown_secret(person.health_insurance, masked)),
        )
        return Face(self.shown_name(person), tuple(row for row in rows if row[1]), masked, nonce=self.nonce)

    def shown_name(self, person: Person) -> str:
        """
        The name as it was registered.
        """
        return person.name

    def shown_number(self, person: Person, masked: bool) -> str:
        """
        The paper's number (PQR-014).
        """
        if person.paper is None:
            return "Không có"
        return mask_number(person.paper.number) if masked else person.paper.number

    def shown_born(self, person: Person, masked: bool) -> str:
        """
        The date of birth as people write it (PQR-071).
        """
        return f"{person.born:**/**/%Y}" if masked else f"{person.born:%d/%m/%Y}"

    def shown_secret(self, value: str | None, masked: bool) -> str:
        """
        Phone and BHYT: only the last three characters in the default mode.
        """
        return f"••••{value[-3:]}" if masked and value else value or ""

"""
The candidate contract, version 1, as types: what a candidate says of itself and what it answers.

`docs/candidate.md` is the page for vendors; the OpenAPI file is generated from these types. Here stands what all
candidates and the displays need; readers and platforms have a module each.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from conformance.model import Action, Capability, Person, Role
from conformance.strict import Record

CONTRACT_VERSION = "1"
NONCE_DIGITS = 8  # one in a hundred million: no stock of screenshots holds them all
Short = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Pixels = Annotated[int, Field(ge=0, le=100_000)]


class ScreenFormat(Record):
    """
    The screen of the phone that the candidate runs on.
    """

    width_px: int = Field(ge=1, le=20_000)
    height_px: int = Field(ge=1, le=20_000)
    pixels_per_mm: float = Field(gt=0, le=100, description="density of the real screen; 1080 px on 68 mm are 15.9")


class Description(Record):
    """
    What a candidate says of itself. All of it is printed in the report; none of it is believed beyond that.
    """

    contract: Literal["1"]
    name: Short
    vendor: Short
    version: Short
    build: Short = Field(description="identifies the binary: a commit, a build number or a hash")
    roles: tuple[Role, ...] = Field(min_length=1)
    capabilities: tuple[Capability, ...] = Field(description="the optional ones that the candidate has")
    screen: ScreenFormat | None = Field(default=None, description="demanded of the role display")
    parallel: int = Field(default=1, ge=1, le=64, description="how many installations can be driven at the same time")

    @property
    def pixels_per_mm(self) -> float | None:
        """
        The density of the screen, None where the candidate has none.
        """
        return self.screen.pixels_per_mm if self.screen else None

    @model_validator(mode="after")
    def _has_a_screen(self) -> Description:
        if Role.DISPLAY in self.roles and self.screen is None:
            raise ValueError("the role display needs `screen`")
        return self


class VisibleText(Record):
    """
    One text that a person sees on the screen, with its box in px: left, top, width, height.
    """

    text: str = Field(max_length=2_000)
    box: tuple[Pixels, Pixels, Pixels, Pixels]


class InstallationRequest(Record):
    """
    Install the app freshly and register one person, as the national platform delivers it.
    """

    person: Person


class InstallationAnswer(Record):
    """
    The handle of the installation, used in the address of the actions.
    """

    installation: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")


class ActionRequest(Record):
    """
    One action; `person` comes with `edit` only.
    """

    action: Action
    person: Person | None = None
    nonce: str | None = Field(
        default=None,
        pattern=rf"^[0-9]{{{NONCE_DIGITS}}}$",
        description="in an official run: to be shown on the screen, by a candidate with the capability `nonce`",
    )


class ScreenAnswer(Record):
    """
    The screen after an action has settled. `png` and `texts` describe the same moment.
    """

    png: str | None = Field(description="the screenshot as Base64 of a PNG file; null when the action shows no screen")
    document: str | None = Field(
        default=None, description="for the action export: the document to be printed, as Base64 of a PDF file"
    )
    texts: tuple[VisibleText, ...] = Field(default=(), max_length=500)
    user_actions: int = Field(default=1, ge=1, le=20, description="how many taps or gestures the action took")
    settled_ms: float | None = Field(
        default=None, ge=0, description="from the user's action to the first complete frame, by the candidate's clock"
    )


class ErrorAnswer(Record):
    """
    Why the candidate could not do as asked; shown to the evaluator.
    """

    error: str = Field(max_length=2_000)

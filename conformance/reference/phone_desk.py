"""
The role display: all installations that are alive.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from uuid import uuid4

from conformance.contract import ActionRequest, InstallationAnswer, InstallationRequest
from conformance.model import Capability, Role
from conformance.reference.app import ActionError, App
from conformance.reference.desk import Answer, Asked, Refused
from conformance.reference.mutants import with_fault


class PhoneDesk:
    """
    Installs the app, performs the actions of its users, and removes it.
    """

    role: Role = Role.DISPLAY
    capabilities: tuple[Capability, ...] = (
        Capability.TEXTS,
        Capability.LEAVE,
        Capability.RESTART,
        Capability.OFFLINE,
        Capability.EDIT,
        Capability.EXPORT,
        Capability.NONCE,
    )

    def __init__(self, fault: str | None) -> None:
        self.app = with_fault(fault, Role.DISPLAY, App)
        self.installations: dict[str, App] = {}

    def answer(self, asked: Asked) -> Answer | None:
        """
        The answer to a request, None when it is none of this desk's. Raises Refused and ValidationError.
        """
        if asked.call == "POST /v1/installations":
            return self.install(asked.body)
        if one := re.fullmatch(r"POST /v1/installations/([\w-]{1,64})/actions", asked.call):
            return self.act(one[1], asked.body)
        if one := re.fullmatch(r"DELETE /v1/installations/([\w-]{1,64})", asked.call):
            return self.remove(one[1])
        return None

    def install(self, body: bytes) -> Answer:
        """
        A fresh installation for one person.
        """
        person = InstallationRequest.model_validate_json(body, extra="ignore").person  # keys of a later contract pass
        alive = [app.person for app in tuple(self.installations.values())]
        installation = uuid4().hex
        self.installations[installation] = self.app(person, alive)
        return HTTPStatus.CREATED, InstallationAnswer(installation=installation)

    def act(self, installation: str, body: bytes) -> Answer:
        """
        One action on an installation.
        """
        request = ActionRequest.model_validate_json(body, extra="ignore")
        app = self.installations.get(installation)
        if app is None:
            raise Refused(HTTPStatus.NOT_FOUND, f"there is no installation {installation}")
        try:
            return HTTPStatus.OK, app.perform(request.action, request.person, request.nonce)
        except ActionError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, str(error)) from error

    def remove(self, installation: str) -> Answer:
        """
        The end of an installation.
        """
        if self.installations.pop(installation, None) is None:
            raise Refused(HTTPStatus.NOT_FOUND, f"there is no installation {installation}")
        return HTTPStatus.NO_CONTENT, None

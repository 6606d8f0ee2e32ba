"""
The role platform: the sandbox's office over a database in memory.
"""

from __future__ import annotations

from http import HTTPStatus

from conformance.contract.platform import TOKEN_HEADER
from conformance.model import Capability, Role
from conformance.reference.desk import Answer, Asked
from conformance.reference.mutants import with_fault
from conformance.sandbox import desk as sandbox
from conformance.sandbox.office import Office
from conformance.sandbox.store import Store


class PlatformDesk:
    """
    Issues QIDs and answers queries; what it knows is forgotten with the process.
    """

    role = Role.PLATFORM
    capabilities = (Capability.LOCATIONS, Capability.AUDIT, Capability.LOGS)  # `edit` is named by the display

    def __init__(self, fault: str | None) -> None:
        self.counter = sandbox.Desk(with_fault(fault, Role.PLATFORM, Office)(Store()))

    def answer(self, asked: Asked) -> Answer | None:
        """
        The answer to a request, None when it is none of this desk's.
        """
        if not asked.path.startswith(sandbox.PREFIX):
            return None
        answer = self.counter.answer(
            sandbox.Asked(asked.method, asked.path, asked.headers.get(TOKEN_HEADER), asked.body)
        )
        asked.sends.update(answer.headers)
        return HTTPStatus(answer.status), answer.body or {}

"""
Tokens of the sandbox: signed, so that nothing must be stored and every process of a centre knows them.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from conformance.model import Identity


@dataclass(frozen=True)
class Holder:
    """
    Whose token it is. `until` is in seconds since 1970.
    """

    identity: Identity
    subject: str | None
    until: int

    @property
    def who(self) -> str:
        """
        The holder as the audit trail names it.
        """
        return f"{self.identity.value}:{self.subject}" if self.subject else self.identity.value


class Mint:
    """
    Makes tokens and knows its own again.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def make(self, holder: Holder) -> str:
        """
        The token of a holder.
        """
        content = json.dumps([holder.identity.value, holder.subject, holder.until]).encode()
        return f"{urlsafe_b64encode(content).decode()}.{self._seal(content)}"

    def holder(self, token: str) -> Holder | None:
        """
        Whose token it is; None when it was not made here.
        """
        text, _, seal = token.partition(".")
        try:
            content = urlsafe_b64decode(text)
            if not hmac.compare_digest(seal.encode(), self._seal(content).encode()):
                return None
            identity, subject, until = json.loads(content)
        except ValueError:
            return None
        return Holder(Identity(identity), subject, until)

    def _seal(self, content: bytes) -> str:
        return hmac.new(self._secret, content, sha256).hexdigest()

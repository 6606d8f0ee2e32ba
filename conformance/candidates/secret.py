"""
The candidate's token: sent to the candidate, and hidden in everything that the candidate sends back.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote as percent

from conformance.candidates.faults import quote
from conformance.exceptions import UsageError
from conformance.texts import say

# Visible ASCII, as a header can carry it. A shorter one could stand in an honest answer, which hiding would spoil.
_TOKEN = re.compile(r"[!-~]{8,4096}", re.ASCII)


class Secret:
    """
    A token, or none. Neither its text nor its repr ever shows it.
    """

    def __init__(self, token: str | None) -> None:
        if token is not None and not _TOKEN.fullmatch(token):
            raise UsageError(
                say(
                    "The candidate's token must have 8 to 4096 visible ASCII characters and no blanks. "
                    "Check how it is given."
                )
            )
        self._token = token
        spellings = {token, json.dumps(token)[1:-1], percent(token, safe="")} if token else set()
        self._spellings = sorted(spellings, key=len, reverse=True)  # the longest first: it may hold another

    def headers(self) -> dict[str, str]:
        """
        The header that carries the token.
        """
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def hide(self, text: str) -> str:
        """
        The text with asterisks in place of the token.
        """
        for spelling in self._spellings:
            text = text.replace(spelling, "*" * len(spelling))
        return text

    def hide_bytes(self, data: bytes) -> bytes:
        """
        The bytes with asterisks in place of the token; as long as before.
        """
        for spelling in self._spellings:
            data = data.replace(spelling.encode(), b"*" * len(spelling))
        return data

    def is_in(self, data: bytes) -> bool:
        """
        Whether the token stands in the bytes.
        """
        return any(spelling.encode() in data for spelling in self._spellings)

    def hide_value(self, value: Any) -> Any:
        """
        The JSON value with asterisks in place of the token in every text and key, however the JSON had escaped it.
        """
        if isinstance(value, str):
            return self.hide(value)
        if isinstance(value, list):
            return [self.hide_value(item) for item in value]
        if isinstance(value, dict):
            return {self.hide(key): self.hide_value(item) for key, item in value.items()}
        return value

    def quote(self, text: str) -> str:
        """
        Candidate text for a message: without the token, without control characters, and short.
        """
        return quote(self.hide(text))

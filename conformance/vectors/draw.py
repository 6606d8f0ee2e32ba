"""
Chance that is the same for ever: every value is a SHA-256 of its own label.

Not `random`: only its `random()` is promised to stay the same across versions, and a stream would shift all later
people when one value is added. Here each value hangs on nothing but the seed and its own place, in any language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Draw:
    """
    A source of values for one place, such as `1405/DSP-004/0/phone`. Asking twice gives the same.
    """

    label: str

    def part(self, name: str) -> Draw:
        """
        The source for a place inside this one.
        """
        return Draw(f"{self.label}/{name}")

    def octets(self, count: int) -> bytes:
        """
        `count` bytes.
        """
        blocks = (sha256(f"{self.label}#{block}".encode()).digest() for block in range(count // 32 + 1))
        return b"".join(blocks)[:count]

    def number(self, low: int, high: int) -> int:
        """
        A number from `low` to `high`, both included.
        """
        return low + int.from_bytes(self.octets(8), "big") % (high - low + 1)

    def pick(self, items: Sequence[Item]) -> Item:
        """
        One of the items.
        """
        return items[self.number(0, len(items) - 1)]

    def text(self, alphabet: str, count: int) -> str:
        """
        `count` characters of the alphabet, at most 256 letters long.
        """
        return "".join(alphabet[octet % len(alphabet)] for octet in self.octets(count))

    def digits(self, count: int) -> str:
        """
        `count` decimal digits.
        """
        return self.text("0123456789", count)

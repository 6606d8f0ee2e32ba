"""
How each requirement is decided: one module per chapter of the standard, one function per requirement.

A check only reads its observation. It ends in assertions; what it cannot decide it says with `Undecided`. The modules
carry the word that keeps pytest from rewriting their assertions: a failed one carries a `Finding`, not a text.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import TypeVar

from conformance.exceptions import StandardError
from conformance.texts import say

Check = TypeVar("Check", bound=Callable[..., None])


def requirement(requirement_id: str) -> Callable[[Check], Check]:
    """
    Mark a function as the check of one requirement.
    """

    def mark(check: Check) -> Check:
        check.__requirement__ = requirement_id  # type: ignore[attr-defined]
        return check

    return mark


def requirement_of(function: object) -> str | None:
    """
    The id of the requirement that a function decides, None for any other function.
    """
    found = getattr(function, "__requirement__", None)
    return found if isinstance(found, str) else None


@cache
def all_checks() -> Mapping[str, Callable[..., None]]:
    """
    Requirement id -> its check. Raises StandardError when two functions claim one id.
    """
    found: dict[str, Callable[..., None]] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for value in vars(import_module(module.name)).values():
            name = requirement_of(value)
            if name is None:
                continue
            if name in found and found[name] is not value:
                raise StandardError(say("two checks claim {id}", id=name))
            found[name] = value
    return found

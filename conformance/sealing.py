"""
The seed of an official run, fixed and committed to before anybody knows what it will be used on.

The centre makes a seal and publishes its commitment; the run uses the seed and its report reveals seed and salt. So the
vendor can see that the people of the run were not chosen for its app, and no app can know them before.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from conformance.exceptions import UsageError
from conformance.model import Seal
from conformance.strict import Record, strict_json
from conformance.texts import say

SEED_BITS = 63
SALT_BYTES = 16  # without it, all seeds could be tried against the commitment


class Secret(Record):
    """
    The file that the centre keeps to itself until the run.
    """

    format: Literal[1] = 1
    seed: int = Field(ge=0, lt=2**SEED_BITS)
    salt: str = Field(pattern=rf"^[0-9a-f]{{{2 * SALT_BYTES}}}$")

    @property
    def seal(self) -> Seal:
        """
        What a bundle and a report say of it.
        """
        return Seal.of(self.seed, self.salt)


def fresh_seed() -> int:
    """
    A seed that nobody can foresee.
    """
    return secrets.randbits(SEED_BITS)


def make_seal(file: Path) -> Seal:
    """
    Write a new secret into a new file, readable by its owner only. Raises UsageError where the file exists or cannot be
    written.
    """
    secret = Secret(seed=fresh_seed(), salt=secrets.token_hex(SALT_BYTES))
    try:
        with file.open("x", encoding="ascii") as target:
            file.chmod(0o600)
            target.write(secret.model_dump_json() + "\n")
    except FileExistsError as error:
        text = "{file} exists already: a seal is made once. Name another file"
        raise UsageError(say(text, file=file)) from error
    except OSError as error:
        raise UsageError(say("{file} cannot be written ({why})", file=file, why=error.strerror or error)) from error
    return secret.seal


def read_seal(file: Path) -> Secret:
    """
    The secret in a file. Raises UsageError where it is none.
    """
    try:
        data = file.read_bytes()
        strict_json(data)
        return Secret.model_validate_json(data)
    except (OSError, ValueError, ValidationError) as error:
        text = "{file} is no seal: it cannot be read, or was changed. Make one with: qrconform seal {file}"
        raise UsageError(say(text, file=file)) from error

"""
The proof that the checks bite and accuse nobody, as `qrconform selfcheck` writes it and every report may quote it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from conformance.model import RequirementId, Sha256, VectorId, Verdict
from conformance.standard import load_standard
from conformance.strict import Record, canonical_json, strict_json
from conformance.texts import Message
from conformance.vectors import load_vectors, vectors_digest

FILE = "selfcheck.json"
APART = {"digest", "seconds"}  # what the digest is not taken over: itself, and what differs from run to run


class Tried(Record):
    """
    What the suite said of one candidate of its own.
    """

    name: str
    vectors: tuple[VectorId, ...]
    verdicts: dict[Verdict, tuple[RequirementId, ...]] = Field(description="every requirement under its verdict")
    caught_on: tuple[VectorId, ...] = Field(description="vectors on which the requirement that it breaks fails")
    findings: tuple[Message, ...] = Field(description="where the suite did not say what it should; empty when it did")


class NotTried(Record):
    """
    A variant that this machine cannot draw, and why.
    """

    name: str
    reason: Message


class Proof(Record):
    """
    One run of `qrconform selfcheck`.
    """

    format: Literal[1] = 1
    suite: str
    standard_digest: Sha256
    vectors_digest: Sha256
    panel: dict[str, str]
    quick: bool
    reference: Tried
    mutants: dict[RequirementId, tuple[Tried, ...]]
    variants: tuple[Tried, ...]
    not_tried: tuple[NotTried, ...]
    digest: str = Field(default="", description="SHA-256 of the canonical JSON of all above")
    seconds: dict[str, float] = Field(default={}, description="how long each took; no part of the digest")

    def tried(self) -> Iterator[Tried]:
        """
        All candidates, in the order of the file.
        """
        yield self.reference
        for mutants in self.mutants.values():
            yield from mutants
        yield from self.variants

    @property
    def holds(self) -> bool:
        """
        Whether the suite said of every candidate what it should.
        """
        return not any(tried.findings for tried in self.tried())

    def digested(self) -> str:
        """
        The digest of what stands here now.
        """
        return hashlib.sha256(canonical_json(self.model_dump(mode="json", exclude=APART))).hexdigest()


def home() -> Path | None:
    """
    The committed proof: inside the package where a wheel carries it, else in the checkout; None where there is none.
    """
    package = Path(str(resources.files("conformance")))
    found = (package / FILE, package.parent / "reports" / FILE)
    return next((file for file in found if file.is_file()), None)


def read(file: Path) -> Proof:
    """
    A proof from its file. Raises OSError, and ValueError where it is damaged or is not what its digest says.
    """
    data = file.read_bytes()
    strict_json(data)
    proof = Proof.model_validate_json(data)
    if proof.digest != proof.digested():
        raise ValueError(f"{file.name} does not have the digest that it states")
    return proof


def render(proof: Proof) -> str:
    """
    The text of the file, with one line for each candidate.
    """
    made = proof.model_dump(mode="json", exclude_none=True)
    return _lines(made, ("mutants", "variants", "not_tried", "panel", "seconds")) + "\n"


def _lines(value: dict[str, object], opened: tuple[str, ...], indent: str = " ") -> str:
    """
    A JSON object with a line for each key; what stands under an `opened` key has lines of its own.
    """
    parts = []
    for key, each in value.items():
        if key in opened and isinstance(each, dict):
            text = _lines(each, tuple(each), indent + " ")
        elif key in opened and isinstance(each, list):
            rows = ",".join(f"\n{indent} {_compact(row)}" for row in each)
            text = f"[{rows}\n{indent}]" if rows else "[]"
        else:
            text = _compact(each)
        parts.append(f"{indent}{_compact(key)}: {text}")
    return "{\n" + ",\n".join(parts) + f"\n{indent[1:]}}}" if parts else "{}"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def selfcheck_digest() -> tuple[str, bool] | None:
    """
    The digest of the committed proof, and whether it fits: it is complete, it holds, and it was made with the standard
    and the vectors of today. None where there is no proof that can be read.
    """
    file = home()
    try:
        proof = read(file) if file else None
    except (OSError, ValueError, RecursionError, ValidationError):
        return None
    return (proof.digest, fits(proof)) if proof else None


def fits(proof: Proof) -> bool:
    """
    Whether a proof is whole, holds, and is of the standard and the vectors of today.
    """
    today = (load_standard().digest, vectors_digest(load_vectors()))
    return proof.holds and not proof.quick and today == (proof.standard_digest, proof.vectors_digest)

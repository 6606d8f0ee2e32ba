"""
The committed proof as the page `docs/selfcheck.md`.
"""

from __future__ import annotations

from conformance.proof import Proof, Tried, home, read
from conformance.reference.mutants import MUTANTS
from conformance.reference.variants import VARIANTS
from conformance.standard import load_standard

NONE = (
    "Not made yet: `qrconform selfcheck --out reports/selfcheck.json`, then `python -m conformance.generated --write .`"
)


def page() -> str:
    """
    The page, from the committed proof alone; where there is none, it says how to make it.
    """
    file = home()
    lines = ["# Self-check: every check bites, and nobody is accused who conforms", ""]
    lines += _page(read(file)) if file else [NONE]
    return "\n".join(lines) + "\n"


def _page(proof: Proof) -> list[str]:
    mutants = [tried for row in proof.mutants.values() for tried in row]
    readers = ", ".join(f"{name} {version}" for name, version in proof.panel.items())
    return [
        "Written from `reports/selfcheck.json`, which `qrconform selfcheck` writes; a test fails when it is stale.",
        "",
        f"- suite {proof.suite}, readers: {readers}",
        f"- standard `{proof.standard_digest}`",
        f"- vectors `{proof.vectors_digest}`",
        f"- digest of the proof `{proof.digest}`",
        f"- {len(mutants)} mutants of {len(proof.mutants)} requirements, {_clean(mutants)} caught by their own alone",
        f"- {len(proof.variants)} honest variants: {_clean(proof.variants)} accused of nothing",
        "",
        "## Mutants",
        "",
        "Each is the reference candidate with one step replaced. *Caught on* counts the vectors on which its own",
        "requirement fails, of those it was tried on; no other fails, is inconclusive, blocked or in need of a review.",
        "",
        "| requirement | level | mutant | what it does wrong | caught on | result |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_mutant(row, tried) for row, found in proof.mutants.items() for tried in found),
        "",
        "## Honest variants",
        "",
        "Each conforms and looks or is encoded differently from the reference candidate.",
        "",
        "| variant | what is different | vectors | not met by design | result |",
        "| --- | --- | --- | --- | --- |",
        *map(_variant, proof.variants),
        *_not_tried(proof),
    ]


def _clean(tried: list[Tried] | tuple[Tried, ...]) -> int:
    return sum(not each.findings for each in tried)


def _mutant(row: str, tried: Tried) -> str:
    level = load_standard().get(row).level.value.upper() if row in load_standard().requirements else "-"
    what = MUTANTS[tried.name].what.en if tried.name in MUTANTS else "-"
    caught = f"{len(tried.caught_on)} of {len(tried.vectors)}"
    return _row(row, level, f"`{tried.name}`", what, caught, _result(tried))


def _variant(tried: Tried) -> str:
    variant = VARIANTS.get(tried.name)
    what, unmet = (variant.what.en, variant.unmet or "-") if variant else ("-", "-")
    return _row(f"`{tried.name}`", what, str(len(tried.vectors)), unmet, _result(tried))


def _not_tried(proof: Proof) -> list[str]:
    if not proof.not_tried:
        return []
    return ["", "Not tried:", "", *(f"- `{each.name}`: {each.reason.render('en')}" for each in proof.not_tried)]


def _result(tried: Tried) -> str:
    return " ".join(finding.render("en") for finding in tried.findings) or "as it should"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") for cell in cells) + " |"

"""
The points that are not in order as SARIF 2.1.0 (OASIS), for code scanning: the place of each is its file of evidence.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from conformance.model import Requirement
from conformance.report.difference import shown
from conformance.report.page import MOST_CASES
from conformance.report.standing import open_points, short_of
from conformance.report.words import LEVELS, verdict_word
from conformance.result import Outcome, Report, Result

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LONGEST = 600  # characters of a message
PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")  # RFC 3986, 2.3, and the slash
BASE = "EVIDENCE"  # the folder of the bundle


def sarif(report: Report, failing: Collection[str]) -> str:
    """
    The log; requirements in `failing` are errors, all others that are not met are warnings.
    """
    points = open_points(report)
    run = {
        "tool": {
            "driver": {
                "name": "qrconform",
                "version": shown(report.run.suite),
                "rules": [_rule(result.requirement, result.requirement.id in failing) for result in points],
            }
        },
        "originalUriBaseIds": {BASE: {"description": {"text": "the folder of the evidence bundle"}}},
        "automationDetails": {"id": f"qrconform/{shown(report.run.id, 80)}"},
        "columnKind": "unicodeCodePoints",
        "results": [each for place, result in enumerate(points) for each in _results(place, result, failing)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(row: Requirement, fails: bool) -> dict[str, Any]:
    return {
        "id": row.id,
        "shortDescription": {"text": shown(row.title.en)},
        "fullDescription": {"text": shown(row.text.en, 1_000)},
        "help": {"text": shown(f"{row.rule.en} Source: {row.source.ref} ({row.source.certainty})", 3_000)},
        "defaultConfiguration": {"level": _level(fails)},
        "properties": {"tags": [row.level.value, row.role.value, row.method.value]},
    }


def _level(fails: bool) -> str:
    return "error" if fails else "warning"


def _results(place: int, result: Result, failing: Collection[str]) -> Iterator[dict[str, Any]]:
    """
    One for each vector that is shown in full, the last naming how many more there are; one where there is no vector.
    """
    outcomes = short_of(result)
    more = len(outcomes) - MOST_CASES
    shown_outcomes: tuple[Outcome | None, ...] = outcomes[:MOST_CASES] or (None,)
    for number, outcome in enumerate(shown_outcomes, start=1):
        rest = f" (and {more} more vectors)" if more > 0 and number == len(shown_outcomes) else ""
        row = result.requirement
        fingerprint = f"{row.id}/{outcome.vector if outcome else '-'}"
        yield {
            "ruleId": row.id,
            "ruleIndex": place,
            "level": _level(row.id in failing),
            "message": {"text": _message(result, outcome) + rest},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(outcome)}}],
            "partialFingerprints": {"requirementAndVector/v1": fingerprint},
            "properties": {"verdict": result.verdict.value, "requirementLevel": row.level.value},
        }


def _message(result: Result, outcome: Outcome | None) -> str:
    said = outcome.message if outcome else result.reason
    head = f"{result.requirement.id} ({LEVELS[result.requirement.level].en}) {verdict_word(result).en}"
    vector = f" on {outcome.vector}" if outcome else ""
    text = f"{head}{vector}: {shown(said.render('en'), LONGEST) if said else shown(result.requirement.title.en)}"
    if outcome and (outcome.expected or outcome.seen):
        text += f" Expected: {shown(outcome.expected)} Seen: {shown(outcome.seen)}"
    return text


def _artifact(outcome: Outcome | None) -> dict[str, str]:
    file = outcome.file if outcome and outcome.file else "bundle.json"
    return {"uri": "".join(map(_encoded, shown(file))), "uriBaseId": BASE}


def _encoded(character: str) -> str:
    return character if character in PLAIN else "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))

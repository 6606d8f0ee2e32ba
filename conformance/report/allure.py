"""
What Allure's result files say beyond pytest's own words, and what they must not say.
"""

from __future__ import annotations

import json
from pathlib import Path

import allure

from conformance.model import Level, Requirement, Verdict

SEVERITIES = {
    Level.MUST: allure.severity_level.CRITICAL,
    Level.SHOULD: allure.severity_level.NORMAL,
    Level.MAY: allure.severity_level.MINOR,
}
PRIVATE_LABELS = ("host", "thread")  # allure-pytest writes the name of the machine into every result


def name_case(requirement: Requirement, vector: str) -> None:
    """
    Name the case that is running after its requirement and vector.
    """
    allure.dynamic.title(f"{requirement.id} {requirement.title.en} [{vector}]")
    allure.dynamic.description(requirement.text.en)
    allure.dynamic.parent_suite(requirement.chapter)
    allure.dynamic.suite(requirement.id)
    allure.dynamic.severity(SEVERITIES[requirement.level])


def attach_verdict(verdict: Verdict, screen: Path | None) -> None:
    """
    Attach the true verdict, which Allure has no word for, and the deciding screen or document.
    """
    allure.attach(verdict.value, "verdict", allure.attachment_type.TEXT)
    if screen is not None and screen.is_file():
        kind = allure.attachment_type.PDF if screen.suffix == ".pdf" else allure.attachment_type.PNG
        allure.attach.file(str(screen), screen.name, kind)


def forget_machine(folder: Path) -> None:
    """
    Take the labels that name the machine out of every result file in `folder`.
    """
    for file in folder.glob("*-result.json"):
        result = json.loads(file.read_text(encoding="utf-8"))
        result["labels"] = [label for label in result.get("labels", []) if label["name"] not in PRIVATE_LABELS]
        file.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")

"""
The report as JUnit XML (`xunit1`, the only family with properties of a case): one case per requirement.

JUnit knows passed, failed, in error and skipped; the true verdict is the property `verdict` of each case.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as Xml

from conformance.model import Requirement
from conformance.report.difference import shown
from conformance.report.finished import Finished
from conformance.report.standing import Standing, short_of, standing
from conformance.report.words import NOT_EVALUATED, VERDICT_MEANINGS, verdict_word
from conformance.result import Report, Result

LONGEST = 600  # characters of a sentence
BLOCKING = frozenset({Standing.VIOLATED, Standing.OPEN})
MOST_OUTCOMES = 20  # that are listed in one case


def write_junit(finished: Finished, path: Path) -> None:
    """
    Write the cases; what does not bind never fails. Raises OSError.
    """
    path.write_bytes(junit(finished.report, blocking(finished.report)))


def blocking(report: Report) -> frozenset[str]:
    """
    The requirements that stand in the way of *conforms*.
    """
    return frozenset(result.requirement.id for result in report.results if standing(result) in BLOCKING)


def junit(report: Report, failing: Collection[str]) -> bytes:
    """
    The XML; the requirements in `failing` fail, all others that are not met are skipped with their reason.
    """
    root = Xml.Element("testsuites", name="qrconform")
    rows: list[Result | Requirement] = [*report.results, *report.undecided]
    for chapter, members in groupby(sorted(rows, key=_place), key=lambda row: _requirement(row).chapter):
        suite = Xml.SubElement(root, "testsuite", name=f"{report.run.edition}.{chapter}")
        cases = [_case(report, row, failing) for row in members]
        suite.extend(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            suite.set(name, str(sum(case.find(tag) is not None for case in cases)))
        suite.set("tests", str(len(cases)))
        suite.set("timestamp", report.run.judged.strftime("%Y-%m-%dT%H:%M:%S"))
    Xml.indent(root)
    text: str = Xml.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _requirement(row: Result | Requirement) -> Requirement:
    return row.requirement if isinstance(row, Result) else row


def _place(row: Result | Requirement) -> tuple[str, str]:
    return _requirement(row).chapter, _requirement(row).id


def _case(report: Report, row: Result | Requirement, failing: Collection[str]) -> Xml.Element:
    requirement = _requirement(row)
    case = Xml.Element("testcase")
    case.set("classname", f"{report.run.edition}.{requirement.chapter}")
    case.set("name", f"{requirement.id} {shown(requirement.title.en)}")
    verdict = row.verdict.value if isinstance(row, Result) else NOT_EVALUATED.en.lower()
    found = {"requirement": requirement.id, "level": requirement.level.value, "verdict": verdict, "run": report.run.id}
    properties = Xml.SubElement(case, "properties")
    for name, value in found.items():
        Xml.SubElement(properties, "property", name=name, value=shown(value))
    if not isinstance(row, Result):
        why = requirement.why_no_check or requirement.retired
        Xml.SubElement(case, "skipped", message=shown(f"{NOT_EVALUATED.en}: {why.en if why else ''}", LONGEST))
    elif standing(row) is not Standing.MET:
        case.append(_shortfall(row, requirement.id in failing))
    return case


def _shortfall(result: Result, fails: bool) -> Xml.Element:
    tag = "failure" if fails else "skipped"
    made = Xml.Element("error" if standing(result) is Standing.VOID else tag)
    reason = result.reason.render("en") if result.reason else VERDICT_MEANINGS[result.verdict].en
    made.set("message", shown(f"{verdict_word(result).en}: {reason}", LONGEST))
    if made.tag != "skipped":
        made.set("type", result.verdict.value)
    made.text = "\n".join(_lines(result)) or None
    return made


def _lines(result: Result) -> list[str]:
    outcomes = short_of(result)
    lines = []
    for each in outcomes[:MOST_OUTCOMES]:
        said = shown(each.message.render("en"), LONGEST) if each.message else ""
        screen = f" [{shown(each.file)}]" if each.file else ""
        lines.append(f"{each.vector} {each.verdict.value}: {said}{screen}")
        if each.expected or each.seen:
            lines.append(f"  expected: {shown(each.expected)}\n  seen:     {shown(each.seen)}")
    rest = len(outcomes) - MOST_OUTCOMES
    return [*lines, f"and {rest} more"] if rest > 0 else lines

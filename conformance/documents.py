"""
From a run that stands on disk to its documents: the report again, in other formats, languages and for other readers;
the gate; the comparison of two runs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError

from conformance.conduct import BUNDLE
from conformance.evidence import Bundle
from conformance.exceptions import BundleError, UsageError
from conformance.gate import Policy, decide
from conformance.model import ExitCode
from conformance.plugin import run_checks
from conformance.report import Audience, Finished, put, write
from conformance.report.centre import Centre
from conformance.report.diff import Difference, compare
from conformance.report.diff_writers import DIFF_WRITERS, DiffContent
from conformance.report.finished import LANGUAGES
from conformance.report.junit import junit
from conformance.report.sarif import sarif
from conformance.report.summary import Decision, job_summary
from conformance.result import REPORT_FORMAT, Outcome, Report
from conformance.reviewing import place_of, read_reviews, with_reviews
from conformance.scoring import EXIT_CODES, conclude, tally, verdict_digest
from conformance.settings import read_settings
from conformance.strict import strict_json
from conformance.texts import Lang, say

REPORT = "report.json"
MAX_BYTES = 256 * 2**20  # of a report; one of a whole run with the longest texts has 30 MB
BOTH = "both"


def open_run(place: Path) -> Finished:
    """
    The report and the evidence of a run's folder, or those of an evidence bundle, which is judged first.

    Raises UsageError where there is neither, BundleError where the evidence is damaged or not the report's own.
    """
    if place.is_dir() and (place / REPORT).is_file():
        report = read_report(place / REPORT)
        bundle = _evidence(place, report)
        return Finished(_with_reviews(report, bundle), bundle)
    if place.is_file() or (place / "bundle.json").is_file():
        return judge_again(place)[0]
    text = "{place} is neither a run's folder with a report.json nor an evidence bundle. Name one of the two"
    raise UsageError(say(text, place=place))


def read_report(file: Path) -> Report:
    """
    A report that was written as JSON, read strictly. Raises UsageError where it is newer, damaged, or contradicts
    itself.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ValueError(f"longer than {MAX_BYTES} bytes")
        found = strict_json(data)
        version = found.get("format") if isinstance(found, dict) else None
        if isinstance(version, int) and version > REPORT_FORMAT:
            raise UsageError(
                say(
                    "{file} was written by a newer suite (report format {found}; this one reads {known}). Install that "
                    "suite's version or a later one",
                    file=file, found=version, known=REPORT_FORMAT,
                )
            )  # fmt: skip
        report = Report.model_validate_json(data)
    except (OSError, ValueError, RecursionError) as error:  # a ValidationError is a ValueError
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}" if first else str(error).splitlines()[0][:200]
        text = "{file} is no report of this suite: {why}. Judge the evidence again: qrconform judge BUNDLE"
        raise UsageError(say(text, file=file, why=why)) from error
    _hold(report, file)
    return report


def _hold(report: Report, file: Path) -> None:
    """
    The conclusion is the one that follows from the results. Raises UsageError.
    """
    score = report.score
    conclusion = conclude(report.results, complete=not score.shortfalls)
    if (conclusion, EXIT_CODES[conclusion], tally(report.results)) != (score.conclusion, score.exit_code, score.total):
        text = "{file} contradicts itself: its conclusion does not follow from its results. Judge the evidence again"
        raise UsageError(say(text, file=file))
    if report.cells and verdict_digest(report.results, _outcomes(report)) != score.verdict_digest:
        text = "{file} contradicts itself: its digest is not that of its verdicts. Judge the evidence again"
        raise UsageError(say(text, file=file))


def _outcomes(report: Report) -> list[Outcome]:
    return [
        Outcome(requirement=id, vector=vector, verdict=verdict)
        for id, cells in report.cells.items()
        for vector, verdict in cells.items()
    ]


def _evidence(place: Path, report: Report) -> Bundle:
    """
    The evidence that the report rests on: beside it, or where it says. Raises BundleError.
    """
    known = (place / BUNDLE, place / f"{BUNDLE}.zip", Path(report.run.bundle))
    found = next((each for each in known if each.exists()), None)
    if found is None:
        text = "the evidence of the report in {place} is not there: put {name} or {name}.zip beside its report.json"
        raise BundleError(say(text, place=place, name=BUNDLE))
    bundle = Bundle(found)
    if bundle.verify() != report.run.bundle_digest:
        text = "{found} is not the evidence of the report in {place}. Judge it: qrconform judge {found}"
        raise BundleError(say(text, found=found, place=place))
    return bundle


def _with_reviews(report: Report, bundle: Bundle) -> Report:
    """
    The report with what evaluators decided since it was written. Raises BundleError where a review that it shows is
    gone.
    """
    reviews = read_reviews(bundle, report.run.bundle_digest)
    if reviews[: len(report.reviews)] != report.reviews:
        text = "the report of {bundle} shows reviews that {file} no longer holds. Put the untouched file back"
        raise BundleError(say(text, bundle=bundle.place, file=place_of(bundle).name))
    return with_reviews(report, reviews)


def evidence_of(place: Path) -> Bundle:
    """
    The evidence of a run's folder, or the bundle itself. Raises UsageError where there is neither, BundleError where it
    is damaged or not the report's own.
    """
    if place.is_dir() and (place / REPORT).is_file():
        return _evidence(place, read_report(place / REPORT))
    inside = place / BUNDLE
    bundle = Bundle(inside if (inside / "bundle.json").is_file() else place)
    bundle.verify()
    return bundle


def judge_again(
    place: Path, profile: str | None = None, vectors: Collection[str] = ()
) -> tuple[Finished, tuple[Outcome, ...]]:
    """
    A bundle judged now, under the recorded profile or another, on all of its vectors or on some; and every answer.

    Raises QrconformError.
    """
    bundle = Bundle(place)
    read_reviews(bundle, bundle.verify())  # what is wrong with them is said before the work, not after it
    with TemporaryDirectory() as folder:
        options = [f"--evidence={place.absolute()}", f"--out={folder}", f"--profile={profile or bundle.head.profile}"]
        options += [f"--vectors={','.join(sorted(vectors))}"] if vectors else []
        engine = run_checks(options)
    if engine.error:
        raise engine.error
    if engine.finished is None:
        raise UsageError(say("judging {place} was interrupted. Start again", place=place))
    return Finished(engine.finished.report, bundle), tuple(engine.answers.outcomes)


def languages(wanted: str) -> tuple[Lang, ...]:
    """
    The languages of a document: `vi`, `en`, or `both`. Raises UsageError.
    """
    if wanted == BOTH:
        return LANGUAGES
    found = tuple(lang for lang in LANGUAGES if lang == wanted)
    if not found:
        raise UsageError(say("there is no language {lang}; choose vi, en or both", lang=wanted))
    return found


def make_report(place: Path, target: Path, lang: str, audience: Audience, centre: Path | None) -> None:
    """
    Write the report of a run. Raises QrconformError.
    """
    chosen, body = languages(lang), read_settings(centre, Centre) if centre else None
    finished = replace(open_run(place), languages=chosen, centre=body)
    write(finished, target, audience)


def pass_gate(place: Path, policy: Path | None, outputs: dict[str, Path | None], lang: Lang) -> tuple[Report, Decision]:
    """
    Decide at the gate, and write what is wanted of `summary`, `junit` and `sarif`. Raises QrconformError.
    """
    rules = read_settings(policy, Policy) if policy else Policy()
    report = open_run(place).report
    decision = decide(report, rules, datetime.now(UTC).date())
    made = {
        "summary": lambda: job_summary(report, decision, lang).encode("utf-8"),
        "junit": lambda: junit(report, decision.failing),
        "sarif": lambda: sarif(report, decision.failing).encode("utf-8"),
    }
    for name, target in outputs.items():
        if target:
            put({target.suffix.lower(): _writer}, made[name](), target)
    return report, decision


def _writer(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def difference(old: Path, new: Path, target: Path | None, lang: str) -> tuple[Difference, int]:
    """
    Compare two runs, write the comparison where a target is named, and the exit code: 1 when anything became worse.
    """
    chosen = languages(lang)
    found = compare(open_run(old).report, open_run(new).report)
    if target:
        put(DIFF_WRITERS, DiffContent(found, chosen), target)
    return found, ExitCode.DOES_NOT_CONFORM if found.worse else ExitCode.CONFORMS

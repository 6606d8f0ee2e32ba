"""
The command `qrconform`: thin, each command hands over to the module that does the work.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from conformance import __version__, commands, documents, evaluating, looking
from conformance.exceptions import UsageError
from conformance.reading.symbol.pictured import Wanted
from conformance.report import Audience
from conformance.result import Decision
from conformance.selfcheck.command import selfcheck
from conformance.texts import language, say

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)


def _t(text: str) -> str:
    """
    A help text in the user's language (QRCONFORM_LANG, else the locale).
    """
    return say(text).render(language())


Candidate = Annotated[str, typer.Argument(help=_t("candidate: http://HOST:PORT, https://..., or screens:FOLDER"))]
Evidence = Annotated[Path, typer.Argument(help=_t("evidence bundle: a folder, or the zip file of one"))]
Vectors = Annotated[str | None, typer.Option(help=_t("only vectors whose id or tag matches: DSP-01*,name-*"))]
Profile = Annotated[str, typer.Option(help=_t("what authorities may decide differently; see the evaluator's guide"))]
Out = Annotated[Path | None, typer.Option(help=_t("folder for evidence and reports (default: reports/run-TIME)"))]
Workers = Annotated[int, typer.Option("-n", "--workers", min=1, max=64, help=_t("worker processes"))]
Seed = Annotated[int | None, typer.Option(help=_t("other people in the same situations"))]
Sealed = Annotated[Path | None, typer.Option(help=_t("file of a seed that was committed to before (qrconform seal)"))]
Platform = Annotated[str | None, typer.Option(help=_t("platform that issues the QIDs of the run: http://HOST:PORT"))]
Repeats = Annotated[int, typer.Option(min=1, max=9, help=_t("drive every vector so many times: shows who is flaky"))]
Official = Annotated[bool, typer.Option("--official", help=_t("refuse to start with an incomplete panel of readers"))]
Resume = Annotated[Path | None, typer.Option(help=_t("go on with the run in this folder"))]
Deadline = Annotated[float, typer.Option(min=0.1, max=600, help=_t("seconds for one exchange with the candidate"))]
Json = Annotated[bool, typer.Option("--json", help=_t("machine-readable output"))]

RunFolder = Annotated[Path, typer.Argument(help=_t("folder of a run, or its evidence bundle (judged first)"))]
Languages = Annotated[str, typer.Option(help=_t("languages of the document: vi, en or both"))]


@app.command(help=_t("Start the bundled reference candidate on this machine and certify it."))
def demo(
    out: Out = None,
    workers: Workers = 2,
    fault: Annotated[str | None, typer.Option(help=_t("make the candidate break one requirement"))] = None,
) -> None:
    raise typer.Exit(commands.demo(out, workers, fault))


@app.command(help=_t("Certify a candidate: drive it, record evidence, judge, report."))
def run(
    candidate: Candidate,
    vectors: Vectors = None,
    profile: Profile = "default",
    out: Out = None,
    workers: Workers = 1,
    seed: Seed = None,
    sealed: Sealed = None,
    repeats: Repeats = 1,
    platform: Platform = None,
    official: Official = False,
    resume: Resume = None,
    deadline: Deadline = 30.0,
) -> None:
    wish = commands.Wish(
        vectors,
        profile,
        out,
        workers,
        seed,
        sealed,
        repeats,
        platform,
        official=official,
        resume=resume,
        deadline_s=deadline,
    )
    raise typer.Exit(commands.run(candidate, wish))


@app.command(help=_t("Fix the seed of an official run: keep the file, publish the commitment that is printed."))
def seal(file: Annotated[Path, typer.Argument(help=_t("new file for the secret"))]) -> None:
    raise typer.Exit(commands.seal(file))


@app.command(help=_t("Try the wiring of a candidate before any judgement (exit 2 with a hint when it is wrong)."))
def probe(candidate: Candidate, deadline: Deadline = 30.0) -> None:
    raise typer.Exit(commands.probe(candidate, deadline))


@app.command(help=_t("Give recorded screens of apps to readers; exit 1 when one does not read them all."))
def interop(
    bundle: Annotated[list[Path], typer.Argument(help=_t("evidence bundles of displays, or folders of runs"))],
    readers: Annotated[list[str], typer.Option(help=_t("candidate that scans: http://HOST:PORT; repeat it"))],
    out: Annotated[Path | None, typer.Option(help=_t("also write it: .html, .md or .json"))] = None,
    as_json: Json = False,
    deadline: Deadline = 30.0,
) -> None:
    raise typer.Exit(commands.cross(bundle, readers, out, as_json, deadline))


@app.command(help=_t("Judge recorded evidence again."))
def judge(
    bundle: Evidence,
    vectors: Vectors = None,
    profile: Annotated[str | None, typer.Option(help=_t("another profile than the recorded one"))] = None,
    out: Out = None,
    workers: Workers = 1,
) -> None:
    raise typer.Exit(commands.judge(bundle, commands.Wish(vectors, profile or "", out, workers)))


@app.command(help=_t("What each reader of the panel sees in pictures."))
def read(
    image: Annotated[list[Path], typer.Argument(help=_t("PNG or JPEG files"))],
    as_json: Json = False,
) -> None:
    raise typer.Exit(looking.read(image, as_json))


@app.command(help=_t("Measure the QR codes in pictures: module grid, error correction, display quality."))
def measure(
    image: Annotated[list[Path], typer.Argument(help=_t("PNG or JPEG files"))],
    as_json: Json = False,
    ppmm: Annotated[float | None, typer.Option(min=0.1, max=1000, help=_t("pixels per mm of the screen"))] = None,
    margins: Annotated[bool, typer.Option("--margins", help=_t("how far each reader lets it be spoiled"))] = False,
    draw: Annotated[Path | None, typer.Option(help=_t("folder for annotated pictures of the codes"))] = None,
) -> None:
    raise typer.Exit(looking.measure(image, as_json, Wanted(ppmm, margins), draw))


@app.command(
    help=_t("Write the report of a run again: PDF, HTML, Markdown, JSON or JUnit XML, by the name of the file.")
)
def report(
    run: RunFolder,
    to: Annotated[Path, typer.Option(help=_t("file to write; its suffix chooses the format"))],
    lang: Languages = documents.BOTH,
    audience: Annotated[
        Audience, typer.Option("--for", help=_t("the whole report, or the vendor's list of what to do"))
    ] = Audience.EVALUATOR,
    centre: Annotated[Path | None, typer.Option(help=_t("who issues it; see docs/centre.example.toml"))] = None,
) -> None:
    raise typer.Exit(commands.report(run, to, lang, audience, centre))


@app.command(help=_t("Gate of a release: ends with the exit code of the conclusion, or of a stricter policy."))
def gate(
    run: RunFolder,
    policy: Annotated[Path | None, typer.Option(help=_t("what is demanded beyond the conclusion (TOML)"))] = None,
    summary: Annotated[Path | None, typer.Option(help=_t("write a job summary as Markdown"))] = None,
    junit: Annotated[Path | None, typer.Option(help=_t("write JUnit XML, one case per requirement"))] = None,
    sarif: Annotated[Path | None, typer.Option(help=_t("write SARIF 2.1.0"))] = None,
) -> None:
    raise typer.Exit(commands.gate(run, policy, {"summary": summary, "junit": junit, "sarif": sarif}))


@app.command(help=_t("Compare two runs; exit 1 when anything newly fails or is no longer known to be met."))
def diff(
    old: RunFolder,
    new: RunFolder,
    to: Annotated[Path | None, typer.Option(help=_t("also write it: .md or .html"))] = None,
    lang: Languages = documents.BOTH,
) -> None:
    raise typer.Exit(commands.diff(old, new, to, lang))


@app.command(help=_t("Record an evaluator's decision on documents; without a verdict, list what is to be decided."))
def review(
    run: RunFolder,
    requirement: Annotated[str | None, typer.Argument(help=_t("id, for example PQR-110"))] = None,
    verdict: Annotated[Decision | None, typer.Option(help=_t("what was decided"))] = None,
    by: Annotated[str | None, typer.Option(help=_t("the evaluator's name"))] = None,
    reason: Annotated[str | None, typer.Option(help=_t("why it was decided so"))] = None,
    document: Annotated[list[Path] | None, typer.Option(help=_t("a document that was looked at; repeat it"))] = None,
    day: Annotated[str | None, typer.Option("--date", help=_t("day of the review, YYYY-MM-DD (today)"))] = None,
    as_json: Json = False,
) -> None:
    given = evaluating.Given(requirement, verdict, by, reason, tuple(document or ()), day)
    raise typer.Exit(evaluating.review(run, given, as_json))


@app.command(help=_t("Judge bundles with this suite; list what differs from a stored report (exit 1)."))
def rejudge(
    bundle: Annotated[list[Path], typer.Argument(help=_t("evidence bundles, or folders of runs"))],
    against: Annotated[
        list[str] | None,
        typer.Option(help=_t("a stored report.json, a folder of runs, or the version that the reports beside are of")),
    ] = None,
    as_json: Json = False,
) -> None:
    raise typer.Exit(evaluating.rejudge(bundle, against or [], as_json))


@app.command(help=_t("Start a local double of the national platform, for tests with invented people."))
def sandbox(
    database: Annotated[str, typer.Option(help=_t("SQLAlchemy URL of its database"))] = "sqlite:///sandbox.db",
    port: Annotated[int, typer.Option(min=0, max=65_535, help=_t("port; 0 takes a free one"))] = 8090,
    host: Annotated[str, typer.Option(help=_t("address to listen at"))] = "127.0.0.1",
) -> None:
    raise typer.Exit(commands.sandbox(database, host, port))


@app.command(help=_t("A requirement: clause, source, how it is decided, and on which vectors."))
def explain(requirement: Annotated[str, typer.Argument(help=_t("id, for example PQR-021"))]) -> None:
    raise typer.Exit(commands.explain(requirement))


@app.command(name="list", help=_t("List the requirements or the vectors."))
def list_(
    what: Annotated[commands.Listed, typer.Argument(help=_t("requirements or vectors"))], as_json: Json = False
) -> None:
    raise typer.Exit(commands.list_all(what, as_json))


@app.command(help=_t("Requirement by check by vector by mutant; exit 1 when the committed table is stale."))
def coverage(
    table: Annotated[
        Path | None, typer.Option("--check", help=_t("compare with this table (docs/coverage.md)"))
    ] = None,
) -> None:
    raise typer.Exit(commands.coverage_table(table))


@app.command(
    name="selfcheck",
    help=_t("Try the suite on candidates of its own: each check must bite, and nobody who conforms may be accused."),
)
def selfcheck_(
    quick: Annotated[bool, typer.Option("--quick", help=_t("one mutant for each requirement, few vectors"))] = False,
    workers: Workers = 2,
    out: Annotated[Path | None, typer.Option(help=_t("proof file (reports/selfcheck.json if not quick)"))] = None,
) -> None:
    raise typer.Exit(selfcheck(quick, workers, out))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qrconform {__version__}")
        raise typer.Exit


@app.callback(help=_t("Conformance suite for apps with the Vietnamese personal QR code (Decision 1405/QĐ-BTTTT)."))
def _root(
    _shown: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help=_t("version"))] = False,
    _lang: Annotated[str | None, typer.Option("--lang", help=_t("vi or en; also QRCONFORM_LANG"))] = None,
) -> None:
    chosen = os.environ.get("QRCONFORM_LANG", "en")  # settled before the commands were named, wherever it stood
    if chosen not in ("vi", "en"):
        raise UsageError(say("there is no language {lang}; choose vi or en", lang=chosen))

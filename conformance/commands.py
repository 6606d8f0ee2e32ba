"""
What the commands of `qrconform` do; `cli.py` only names them and their options.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from rich.console import Console
from rich.text import Text

from conformance import catalogue, documents, interop, interop_table, probing
from conformance.candidates import Options
from conformance.conduct import BUNDLE
from conformance.console import complain_message, progress, tell
from conformance.model import ExitCode
from conformance.plugin import TOKEN_VARIABLE, Engine, run_checks
from conformance.report import Audience
from conformance.report.diff_writers import spoken
from conformance.report.terminal import summary
from conformance.sealing import make_seal
from conformance.texts import Message, language, say

Listed = catalogue.Listed


@dataclass(frozen=True)
class Wish:
    """
    The options of a run as the user gave them.
    """

    vectors: str | None = None
    profile: str = "default"
    out: Path | None = None
    workers: int = 1
    seed: int | None = None
    sealed: Path | None = None
    repeats: int = 1
    platform: str | None = None
    official: bool = False
    resume: Path | None = None
    deadline_s: float = 30.0


def demo(out: Path | None, workers: int, fault: str | None) -> int:
    """
    Certify the bundled reference candidate, or a mutant of it.
    """
    tell(say("starting the reference candidate on this machine"))
    return run(f"reference:{fault or ''}", Wish(out=out, workers=workers))


def run(candidate: str, wish: Wish) -> int:
    """
    Drive a candidate, judge, report; the exit code of the conclusion.
    """
    out = wish.resume or wish.out or _default_out()
    options = [f"--candidate={candidate}", f"--repeats={wish.repeats}", f"--deadline={wish.deadline_s}"]
    options += [f"--seed={wish.seed}"] if wish.seed is not None else []
    options += [f"--sealed={wish.sealed}"] if wish.sealed else []
    options += [f"--platform={wish.platform}"] if wish.platform else []
    options += ["--official"] if wish.official else []
    options += ["--resume"] if wish.resume else []
    return _checked(options, wish, out, say("qrconform run {candidate} --resume {out}", candidate=candidate, out=out))


def judge(bundle: Path, wish: Wish) -> int:
    """
    Judge recorded evidence again; by default under the recorded profile.
    """
    from conformance.evidence import Bundle
    from conformance.reviewing import read_reviews

    bundle = bundle / BUNDLE if (bundle / BUNDLE / "bundle.json").is_file() else bundle  # the folder of a run
    recorded = Bundle(bundle)  # one message for what is none, before anything else
    read_reviews(recorded, recorded.verify())
    out = wish.out or _default_out()
    kept = Wish(wish.vectors, wish.profile, out, wish.workers)
    again = say("qrconform judge {bundle} --out {out}", bundle=bundle, out=out)
    return _checked([f"--evidence={bundle.absolute()}"], kept, out, again)


def _checked(options: list[str], wish: Wish, out: Path, again: Message) -> int:
    out = out.absolute()
    options += [f"--out={out}"]
    options += [f"--profile={wish.profile}"] if wish.profile else []
    options += [f"--vectors={wish.vectors}"] if wish.vectors else []
    options += [f"--junitxml={out / 'junit.xml'}", f"--alluredir={out / 'allure-results'}"]
    with progress() as bar:
        engine = run_checks(options, wish.workers, bar)
    return _conclude(engine, out, again)


def _conclude(engine: Engine, out: Path, again: Message) -> int:
    if engine.error:
        raise engine.error
    if engine.finished is None:
        text = "the run was interrupted; what was recorded is kept. Go on with: {command}"
        complain_message(say(text, command=again))
        return ExitCode.UNDETERMINED
    files = {"HTML": out / "report.html", "JSON": out / "report.json", "JUnit": out / "junit.xml"}
    files |= {"Allure": out / "allure-results"}
    if (out / BUNDLE).exists():
        files[say("Evidence").render(language())] = out / f"{BUNDLE}.zip"
    summary(engine.finished.report, language(), Console(), files)
    return engine.finished.report.score.exit_code


def _default_out() -> Path:
    return Path("reports") / f"run-{datetime.now(UTC):%Y%m%d-%H%M%S}"


def seal(file: Path) -> int:
    """
    A new seed in a file, and what to publish of it.
    """
    made = make_seal(file)
    tell(say("commitment: {commitment}", commitment=made.commitment))
    text = "publish it before the run, and keep {file} to yourself until then. The run: {command}"
    command = f"qrconform run CANDIDATE --official --sealed {file}"
    tell(say(text, file=file, command=command))
    return ExitCode.CONFORMS


def probe(candidate: str, deadline_s: float) -> int:
    """
    Try the wiring: one line per step that works; the first that does not is raised.
    """
    for line in probing.probe(candidate, os.environ.get(TOKEN_VARIABLE), deadline_s):
        tell(line)
    tell(say("the wiring works. Certify with: qrconform run {candidate}", candidate=candidate))
    return ExitCode.CONFORMS


def cross(bundles: list[Path], readers: list[str], out: Path | None, as_json: bool, deadline_s: float) -> int:
    """
    Give the recorded screens of apps to readers; exit 1 when a reader does not read every screen of every app.
    """
    found = interop.matrix(bundles, readers, Options(token=os.environ.get(TOKEN_VARIABLE), deadline_s=deadline_s))
    if as_json:
        print(interop_table.as_json(found))
    else:
        for line in interop_table.lines(found):
            tell(line.harmless())
    if out:
        interop_table.write(found, out, language())
    return ExitCode.CONFORMS if found.is_whole else ExitCode.DOES_NOT_CONFORM


def sandbox(database: str, host: str, port: int) -> int:
    """
    Serve the double of the national platform until the user ends it.
    """
    from conformance.sandbox.server import LOOPBACK, serve  # only who serves pays for loading the database library

    with serve(database, host, port, os.environ.get(TOKEN_VARIABLE)) as url:
        tell(say("the sandbox listens at {url}. End it with Ctrl-C", url=url))
        tell(say("its calls are described at {url}", url=f"{url}/v1/openapi.json"))
        tell(say("a token, which every other call carries: {example}", example=_token_example(url)))
        tell(say("judge it as any other platform: {example}", example=f"qrconform run {url}"))
        if host != LOOPBACK:
            complain_message(say("whoever reaches {url} is given any token: use invented people only", url=url))
        Event().wait()
    return ExitCode.CONFORMS


def _token_example(url: str) -> str:
    return f"""curl -s {url}/v1/platform/tokens -d '{{"identity": "app"}}'"""


def explain(requirement_id: str) -> int:
    """
    One requirement, whole.
    """
    Console(highlight=False, soft_wrap=True).print(Text(catalogue.explanation(requirement_id.upper(), language())))
    return ExitCode.CONFORMS


def list_all(what: Listed, as_json: bool) -> int:
    """
    The requirements or the vectors, a line each.
    """
    rows = catalogue.rows(what, language())
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print("  ".join(str(value) for value in row.values()))
    return ExitCode.CONFORMS


def coverage_table(table: Path | None) -> int:
    """
    The table requirement by check by vectors by mutants; with `table`, exit 1 when that file says something else.
    """
    made = catalogue.coverage()
    if table is None:
        print(made, end="")
        return ExitCode.CONFORMS
    if not table.is_file() or table.read_text(encoding="utf-8") != made:
        text = "{table} is stale. Write it anew: qrconform coverage > {table}"
        complain_message(say(text, table=table))
        return ExitCode.DOES_NOT_CONFORM
    return ExitCode.CONFORMS


def report(run: Path, target: Path, lang: str, audience: Audience, centre: Path | None) -> int:
    """
    Write the report of a run that stands on disk.
    """
    documents.make_report(run, target, lang, audience, centre)
    tell(say("written: {file}", file=target).harmless())
    return ExitCode.CONFORMS


def gate(run: Path, policy: Path | None, outputs: dict[str, Path | None]) -> int:
    """
    Decide whether a release may go on; the exit code of the conclusion, or of what the policy adds to it.
    """
    _, decision = documents.pass_gate(run, policy, outputs, language())
    for reason in decision.reasons:
        tell(reason.harmless())
    for each in decision.accepted:
        text = "accepted until {day}: {id}, {reason}"
        tell(say(text, day=each.until, id=each.requirement, reason=each.reason).harmless())
    passed = decision.code is ExitCode.CONFORMS
    tell(say("the gate is open") if passed else say("the gate is shut (exit code {code})", code=int(decision.code)))
    return decision.code


def diff(old: Path, new: Path, target: Path | None, lang: str) -> int:
    """
    Compare two runs; exit 1 when anything newly fails or is no longer known to be met.
    """
    found, code = documents.difference(old, new, target, lang)
    console = Console(highlight=False, soft_wrap=True)
    for line, style in spoken(found, language()):
        console.print(Text(line, style=style))
    return code

"""
The pytest plugin, and the only module that knows pytest: it turns checks and vectors into pytest items, pytest's
results into outcomes, and the outcomes of a whole run into the report.

    pytest -p conformance.plugin --pyargs conformance.checks --candidate http://127.0.0.1:8080

Driving the candidate stands in the fixture `seen`: a failure there is *blocked*, a failed assertion of a check is
*fail*, `Undecided` is what it says, and any other exception in a check is a *suite error*.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest

from conformance.answers import Answers, outcome_of
from conformance.checks import requirement_of
from conformance.conduct import Conduct, Order
from conformance.exceptions import QrconformError, UsageError
from conformance.judging import report, shots_of
from conformance.model import Verdict
from conformance.reading.notes import notes_on
from conformance.reading.observe import AnyObservation
from conformance.recording import seal
from conformance.report import Finished, allure, write
from conformance.result import Note, Outcome, Shot
from conformance.texts import say

KEY = pytest.StashKey["Engine"]()
PLATFORM_TOKEN_VARIABLE = "QRCONFORM_PLATFORM_TOKEN"
TOKEN_VARIABLE = "QRCONFORM_TOKEN"  # a secret never stands on a command line, where every process can read it


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    The options of a run; the command `qrconform` sets the same ones.
    """
    group = parser.getgroup("qrconform", "conformance of apps with the personal QR code")
    group.addoption("--candidate", help="candidate to drive: http://HOST:PORT or screens:FOLDER")
    group.addoption("--evidence", help="judge this recorded bundle instead of driving a candidate")
    group.addoption("--vectors", help="only the vectors whose id or tag matches one of these globs (a,b,...)")
    group.addoption("--profile", help="what authorities may decide differently")
    group.addoption("--out", help="folder for the evidence and the reports; default: reports/run-TIME")
    group.addoption("--seed", type=int, help="other people in the same situations")
    group.addoption("--sealed", help="file of a seed that was committed to before the run (qrconform seal)")
    group.addoption("--platform", help="platform that issues the QIDs of the run: http://HOST:PORT")
    group.addoption("--repeats", type=int, default=1, help="drive every vector so many times: shows who is flaky")
    group.addoption("--official", action="store_true", help="refuse to start with an incomplete panel of readers")
    group.addoption("--resume", action="store_true", help="go on with the run that stands in --out")
    group.addoption("--deadline", type=float, default=30.0, help="seconds for one whole exchange with the candidate")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """
    Preflight, before pytest begins: settle the folder, open the run, put the engine in. What fails here ends the
    command with the exit code of its step.
    """
    if config.option.help or config.option.version:
        return None
    if getattr(config.option, "maxworkerrestart", None) is None:
        config.option.maxworkerrestart = (
            "0"  # xdist can wait for ever for what a dead worker had: the run is void instead
        )
    if not config.option.out:
        config.option.out = str(Path("reports") / f"run-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    starter = next((each for each in config.pluginmanager.get_plugins() if isinstance(each, Starter)), None)
    engine = Engine(config, starter.progress if starter else None)
    if starter:
        starter.engine = engine
    try:
        engine.open()
    except QrconformError as error:
        engine.error = error
        if starter is None:
            print(error, file=sys.stderr)
        return int(error.exit_code)
    config.stash[KEY] = engine
    config.pluginmanager.register(engine, "qrconform-engine")
    return None


class Progress(Protocol):
    """
    What shows how far a run is.
    """

    def expect(self, items: int) -> None:
        """
        So many checks on vectors will be decided.
        """

    def advance(self) -> None:
        """
        One more is decided.
        """


@dataclass(eq=False)  # pytest keeps its plugins in sets
class Starter:
    """
    Handed to pytest by `run_checks`, to get the engine back.
    """

    progress: Progress | None
    engine: Engine | None = None


def run_checks(options: Sequence[str], workers: int = 1, progress: Progress | None = None) -> Engine:
    """
    Run all checks with pytest's options of this plugin, apart from the settings and plugins of the user.

    The engine holds the report, or the error that ended the run.
    """
    package = Path(__file__).parent
    own = ["-c", str(package / "checks.ini"), f"--rootdir={package}", "-p", "no:terminal", "--noconftest", "--pyargs"]
    extra = ["-p", "xdist.plugin", "-p", "allure_pytest.plugin", "-p", "conformance.plugin"]
    spread = ["-n", str(workers)] if workers > 1 else []
    starter = Starter(progress)
    before = {name: os.environ.pop(name, None) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        pytest.main([*own, *extra, *spread, *options, "conformance.checks"], plugins=[starter])
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update({name: value for name, value in before.items() if value is not None})
    assert starter.engine is not None, "pytest did not start"
    return starter.engine


class Engine:
    """
    One pytest process of a run: the only one, the first of several, or a worker.
    """

    def __init__(self, config: pytest.Config, progress: Progress | None = None) -> None:
        self.config = config
        self.progress = progress
        self.is_worker = hasattr(config, "workerinput")
        self.answers = Answers()
        self.error: QrconformError | None = None
        self.finished: Finished | None = None
        self._conduct: Conduct | None = None
        self._shown: set[str] = set()
        self._interrupted = False

    @property
    def conduct(self) -> Conduct:
        """
        The run; it is opened before pytest begins.
        """
        assert self._conduct is not None, "the run is not open"
        return self._conduct

    def order(self) -> Order:
        """
        The user's order from the options. Raises UsageError when nothing is to be judged.
        """
        option = self.config.option
        if bool(option.candidate) == bool(option.evidence):
            text = "name either a candidate (--candidate http://...) or recorded evidence (--evidence FOLDER)"
            raise UsageError(say(text))
        return Order(
            out=Path(option.out).absolute(),
            candidate=option.candidate,
            evidence=Path(option.evidence) if option.evidence else None,
            vectors=option.vectors,
            profile=option.profile,
            seed=option.seed,
            sealed=Path(option.sealed).absolute() if option.sealed else None,
            repeats=option.repeats,
            platform=option.platform,
            platform_token=os.environ.get(PLATFORM_TOKEN_VARIABLE),
            official=option.official,
            resume=option.resume,
            workers=_workers(option),
            token=os.environ.get(TOKEN_VARIABLE),
            deadline_s=option.deadline,
        )

    # ------------------------------------------------------------------------------------------- before the first check

    def open(self) -> None:
        """
        Open the run. A worker process works in the folder that the first process settled.
        """
        if self.is_worker:
            self.config.option.out = self.config.workerinput["qrconform_out"]  # type: ignore[attr-defined]
        self._conduct = Conduct(self.order(), assistant=self.is_worker)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """
        Tell a worker the folder.
        """
        node.workerinput["qrconform_out"] = self.config.option.out

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """
        One item per check and vector that puts its requirement to the test.
        """
        requirement_id = requirement_of(metafunc.function)
        if requirement_id is None or "seen" not in metafunc.fixturenames:
            return
        vectors, repeats = self.conduct.vectors_for(requirement_id), self.conduct.repeats
        ids = [asked_as(vector.id, repeat) for vector in vectors for repeat in repeats]
        metafunc.parametrize("seen", ids, ids=ids, indirect=True, scope="session")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """
        A check without a vector is no item: it is counted as insufficient by the scoring.
        """
        items[:] = [item for item in items if requirement_of(_function(item)) is None or _vector(item)]
        if self.progress:
            self.progress.expect(len(items))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> object:
        """
        All checks on one vector go to one worker, which drives and reads it once. Not `--dist loadgroup`: xdist 3.8
        marks the groups in a private field of the items that pytest 9.2 no longer reads, and then groups nothing.
        """
        from xdist.scheduler import LoadScopeScheduling

        class ByVector(LoadScopeScheduling):  # type: ignore[misc]
            def _split_scope(self, nodeid: str) -> str:
                return nodeid.rpartition("[")[2]

        return ByVector(config, log)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """
        The workers collect in place of the first process.
        """
        if self.progress:
            self.progress.expect(len(ids))

    # ------------------------------------------------------------------------------------------ from item to outcome

    @pytest.hookimpl(trylast=True)  # after Allure has begun the case
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """
        Name the case in Allure's results, where they are wanted.
        """
        requirement_id, vector = requirement_of(_function(item)), _vector(item)
        if requirement_id and vector and self._writes_allure:
            allure.name_case(self.conduct.standard.get(requirement_id), vector)

    @property
    def _writes_allure(self) -> bool:
        return bool(getattr(self.config.option, "allure_report_dir", None))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """
        Put the outcome on the report of the phase that decided it; an undecided one is shown by pytest as skipped.
        """
        made = yield
        requirement_id, vector = requirement_of(_function(item)), _vector(item)
        decided = call.when == "call" or (call.when == "setup" and call.excinfo is not None)
        if requirement_id and vector and decided:
            error = call.excinfo.value if call.excinfo else None
            outcome = outcome_of(requirement_id, vector, error, _seen(item))
            outcome = outcome.model_copy(update={"repeat": _repeat(item)})
            self._put(made, item, outcome)
            if outcome.message and outcome.verdict not in (Verdict.FAIL, Verdict.BLOCKED, Verdict.SUITE_ERROR):
                made.outcome = "skipped"
                made.longrepr = (str(item.path), 0, f"{outcome.verdict.value}: {outcome.message.render('en')}")
            elif outcome.message and outcome.verdict is not Verdict.SUITE_ERROR:
                made.longrepr = f"{outcome.verdict.value}: {outcome.message.render('en')}"
        return made

    def _put(self, made: pytest.TestReport, item: pytest.Item, outcome: Outcome) -> None:
        parts: dict[str, Any] = {"outcome": outcome.model_dump(mode="json")}
        seen = _seen(item)
        if seen is not None and (asked := asked_as(outcome.vector, outcome.repeat)) not in self._shown:
            self._shown.add(asked)
            parts["shots"] = {file: shot.model_dump(mode="json") for file, shot in shots_of(seen).items()}
            parts["notes"] = [note.model_dump(mode="json") for note in notes_on(seen)]
        made.qrconform = parts  # type: ignore[attr-defined]  # travels from worker processes with the report
        if self._writes_allure and outcome.verdict is not Verdict.PASS:
            allure.attach_verdict(outcome.verdict, self.conduct.bundle.place / outcome.file if outcome.file else None)
        row = self.conduct.standard.get(outcome.requirement)
        found = {"requirement": row.id, "level": row.level.value, "vector": outcome.vector}
        item.user_properties.extend({**found, "verdict": outcome.verdict.value}.items())

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """
        Gather the outcomes, in the first process those of all workers.
        """
        if self.progress and report.when == "teardown":
            self.progress.advance()
        parts = getattr(report, "qrconform", None)
        if parts is None:
            return
        self.answers.add(_record(Outcome, parts["outcome"]))
        self.answers.shots |= {file: _record(Shot, shot) for file, shot in parts.get("shots", {}).items()}
        self.answers.notes += [_record(Note, note) for note in parts.get("notes", [])]

    # ------------------------------------------------------------------------------------------ after the last check

    def pytest_keyboard_interrupt(self) -> None:
        """
        The user ended the run: it can be gone on with, and is not reported on.
        """
        self._interrupted = True

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """
        Seal the bundle, write the reports, and end with the exit code of the conclusion.
        """
        self.conduct.close()
        if self.is_worker or self._interrupted or self.config.option.collectonly:
            return
        if exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
            text = "pytest ended with status {status} before all checks were decided. This voids the run; report it"
            self.error = QrconformError(say(text, status=int(exitstatus)))
            session.exitstatus = int(self.error.exit_code)
            return
        self.answers.account_for(self.conduct.asked(), deselected=self._is_partial)
        try:
            if self.conduct.order.evidence is None:
                seal(self.conduct.bundle)
            self.finished = self._report()
            session.exitstatus = int(self.finished.report.score.exit_code)
        except QrconformError as error:
            self.error = error
            session.exitstatus = int(error.exit_code)
        except OSError as error:
            text = "the run was judged, but its reports cannot be written: {why}. Judge again with another --out"
            self.error = QrconformError(say(text, why=error))
            session.exitstatus = int(self.error.exit_code)

    @property
    def _is_partial(self) -> bool:
        """
        Whether the user asked pytest for less than all checks.
        """
        option = self.config.option
        asked = (option.keyword, option.markexpr, option.deselect, option.maxfail, getattr(option, "lf", False))
        named = [each for each in self.config.args if each != "conformance.checks"]
        return any(asked) or bool(named)

    def _report(self) -> Finished:
        conduct = self.conduct
        made = report(conduct.bundle, conduct.standard, conduct.profile, conduct.panel, self.answers)
        finished = Finished(made, conduct.bundle)
        if self._writes_allure:
            allure.forget_machine(Path(self.config.option.allure_report_dir))
        conduct.order.out.mkdir(parents=True, exist_ok=True)
        for name in ("report.json", "report.html"):
            write(finished, conduct.order.out / name)
        return finished

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """
        The conclusion, for those who run the checks through pytest itself.
        """
        if self.finished:
            made = self.finished.report
            terminalreporter.section(f"qrconform: {made.score.conclusion.value}")
            terminalreporter.write_line(f"report: {self.conduct.order.out / 'report.html'}")


@pytest.fixture(scope="session")
def seen(request: pytest.FixtureRequest) -> AnyObservation:
    """
    The observation of one vector; the candidate is driven here, once for all checks.
    """
    engine: Engine = request.config.stash[KEY]
    vector, repeat = _parted(request.param)
    return engine.conduct.observation(vector, repeat)


@pytest.fixture
def limits(request: pytest.FixtureRequest) -> Mapping[str, float]:
    """
    The numbers of the requirement's row.
    """
    engine: Engine = request.config.stash[KEY]
    requirement_id = requirement_of(request.function)
    assert requirement_id is not None
    return engine.conduct.standard.get(requirement_id).limits


def _workers(option: Any) -> int:
    asked = getattr(option, "numprocesses", None)
    return asked if isinstance(asked, int) and asked > 1 else 1


def _function(item: pytest.Item) -> object:
    return getattr(item, "function", None)


def _vector(item: pytest.Item) -> str | None:
    callspec = getattr(item, "callspec", None)
    found = callspec.params.get("seen") if callspec else None
    return _parted(found)[0] if isinstance(found, str) else None  # pytest has a token for a check without any vector


def _repeat(item: pytest.Item) -> int:
    return _parted(item.callspec.params["seen"])[1]  # type: ignore[attr-defined]


def asked_as(vector: str, repeat: int) -> str:
    """
    How a vector, and the time that it is driven, stand in the name of a pytest item: `DSP-001`, then `DSP-001~2`.
    """
    return vector if repeat == 1 else f"{vector}~{repeat}"


def _parted(asked: str) -> tuple[str, int]:
    vector, _, repeat = asked.partition("~")
    return vector, int(repeat or 1)


def _seen(item: pytest.Item) -> AnyObservation | None:
    found = getattr(item, "funcargs", {}).get("seen")
    return found if isinstance(found, AnyObservation) else None


def _record(kind: type[Any], value: Any) -> Any:
    return kind.model_validate(value, strict=False)

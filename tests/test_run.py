"""
The main job, end to end, as a user runs it: real processes, a real server on loopback, real files.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import conformance
from conformance.checks import all_checks
from conformance.evidence import Bundle
from conformance.model import Role
from conformance.reading.panel import Panel
from conformance.recording import seal
from conformance.reference.server import ReferenceServer
from conformance.standard import load_standard

Command = Callable[..., Any]
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, qrconform: Command) -> tuple[Any, Path]:
    """
    One whole demo, with how it ended.
    """
    out = tmp_path_factory.mktemp("demo") / "run"
    return qrconform("demo", "--out", out, cwd=out.parent), out


def test_the_reference_candidate_conforms(demo: tuple[Any, Path], verdicts: Callable[[Path], dict[str, str]]) -> None:
    """
    Every requirement with a check passes on all vectors, and the exit code is 0.
    """
    ended, out = demo
    assert 0 == ended.code, ended.err
    assert "CONFORMS" in ended.out
    assert dict.fromkeys(all_checks(), "pass") == verdicts(out)


def test_the_panel_of_this_machine_is_complete(need: Callable[[object, str], None]) -> None:
    """
    CI judges with all three readers; on a user's machine a missing one is named with its cure.
    """
    panel = Panel.open()
    need(panel.complete, " ".join(missing.message.render("en") for missing in panel.missing))
    assert {"zxing-cpp", "zbar", "opencv-wechat"} == set(panel.versions())


def test_the_json_report_follows_its_published_schema(demo: tuple[Any, Path], report_of: Callable[[Path], Any]) -> None:
    """
    The schema in `reports/` describes what is written.
    """
    schema = json.loads((ROOT / "reports" / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(report_of(demo[1]), schema)


def test_junit_has_a_case_per_check_and_vector_with_the_true_verdict(demo: tuple[Any, Path]) -> None:
    """
    Each case names requirement, vector and verdict as properties.
    """
    cases = list(ElementTree.parse(demo[1] / "junit.xml").iter("testcase"))
    named = [{each.get("name"): each.get("value") for each in case.iter("property")} for case in cases]
    assert len(cases) > 1000
    assert {"pass", "insufficient"} >= {each["verdict"] for each in named}
    assert set(all_checks()) == {each["requirement"] for each in named}


def test_allure_results_name_no_machine(demo: tuple[Any, Path]) -> None:
    """
    A result per case, named after its requirement, without the labels that name the host.
    """
    results = [json.loads(file.read_text()) for file in (demo[1] / "allure-results").glob("*-result.json")]
    assert len(results) > 1000
    assert set() == {label["name"] for result in results for label in result["labels"]} & {"host", "thread"}
    assert set(all_checks()) <= {label["value"] for result in results for label in result["labels"]}


def test_judging_again_gives_the_same_verdicts_and_digest(
    demo: tuple[Any, Path], qrconform: Command, report_of: Callable[[Path], Any], tmp_path: Path
) -> None:
    """
    From the single file, in another place, with another number of workers: the same digest of all verdicts.
    """
    moved = shutil.copy(demo[1] / "evidence.zip", tmp_path / "evidence.zip")
    ended = qrconform("judge", moved, "--out", tmp_path / "again", cwd=tmp_path)
    assert 0 == ended.code, ended.err
    first, second = report_of(demo[1]), report_of(tmp_path / "again")
    assert first["score"] == second["score"]
    assert first["run"]["id"] == second["run"]["id"]
    assert first["run"]["bundle_digest"] == second["run"]["bundle_digest"]


def test_a_failing_candidate_is_told_what_and_how_to_see_it_again(qrconform: Command, tmp_path: Path) -> None:
    """
    The terminal names the requirement, expected and seen, and a command; the exit code is 1.
    """
    with ReferenceServer(fault="five-asterisks") as server:
        ended = qrconform("run", server.url, "--vectors", "DSP-001", "--out", tmp_path / "run", cwd=tmp_path)
        again = f"qrconform run {server.url} --vectors DSP-001"
    assert 1 == ended.code, ended.err
    assert "PQR-014" in ended.out
    assert "******029317" in ended.out
    assert again in ended.out


@pytest.mark.parametrize("name", ["conforms", "does-not-conform", "undetermined"])
def test_the_kept_examples_follow_the_schema(name: str, report_of: Callable[[Path], Any]) -> None:
    """
    Each concludes what its name says.
    """
    example = report_of(ROOT / "reports" / "examples" / name)
    schema = json.loads((ROOT / "reports" / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(example, schema)
    assert name.replace("-", " ") == example["score"]["conclusion"]


def test_the_kept_example_is_what_such_a_candidate_gets(
    qrconform: Command, report_of: Callable[[Path], Any], tmp_path: Path
) -> None:
    """
    The candidate of the failing example still gets the same verdicts.
    """
    example = report_of(ROOT / "reports" / "examples" / "does-not-conform")
    ended = qrconform("demo", "--fault", "five-asterisks", "--out", "example", cwd=tmp_path)
    made = report_of(tmp_path / "example")
    assert 1 == ended.code, ended.err
    assert made["score"] == example["score"]
    assert made["results"] == example["results"]


def test_other_people_in_the_same_situations(
    reference: ReferenceServer, qrconform: Command, report_of: Callable[[Path], Any], tmp_path: Path
) -> None:
    """
    Another seed gives other people; the candidate that does its work passes with them too.
    """
    arguments = ("--vectors", "DSP-00[2-9]", "--seed", 77, "--out", tmp_path / "run")
    ended = qrconform("run", reference.url, *arguments, cwd=tmp_path)
    assert 3 == ended.code, ended.err
    report = report_of(tmp_path / "run")
    assert set() == {row["verdict"] for row in report["results"]} - {"pass", "insufficient"}
    published = json.loads((ROOT / "test_vectors" / "display.json").read_text(encoding="utf-8"))["vectors"]
    known = {person["qid"] for vector in published for person in vector["people"]}
    assert set() == {person["qid"] for vector in report["vectors"] for person in vector["people"]} & known


def test_a_killed_run_is_gone_on_with_to_the_same_digest(
    demo: tuple[Any, Path],
    reference: ReferenceServer,
    qrconform: Command,
    report_of: Callable[[Path], Any],
    tmp_path: Path,
) -> None:
    """
    SIGKILL in the middle, then --resume: what was closed is not driven again; the verdicts are the same.
    """
    out = tmp_path / "run"
    command = [sys.executable, "-m", "conformance", "run", reference.url, "--out", str(out)]
    running = subprocess.Popen(command, cwd=tmp_path, start_new_session=True, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(list(out.glob("evidence/vectors/*/journal.jsonl"))) < 8:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert not (out / "evidence/manifest.json").exists()
    journals = {each: out / f"evidence/vectors/{each}/journal.jsonl" for each in Bundle(out / "evidence").recorded()}
    closed = {each: journal.read_bytes() for each, journal in journals.items()}
    assert len(closed) >= 7
    ended = qrconform("run", reference.url, "--resume", out, "-n", 2, cwd=tmp_path)
    assert 0 == ended.code, ended.err
    assert closed == {each: journal.read_bytes() for each, journal in journals.items()}
    assert report_of(demo[1])["score"] == report_of(out)["score"]


def test_a_worker_that_dies_voids_the_run(demo: tuple[Any, Path], tmp_path: Path, report_of: Any) -> None:
    """
    A check whose process was killed has no answer; that is never taken for a pass, and the run ends at once.
    """
    out = tmp_path / "run"
    command = [sys.executable, "-m", "conformance", "judge", str(demo[1] / "evidence"), "--out", str(out), "-n", "2"]
    running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(list(out.glob("allure-results/*-result.json"))) < 100:
        time.sleep(0.05)
    os.kill(_children(running.pid)[0], signal.SIGKILL)
    printed, _ = running.communicate(timeout=120)
    assert 5 == running.returncode, printed
    assert "suite error" in {row["verdict"] for row in report_of(out)["results"]}


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


def test_leaving_out_a_vector_never_conforms(demo: tuple[Any, Path], report_of: Any, tmp_path: Path) -> None:
    """
    Neither pytest's -k nor anything else turns a part of a run into *conforms*.
    """
    plugin = ("-p", "conformance.plugin", "--pyargs", "conformance.checks", "--evidence", str(demo[1] / "evidence"))
    done = _pytest(*plugin, "-k", "not DSP-071", "-n", "2", "--out", "run", cwd=tmp_path)
    assert 3 == done.returncode, done.stdout + done.stderr
    shortfalls = [message["text"] for message in report_of(tmp_path / "run")["score"]["shortfalls"]]
    assert [
        "{missing} of {all} vectors were not judged: {ids}",
        "{count} checks on vectors were deselected",
    ] == shortfalls


def test_a_bundle_with_other_expectations_never_conforms(
    demo: tuple[Any, Path], qrconform: Command, report_of: Any, tmp_path: Path
) -> None:
    """
    Whoever changes what a vector expects and seals the bundle anew gets no *conforms* out of it.
    """
    place = Path(shutil.copytree(demo[1] / "evidence", tmp_path / "evidence"))
    file = place / "vectors/DSP-002/vector.json"
    vector = json.loads(file.read_text(encoding="utf-8"))
    vector["expected"][0]["names"].append("SOMEBODY ELSE")
    file.write_text(json.dumps(vector, ensure_ascii=False), encoding="utf-8")
    seal(Bundle(place))
    ended = qrconform("judge", place, "--out", tmp_path / "run", "-n", 2, cwd=tmp_path)
    assert 3 == ended.code, ended.err
    assert "DSP-002" in ended.out


def test_a_folder_of_screenshots_is_certified_like_the_app(
    demo: tuple[Any, Path], qrconform: Command, report_of: Callable[[Path], Any], tmp_path: Path
) -> None:
    """
    The screens of the demo in a plain folder with a small manifest give the same conclusion.
    """
    bundle, folder, shots = Bundle(demo[1] / "evidence"), tmp_path / "shots", []
    folder.mkdir()
    for vector in bundle.recorded():
        for step in bundle.evidence(vector).steps:
            if step.screen:
                name = f"{vector}-{step.screen.file}"
                (folder / name).write_bytes(bundle.read(f"vectors/{vector}/{step.screen.file}"))
                texts = [text.model_dump(mode="json") for text in step.screen.texts]
                shots.append({"vector": vector, "step": step.number, "file": name, "texts": texts})
    declared = bundle.head.candidate.model_dump(
        mode="json"
    )  # a folder scans nothing, issues nothing and prints nothing
    capabilities = [each for each in declared["capabilities"] if each != "export"]
    description = {**declared, "roles": ["display"], "capabilities": capabilities}
    (folder / "screens.json").write_text(json.dumps({"candidate": description, "shots": shots}), encoding="utf-8")
    ended = qrconform("run", f"screens:{folder}", "--out", tmp_path / "run", cwd=tmp_path)
    assert 0 == ended.code, ended.err
    first, second = (
        {row["requirement"]["id"]: row["verdict"] for row in report_of(each)["results"]}
        for each in (demo[1], tmp_path / "run")
    )
    absent = {row for row in first if not load_standard().get(row).binds({Role.DISPLAY})} | {"PQR-084"}
    expected = {**first, **dict.fromkeys(absent, "not applicable"), "PQR-073": "review"}  # nobody measured the switch
    assert expected == second
    left_out = [shot for shot in shots if (shot["vector"], shot["step"]) != ("DSP-002", 2)]
    (folder / "screens.json").write_text(json.dumps({"candidate": description, "shots": left_out}), encoding="utf-8")
    ended = qrconform("run", f"screens:{folder}", "--out", tmp_path / "fewer", cwd=tmp_path)
    assert 3 == ended.code, ended.err
    assert "DSP-002/2" in ended.out


def test_the_bridge_of_the_contracts_page_is_certified(
    qrconform: Command, need: Callable[[object, str], None], tmp_path: Path
) -> None:
    """
    An app around an encoder that we did not write conforms, through the bridge that vendors are shown.
    """
    need(shutil.which("qrencode"), "the program qrencode: apt-get install qrencode")
    font = Path(conformance.__file__).parent / "reference/fonts/NotoSans-Regular.ttf"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, str(ROOT / "docs/bridge_example.py"), str(port), str(font)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as bridge:
        try:
            deadline = time.monotonic() + 20
            while qrconform("probe", f"http://127.0.0.1:{port}", cwd=tmp_path).code and time.monotonic() < deadline:
                time.sleep(0.2)
            ended = qrconform("run", f"http://127.0.0.1:{port}", "--out", tmp_path / "run", cwd=tmp_path)
        finally:
            bridge.terminate()
    assert 0 == ended.code, ended.out + ended.err


def _pytest(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", *arguments]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_XDIST")}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False, env=environment)


def test_the_same_through_pytest_itself(reference: ReferenceServer, tmp_path: Path, report_of: Any) -> None:
    """
    -k, -n and JUnit work as pytest's users expect, and the report is written too.
    """
    plugin = ("-p", "conformance.plugin", "--pyargs", "conformance.checks", "--candidate", reference.url)
    extra = ("--vectors", "DSP-00[1-4]", "-k", "six_parts or transliteration", "-n", "2", "--out", "run")
    done = _pytest(*plugin, *extra, "--junitxml", "junit.xml", cwd=tmp_path)
    assert 3 == done.returncode, done.stdout + done.stderr
    assert "8 passed" in done.stdout
    assert "undetermined" in done.stdout
    assert 8 == len(list(ElementTree.parse(tmp_path / "junit.xml").iter("testcase")))
    held = {row["requirement"]["id"]: row["held"] for row in report_of(tmp_path / "run")["results"]}
    assert 4 == held["PQR-001"]


def test_checks_never_run_without_a_candidate(tmp_path: Path) -> None:
    """
    The plugin refuses to start with exit code 2; a bare pytest does not find the checks at all.
    """
    refused = _pytest("-p", "conformance.plugin", "--pyargs", "conformance.checks", cwd=tmp_path)
    assert 2 == refused.returncode
    assert "--candidate" in refused.stderr
    assert 5 == _pytest(cwd=tmp_path).returncode
    assert [] == list(tmp_path.glob("**/report.json"))


def test_the_users_own_pytest_settings_change_no_verdict(
    reference: ReferenceServer, qrconform: Command, report_of: Callable[[Path], Any], tmp_path: Path
) -> None:
    """
    Neither a pytest.ini in the folder, nor PYTEST_ADDOPTS, nor a conftest.py reaches the checks of a run.
    """
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -k nothing_at_all\n")
    (tmp_path / "conftest.py").write_text("raise RuntimeError('this conftest must not be read')\n")
    arguments = ("run", reference.url, "--vectors", "DSP-001", "--out", tmp_path / "run")
    ended = qrconform(*arguments, cwd=tmp_path, PYTEST_ADDOPTS="--maxfail=1 -k nope")
    assert 3 == ended.code, ended.err
    held = {row["requirement"]["id"]: row["held"] for row in report_of(tmp_path / "run")["results"]}
    assert 1 == held["PQR-001"] == held["PQR-070"] == held["PQR-080"]


def test_an_official_run_refuses_an_incomplete_panel(reference: ReferenceServer, tmp_path: Path) -> None:
    """
    Where zbar's library cannot be found the run goes on with two readers and says so; an official one does not start.
    """
    without_zbar = (
        "import sys, pyzbar.zbar_library as z\n"
        "def missing(): raise ImportError('Unable to find zbar shared library')\n"
        "z.load = missing\n"
        "from conformance.__main__ import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", without_zbar, "run", reference.url, "--vectors", "DSP-001"]
    environment = {**os.environ, "QRCONFORM_LANG": "en"}
    options = {"cwd": tmp_path, "capture_output": True, "text": True, "timeout": 120, "env": environment}
    refused = subprocess.run([*command, "--official", "--out", "official"], check=False, **options)
    assert 2 == refused.returncode, refused.stderr
    assert "apt-get install" in refused.stderr
    assert not (tmp_path / "official").exists()
    gone_on = subprocess.run([*command, "--out", "plain"], check=False, **options)
    assert 3 == gone_on.returncode, gone_on.stderr
    assert "apt-get install" in gone_on.stdout

"""
The command `qrconform selfcheck`: what it says and how it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from conformance.exceptions import UsageError
from conformance.model import ExitCode
from conformance.proof import FILE, Proof, render
from conformance.selfcheck.proving import prove
from conformance.selfcheck.subjects import subjects, unproven
from conformance.selfcheck.trying import Ended
from conformance.texts import Message, language, say

DEFAULT = Path("reports") / FILE


def selfcheck(quick: bool, workers: int, out: Path | None) -> int:
    """
    Try the suite on candidates of its own: 0 when it said of each what it should, 1 when not.

    A quick run proves less, and is written only where `out` says. Raises UsageError when that cannot be written to.
    """
    out = out or (None if quick else DEFAULT)
    if out is not None:
        _need_writable(out)
    began, chosen = perf_counter(), subjects(quick)
    with _progress(len(chosen)) as progress:
        proof = prove(chosen, workers, quick, progress.ended)
    findings = [*unproven(), *(finding for tried in proof.tried() for finding in tried.findings)]
    _show(proof, findings, perf_counter() - began)
    if out is not None:
        _written(out, render(proof))
        _tell(say("the proof was written to {file}", file=out))
    return ExitCode.DOES_NOT_CONFORM if findings else ExitCode.CONFORMS


def _need_writable(out: Path) -> None:
    """
    Minutes of work must not end in a file that cannot be written.
    """
    if out.is_dir():
        raise UsageError(say("{out} is a folder. Name a file with --out, for example {example}", out=out, example=FILE))
    _written(out.with_name(f"{out.name}.new"), "")
    out.with_name(f"{out.name}.new").unlink()


def _written(out: Path, text: str) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        text = "{out} cannot be written to ({why}). Choose another file with --out"
        raise UsageError(say(text, out=out, why=error.strerror or error)) from error


class _Counting:
    """
    Shows how many have been tried.
    """

    def __init__(self, bar: Progress | None, total: int) -> None:
        self._bar = bar
        self._task = bar.add_task(say("candidates tried").render(language()), total=total) if bar else None

    def ended(self, ended: Ended) -> None:
        """
        One more has been tried; what is wrong with it is said at once.
        """
        for finding in ended.tried.findings:
            Console(stderr=True).print(Text(finding.render(language())), soft_wrap=True)
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task)


@contextmanager
def _progress(total: int) -> Iterator[_Counting]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Counting(None, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Counting(bar, total)


def _show(proof: Proof, findings: list[Message], seconds: float) -> None:
    console = Console()
    console.print(_matrix(proof))
    for each in proof.not_tried:
        text = "the variant {name} was not tried: {why}"
        _tell(say(text, name=each.name, why=each.reason))
    mutants = sum(len(tried) for tried in proof.mutants.values())
    text = "{mutants} mutants of {rows} requirements, {variants} honest variants, {seconds} s; digest {digest}"
    counted = {"mutants": mutants, "rows": len(proof.mutants), "variants": len(proof.variants)}
    _tell(say(text, **counted, seconds=f"{seconds:.0f}", digest=proof.digest))
    for finding in findings:
        _tell(finding, "bold red")
    if not findings:
        _tell(say("every check bites, and nobody is accused who conforms"), "bold green")


def _matrix(proof: Proof) -> Table:
    """
    Requirement by mutant: caught or not, and on how many of its vectors.
    """
    lang = language()
    table = Table(box=box.SIMPLE_HEAD)
    for title in (say("Requirement"), say("Mutants"), say("caught on")):
        table.add_column(title.render(lang), overflow="fold")
    for row, mutants in proof.mutants.items():
        names = "\n".join(f"{'!' if tried.findings else ' '} {tried.name}" for tried in mutants)
        caught = "\n".join(f"{len(tried.caught_on)}/{len(tried.vectors)}" for tried in mutants)
        table.add_row(Text(row), Text(names), Text(caught))
    return table


def _tell(message: Message, style: str = "") -> None:
    Console().print(Text(message.render(language()), style=style), soft_wrap=True)

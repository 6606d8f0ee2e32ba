"""
The reference candidate, started and surely ended: in this process, or in one of its own on another core.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread, Timer
from types import TracebackType
from typing import Self

from conformance.exceptions import CandidateUnreachable
from conformance.reference.phones import Phones
from conformance.texts import say

START_S = 20.0  # for the process to say its address
STOP_S = 5.0  # for the process to end by itself


@contextmanager
def serve(fault: str | None = None, token: str | None = None, port: int = 0) -> Iterator[str]:
    """
    Serve in this process and give the URL. Raises ValueError for an unknown fault and OSError for a port that is taken.
    """
    with Phones(fault, token, port) as phones:
        thread = Thread(target=phones.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield phones.url
        finally:
            phones.shutdown()
            thread.join()


class ReferenceServer:
    """
    The reference candidate, or the mutant called `fault`, in a process of its own for as long as the context lasts.

    The process also ends when this one dies, since it lives only as long as its standard input stays open.
    """

    def __init__(self, fault: str | None = None, token: str | None = None, port: int = 0) -> None:
        self.command = [sys.executable, "-m", "conformance.reference", "--port", str(port), "--until-input-closes"]
        self.command += ["--fault", fault] if fault else []
        self.command += ["--token", token] if token else []
        self.url = ""

    def __enter__(self) -> Self:
        """
        Start the process and wait for its URL. Raises CandidateUnreachable when none comes in time.
        """
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},  # it finds what this process finds
        )
        try:
            self.url = self.first_line()
        except BaseException:
            self.stop()
            raise
        return self

    def first_line(self) -> str:
        """
        The URL, as the process prints it. Raises CandidateUnreachable.
        """
        assert self.process.stdout is not None
        deadline = Timer(START_S, self.process.kill)
        deadline.start()
        line = self.process.stdout.readline().strip()
        deadline.cancel()
        if not line.startswith("http://"):
            raise CandidateUnreachable(
                say(
                    "The reference candidate did not start within {seconds} s. Expected its address, got: {output}. "
                    "Try it by hand: python -m conformance.reference",
                    seconds=int(START_S),
                    output=self.complaint() or "nothing",
                )
            )
        return line

    def complaint(self) -> str:
        """
        The last line of what the process said of its end.
        """
        self.process.kill()
        _, errors = self.process.communicate()
        return errors.strip().rpartition("\n")[2]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """
        End the process: politely, and after a while by force.
        """
        try:
            self.process.communicate(timeout=STOP_S)  # closes its standard input
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()

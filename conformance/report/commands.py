"""
The commands that show a verdict again, ready to be pasted into a POSIX shell.
"""

from __future__ import annotations

import shlex

from conformance.result import Run
from conformance.texts import visible
from conformance.vectors.situations import SEED

LONGEST = 1000  # characters of a command that are shown; a path has at most 4096 on Linux, an address rarely 200


def drive_again(run: Run, vector: str) -> str:
    """
    The command that puts the candidate into the situation again and judges it.
    """
    words = ["qrconform", "run", run.address, "--vectors", vector]
    if run.profile != "default":
        words += ["--profile", run.profile]
    if run.seed != SEED:
        words += ["--seed", str(run.seed)]
    return visible(shlex.join(words), LONGEST)


def judge_again(run: Run, vector: str) -> str:
    """
    The command that judges the recorded evidence again.
    """
    return visible(shlex.join(["qrconform", "judge", run.bundle, "--vectors", vector]), LONGEST)

"""
One error for every step that can break, in the order of the steps of a run:

1. the command line, the profile and the vectors are read    -> UsageError
2. the standard is loaded and bound to its checks            -> StandardError
3. the candidate is reached for the first time (preflight)   -> CandidateUnreachable
4. its description is read and its wiring is tried           -> WiringError
5. the control vectors are judged on this machine            -> ControlFailed
6. a vector drives the candidate                             -> CandidateFault (recorded; never ends the run)
7. the bundle is written, opened or verified                 -> BundleError
8. a picture is looked at                                    -> PictureError
9. a check decides                                           -> Undecided and its kin (never an error of ours)

Every one carries a `Message`, so that it can be shown in Vietnamese and in English, and the exit code that it leads to.
"""

from __future__ import annotations

from conformance.model import Blame, ExitCode
from conformance.texts import Message


class QrconformError(Exception):
    """
    The root of all errors that a user may see; `exit_code` says how a run ends on it.
    """

    exit_code = ExitCode.SUITE_ERROR

    def __init__(self, message: Message) -> None:
        super().__init__(message.render("en"))
        self.message = message

    def __reduce__(self) -> tuple[type[QrconformError], tuple[Message]]:
        return type(self), (self.message,)  # so that it survives the way from a worker process


class UsageError(QrconformError):
    """
    The user asked for something that does not exist or does not fit together.
    """

    exit_code = ExitCode.USAGE


class StandardError(QrconformError):
    """
    The standard's data contradict themselves or the checks: nothing may be judged with them.
    """

    exit_code = ExitCode.USAGE


class CandidateUnreachable(QrconformError):
    """
    Nobody answered at the candidate's address before the first check.
    """

    exit_code = ExitCode.UNREACHABLE


class WiringError(QrconformError):
    """
    The candidate answers, but not as the contract says; found before the first check.
    """

    exit_code = ExitCode.USAGE


class ControlFailed(QrconformError):
    """
    This machine does not judge its control vectors rightly: nothing may be judged on it.
    """


class CandidateFault(QrconformError):
    """
    The candidate crashed, hung, or sent what cannot be looked at, in the middle of a vector.

    `kind` is one of the closed set that `docs/candidate.md` lists (`refused`, `deadline`, `status`, `too-large`, ...).
    """

    def __init__(self, kind: str, message: Message) -> None:
        super().__init__(message)
        self.kind = kind

    def __reduce__(self) -> tuple[type[CandidateFault], tuple[str, Message]]:  # type: ignore[override]
        return type(self), (self.kind, self.message)


class BundleError(QrconformError):
    """
    The evidence bundle is damaged, unfinished, or newer than this suite.
    """

    exit_code = ExitCode.USAGE


class PictureError(QrconformError):
    """
    The bytes are no picture, or one that is larger than may be looked at.
    """

    exit_code = ExitCode.USAGE


class Undecided(QrconformError):
    """
    The root of the answers of a check that are neither pass nor fail.
    """


class NotExercised(Undecided):
    """
    This vector, as it went, does not put the requirement to the test.
    """


class NotApplicable(Undecided):
    """
    The candidate declared an optional capability absent, and the requirement allows that.
    """


class Inconclusive(Undecided):
    """
    The panel disagrees, or two measurements of the same thing do.
    """


class Review(Undecided):
    """
    A person must look at the evidence.
    """


class Blocked(Undecided):
    """
    The evidence of this vector holds a fault, so nothing can be judged on it; `blame` says whose.
    """

    def __init__(self, message: Message, blame: Blame = Blame.CANDIDATE) -> None:
        super().__init__(message)
        self.blame = blame

    def __reduce__(self) -> tuple[type[Blocked], tuple[Message, Blame]]:  # type: ignore[override]
        return type(self), (self.message, self.blame)

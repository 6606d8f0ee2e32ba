"""
The command `qrconform`, also as `python -m conformance`.

The language is settled here, before the commands are named, since their help texts are in it.
"""

from __future__ import annotations

import os
import sys
import traceback

OF_A_DOCUMENT = {"report", "diff"}  # commands whose --lang is that of the document, which may be in both


def main() -> None:
    """
    Run the command; an error of ours is one message and the exit code of the step that broke.
    """
    for place, word in enumerate(sys.argv):
        if word == "--lang" or word.startswith("--lang="):
            following = "".join(sys.argv[place + 1 : place + 2])
            chosen = word.partition("=")[2] or following
            if OF_A_DOCUMENT & set(sys.argv[1:place]):  # the command takes the word too, and knows one language more
                os.environ.update({"QRCONFORM_LANG": chosen} if chosen in ("vi", "en") else {})
                break
            os.environ["QRCONFORM_LANG"] = chosen
            del sys.argv[place : place + (1 if "=" in word else 2)]
            break

    from conformance.cli import app
    from conformance.console import complain
    from conformance.exceptions import QrconformError
    from conformance.model import ExitCode

    try:
        app()
    except QrconformError as error:
        complain(error)
        sys.exit(int(error.exit_code))
    except Exception:
        traceback.print_exc()  # ours to mend; it must never look like a verdict
        sys.exit(int(ExitCode.SUITE_ERROR))
    except KeyboardInterrupt:
        sys.exit(int(ExitCode.UNDETERMINED))


if __name__ == "__main__":
    main()

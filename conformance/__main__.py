"""
The command `qrconform`, also as `python -m conformance`.

The language is settled here, before the commands are named, since their help texts are in it.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """
    Run the command; an error of ours is one message and the exit code of the step that broke.
    """
    for word, following in zip(sys.argv[1:], [*sys.argv[2:], ""], strict=True):
        if word.startswith("--lang"):
            os.environ["QRCONFORM_LANG"] = word.partition("=")[2] or following

    from conformance.cli import app
    from conformance.commands import complain
    from conformance.exceptions import QrconformError

    try:
        app()
    except QrconformError as error:
        complain(error)
        sys.exit(int(error.exit_code))


if __name__ == "__main__":
    main()

"""
`python -m conformance.reference`: the reference candidate by itself, for a look at it or for a first try of the suite.
"""

from __future__ import annotations

import argparse
import sys
from threading import Event

from conformance.reference.mutants import KNOWN
from conformance.reference.server import serve


def arguments() -> argparse.Namespace:
    """
    What the user asked for on the command line.
    """
    parser = argparse.ArgumentParser(prog="python -m conformance.reference", description="The reference candidate.")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--fault", choices=sorted(KNOWN), metavar="NAME", help="be the mutant of this name")
    parser.add_argument("--token", help="refuse every request without this bearer token")
    parser.add_argument("--until-input-closes", action="store_true", help="end when standard input ends")
    return parser.parse_args()


def main() -> None:
    """
    Print the URL on the first line and serve until told to end.
    """
    asked = arguments()
    with serve(asked.fault, asked.token, asked.port) as url:
        print(url, flush=True)
        if asked.until_input_closes:
            sys.stdin.buffer.read()
        else:
            Event().wait()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)

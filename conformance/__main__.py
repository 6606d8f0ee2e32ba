"""
`python -m conformance` is the command `qrconform`.
"""

from conformance.cli import main

if __name__ == "__main__":
    main()

"""Starts a program on a desk, from outside: `python start_on.py DESK-FOLDER PROGRAM [ARGUMENT]...` tells the keeper.

It imports nothing of the rest, so that it starts at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

ORDERS = "orders"  # a pipe in the desk's folder, read by the keeper


def main(folder: str, command: Sequence[str]) -> int:
    """Return 0, or 1 with a sentence on stderr when the desk does not run."""
    line = json.dumps(list(command)).encode() + b"\n"
    try:
        fd = os.open(Path(folder) / ORDERS, os.O_WRONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        try:
            os.write(fd, line)
        finally:
            os.close(fd)
    except OSError as error:
        sys.stderr.write(f"The desk cannot be told: {error.strerror}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

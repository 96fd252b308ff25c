"""Has the keeper start a program on a desk, from outside: `python start_on.py DESK-FOLDER PROGRAM [ARGUMENT]...`.

It imports nothing of the rest, so that it starts at once.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

ORDERS = "orders"  # a pipe in the desk's folder, read by the keeper


def main(folder: str, command: Sequence[str]) -> int:
    """Return 0, or 1 with a sentence on stderr when the desk does not run."""
    try:
        fd = os.open(os.path.join(folder, ORDERS), os.O_WRONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        try:
            os.write(fd, order(command))
        finally:
            os.close(fd)
    except OSError as error:
        sys.stderr.write(f"The desk cannot be told: {error.strerror}.")
        return 1
    return 0


def order(command: Sequence[str]) -> bytes:
    """Return one line that starts a program, as `printf %b` reads it inside: without a line break of its own."""
    words = " ".join("'" + word.replace("'", "'\"'\"'") + "'" for word in command)
    return os.fsencode(words.replace("\\", "\\\\").replace("\n", "\\n")) + b"\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

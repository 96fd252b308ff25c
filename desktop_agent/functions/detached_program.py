"""Starts a program in a session of its own, so that it outlives the program that asked; prints why if it cannot.

It starts in the person's home, as from a menu of the desktop: that is where its dialogs offer to save.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_agent.lib.child_process import start

_BEGINS_WITHIN_S = 0.7  # what cannot start at all has ended by then


def main(command: Sequence[str]) -> int:
    """Return 0, or 1 with a sentence on stderr when the program cannot be started or ends at once with an error."""
    try:
        home = Path.home()
        child = start(command, folder=str(home if home.is_dir() else home.anchor))
        code = child.wait(_BEGINS_WITHIN_S)
    except subprocess.TimeoutExpired:
        return 0
    except OSError as error:
        sys.stderr.write(f"It can't be started: {error.strerror}.")
        return 1
    if code:
        sys.stderr.write(f"It ended immediately with exit code {code}.")
    return int(code != 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

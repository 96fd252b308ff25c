"""The program of the processes that hold what a run presses, or give back what it has taken: `python -m` this module.

Its words are the name of a file of this folder, such as `x11.input.watchdog`, and those of that file's `main`.
"""

from __future__ import annotations

import sys
from contextlib import suppress

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.lib.platform_files import platform_module

CHILD = "desktop_agent.platforms.child"
KEPT = b"kept\n"  # what a process answers that has taken something to give back

if __name__ == "__main__":
    # The display may go away first: then there is nothing left to release or to serve.
    with suppress(DesktopAgentError, KeyboardInterrupt, BrokenPipeError):
        platform_module(sys.argv[1]).main(*sys.argv[2:])

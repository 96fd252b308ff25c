"""Which processes' windows are our own: this program's, and the terminal's that the person answers in."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def own_programs() -> frozenset[int]:
    """Return the process ids; the terminal is known on Linux only, and only where this program hangs on one.

    A terminal program starts the shell as the leader of a session, and the leader's parent is what shows it. One that
    shows all its windows from one process (GNOME's does) counts with all of them.
    """
    ours = {os.getpid()}
    with contextlib.suppress(OSError, AttributeError, ValueError, IndexError):
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
        # The name of the program, in brackets, may hold spaces and brackets of its own.
        after_name = Path(f"/proc/{os.getsid(0)}/stat").read_text().rpartition(")")[2]
        ours.add(int(after_name.split()[1]))
    return frozenset(ours)

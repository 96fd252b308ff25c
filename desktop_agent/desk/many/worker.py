"""One run on a desk, as a process of its own: the command that a person would give, with a terminal of its own.

The terminal is one that we hold the other end of. So a question reaches nobody before it is its turn, Ctrl+C in the
person's terminal reaches us alone, and when we are killed outright the system hangs the terminal up: the run stops as
it does when a person's window is closed, and its desk ends with it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence

from desktop_agent.cli.marks import BEGINS, ENDS, VARIABLE
from desktop_agent.desk.many.intake import Intake
from desktop_agent.desk.many.news import WorkerNews
from desktop_agent.desk.many.task import DeskTask
from desktop_agent.desk.sandbox.watch import own_mb

_LONGEST_SHOWN, _LONGEST_ERRORS = 1 << 20, 1 << 16  # bytes
_COMMAND = (sys.executable, "-m", "desktop_agent", "run", "--json")


class LocalWorker:
    """A run on this computer."""

    def __init__(self, task: DeskTask, *, asks: bool, environment: Mapping[str, str] = os.environ) -> None:
        """Start it; `asks` tells whether there is a person who can be asked. OSError when it cannot be started."""
        self._open = 0
        self._shown = self._errors = b""
        ours, theirs = zip(os.pipe(), os.pipe(), os.pipe(), _terminal(), strict=True)
        self._out, self._err, self._marks, self._terminal = map(Intake, ours)
        try:
            self._process = _started(task, theirs, environment, asks=asks)
        except OSError:
            for one in self._intakes:
                one.close()
            raise
        finally:
            for fd in theirs:
                os.close(fd)

    @property
    def descriptors(self) -> Sequence[int]:
        """What becomes readable when there is news."""
        return tuple(one.fd for one in self._intakes if not one.has_ended)

    @property
    def used_mb(self) -> int:
        """The memory that it and its desk take now."""
        return own_mb(self._process.pid)

    def news(self) -> WorkerNews:
        """Return what has come since the last time."""
        code = self._process.poll()  # first: what it wrote before its end is then all there
        events, marks = self._out.read(), self._marks.read()
        self._errors = (self._errors + self._err.read())[-_LONGEST_ERRORS:]
        self._shown = (self._shown + self._terminal.read())[-_LONGEST_SHOWN:]
        self._open += marks.count(BEGINS) - marks.count(ENDS)
        return WorkerNews(events, self._open > 0 and code is None, code, self._last_words())

    def shown(self) -> bytes:
        """Return what it has written to its terminal and nobody has taken yet."""
        taken, self._shown = self._shown, b""
        return taken

    def answer(self, line: bytes) -> None:
        """Give it a line that the person has typed."""
        with contextlib.suppress(OSError):
            os.write(self._terminal.fd, line)

    def stop(self, number: int) -> None:
        """Have it stop and end its desk, by the signal that told us to."""
        self._process.send_signal(number)

    def kill(self) -> None:
        """End it at once; its desk ends by itself."""
        self._process.kill()

    def close(self) -> None:
        """End it if need be, and let go of all that belongs to it."""
        if self._process.poll() is None:
            self.kill()
        self._process.wait()
        for one in self._intakes:
            one.close()

    @property
    def _intakes(self) -> tuple[Intake, ...]:
        return self._out, self._err, self._marks, self._terminal

    def _last_words(self) -> str:
        """Return why it could not even begin, in its own words."""
        lines = [line for line in self._errors.decode(errors="replace").splitlines() if line.strip()]
        said = [line.removeprefix("Error: ") for line in lines if line.startswith("Error: ")]
        return (said or lines or [""])[-1]


def _started(
    task: DeskTask, ends: Sequence[int], environment: Mapping[str, str], *, asks: bool
) -> subprocess.Popen[bytes]:
    out, errors, marks, terminal = ends
    with tempfile.TemporaryFile() as text:  # and not an argument, which anybody on this computer could read
        text.write(task.task.encode())
        text.flush()
        given = ("--approver", "terminal" if asks else "none", "--task-file", f"/dev/fd/{text.fileno()}")
        # It inherits which signals are blocked here: an actor of Ray's has Ctrl+C among them.
        blocked = signal.pthread_sigmask(signal.SIG_SETMASK, ())
        try:
            # `setsid --ctty` makes what is on its standard input the terminal of the new session.
            return subprocess.Popen(
                ["setsid", "--ctty", *_COMMAND, *given, *task.words()],
                stdin=terminal, stdout=out, stderr=errors, env={**environment, VARIABLE: str(marks)},
                pass_fds=(text.fileno(), marks),
            )  # fmt: skip
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def _terminal() -> tuple[int, int]:
    """Return both ends of a terminal of the size of the person's, which repeats nothing and changes nothing."""
    import termios

    ours, theirs = os.openpty()
    modes = termios.tcgetattr(theirs)
    modes[1] &= ~termios.OPOST
    modes[3] &= ~termios.ECHO
    termios.tcsetattr(theirs, termios.TCSANOW, modes)
    columns, lines = shutil.get_terminal_size()
    termios.tcsetwinsize(theirs, (lines, columns))
    return ours, theirs

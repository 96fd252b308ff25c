"""A program in a real terminal window on a private display; what it shows is kept by `script`, a program of its own."""

import fcntl
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shlex import join
from termios import TIOCSTI

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import end, windows
from tests.fakes.typist import ESCAPES
from tests.fakes.waiting import wait_until

TITLE = "terminal under test"


@dataclass(frozen=True, slots=True)
class TerminalWindow:
    """An xterm with the keyboard, in which the program runs."""

    process: subprocess.Popen[bytes]
    window: int
    log: Path

    @property
    def text(self) -> str:
        """All that the program has written, without escape sequences."""
        return ESCAPES.sub("", self.log.read_text(errors="replace")).replace("\r\n", "\n")

    def waits_for(self, shown: str, *, times: int = 1) -> None:
        """Return once a text has been written so many times."""
        try:
            wait_until(lambda: self.text.count(shown) >= times)
        except AssertionError as late:
            message = f"“{shown}” was not shown {times} times; seen: {self.text[-1200:]}"
            raise AssertionError(message) from late

    def put_in(self, text: str, program: int) -> None:
        """Put bytes into a program's terminal as if they had been typed (TIOCSTI), as only root may."""
        with Path(f"/proc/{program}/fd/0").open("rb") as terminal:
            for byte in text.encode():
                fcntl.ioctl(terminal, TIOCSTI, bytes([byte]))


@contextmanager
def terminal_window(
    command: Sequence[str], display: PrivateDisplay, environment: Mapping[str, str], folder: Path
) -> Iterator[TerminalWindow]:
    """Open the window and start the program in it; synthetic events are let in, which few terminals do."""
    log = folder / "terminal.log"
    log.touch()
    words = ["xterm", "-T", TITLE, "-xrm", "*allowSendEvents: true", "-geometry", "90x20+20+20", "-e"]
    words += ["script", "-q", "-f", "-c", join(command), str(log)]
    process = subprocess.Popen(words, env=dict(os.environ) | display.environment(environment))
    try:
        window = wait_until(lambda: next(iter(windows(display, TITLE)), 0), "the terminal's window")
        yield TerminalWindow(process, window, log)
    finally:
        end(process)

"""Gives the person's terminal to one of many runs at a time: what it asks is shown, and what is typed goes to it."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from desktop_agent.core.translation import gettext

if TYPE_CHECKING:
    from desktop_agent.desk.many.news import DeskWorker

_PART, _END_OF_INPUT = 4096, b"\x04"


class QuestionsInTurn:
    """The terminal that this program was started from."""

    def __init__(self) -> None:
        """Open it; OSError where there is none."""
        self.fd = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        self._for: DeskWorker | None = None

    @property
    def is_open(self) -> bool:
        """Whether a question is on the terminal."""
        return self._for is not None

    def serve(self, name: str, worker: DeskWorker) -> None:
        """Show what a run has written since the last time, and give it what the person has typed since."""
        if self._for is not worker:
            self._for = worker
            heading = gettext("A question of “{name}”:", name=name)
            self._write(f"\n{heading}\n".encode())
        if shown := worker.shown():
            self._forget_what_was_typed()
            self._write(shown)
        elif typed := self._typed():
            worker.answer(typed)

    def leave(self) -> None:
        """End the question."""
        self._for = None

    def close(self) -> None:
        """Close the terminal."""
        os.close(self.fd)

    def _typed(self) -> bytes:
        """Return whole lines that were typed; nothing while another program is in front."""
        try:
            if os.tcgetpgrp(self.fd) != os.getpgrp():
                return b""
            return os.read(self.fd, _PART) or _END_OF_INPUT
        except OSError:
            return b""

    def _forget_what_was_typed(self) -> None:
        """Throw away what was typed before there was anything to answer."""
        import termios

        with contextlib.suppress(termios.error):
            termios.tcflush(self.fd, termios.TCIFLUSH)

    def _write(self, data: bytes) -> None:
        with contextlib.suppress(OSError):
            while data:
                data = data[os.write(self.fd, data) :]

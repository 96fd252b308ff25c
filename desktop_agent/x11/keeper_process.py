"""Starts the clipboard's keeper and talks to it; if the keeper fails, the old content is lost, never the run."""

from __future__ import annotations

import logging
import select
import subprocess
import sys
from collections.abc import Mapping

from desktop_agent.x11.offers import Offers, RefusedClient, to_line

WITHIN_S = 2.0
_log = logging.getLogger(__name__)


class KeeperProcess:
    """The keeper; `start` returns at once, the first use waits until it is ready."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._window = 0

    def start(self) -> None:
        """Start it without waiting: it gets ready while the text is pasted."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            command = [sys.executable, "-m", "desktop_agent.x11.clipboard_keeper"]
            # Its own session: it must outlive the terminal that the run was started from.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            self._window = 0

    def keep(self, selections: Mapping[str, Offers], refused: RefusedClient) -> bool:
        """Hand selections over; tell whether the keeper owns them now."""
        self.start()
        if self._process is None or self._process.stdin is None:
            return False
        try:
            if not self._window:
                self._window = int(self._line() or 0)
            self._process.stdin.write(to_line(selections, refused))
            self._process.stdin.flush()
            return bool(self._window) and self._line() == b"kept\n"
        except (OSError, ValueError) as cause:
            _log.warning("The clipboard's old content could not be kept: %s", type(cause).__name__)
            return False

    def close(self) -> None:
        """Let the keeper run on by itself."""
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            # Not waited for: it stays until somebody else takes the clipboard.
            self._process.returncode = self._process.poll() or 0
            self._process = None

    def _line(self) -> bytes:
        if self._process is None or self._process.stdout is None:
            return b""
        ready = select.select([self._process.stdout], [], [], WITHIN_S)[0]
        return self._process.stdout.readline() if ready else b""

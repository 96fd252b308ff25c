"""Start the embedded model's server for one run, as a process that ends with us."""

import os
import secrets
import subprocess
import sys
from types import TracebackType
from typing import Self

from desktop_agent.core.errors import UnreachableError
from desktop_agent.offline.child_process import end, first_line

START_WITHIN_S = 30.0


class LocalModel:
    """The server as a child process; a context manager. `base_url` and `token` are for the client."""

    def __init__(self) -> None:
        """Start it and wait until it listens.

        Raises:
            UnreachableError: it does not start; the message is the server's own.
        """
        self.token = secrets.token_urlsafe(24)
        # Its own session: Ctrl+C in the terminal is for the run, which ends the server when it is done with it.
        self._child = subprocess.Popen(
            [sys.executable, "-m", "desktop_agent.devserver", "--port", "0", "--with-parent"],
            env=os.environ | {"DESKTOP_AGENT_SERVE_TOKEN": self.token},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        self.base_url = self._address()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._child.pid

    def close(self) -> None:
        """End the server; calling it again does nothing."""
        end(self._child)

    def _address(self) -> str:
        line = first_line(self._child, START_WITHIN_S)
        if line:
            return line
        self._child.terminate()
        said = self._child.stderr.read().decode(errors="replace").strip() if self._child.stderr else ""
        self.close()
        raise UnreachableError("The local model did not start.", said.splitlines()[-1] if said else "Try again.")

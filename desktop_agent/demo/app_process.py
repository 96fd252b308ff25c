"""Starts the demo app as a process of its own, and knows when its window is on the screen."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop_agent.core.errors import ScreenError
from desktop_agent.offline.child_process import end, first_line

READY_WITHIN_S = 30.0


class DemoProcess:
    """The running demo app; a context manager that ends it."""

    def __init__(self, seed: int, out: Path, environment: Mapping[str, str], *, here: bool = False) -> None:
        """Start the app and wait until it shows; `here` lets the window manager place it.

        Raises:
            ScreenError: the app did not come up; the message ends with what it said last.
        """
        command = [sys.executable, "-m", "desktop_agent.demo.demo_app", "--seed", str(seed), "--out", str(out)]
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process
        self._process = subprocess.Popen(
            [*command, *(["--here"] if here else [])], env=dict(environment), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=self._said, start_new_session=True,
        )  # fmt: skip
        if first_line(self._process, READY_WITHIN_S) != "ready":
            last = self._last_words()
            self.close()
            message = f"The demo app did not come up: {last}"
            raise ScreenError(message, "Run: desktop-agent doctor")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """Return the app's process id."""
        return self._process.pid

    def close(self) -> None:
        """End the app; calling it again does nothing."""
        end(self._process)
        self._said.close()

    def _last_words(self) -> str:
        self._said.seek(0)
        lines = [line.strip() for line in self._said.read().decode(errors="replace").splitlines() if line.strip()]
        return lines[-1] if lines else f"it said nothing for {READY_WITHIN_S:.0f} seconds."

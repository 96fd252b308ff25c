"""Starts the demo app as a process of its own, and knows when its window is on the screen."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from desktop_agent.core.errors import ScreenError
from desktop_agent.lib.child_process import ChildProcess

READY_WITHIN_S = 30.0


class DemoProcess:
    """The running demo app; a context manager that ends it."""

    def __init__(self, seed: int, out: Path, environment: Mapping[str, str], *, here: bool = False) -> None:
        """Start the app and wait until it shows; `here` lets the window manager place it.

        ScreenError when the app does not start; the message ends with the last thing that it said.
        """
        command = [sys.executable, "-m", "desktop_agent.devtools.demo.demo_app", "--seed", str(seed), "--out", str(out)]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = ChildProcess(
            [*command, *(["--here"] if here else [])], errors=self._errors, environment=environment
        )
        if self._process.first_line(READY_WITHIN_S).strip() != b"ready":
            last = self._last_line()
            self.close()
            raise ScreenError(f"The demo app did not start: {last}", "Run: desktop-agent doctor")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The app's process id."""
        return self._process.pid

    def close(self) -> None:
        """End the app; calling it again does nothing."""
        self._process.end()
        self._errors.close()

    def _last_line(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").split("\n")
        lines = [line.strip() for line in lines if line.strip()]
        return lines[-1] if lines else f"it said nothing for {READY_WITHIN_S:.0f} seconds."

"""Starts the demo app as a process of its own, here or on a side desk, and waits until its window is visible.

The app needs our Python and this package, so these are visible on the desk, read-only.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.lib.child_process import ChildProcess, python_command

READY_WITHIN_S = 30.0
_PACKAGE = Path(__file__).parents[2]
_EVERYWHERE = Path("/usr")
_LOOK_EVERY_S = 0.02
_APP = "desktop_agent.demo.demo_app"


class DemoProcess:
    """The running demo app; a context manager that ends it."""

    def __init__(self, seed: int, out: Path, environment: Mapping[str, str], *, here: bool = False) -> None:
        """Start the app and wait until it shows; `here` lets the window manager place it.

        ScreenError when the app does not start; the message ends with its last output.
        """
        command = python_command(_APP, "--seed", seed, "--out", out.absolute())
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = ChildProcess(
            [*command, *(["--here"] if here else [])], errors=self._errors, environment=environment
        )
        if self._process.first_line(READY_WITHIN_S).strip() != b"ready":
            self._errors.seek(0)
            last = self._errors.read().decode(errors="replace")
            self.close()
            raise _start_error(last)

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


def app_binds() -> tuple[tuple[str, str], ...]:
    """Return the binds (source, target) that the app needs on the desk besides those that are always there."""
    return tuple((str(place), str(place)) for place in dict.fromkeys(_bound_paths()) if place.exists())


def start_on_desk(desk: SideDesk, seed: int, out: Path) -> None:
    """Start the app and wait until it is visible; it writes to `out`, a path on the desk.

    ScreenError when the app does not start; the message ends with its last output.
    """
    output_file = Path(desk.environment()["XDG_RUNTIME_DIR"]) / "demo"
    app = python_command(_APP, "--seed", seed, "--out", out)
    desk.start(
        [
            "sh",
            "-c",
            'mkdir -p "$1"; output=$2; shift 2; exec "$@" > "$output" 2>&1',
            "sh",
            str(out.parent),
            str(output_file),
            *app,
        ]
    )
    deadline = time.monotonic() + READY_WITHIN_S
    output_text = ""
    while "ready" not in output_text.split():
        if time.monotonic() > deadline or desk.has_ended:
            raise _start_error(output_text)
        time.sleep(_LOOK_EVERY_S)
        output_text = output_file.read_text(errors="replace") if output_file.exists() else ""


def _start_error(output: str) -> ScreenError:
    """Return the error, which ends with the last line of the app's output."""
    lines = [line for line in output.splitlines() if line.strip()]
    silent = Message("it wrote nothing for {seconds:.0f} seconds.", seconds=READY_WITHIN_S)
    reason = lines[-1].strip() if lines else silent
    return ScreenError(
        Message("The demo app didn't start: {reason}", reason=reason), Message("Run: desktop-agent doctor")
    )


def _bound_paths() -> Iterator[Path]:
    for prefix in (sys.prefix, sys.base_prefix):
        if not Path(prefix).is_relative_to(_EVERYWHERE):
            yield Path(prefix)
    if not _PACKAGE.is_relative_to(_EVERYWHERE) and not _PACKAGE.is_relative_to(sys.prefix):
        yield _PACKAGE
        yield _PACKAGE.parent / "assets" / "icon.svg"  # in a checkout

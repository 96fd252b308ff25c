"""Releases what a library has pressed when the program is gone: a process of its own, `python -m` this module.

Only X11 has a ledger, and a watchdog that reads it. Elsewhere the program says on this one's stdin what is about to go
down, and what has come up, one a line: a pipe keeps what a killed program has written. When it ends, for whatever
reason, what is still down is released by the same library. Its starter keeps Ctrl+C from it. Run on X11, not yet
on Windows and macOS.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from typing import Literal, Protocol, cast

from desktop_agent.core.actions import Button
from desktop_agent.core.errors import DesktopAgentError, InputError
from desktop_agent.input.backend import InputBackend
from desktop_agent.input.bound_process import end_bound, start_bound

_END_WITHIN_S = 2.0
_MODULE = "desktop_agent.input.let_go"


class _BackendModule(Protocol):
    def create(self) -> InputBackend: ...


class PressedBeside:
    """What a backend has down, as a process is told that outlives this one; begun with the first press."""

    def __init__(self, backend: str) -> None:
        """Take the name of the backend's module."""
        self._backend = backend
        self._down = dict[str, None]()
        self._process: subprocess.Popen[bytes] | None = None

    def press(self, kind: Literal["button", "key"], name: str) -> None:
        """Tell of a press that is about to leave; InputError when that cannot be done."""
        self._down[f"{kind} {name}"] = None
        try:
            if self._process is None or not self._told(f"+{kind} {name}\n"):
                self._begin()
        except OSError as cause:
            raise InputError("What is pressed cannot be told to who would release it: nothing is pressed.") from cause

    def release(self, kind: Literal["button", "key"], name: str) -> None:
        """Tell of a release that has left."""
        if self._down.pop(f"{kind} {name}", self) is None:
            self._told(f"-{kind} {name}\n")

    def close(self) -> None:
        """End the process; what is still down is released. Never raises."""
        if self._process is not None:
            end_bound(self._process, _END_WITHIN_S, kills=not self._down)
            self._process = None

    def _begin(self) -> None:
        """Start it, or another one where it has ended, and tell it all that is down."""
        self.close()
        self._process = start_bound(_MODULE, self._backend)
        if not all(self._told(f"+{what}\n") for what in self._down):
            raise BrokenPipeError

    def _told(self, line: str) -> bool:
        with suppress(OSError, ValueError):
            if self._process is not None and self._process.stdin is not None:
                return self._process.stdin.write(line.encode()) is not None
        return False


def left_down(lines: Iterable[bytes]) -> list[tuple[str, str]]:
    """Return what is down at the end of what was told, the last one first."""
    down = dict[str, None]()
    for line in lines:
        sign, what = line[:1], line[1:].decode(errors="replace").rstrip("\n")
        if sign == b"+":
            down[what] = None
        else:
            down.pop(what, None)
    return [(kind, name) for kind, _, name in (what.partition(" ") for what in reversed(down))]


def main(name: str) -> None:
    """Read until the program's end, then release."""
    module = cast("_BackendModule", import_module(f"desktop_agent.input.backends.{name}"))
    down = left_down(sys.stdin.buffer)
    if not down:
        return
    backend = module.create()
    for kind, what in down:
        with suppress(DesktopAgentError):
            if kind == "button":
                backend.button(cast("Button", what), down=False)
            else:
                backend.key(what, down=False)
    backend.close()


if __name__ == "__main__":
    # Without the desktop there is nothing to release.
    with suppress(DesktopAgentError):
        main(sys.argv[1])

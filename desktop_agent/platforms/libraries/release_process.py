"""Releases what a library has pressed when the program is gone: a separate process.

Only X11 has a ledger, and a watchdog that reads it. Elsewhere the program writes to this one's stdin what is about to
go down, and what has come up, one a line: a pipe retains what a killed program has written. When the program ends, for
whatever reason, the same library releases what is still down, a button where it went down: anywhere else, the dragged
object would be dropped. The same happens when the program is suspended, where the system reports that (Linux), and a
line on stdout announces it. Its starter shields it from Ctrl+C. Run on X11 and under Wine 8.0, not yet on Windows and
macOS.
"""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, cast

from desktop_agent.core.actions.action import Button
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.input.backend import InputBackend
from desktop_agent.input.ledger import BACK_S, beside
from desktop_agent.input.watchdog_process import WatchdogProcess
from desktop_agent.lib.platform_files import platform_module
from desktop_agent.lib.programs import SuspensionWatch
from desktop_agent.platforms.child import CHILD

_PIECE = 1 << 12


class ReleaseProcess:
    """Reports what a backend has down to a process that outlives this one."""

    def __init__(self, backend: str) -> None:
        """Take the name of the backend's module."""
        self._backend = backend
        self._down = dict[str, str]()
        self._watchdog: WatchdogProcess | None = None

    def start(self, backend: InputBackend) -> None:
        """Start the process, without waiting until it is ready; InputDeniedError when that cannot be done.

        `backend` belongs to this process, and releases everything if that process can't be had any more.
        """
        self._watchdog = WatchdogProcess(
            CHILD,
            "libraries.release_process",
            self._backend,
            what_is_down=self._report_lines,
            release_all=lambda: _release_inputs(backend, pressed_inputs(self._report_lines())),
        )

    def await_watchdog(self) -> None:
        """Return once it is ready; InputDeniedError if it can't be started."""
        if self._watchdog is not None:
            self._watchdog.keep()

    def press(self, kind: Literal["button", "key"], name: str, at: ScreenPoint | None = None) -> None:
        """Report a press before it is sent, with its position; InputError if that fails."""
        self.await_watchdog()
        what = f"{kind} {name}"
        position = f" {at.x} {at.y}" if at else ""
        self._down[what] = position
        if self._watchdog is not None and not self._watchdog.write_line(_report_line("+", what, position)):
            self.await_watchdog()

    def release(self, kind: Literal["button", "key"], name: str) -> None:
        """Report a release after it was sent."""
        what = f"{kind} {name}"
        if self._down.pop(what, None) is not None and self._watchdog is not None:
            self._watchdog.write_line(_report_line("-", what))

    def take_let_go(self) -> bool:
        """Return, once, whether the process has released everything because this one was suspended."""
        return sys.platform == "linux" and self._watchdog is not None and bool(self._watchdog.read_line(0.0))

    def close(self) -> None:
        """End the process; what is still down is released. Never raises."""
        if self._watchdog is not None:
            self._watchdog.close(idle=not self._down)
            self._watchdog = None

    def _report_lines(self) -> list[bytes]:
        return [_report_line("+", what, position) for what, position in [*self._down.items()]]


def _report_line(sign: str, what: str, position: str = "") -> bytes:
    return f"{sign}{what}{position}\n".encode()


@dataclass(frozen=True, slots=True)
class PressedInput:
    """A key or button that is down, and where a button went down."""

    kind: str
    name: str
    at: ScreenPoint | None = None


def pressed_inputs(lines: Iterable[bytes], before: Iterable[PressedInput] = ()) -> list[PressedInput]:
    """Return what is down after these reports, in the order in which it went down."""
    down = {(one.kind, one.name): one for one in before}
    for line in lines:
        sign = line[:1]
        (kind, name, *position) = (*line[1:].decode(errors="replace").split(), "", "")[:4]
        down.pop((kind, name), None)
        if sign == b"+":
            numbers = [int(one) for one in position if one.lstrip("-").isdecimal()]
            down[kind, name] = PressedInput(kind, name, ScreenPoint(*numbers) if len(numbers) == 2 else None)  # noqa: PLR2004
    return [*down.values()]


def main(name: str) -> None:
    """Read until the program's end, then release; so too when it is suspended."""
    open_backend: Callable[[], InputBackend] = platform_module(f"libraries.{name}").unwatched
    backend = open_backend()
    _write_stdout(b"ready\n")
    suspension = SuspensionWatch(os.getppid())
    down = list[PressedInput]()
    waiting = b""
    while (part := _read_reports(suspension.wait_s())) != b"":
        if part is not None:
            suspension.expect()
            *lines, waiting = (waiting + part).split(b"\n")
            down = pressed_inputs(lines, down)
        elif suspension.poll(holds=bool(down)):
            _write_stdout(b"let go\n")  # first: it may go on at any moment
            _release_inputs(backend, down)
            down = []
    _release_inputs(backend, pressed_inputs([waiting], down))
    backend.close()


def _read_reports(wait_s: float | None) -> bytes | None:
    """Return the next reports, nothing at the end, which may be an error if the program was killed.

    None after this time.
    """
    if wait_s is not None and not select.select([sys.stdin], [], [], wait_s)[0]:
        return None
    with suppress(OSError):
        return os.read(sys.stdin.fileno(), _PIECE)
    return b""


def _write_stdout(line: bytes) -> None:
    with suppress(OSError):
        os.write(sys.stdout.fileno(), line)


def _release_inputs(backend: InputBackend, down: list[PressedInput]) -> None:
    """Release the keys, then the buttons, each the last one first."""
    last_first = down[::-1]
    for one in sorted(last_first, key=lambda one: one.kind == "button"):
        with suppress(DesktopAgentError):
            if one.kind == "button":
                _cancel_drag(backend, one.at)
                backend.button(cast("Button", one.name), down=False)
            else:
                backend.key(one.name, down=False)
    with suppress(DesktopAgentError):
        backend.sync()


def _cancel_drag(backend: InputBackend, at: ScreenPoint | None) -> None:
    """Cancel a drag, and put the pointer where its button went down, as `HeldInput` does."""
    with suppress(DesktopAgentError):  # the position is gone: a button that stays down is worse
        if at is not None and backend.pointer() != at:
            backend.move_back(beside(at))
            for down in (True, False):
                backend.key("escape", down=down)
            time.sleep(BACK_S)
            backend.move_back(at)

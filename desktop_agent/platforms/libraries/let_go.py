"""Releases what a library has pressed when the program is gone: a process of its own, `python -m` this module.

Only X11 has a ledger, and a watchdog that reads it. Elsewhere the program says on this one's stdin what is about to go
down, and what has come up, one a line: a pipe keeps what a killed program has written. When it ends, for whatever
reason, what is still down is released by the same library, a button where it went down: where the pointer is then,
whatever is dragged would be dropped. Its starter keeps Ctrl+C from it. Run on X11 and
under Wine 8.0, not yet on Windows and macOS.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, Protocol, cast

from desktop_agent.core.actions import Button
from desktop_agent.core.errors import DesktopAgentError, InputError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.input.backend import InputBackend
from desktop_agent.input.ledger import BACK_S, beside
from desktop_agent.lib.child_process import RunningProcess, end_bound, start_bound
from desktop_agent.lib.platform_files import platform_file

_END_WITHIN_S = 2.0
_MODULE = "desktop_agent.platforms.libraries.let_go"


class _BackendModule(Protocol):
    def create(self) -> InputBackend: ...


class PressedBeside:
    """What a backend has down, as a process is told that outlives this one; begun with the first press."""

    def __init__(self, backend: str) -> None:
        """Take the name of the backend's module."""
        self._backend = backend
        self._down = dict[str, str]()
        self._process: RunningProcess | None = None

    def press(self, kind: Literal["button", "key"], name: str, at: ScreenPoint | None = None) -> None:
        """Tell of a press that is about to leave, and where; InputError when that cannot be done."""
        place = f" {at.x} {at.y}" if at else ""
        self._down[f"{kind} {name}"] = place
        try:
            if self._process is None or not self._told(f"+{kind} {name}{place}\n"):
                self._begin()
        except OSError as cause:
            raise InputError(
                Message("The process that would release pressed keys can't be reached, so nothing was pressed.")
            ) from cause

    def release(self, kind: Literal["button", "key"], name: str) -> None:
        """Tell of a release that has left."""
        if self._down.pop(f"{kind} {name}", None) is not None:
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
        if not all(self._told(f"+{what}{place}\n") for what, place in self._down.items()):
            raise BrokenPipeError

    def _told(self, line: str) -> bool:
        with suppress(OSError, ValueError):
            if self._process is not None and self._process.stdin is not None:
                return self._process.stdin.write(line.encode()) is not None
        return False


@dataclass(frozen=True, slots=True)
class LeftDown:
    """A key or button that is down, and where a button went down."""

    kind: str
    name: str
    at: ScreenPoint | None = None


def left_down(lines: Iterable[bytes]) -> list[LeftDown]:
    """Return what is down at the end of what was told: the keys, then the buttons, each the last one first."""
    down = dict[tuple[str, str], LeftDown]()
    for line in lines:
        sign, (kind, name, *place) = line[:1], (*line[1:].decode(errors="replace").split(), "", "")[:4]
        down.pop((kind, name), None)
        if sign == b"+":
            numbers = [int(one) for one in place if one.lstrip("-").isdecimal()]
            down[kind, name] = LeftDown(kind, name, ScreenPoint(*numbers) if len(numbers) == 2 else None)  # noqa: PLR2004
    last_first = tuple(down.values())[::-1]
    return sorted(last_first, key=lambda one: one.kind == "button")


def main(name: str) -> None:
    """Read until the program's end, then release."""
    module = cast("_BackendModule", platform_file(f"libraries.{name}"))
    down = left_down(_lines())
    if not down:
        return
    backend = module.create()
    for one in down:
        with suppress(DesktopAgentError):
            if one.kind == "button":
                _go_back(backend, one.at)
                backend.button(cast("Button", one.name), down=False)
            else:
                backend.key(one.name, down=False)
    backend.close()


def _go_back(backend: InputBackend, at: ScreenPoint | None) -> None:
    """Cancel a drag, and put the pointer where its button went down, as `HeldInput` does."""
    with suppress(DesktopAgentError):  # the place is gone: a button that stays down is worse
        if at is not None and backend.pointer() != at:
            backend.move_back(beside(at))
            for down in (True, False):
                backend.key("escape", down=down)
            time.sleep(BACK_S)
            backend.move_back(at)


def _lines() -> Iterator[bytes]:
    """Yield what is told, to its end, which may be an error where the other one was killed."""
    with suppress(OSError):
        yield from sys.stdin.buffer


if __name__ == "__main__":
    # Without the desktop there is nothing to release.
    with suppress(DesktopAgentError):
        main(sys.argv[1])

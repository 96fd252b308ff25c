"""Finds the password fields that programs of macOS show, on a thread that a hanging program cannot hold.

Programs cannot be asked for such fields alone: what shows in their windows is walked through, nearest first. Deep in a
long page a field is found only once it has the keyboard. What is not told in time is where it was when it was told
last.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from desktop_agent.core.frame import Scene
from desktop_agent.core.geometry import Rect
from desktop_agent.platforms.macos.elements import SECURE, MacElements
from desktop_agent.platforms.macos.focus import MacAccessibility
from desktop_agent.platforms.macos.frameworks import Frameworks
from desktop_agent.platforms.macos.window_list import MODAL, ORDINARY, MacWindow, windows_in
from desktop_agent.screen.secret_fields import FieldObject, ToldPlace

_WITHIN_S = 0.2
_MOST_PROGRAMS, _MOST_INSIDE = 8, 250
_Fields = tuple[tuple[int, Rect], ...]  # windows, and where a field is in each


class MacPasswordFields:
    """Asks the programs whose windows are on top."""

    def __init__(self, apple: Frameworks, elements: MacElements) -> None:
        self._apple, self._elements = apple, elements
        self._accessibility = MacAccessibility(apple.services)
        self._thread = ThreadPoolExecutor(1, "password-fields")
        self._look: Future[None] | None = None
        self._known: dict[int, _Fields] = {}  # by program

    def boxes(self, scene: Scene) -> tuple[Rect, ...]:
        """Return what can be seen of all password fields."""
        if self._look is None or self._look.done():
            self._look = self._thread.submit(self._look_at_all)
        with suppress(TimeoutError):
            self._look.result(_WITHIN_S)
        fields = [one for found in self._known.copy().values() for one in found]
        return tuple(part for window, box in fields for part in _seen(window, box, scene))

    def place(self, of: FieldObject) -> ToldPlace:
        """Return that it is not known: no field is known by a name here."""
        return "unknown"

    def close(self) -> None:
        """End the thread, once what it waits for has been answered or given up."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _look_at_all(self) -> None:
        with self._apple.pool():
            windows = self._windows()
            programs = [*dict.fromkeys(one.pid for one in windows)][:_MOST_PROGRAMS]
            self._known = {pid: found for pid, found in self._known.items() if pid in programs}
            for pid in programs:
                with suppress(Exception):  # it does not answer, or objects have gone away: what it told last holds
                    self._known[pid] = self._fields_of(pid, [one for one in windows if one.pid == pid])

    def _windows(self) -> list[MacWindow]:
        quartz = self._apple.quartz
        shown = quartz.kCGWindowListOptionOnScreenOnly | quartz.kCGWindowListExcludeDesktopElements
        listed = windows_in(quartz.CGWindowListCopyWindowInfo(shown, quartz.kCGNullWindowID) or ())
        # Our own would be asked while it waits for the answer.
        return [one for one in listed if ORDINARY <= one.level <= MODAL and one.pid != os.getpid()]

    def _fields_of(self, pid: int, windows: Sequence[MacWindow]) -> _Fields:
        boxes = dict.fromkeys(self._told(self._elements.program(pid)))
        return tuple((one.id, box) for box in boxes for one in windows if one.box.intersection(box) == box)

    def _told(self, program: Any) -> Iterator[Rect]:  # noqa: ANN401 - an element of pyobjc
        focused = self._elements.named(program, "AXFocusedUIElement")
        if focused is not None and focused.subrole == SECURE and focused.box:
            yield focused.box
        windows = self._accessibility.value(program, "AXWindows")
        for window in windows if hasattr(windows, "__len__") else ():
            for _, one, *_ in self._elements.inside(self._elements.read(window), _MOST_INSIDE):
                if one.subrole == SECURE and one.box:
                    yield one.box


def _seen(window: int, box: Rect, scene: Scene) -> tuple[Rect, ...]:
    """Return what is seen of a part of a window."""
    above = list[Rect]()
    for one in scene.windows:
        if one.id == window:
            return box.without(*above)
        above.append(one.box)
    return ()

"""Finds the password fields that programs show, by UI Automation, from a thread that a hanging program cannot hold.

A picture waits for a moment only. What is not told by then is where it was when it was told last, and the look goes on
for the next picture. Who took long is asked last, so that one that hangs keeps nobody from telling.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import wait as wait_for

from desktop_agent.core.frame import Scene
from desktop_agent.core.geometry import Rect
from desktop_agent.platforms.atspi.password_fields import inside
from desktop_agent.platforms.windows.automation.elements import OF, Element, ElementTree
from desktop_agent.platforms.windows.automation.thread import AutomationThread
from desktop_agent.screen.secret_fields import FieldObject, ToldPlace

WITHIN_S, _PLACE_WITHIN_S = 0.2, 0.1


class AutomationPasswords:
    """Asks the programs of all windows of a scene; for one thread beside its own."""

    def __init__(self, connect: Callable[[], ElementTree]) -> None:
        self._thread = AutomationThread(connect, name="password-fields")
        self._known: dict[int, tuple[Rect, ...]] = {}  # by window
        self._took: dict[int, float] = {}
        self._look: Future[None] | None = None
        self._followed: dict[str, tuple[Element, Element]] = {}  # a field and its window

    def start(self) -> None:
        """Connect without waiting."""
        self._thread.start()

    def boxes(self, scene: Scene) -> tuple[Rect, ...]:
        """Return what can be seen of the insides of all password fields; empty where no program tells of one."""
        windows = dict.fromkeys(one.id for one in scene.windows if one.box.width * one.box.height > 1)
        for gone in self._known.keys() - windows.keys():
            self._known.pop(gone, None)
        if self._look is None or self._look.done():
            self._look = self._thread.ask(lambda tree: self._note(tree, list(windows)))
        wait_for([self._look], WITHIN_S)
        above, found = list[Rect](), list[Rect]()
        for one in scene.windows:
            for box in self._known.get(one.id, ()):
                found += inside(box).without(*above)
            above.append(one.box)
        return tuple(found)

    def place(self, of: FieldObject) -> ToldPlace:
        """Return where a field is in its window; “unknown” where its program does not tell within a moment.

        It has to have the keyboard when it is asked for first, as it has while a secret goes into it.
        """
        if of[0] != OF:
            return "unknown"
        answer = self._thread.ask(lambda tree: self._place(tree, of[1]))
        try:
            return answer.result(_PLACE_WITHIN_S)
        except Exception:
            # A program that hangs, and a field that cannot be asked, come to the same.
            answer.cancel()
            return "unknown"

    def close(self) -> None:
        """End the thread."""
        self._thread.close()

    def _note(self, tree: ElementTree, windows: list[int]) -> None:
        for window in sorted(windows, key=lambda one: self._took.get(one, 0.0)):
            began = time.monotonic()
            fields = tree.passwords(window)
            self._took[window] = time.monotonic() - began
            self._known[window] = tuple(one.box for one in fields if one.box.width and one.box.height)

    def _place(self, tree: ElementTree, field: str) -> ToldPlace:
        if field not in self._followed:
            way = tree.focused()
            if not way or way[0].id != field:
                return "unknown"
            self._followed[field] = way[0], way[-1]
        now = [tree.again(one) for one in self._followed[field]]
        if now[0] is None or now[1] is None:
            return "gone"
        box, window = now[0].box, now[1].box
        return Rect(box.x - window.x, box.y - window.y, box.width, box.height)

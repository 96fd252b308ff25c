"""The sign of a demonstration: a red frame around the screen and a badge, from start to end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_agent.core.pictures import Rect
from desktop_agent.tasks.learn.control_keys import ControlKeys, PersonsWish
from desktop_agent.tasks.learn.watch import WatchState
from desktop_agent.ui.qt.executor import QtExecutor

if TYPE_CHECKING:
    from desktop_agent.films.windows.learn.badge_window import LearnBadgeWindow
    from desktop_agent.ui.status.status_badge import ScreenFrame


_HIDE_TIMEOUT_S = 1.0


class LearnSign:
    """The state of one demonstration on the screen; for its thread. Qt is started for it."""

    def __init__(self, executor: QtExecutor, monitor: Rect, keys: ControlKeys) -> None:
        """Prepare a sign around `monitor`, in pixels; set `ask` to the receiver of the badge's wishes."""
        self.ask: Callable[[PersonsWish], None] = lambda _: None
        self._executor = executor
        self._monitor = monitor
        self._keys = keys
        self._windows: tuple[LearnBadgeWindow, ScreenFrame] | None = None

    @property
    def around(self) -> Rect | None:
        """Return the framed part of the desktop; None while nothing is shown."""
        return self._monitor if self._windows is not None else None

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Hide the sign while the context is open, and wait for that; from any thread but Qt's."""
        is_hidden = threading.Event()

        def hide() -> None:
            self._set_visible(on=False)
            is_hidden.set()

        self._executor.call(hide)
        is_hidden.wait(_HIDE_TIMEOUT_S)
        try:
            yield
        finally:
            self._executor.call(lambda: self._set_visible(on=True))

    def show(self, state: WatchState, acts: int) -> None:
        """Show a state; close the sign at the end."""
        self._executor.call(self._hide if state in {"ended", "discarded"} else lambda: self._show(state))

    def _show(self, state: WatchState) -> None:
        badge, frame = self._open_windows()
        badge.show_state(paused=state == "paused")
        frame.show_state("paused" if state == "paused" else "failed")  # yellow, and red

    def _open_windows(self) -> tuple[LearnBadgeWindow, ScreenFrame]:
        if self._windows is None:
            from desktop_agent.films.windows.learn.badge_window import LearnBadgeWindow
            from desktop_agent.ui.status.status_badge import ScreenFrame

            badge = LearnBadgeWindow(self._monitor, self._keys, self.ask)
            self._windows = badge, ScreenFrame(self._monitor)
            for window in (*self._windows[1].strips, badge):
                window.show()
        return self._windows

    def _set_visible(self, *, on: bool) -> None:
        from desktop_agent.ui.qt.layers import stacking

        if self._windows is not None:
            badge, frame = self._windows
            for window in (*frame.strips, badge):
                window.setVisible(on)
            stacking().sync()

    def _hide(self) -> None:
        from desktop_agent.ui.qt.widgets import delete_window

        if self._windows is not None:
            badge, frame = self._windows
            self._windows = None
            for window in (*frame.strips, badge):
                delete_window(window)

"""The sign that somebody watches: a red frame around the screen and a badge, from the first moment to the last."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_agent.core.geometry import Rect
from desktop_agent.studio.learn.control_keys import ControlKeys, PersonsWish
from desktop_agent.studio.learn.watch import WatchState
from desktop_agent.ui.qt.executor import QtExecutor

if TYPE_CHECKING:
    from desktop_agent.studio.windows.learn.badge_window import LearnBadgeWindow
    from desktop_agent.ui.status.status_window import ScreenFrame


_GONE_WITHIN_S = 1.0


class LearnSign:
    """Shows the state of one demonstration; for its thread. Qt is started for it."""

    def __init__(self, executor: QtExecutor, monitor: Rect, keys: ControlKeys) -> None:
        """Show it around a part of the desktop, in pixels; set `ask` to what does what the badge's buttons say."""
        self.ask: Callable[[PersonsWish], None] = lambda _: None
        self._executor, self._monitor, self._keys = executor, monitor, keys
        self._windows: tuple[LearnBadgeWindow, ScreenFrame] | None = None

    @property
    def around(self) -> Rect | None:
        """Return the part of the desktop that the frame goes around; None while nothing is shown."""
        return self._monitor if self._windows is not None else None

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Take it off the screen for a moment, and wait for that; from any thread but Qt's."""
        gone = threading.Event()

        def hide() -> None:
            self._set_visible(on=False)
            gone.set()

        self._executor.call(hide)
        gone.wait(_GONE_WITHIN_S)
        try:
            yield
        finally:
            self._executor.call(lambda: self._set_visible(on=True))

    def show(self, state: WatchState, acts: int) -> None:
        """Show a state; nothing is shown any longer when it is over."""
        self._executor.call(self._hide if state in {"ended", "discarded"} else lambda: self._show(state))

    def hide(self) -> None:
        """Take it off the screen."""
        self._executor.call(self._hide)

    def _show(self, state: WatchState) -> None:
        badge, frame = self._shown()
        badge.show_state(paused=state == "paused")
        frame.show_state("paused" if state == "paused" else "failed")  # yellow, and red

    def _shown(self) -> tuple[LearnBadgeWindow, ScreenFrame]:
        if self._windows is None:
            from desktop_agent.studio.windows.learn.badge_window import LearnBadgeWindow
            from desktop_agent.ui.status.status_window import ScreenFrame

            badge = LearnBadgeWindow(self._monitor, self._keys, self.ask)
            self._windows = badge, ScreenFrame(self._monitor)
            for window in (*self._windows[1].strips, badge):
                window.show()
        return self._windows

    def _set_visible(self, *, on: bool) -> None:
        from desktop_agent.ui.proof.stacking import stacking

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

"""The console's choice of one window: a person points at it, and the next tasks are bound to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError, ScreenError
from desktop_agent.core.frame import Window
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.widgets import PushButton

_CHOOSE, _CHOOSING, _CHOSEN = "Window…", "Click one", "Window ✓"  # short: the console may be narrow
_LONGEST_TITLE = 120
WITHIN_S = 60.0
PickWindow = Callable[[], Window | None]


class WindowChoice(PushButton):
    """Chooses on the first press, and takes the choice back on the next."""

    failed = Signal(str)

    def __init__(self, pick: PickWindow, parent: QWidget | None = None) -> None:
        """Take what lets the person point at a window; it may block."""
        super().__init__(_CHOOSE, parent)
        self._pick = pick
        self._window: Window | None = None
        self._task = BackgroundTask(self)
        self._task.done.connect(self._chosen)
        self._task.failed.connect(self._not_chosen)
        self.clicked.connect(self._press)
        self._show(None)

    @property
    def flags(self) -> Mapping[str, object]:
        """Return the setting that the choice is, for one run."""
        return {"screen.window": hex(self._window.id)} if self._window else {}

    def _press(self) -> None:
        if self._window is not None:
            self._show(None)
            return
        self.setEnabled(False)
        self.setText(_CHOOSING)
        self._task.start(self._pick)

    def _chosen(self, window: object) -> None:
        self._show(window if isinstance(window, Window) else None)

    def _not_chosen(self, error: DesktopAgentError) -> None:
        self._show(None)
        self.failed.emit(str(error))

    def _show(self, window: Window | None) -> None:
        self._window = window
        self.setEnabled(True)
        title = visible(window.title, _LONGEST_TITLE) if window else ""
        self.setText(_CHOSEN if window else _CHOOSE)
        self.setAccessibleName(tr(Message("Only “{title}”", title=title) if window else "Choose a window…"))
        tip = (
            Message("Tasks work in “{title}” alone. Press for the whole screen.", title=title)
            if window
            else "Choose a window to work in."
        )
        self.setToolTip(tr(tip))


def pick_by_hand() -> Window | None:
    """Let the person click a window; None for none, or for one of ours. ScreenError where nothing tells of it."""
    from desktop_agent.screen.choose import choose_windows

    number = _clicked()
    windows = choose_windows()
    try:
        there = [one for one in windows.titled() if one.pid != os.getpid()] if number is not None else []
        return next((one for one in there if (place := windows.place(one)) and place.id == number), None)
    finally:
        windows.close()


def _clicked() -> int | None:
    """Return the number, as the source of windows here has it, of the window that is clicked; None for none in time."""
    if os.environ.get("WAYLAND_DISPLAY"):
        from desktop_agent.platforms.wayland.pick_window import pick_window
        from desktop_agent.platforms.wayland.sway_ipc import connect_sway

        sway = connect_sway(failed=ScreenError)
        if sway is None:
            raise ScreenError(
                "This desktop does not tell which window you click.", "Give its title in Settings instead."
            )
        with sway:
            return pick_window(sway, WITHIN_S, os.getpid())
    from desktop_agent.platforms.x11.connection import connect
    from desktop_agent.platforms.x11.pick_window import pick_window as pick_of_x11

    connection = connect()
    try:
        return pick_of_x11(connection, WITHIN_S)
    finally:
        connection.close()

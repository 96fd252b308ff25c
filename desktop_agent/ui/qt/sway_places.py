"""Brings windows to the front; in sway by its own word, which also has them float over the person's tiles.

Wayland lets no program place a window, or come to the front by itself; sway does both for whoever asks it. Floating
windows leave the others where they are when they come and go: the model works among those.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.errors import DesktopAgentError, NoScreenError
from desktop_agent.core.geometry import Rect
from desktop_agent.lib.platform_files import platform_file
from desktop_agent.ui.qt.layers import is_wayland

if TYPE_CHECKING:
    from desktop_agent.platforms.wayland.sway_ipc import SwayIpc, SwayView

_LOOK_EVERY_MS, _LOOKS = 20, 100
_AGAIN_AFTER_MS = (200, 600)


def connect_sway(failed: type[DesktopAgentError]) -> SwayIpc | None:
    """Return a connection to sway, whose errors are of the kind `failed`; None where this is no session of sway's."""
    sway: SwayIpc | None = platform_file("wayland.sway_ipc").connect_sway(os.environ, failed)
    return sway


def sway_places() -> SwayPlaces | None:
    """Return what speaks to sway of our windows, made on the first call; None elsewhere. For Qt's thread."""
    app = QCoreApplication.instance()
    if app is None or not is_wayland():
        return None
    existing = app.findChild(SwayPlaces)
    if existing is None:
        existing = SwayPlaces(app)
    return existing if existing.available else None


class SwayPlaces(QObject):
    """Our windows in one session of sway's."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sway: SwayIpc | None = None
        self._lifted: list[int] = []  # windows that were a full screen before one of ours was put over them
        try:
            self._sway = connect_sway(NoScreenError)
        except DesktopAgentError:
            return
        self._command(f"for_window [pid={os.getpid()}] floating enable")

    @property
    def available(self) -> bool:
        """Return whether sway answers."""
        return self._sway is not None

    def box_of(self, window: QWidget) -> Rect | None:
        """Return where a window of ours is on the desktop; None where that cannot be told."""
        views = self._views(window)
        return views[0].box if len(views) == 1 else None

    def front(self, window: QWidget) -> None:
        """Show a window on the workspace that is looked at, over a full screen, with the keyboard."""
        self._once_there(window, self._bring)

    def put(self, window: QWidget, at: QPoint) -> None:
        """Do the same at a place of the desktop."""
        self._once_there(window, lambda view: self._put(view, f"move absolute position {at.x()} {at.y()}"))

    def give_back(self) -> None:
        """Have a window that was a full screen be one again, once nothing of ours is to be seen over it."""
        lifted, self._lifted = self._lifted, []
        for number in lifted:
            self._command(f"[con_id={number}] fullscreen enable")

    def _bring(self, view: SwayView, place: str = "") -> None:
        for other in self._all():
            if other.fullscreen and other.visible and other.pid != os.getpid():
                self._command(f"[con_id={other.id}] fullscreen disable")  # it would cover all windows but layers
        for words in filter(None, ("move container to workspace current", place, "focus")):
            self._command(f"[con_id={view.id}] {words}")

    def _put(self, view: SwayView, place: str) -> None:
        before = {other.id for other in self._all() if other.fullscreen and other.visible and other.pid != os.getpid()}
        self._lifted += before - set(self._lifted)
        self._bring(view, place)

    def _once_there(self, window: QWidget, act: Callable[[SwayView], None]) -> None:
        looks = QTimer(window, interval=_LOOK_EVERY_MS)
        left = iter(range(_LOOKS))

        def look() -> None:
            views = self._views(window) if window.isVisible() else ()
            if views or next(left, None) is None or not window.isVisible():
                looks.stop()
                looks.deleteLater()
            if views:
                act(views[0])

        looks.timeout.connect(look)
        looks.start()
        look()

    def _views(self, window: QWidget) -> tuple[SwayView, ...]:
        title = window.windowTitle()
        return tuple(view for view in self._all() if view.pid == os.getpid() and view.title == title)

    def _all(self) -> tuple[SwayView, ...]:
        try:
            return self._sway.views() if self._sway is not None else ()
        except DesktopAgentError:
            self._sway = None
            return ()

    def _command(self, words: str) -> None:
        try:
            if self._sway is not None:
                self._sway.command(words)
        except DesktopAgentError:
            self._sway = None


def bring(window: QWidget) -> None:
    """Show a window that a person has asked for before all others.

    A window manager may not give it the keyboard: one that has just given it to a window that came up later than the
    person's last click here. It is asked again when it has seen more of us, but not away from another window of ours.
    """
    window.showNormal()
    window.raise_()
    window.activateWindow()
    if (places := sway_places()) is not None:
        places.front(window)
        return
    for after_ms in _AGAIN_AFTER_MS:
        QTimer.singleShot(after_ms, window, lambda: _ask_again(window))


def _ask_again(window: QWidget) -> None:
    if window.isVisible() and not window.isMinimized() and QApplication.activeWindow() is None:
        window.activateWindow()

"""Our windows in sway, brought to the front by its own commands, which also make them float over the person's tiles.

Floating windows don't move the other windows when they open or close, among which the model works.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import DesktopAgentError, NoScreenError
from desktop_agent.core.pictures import Rect
from desktop_agent.lib.platform_files import platform_module

if TYPE_CHECKING:
    from desktop_agent.platforms.wayland.sway_ipc import SwayIpc, SwayView

_LOOK_EVERY_MS = 20
_LOOKS = 100
T = TypeVar("T")


def connect_sway(failed: type[DesktopAgentError]) -> SwayIpc | None:
    """Return a connection to sway, whose errors are of the type `failed`; None outside of a sway session."""
    sway: SwayIpc | None = platform_module("wayland.sway_ipc").connect_sway(os.environ, failed)
    return sway


class SwayPlaces(QObject):
    """The placement of our windows in one sway session."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sway: SwayIpc | None = None
        self._former_full_screens: list[int] = []  # full-screen windows that were reduced for one of ours
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
        """Return the box of our window on the desktop; None where it is unknown."""
        views = self._views(window)
        return views[0].box if len(views) == 1 else None

    def front(self, window: QWidget) -> None:
        """Show a window on the current workspace, over a full screen, with the focus."""
        self._when_mapped(window, self._bring)

    def put(self, window: QWidget, at: QPoint) -> None:
        """Show a window likewise, at a place of the desktop."""
        self._when_mapped(window, lambda view: self._put(view, f"move absolute position {at.x()} {at.y()}"))

    def give_back(self) -> None:
        """Restore reduced full-screen windows, once no window of ours is over them."""
        lifted = self._former_full_screens
        self._former_full_screens = []
        for number in lifted:
            self._command(f"[con_id={number}] fullscreen enable")

    def _bring(self, view: SwayView, place: str = "") -> None:
        for view_above in self._all():
            if view_above.fullscreen and view_above.visible and view_above.pid != os.getpid():
                self._command(f"[con_id={view_above.id}] fullscreen disable")  # it would cover all windows but layers
        for words in filter(None, ("move container to workspace current", place, "focus")):
            self._command(f"[con_id={view.id}] {words}")

    def _put(self, view: SwayView, place: str) -> None:
        before = {
            view_above.id
            for view_above in self._all()
            if view_above.fullscreen and view_above.visible and view_above.pid != os.getpid()
        }
        self._former_full_screens += before - set(self._former_full_screens)
        self._bring(view, place)

    def _when_mapped(self, window: QWidget, act: Callable[[SwayView], None]) -> None:
        when_mapped(window, lambda: next(iter(self._views(window)), None), act)

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


def when_mapped(window: QWidget, find: Callable[[], T | None], act: Callable[[T], None]) -> None:
    """Call `act` with what `find` returns once it finds our window, unless that is hidden before."""
    looks = QTimer(window, interval=_LOOK_EVERY_MS)
    attempts = iter(range(_LOOKS))

    def look() -> None:
        mapped = find() if window.isVisible() else None
        if mapped is not None or next(attempts, None) is None or not window.isVisible():
            looks.stop()
            looks.deleteLater()
        if mapped is not None:
            act(mapped)

    looks.timeout.connect(look)
    looks.start()
    look()

"""Where a window stands, and how it comes to the front; in Sway by its own commands.

There no program can place its window or bring it to the front by itself. Sway takes commands for it, and KWin a script.

Floating windows don't move the other windows when they open or close, among which the model works.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.errors import DesktopAgentError, NoScreenError, ScreenError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.platform_files import platform_module
from desktop_agent.ui.qt.layers import is_wayland

if TYPE_CHECKING:
    from desktop_agent.core.pictures import Window
    from desktop_agent.platforms.kwin.windows import KwinWindows
    from desktop_agent.platforms.wayland.sway_ipc import SwayIpc, SwayView


_AGAIN_AFTER_MS = (200, 600)
_LOOK_S = 0.004
_UNMAPPED_WITHIN_S = 2.0


def window_places() -> SwayPlaces | KwinPlaces | None:
    """Return what places windows here, made on the first call; None where nothing does. For Qt's thread."""
    app = QCoreApplication.instance()
    if app is None or not is_wayland():
        return None
    sway = app.findChild(SwayPlaces) or SwayPlaces(app)
    if sway.available:
        return sway
    kwin = app.findChild(KwinPlaces) or KwinPlaces(app)
    return kwin if kwin.available else None


class KwinPlaces(QObject):
    """The placement of our windows by one KWin."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._windows: KwinWindows | None = None
        with suppress(DesktopAgentError):
            self._windows = platform_module("kwin.windows").create(os.environ)

    @property
    def available(self) -> bool:
        """Return whether KWin answers."""
        return self._windows is not None

    def box_of(self, window: QWidget) -> Rect | None:
        """Return the box of our window on the desktop; None where it is unknown."""
        with suppress(DesktopAgentError):
            listed = self._listed(window)
            place = self._windows.place(listed) if self._windows is not None and listed is not None else None
            return place.box if place is not None else None
        return None

    def front(self, window: QWidget) -> None:
        """Show a window above the others, with the focus."""
        when_mapped(window, lambda: self._listed(window), lambda listed: self._activate(listed, None))

    def put(self, window: QWidget, at: QPoint) -> None:
        """Show a window likewise, at a place of the desktop."""
        when_mapped(window, lambda: self._listed(window), lambda listed: self._activate(listed, (at.x(), at.y())))

    def give_back(self) -> None:
        """Do nothing: what is full screen stays so below."""

    def _activate(self, listed: Window, corner: tuple[int, int] | None) -> None:
        with suppress(DesktopAgentError):
            if self._windows is not None:
                self._windows.activate(listed.id, corner)

    def _listed(self, window: QWidget) -> Window | None:
        title = window.windowTitle()
        with suppress(DesktopAgentError):
            windows = self._windows.titled() if self._windows is not None else ()
            return next((each for each in windows if each.pid == os.getpid() and each.title == title), None)
        return None


async def wait_until_unmapped(most: int) -> None:
    """Return when the compositor reports at most `most` visible windows of ours; at once where it reports none.

    Qt sends a window's state late. ScreenError if there are more after `_UNMAPPED_WITHIN_S`, or it does not answer.
    """
    deadline = time.monotonic() + _UNMAPPED_WITHIN_S
    with _visible_window_counter() as count:
        while count() > most:
            if time.monotonic() > deadline:
                raise ScreenError(
                    Message("One of our windows couldn't be hidden, so no screenshot was taken."),
                    Message("Close the other Desktop Agent windows, then start again."),
                )
            await asyncio.sleep(_LOOK_S)


@contextmanager
def _visible_window_counter() -> Iterator[Callable[[], int]]:
    """Yield what counts our visible windows, layers aside, by the compositor's word; it is 0 where there is none."""
    with ExitStack() as opened:
        if os.environ.get("WAYLAND_DISPLAY") and (sway := connect_sway(ScreenError)) is not None:
            opened.enter_context(sway)
            yield lambda: sum(view.visible and view.pid == os.getpid() for view in sway.views())
            return
        kwin: KwinWindows | None = None
        with suppress(ScreenError):
            kwin = platform_module("kwin.windows").create(os.environ)
        if kwin is None:
            yield lambda: 0
            return
        opened.callback(kwin.close)
        yield lambda: sum(kwin.describe(shown.id).pid == os.getpid() for shown in kwin.scene().windows)


def bring(window: QWidget) -> None:
    """Show a window that the person requested, in front of all others.

    A window manager may refuse it the focus, if it has just focused a window that opened after the person's last click
    here. So the focus is requested again later, unless another window of ours has it.
    """
    window.showNormal()
    window.raise_()
    window.activateWindow()
    if (places := window_places()) is not None:
        places.front(window)
        return
    for after_ms in _AGAIN_AFTER_MS:
        QTimer.singleShot(after_ms, window, lambda: _activate_again(window))


def _activate_again(window: QWidget) -> None:
    if window.isVisible() and not window.isMinimized() and QApplication.activeWindow() is None:
        window.activateWindow()


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
        for view_above in self._all_views():
            if view_above.fullscreen and view_above.visible and view_above.pid != os.getpid():
                self._command(f"[con_id={view_above.id}] fullscreen disable")  # it would cover all windows but layers
        for words in filter(None, ("move container to workspace current", place, "focus")):
            self._command(f"[con_id={view.id}] {words}")

    def _put(self, view: SwayView, place: str) -> None:
        before = {
            view_above.id
            for view_above in self._all_views()
            if view_above.fullscreen and view_above.visible and view_above.pid != os.getpid()
        }
        self._former_full_screens += before - set(self._former_full_screens)
        self._bring(view, place)

    def _when_mapped(self, window: QWidget, act: Callable[[SwayView], None]) -> None:
        when_mapped(window, lambda: next(iter(self._views(window)), None), act)

    def _views(self, window: QWidget) -> tuple[SwayView, ...]:
        title = window.windowTitle()
        return tuple(view for view in self._all_views() if view.pid == os.getpid() and view.title == title)

    def _all_views(self) -> tuple[SwayView, ...]:
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

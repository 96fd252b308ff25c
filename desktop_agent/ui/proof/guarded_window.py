"""Connects a window to its guard: presses, pointer motions, covers and moves from the display server. For Qt."""

from __future__ import annotations

import time

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop_agent.core.presence import Presence
from desktop_agent.ui.proof.appearance import Appearance
from desktop_agent.ui.proof.arrival import NOTHING, Arrival
from desktop_agent.ui.proof.guard import Guard
from desktop_agent.ui.proof.native import PointerNews, install
from desktop_agent.ui.proof.stacking import stacking


class GuardedWindow:
    """A guard for one window: `begin` once the window is shown, `end` before it goes."""

    def __init__(self, presence: Presence) -> None:
        self._window: QWidget | None = None
        self._number = 0
        self._stacking, self._filter = stacking(), install()
        self._arrival = Arrival(presence.pointer_steps, self._is_inside)
        self._appearance: Appearance | None = None
        self.guard = Guard(
            presence,
            self.covered,
            clock=time.monotonic,
            double_click_s=QApplication.doubleClickInterval() / 1000,
            changed=self._looks_changed,
            carried_onto=self._carried_onto,
        )

    def begin(self, window: QWidget) -> None:
        """Watch a window that has just been shown."""
        self._window, self._number = window, int(window.winId())
        self._appearance = Appearance(window, self._stacking)
        self._stacking.tell_visibility(self._number)
        self._filter.on_press.add(self.guard.noticed)
        self._filter.on_visibility.add(self._visibility)
        self._filter.on_pointer.add(self._pointer)
        self._filter.on_move.add(self._moved)
        self._filter.on_devices.add(self._devices)
        # Qt would drop motions that are followed by others, and each is compared with a step of a physical device.
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, on=False)
        self._stacking.sync()
        self._moved(self._number)
        self.guard.arming.disturbed()

    def end(self) -> None:
        """Stop watching."""
        self._window = None
        self._filter.on_press.discard(self.guard.noticed)
        self._filter.on_visibility.discard(self._visibility)
        self._filter.on_pointer.discard(self._pointer)
        self._filter.on_move.discard(self._moved)
        self._filter.on_devices.discard(self._devices)

    def covered(self) -> bool:
        """Tell whether another program's window lies over this one, or this one is not visible."""
        if self._window is None or not self._window.isVisible():
            return True
        return self._stacking.is_covered(self._number, [int(one.winId()) for one in floating_windows()])

    def menu_is_open(self) -> bool:
        """Tell whether a program shows a menu: it gets every click, also one on our window."""
        return self._window is not None and self._stacking.menu_is_open(self._number)

    def _looks_changed(self) -> bool:
        if self._appearance is None or self._window is None:
            return False
        return self._appearance.is_wrong(one for one in floating_windows() if one is not self._window)

    def _carried_onto(self, button: int) -> bool:
        return not self._stacking.known or self._arrival.carried_onto(button)

    def _pointer(self, news: PointerNews) -> None:
        if news.window != self._number or self._window is None:
            return
        if news.what == "left":
            self._arrival.left()
            return
        ratio = self._window.devicePixelRatioF()
        under = self._window.childAt(QPoint(int(news.x / ratio), int(news.y / ratio)))
        take = self._arrival.touch if news.what == "touch" else self._arrival.motion
        take(news.server_ms, (news.x, news.y), id(under) if isinstance(under, QAbstractButton) else NOTHING)

    def _moved(self, window: int) -> None:
        if window == self._number:
            self._arrival.moved()
            if self._stacking.known and not self._stacking.pointer_is_in(self._number):
                self._arrival.left()

    def _devices(self) -> None:
        self.guard.arming.disturbed()
        self._arrival.moved()

    def _is_inside(self, place: tuple[float, float]) -> bool:
        if self._window is None:
            return False
        ratio = self._window.devicePixelRatioF()
        return self._window.rect().contains(QPoint(int(place[0] / ratio), int(place[1] / ratio)))

    def _visibility(self, window: int) -> None:
        if window == self._number:
            self.guard.arming.disturbed()


def floating_windows() -> list[QWidget]:
    """Return our windows that may lie over a card: marks, badges, secondary windows; the console may not."""
    on_top = Qt.WindowType.WindowStaysOnTopHint
    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowFlags() & on_top]

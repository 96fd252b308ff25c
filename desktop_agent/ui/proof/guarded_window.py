"""Connects a window to its guard: presses, pointer motions, covers and moves from the display server. For Qt."""

from __future__ import annotations

import math
import time
from collections import deque
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop_agent.core.presence import Presence
from desktop_agent.ui.proof.appearance import Appearance
from desktop_agent.ui.proof.arrival import NOTHING, Arrival
from desktop_agent.ui.proof.foreign_moves import ForeignMoves
from desktop_agent.ui.proof.guard import CHANGED, DEVICES, JUMPED, MOVED, Guard
from desktop_agent.ui.proof.native import ButtonNews, ChildNews, PointerNews, install
from desktop_agent.ui.proof.stacking import stacking

_CLICKS = 16
_EDGE = 2  # units in which a place on a scaled screen may be rounded
# A compositor that fades windows in takes a quarter of a second, on a busy computer some of them.
APPEARS_WITHIN_S = 1.5


class GuardedWindow:
    """A guard for one window: `begin` once the window is shown, `look` several times a second, `end` before it goes."""

    def __init__(self, presence: Presence) -> None:
        self._window: QWidget | None = None
        self._number = 0
        self._presence = presence
        self._stacking, self._filter = stacking(), install()
        self._arrival = Arrival(presence.pointer_steps, self._is_inside, self._is_at_edge)
        self._appearance: Appearance | None = None
        self._shown = -math.inf
        self._moves: ForeignMoves | None = None
        self._clicks: deque[ButtonNews] = deque(maxlen=_CLICKS)
        self.guard = Guard(
            presence,
            self.covered,
            clock=time.monotonic,
            double_click_s=QApplication.doubleClickInterval() / 1000,
            changed=self._looks_changed,
            appearing=self._is_appearing,
            carried_onto=self._carried_onto,
            made_by=self._made_by,
        )

    def begin(self, window: QWidget) -> None:
        """Watch a window that has just been shown."""
        self._window, self._number = window, int(window.winId())
        self._appearance, self._shown = Appearance(window, self._stacking), time.monotonic()
        self._stacking.tell_covers(self._number)
        for listeners, listener in self._listening():
            listeners.add(listener)
        # Qt would drop motions that are followed by others, and each is compared with a step of a physical device.
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, on=False)
        self._moves = ForeignMoves(window, self._stacking)
        self._pointer_may_be_anywhere()
        self._presence.expects_press()
        self.guard.arming.disturbed()

    def end(self) -> None:
        """Stop watching."""
        self._window = None
        if self._moves is not None:
            self._moves.end()
        for listeners, listener in self._listening():
            listeners.discard(listener)

    def look(self) -> None:
        """Look for what the server does not tell by itself: a pointer that was put where it is."""
        self._presence.expects_press()
        if self._stacking.known and self._arrival.has_jumped():
            self.guard.arming.upset(JUMPED)

    def raise_up(self) -> None:
        """Put the window on top of the others."""
        if self._moves is not None:
            self._moves.raise_up()

    def covered(self) -> bool:
        """Tell whether another program's window lies over this one, or this one is not visible."""
        if self._window is None or not self._window.isVisible():
            return True
        return self._stacking.is_covered(self._number, [int(one.winId()) for one in floating_windows()])

    def menu_is_open(self) -> bool:
        """Tell whether a program shows a menu: it gets every click, also one on our window."""
        return self._window is not None and self._stacking.menu_is_open(self._number)

    def settle(self) -> None:
        """Take where the window is now for where we have put it: it has just been shown again."""
        if self._moves is not None:
            self._moves.settle()

    def _listening(self) -> tuple[tuple[set[Any], Any], ...]:
        heard = self._filter
        return (
            (heard.on_press, self.guard.noticed),
            (heard.on_visibility, self._visibility),
            (heard.on_pointer, self._pointer),
            (heard.on_button, self._button),
            (heard.on_move, self._moved),
            (heard.on_child, self._child),
            (heard.on_devices, self._devices),
        )

    def _looks_changed(self) -> bool:
        if self._appearance is None or self._window is None:
            return False
        return self._appearance.is_wrong(one for one in floating_windows() if one is not self._window)

    def _is_appearing(self) -> bool:
        is_new = time.monotonic() - self._shown < APPEARS_WITHIN_S
        return is_new and self._appearance is not None and not self._appearance.was_right

    def _carried_onto(self, button: int) -> bool:
        return not self._stacking.known or self._arrival.carried_onto(button)

    def _made_by(self, on: int, code: int, server_ms: int) -> bool:
        """Tell whether a physical device did this in this window, and pressed on this very button."""
        if not self._stacking.known:
            return self._presence.was_physical("button", code, server_ms)
        news = next((one for one in self._clicks if (one.code, one.server_ms) == (code, server_ms)), None)
        if news is None or (code > 0 and self._button_at(news) != on):
            return False
        self._clicks.remove(news)
        return self._presence.was_physical("button", code, server_ms, news.device)

    def _button(self, news: ButtonNews) -> None:
        if news.window == self._number and self._window is not None:
            self._clicks.append(news)

    def _pointer(self, news: PointerNews) -> None:
        if news.window != self._number or self._window is None:
            return
        if news.what == "left":
            self._arrival.left(news.server_ms)
            return
        take = self._arrival.touch if news.what == "touch" else self._arrival.motion
        take(news.server_ms, (news.x, news.y), self._button_at(news))

    def _button_at(self, news: ButtonNews | PointerNews) -> int:
        if self._window is None:
            return NOTHING
        ratio = self._window.devicePixelRatioF()
        under = self._window.childAt(QPoint(int(news.x / ratio), int(news.y / ratio)))
        return id(under) if isinstance(under, QAbstractButton) else NOTHING

    def _moved(self, window: int, read: int) -> None:
        if window != self._number or self._moves is None:
            return
        mover = self._moves.mover(read)
        if mover == "another":
            self.guard.arming.upset(MOVED)
        if mover != "nobody":
            self._pointer_may_be_anywhere()

    def _pointer_may_be_anywhere(self) -> None:
        self._arrival.moved()
        if self._stacking.known and not self._stacking.pointer_is_in(self._number):
            self._arrival.left()

    def _child(self, news: ChildNews) -> bool:
        is_inside = news.parent == self._number
        # Qt makes a window in ours, and does nothing more with it; whatever else is done to it, a program does.
        if is_inside and not (news.made and self._stacking.is_ours(news.window)):
            self.guard.arming.upset(CHANGED)
        return is_inside

    def _devices(self) -> None:
        self.guard.arming.upset(DEVICES)
        self._arrival.moved()

    def _is_inside(self, place: tuple[float, float]) -> bool:
        if self._window is None:
            return False
        ratio = self._window.devicePixelRatioF()
        # A mouse goes parts of a pixel, and what lies half a pixel beside the window is not in it.
        return self._window.rect().contains(QPoint(math.floor(place[0] / ratio), math.floor(place[1] / ratio)))

    def _is_at_edge(self, place: tuple[float, float]) -> tuple[bool, bool]:
        """Tell whether the pointer cannot go on from a place to one side, and up or down: a screen ends there."""
        if self._window is None:
            return False, False
        ratio = self._window.devicePixelRatioF()
        at = self._window.mapToGlobal(QPoint(int(place[0] / ratio), int(place[1] / ratio)))
        near = QRect(at.x() - _EDGE, at.y() - _EDGE, 2 * _EDGE + 1, 2 * _EDGE + 1)
        boxes = [one.geometry() for one in QApplication.screens() if one.geometry().intersects(near)]
        at_side = any(not near.left() > box.left() or not near.right() < box.right() for box in boxes)
        return at_side, any(not near.top() > box.top() or not near.bottom() < box.bottom() for box in boxes)

    def _visibility(self, window: int) -> None:
        if window == self._number:
            self.guard.arming.disturbed()


def floating_windows() -> list[QWidget]:
    """Return our windows that may lie over a card: marks, badges, tooltips, secondary windows; the console may not."""
    on_top, tip = Qt.WindowType.WindowStaysOnTopHint, Qt.WindowType.ToolTip
    windows = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    return [one for one in windows if one.windowFlags() & on_top or one.windowType() == tip]

"""Windows and buttons that only a real press at this computer answers, never a synthetic one."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.presence import Presence
from desktop_agent.ui.proof.guard import Guard
from desktop_agent.ui.qt.layers import stacking
from desktop_agent.ui.qt.widgets import PushButton, set_state, visible_windows

_CHANGES = {
    QEvent.Type.Show,
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.WindowActivate,
    QEvent.Type.WindowDeactivate,
}


class GuardedWindow(QObject):
    """A guard for one window: `begin` once the window is shown, `look` several times a second, `end` before it goes."""

    def __init__(self, presence: Presence) -> None:
        super().__init__()
        self._window: QWidget | None = None
        self._presence = presence
        self._stacking = stacking()
        self._filter = install()
        self.guard = Guard(
            presence,
            self.covered,
            clock=time.monotonic,
            double_click_s=QApplication.doubleClickInterval() / 1000,
        )

    def begin(self, window: QWidget) -> None:
        """Watch a window that has just been shown."""
        self._window = window
        window.installEventFilter(self)
        self._stacking.report_covers(int(window.winId()))
        self._filter.on_press.add(self.guard.note_press)
        self._filter.on_visibility.add(self._on_visibility_change)
        self._presence.expects_press()
        self.guard.arming.disturbed()

    def end(self) -> None:
        """Stop watching."""
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = None
        self._filter.on_press.discard(self.guard.note_press)
        self._filter.on_visibility.discard(self._on_visibility_change)

    def look(self) -> bool:
        """Return whether the window is covered, and wait again while it is: under a compositor no server reports it."""
        self._presence.expects_press()
        covered = self.covered()
        if covered:
            self.guard.arming.restart()
        return covered

    def covered(self) -> bool:
        """Return whether another program's window lies over this one, or this one is not visible."""
        if self._window is None or not self._window.isVisible():
            return True
        floating = [int(window.winId()) for window in floating_windows()]
        return self._stacking.is_covered(int(self._window.winId()), floating)

    def menu_is_open(self) -> bool:
        """Return whether a program shows a menu: it gets every click, also one on our window."""
        return self._window is not None and self._stacking.menu_is_open(int(self._window.winId()))

    def _on_visibility_change(self, number: int) -> None:
        """Wait again at once: what has covered the window for a moment may be gone when a press is judged."""
        if self._window is not None and number == int(self._window.winId()):
            self.guard.arming.disturbed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait again: what the person read or aimed at is another, or elsewhere now."""
        if event.type() in _CHANGES:
            self.guard.arming.disturbed()
        return False


def floating_windows() -> list[QWidget]:
    """Return our windows that may lie over a card: marks, badges, tooltips, secondary windows; the console may not."""
    on_top = Qt.WindowType.WindowStaysOnTopHint
    tip = Qt.WindowType.ToolTip
    return [window for window in visible_windows() if window.windowFlags() & on_top or window.windowType() == tip]


_BUTTON_PRESS = 4
_VISIBILITY = 15
_GENERIC = 35
_XI_PRESSES = {4, 18}  # a button, and a finger on the glass
# bytes
_TIME_AT = 4
_WINDOW_AT = 4
_XI_KIND_AT = 8
_XI_TIME_AT = 12


class NativeFilter(QAbstractNativeEventFilter):
    """Listens to the server's events.

    `on_press` gets the server's time of each press on a window of ours, `on_visibility` the number of a window that is
    covered or uncovered.
    """

    def __init__(self) -> None:
        super().__init__()
        self.on_press: set[Callable[[int], None]] = set()
        self.on_visibility: set[Callable[[int], None]] = set()

    def nativeEventFilter(self, event_type: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """Report presses and covers; everything goes on to Qt."""
        name = event_type.data() if isinstance(event_type, QByteArray) else bytes(event_type)
        if name != b"xcb_generic_event_t":
            return False, 0
        address = int(message)
        kind = ctypes.c_uint8.from_address(address).value
        if kind == _BUTTON_PRESS:
            _report(self.on_press, address + _TIME_AT)
        elif kind == _VISIBILITY:
            _report(self.on_visibility, address + _WINDOW_AT)
        elif kind == _GENERIC and ctypes.c_uint16.from_address(address + _XI_KIND_AT).value in _XI_PRESSES:
            _report(self.on_press, address + _XI_TIME_AT)
        return False, 0


def _report(listeners: set[Callable[[int], None]], address: int) -> None:
    number = ctypes.c_uint32.from_address(address).value
    for listener in tuple(listeners):
        listener(number)


def install() -> NativeFilter:
    """Return the program's one filter, installed on the first call; for Qt's thread."""
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("Qt does not run yet")
    keeper = app.findChild(_FilterOwner)
    if keeper is None:
        keeper = _FilterOwner(app)
        app.installNativeEventFilter(keeper.filter)
    return keeper.filter


class _FilterOwner(QObject):
    """Keeps the filter alive as long as the application."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self.filter = NativeFilter()


_CODES = {Qt.MouseButton.LeftButton: 1, Qt.MouseButton.MiddleButton: 2, Qt.MouseButton.RightButton: 3}


class ProvenButton(PushButton):
    """Never connect to its `clicked`: an assistive program, `click()` and a forged event fire that as well.

    What counts is the guard's word alone. `proven` is a person's yes; `doubted`: a click did not count, and the guard
    says why. `unproven`: a click where none is a yes by itself, so another proof has to follow.
    """

    proven = Signal()
    doubted = Signal()
    unproven = Signal()

    def __init__(self, text: str, guard: Guard, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._guard = guard
        self._why = ""
        self._is_judged = True
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoDefault(False)
        self.setEnabled(guard.is_possible)
        self.clicked.connect(self._on_click)

    def _on_click(self) -> None:
        if not self._guard.by_click:
            self.unproven.emit()

    def show_armed(self, armed: bool) -> None:  # noqa: FBT001  one word of state, as Qt's own setters
        """Show whether the button can be pressed yet."""
        set_state(self, "armed", "true" if armed else "false")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Judge the press before anything else sees it."""
        self._is_judged = self._guard.by_click
        if self._is_judged:
            self._why = self._guard.press(id(self), _CODES.get(event.button(), 0), event.timestamp())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Judge the release; releasing elsewhere is no answer."""
        inside = self.rect().contains(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if not self._is_judged:
            return
        button = _CODES.get(event.button(), 0)
        why = self._why or self._guard.release(id(self), button, event.timestamp())
        self._why = ""
        if why:
            self.doubted.emit()
        elif inside:
            self.proven.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Judge the second press of a double click like any other: it is too early to count."""
        self.mousePressEvent(event)


DIGITS = 4
TRIES = 3
ChallengeResult = Literal["right", "wrong", "over"]


class Challenge:
    """One question's digits: new ones after each wrong try, and an end after `TRIES`; `draw` makes a number below."""

    def __init__(self, draw: Callable[[int], int]) -> None:
        self._draw = draw
        self._left = TRIES
        self.digits = self._new_digits()

    def attempt(self, typed: str) -> ChallengeResult:
        """Judge an attempt."""
        if self._left <= 0:
            return "over"
        if "".join(typed.split()) == self.digits:
            self._left = 0
            return "right"
        self._left -= 1
        self.digits = self._new_digits()
        return "wrong" if self._left else "over"

    def _new_digits(self) -> str:
        return f"{self._draw(10**DIGITS):0{DIGITS}}"

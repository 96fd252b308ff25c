"""The button that can confirm: it reacts to a person's own press and release, and to no other kind of click."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from desktop_agent.ui.proof.guard import Guard
from desktop_agent.ui.qt.widgets import PushButton, set_state

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
        self.clicked.connect(self._clicked)

    def _clicked(self) -> None:
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

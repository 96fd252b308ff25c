"""The control window: what the tray's menu does, as buttons, where there is no tray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_agent.demo.window_bounds import keep_on_screen
from desktop_agent.ui.qt.density import FollowsHeight
from desktop_agent.ui.status.state_icon import state_icon
from desktop_agent.ui.status.states import WORDS, AppState
from desktop_agent.ui.tray.actions import Actions

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QCloseEvent

TITLE = "Desktop Agent — Control"
_COLUMNS = 2
_ICON_PX = 24


class ControlWindow(QWidget):
    """A small ordinary window; closing it ends the program, as there is no other way to it."""

    def __init__(self, actions: Actions) -> None:
        """Show the same actions as the menu."""
        super().__init__()
        self._actions = actions
        self.setWindowTitle(TITLE)
        self._sign, self._words = QLabel(self), QLabel(self)
        self._words.setProperty("role", "heading")
        self._hint = QLabel("This desktop shows no tray, so everything is here. Closing this window quits.", self)
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self._lay_out()
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(QKeySequence(key), self).activated.connect(self._press)
        self.follow("idle")

    def follow(self, state: AppState, words: str = "") -> None:
        """Show a state, in other words than its own where there are any."""
        self._sign.setPixmap(state_icon(state).pixmap(_ICON_PX))
        self._words.setText(words or WORDS[state])

    def _press(self) -> None:
        """Let Return press the button that has the focus; Qt does so in dialogs only."""
        button = self.focusWidget()
        if isinstance(button, QPushButton):
            button.click()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take closing for quitting: a run is stopped first."""
        event.ignore()
        self._actions.quit.trigger()

    def _lay_out(self) -> None:
        head = QGridLayout()
        head.addWidget(self._sign, 0, 0)
        head.addWidget(self._words, 0, 1)
        head.setColumnStretch(1, 1)
        grid = QGridLayout()
        for at, action in enumerate(self._actions.all()):
            grid.addWidget(button_of(action, self), *divmod(at, _COLUMNS))
        column = QVBoxLayout(self)
        column.addLayout(head)
        column.addLayout(grid)
        column.addWidget(self._hint)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        FollowsHeight(self, column, small=True)
        keep_on_screen(self)


def button_of(action: QAction, parent: QWidget) -> QPushButton:
    """Return a button that is the action: its text, its icon, and whether it can be pressed now."""
    button = QPushButton(parent)

    def follow() -> None:
        button.setText(action.text())
        button.setIcon(action.icon())
        button.setEnabled(action.isEnabled())
        button.setAccessibleName(action.text().rstrip("…"))

    follow()
    action.changed.connect(follow)
    button.clicked.connect(lambda _=False: action.trigger())
    return button

"""The control window: the tray's menu as buttons, where there is no tray."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_agent.core.translation import tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.ui.qt.density import FollowsHeight
from desktop_agent.ui.qt.widgets import press_with_return, text_label
from desktop_agent.ui.status.state_icon import state_icon
from desktop_agent.ui.status.states import WORDS, AppState
from desktop_agent.ui.tray.actions import Actions

TITLE = "Desktop Agent — Control"
_HINT = "This desktop has no tray, so the menu is here. Closing this window quits."
_COLUMNS = 2
_ICON_PX = 24


class ControlWindow(QWidget):
    """A small ordinary window; closing it quits, since the program would be out of reach without it."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self.setWindowTitle(tr(TITLE))
        self._symbol, self._words = QLabel(), text_label(role="heading", wraps=False)
        self._lay_out()
        press_with_return(self)
        self.follow("idle")

    def follow(self, state: AppState, words: str = "") -> None:
        """Show a state; `words` replace its usual ones."""
        self._symbol.setPixmap(state_icon(state).pixmap(_ICON_PX))
        self._words.setText(words or WORDS[state])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Quit; a run is stopped first."""
        event.ignore()
        self._actions.quit.trigger()

    def _lay_out(self) -> None:
        head = QGridLayout()
        head.addWidget(self._symbol, 0, 0)
        head.addWidget(self._words, 0, 1)
        head.setColumnStretch(1, 1)
        grid = QGridLayout()
        for at, action in enumerate(self._actions.all()):
            grid.addWidget(button_of(action, self), *divmod(at, _COLUMNS))
        column = QVBoxLayout(self)
        column.addLayout(head)
        column.addLayout(grid)
        column.addWidget(
            text_label("This desktop has no tray, so the menu is here. Closing this window quits.", "muted")
        )
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

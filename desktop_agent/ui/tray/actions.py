"""The actions of the tray's menu and the control window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from desktop_agent.core.translation import tr
from desktop_agent.ui.qt import icons, theme
from desktop_agent.ui.status.states import WORDS, AppState

_RUNNING: frozenset[AppState] = frozenset({"thinking", "acting", "waiting", "paused"})


class Actions(QObject):
    """Only whoever connects to the actions decides what they do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._symbols: dict[QAction, str] = {}
        self.status = self._action(WORDS["idle"], "idle")
        self.status.setEnabled(False)
        self.new_task = self._action("New task…", "plus", "Ctrl+N")
        self.hold = self._action("Pause", "pause")
        self.stop = self._action("Stop", "stop")
        self.learn = self._action("Show me once…", "record")
        self.history = self._action("History", "history")
        self.settings = self._action("Settings", "gear")
        self.check = self._action("Check this computer", "check")
        self.quit = self._action("Quit", "cross", "Ctrl+Q")
        self.follow("idle")
        theme.on_theme_change(self._redraw)

    def all(self) -> tuple[QAction, ...]:
        """Return all actions in the menu's order."""
        return (self.new_task, self.learn, self.hold, self.stop, self.history, self.settings, self.check, self.quit)

    def follow(self, state: AppState, words: str = "", *, running: bool = False) -> None:
        """Show a state, and enable the actions that make sense in it."""
        self.status.setText(tr(words or WORDS[state]))
        running = running or state in _RUNNING
        resumes = state == "paused"
        self.hold.setText(tr("Resume" if resumes else "Pause"))
        self.hold.setEnabled(running and state != "waiting")
        self.stop.setEnabled(running)
        self.learn.setEnabled(not running)
        self._symbols |= {self.status: state, self.hold: "play" if resumes else "pause"}
        self._redraw()

    def _redraw(self) -> None:
        colour = theme.colours().text
        for action, symbol in self._symbols.items():
            action.setIcon(icons.icon(symbol, colour))

    def _action(self, text: str, symbol: str, keys: str = "") -> QAction:
        action = QAction(tr(text), self)
        self._symbols[action] = symbol
        if keys:
            action.setShortcut(QKeySequence(keys))
        return action

"""What a person can tell the program to do: one set of actions for the tray's menu and the control window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence

from desktop_agent.ui.qt import icons, theme
from desktop_agent.ui.status.states import WORDS, AppState

_RUNNING: frozenset[AppState] = frozenset({"thinking", "acting", "waiting", "paused"})


class Actions(QObject):
    """The actions; who listens to them decides what they do."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Make them, for a program that does nothing yet."""
        super().__init__(parent)
        self._signs: dict[QAction, str] = {}
        self.status = self._made(WORDS["idle"], "idle")
        self.status.setEnabled(False)
        self.new_task = self._made("New task…", "plus", "Ctrl+N")
        self.hold = self._made("Pause", "pause")
        self.stop = self._made("Stop", "stop")
        self.history = self._made("History", "history")
        self.settings = self._made("Settings", "gear")
        self.check = self._made("Check this computer", "check")
        self.quit = self._made("Quit", "cross", "Ctrl+Q")
        self.follow("idle")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._redraw)

    def all(self) -> tuple[QAction, ...]:
        """Return what can be chosen, in the menu's order."""
        return (self.new_task, self.hold, self.stop, self.history, self.settings, self.check, self.quit)

    def follow(self, state: AppState, words: str = "", *, running: bool = False) -> None:
        """Say what is going on; only what makes sense now can be chosen."""
        self.status.setText(words or WORDS[state])
        running = running or state in _RUNNING
        resumes = state == "paused"
        self.hold.setText("Resume" if resumes else "Pause")
        self.hold.setEnabled(running and state != "waiting")
        self.stop.setEnabled(running)
        self._signs |= {self.status: state, self.hold: "play" if resumes else "pause"}
        self._redraw()

    def _redraw(self) -> None:
        colour = theme.colours().text
        for action, sign in self._signs.items():
            action.setIcon(icons.icon(sign, colour))

    def _made(self, text: str, sign: str, keys: str = "") -> QAction:
        action = QAction(text, self)
        self._signs[action] = sign
        if keys:
            action.setShortcut(QKeySequence(keys))
        return action

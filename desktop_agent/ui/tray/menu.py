"""The tray icon, which shows the state by shape and colour, and its menu."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from desktop_agent.core.translation import tr
from desktop_agent.ui.qt.app import TITLE
from desktop_agent.ui.status.state_icon import state_icon
from desktop_agent.ui.status.states import WORDS, AppState
from desktop_agent.ui.tray.actions import Actions

_MESSAGE_MS = 10_000


class Tray(QObject):
    """The icon; `dock` it when a tray may have appeared."""

    chosen = Signal()  # the icon itself, or its message, was clicked

    def __init__(self, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._menu = menu_of(actions)
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.chosen)
        self.follow("idle")
        self.dock()

    def dock(self) -> None:
        """Show the icon if there is a tray by now: Qt complains on the terminal where there is none."""
        if not self._icon.isVisible() and self.is_available():
            self._icon.show()

    @staticmethod
    def is_available() -> bool:
        """Tell whether there is a tray; `isVisible` and `supportsMessages` say yes without one."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def follow(self, state: AppState, words: str = "") -> None:
        """Show a state; `words` replace its usual ones."""
        self._icon.setIcon(state_icon(state))
        self._icon.setToolTip(tr(f"{TITLE} — {words or WORDS[state]}"))

    def show_balloon(self, title: str, text: str) -> None:
        """Show a message beside the icon, if there is a tray."""
        if self.is_available():
            self._icon.showMessage(tr(title), tr(text), self._icon.icon(), _MESSAGE_MS)

    def hide_balloon(self) -> None:
        """Take the message away; Qt has no word for that, and it must not lie in a picture of a run that goes on."""
        for window in QApplication.topLevelWidgets():
            if window.metaObject().className() == "QBalloonTip":
                window.close()

    def close(self) -> None:
        """Take the icon away."""
        self._icon.hide()
        self._menu.deleteLater()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.chosen.emit()


def menu_of(actions: Actions) -> QMenu:
    """Return the menu: the state, the run, the windows, and *Quit*."""
    menu = QMenu(TITLE)
    menu.addAction(actions.status)
    menu.addSeparator()
    for action in (actions.new_task, actions.learn, actions.hold, actions.stop):
        menu.addAction(action)
    menu.addSeparator()
    for action in (actions.history, actions.settings, actions.check):
        menu.addAction(action)
    menu.addSeparator()
    menu.addAction(actions.quit)
    return menu

"""The tray icon: what the program is doing, by shape and by colour, and the menu with everything it can be told."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop_agent.ui.qt import icons
from desktop_agent.ui.status.states import WORDS, AppState
from desktop_agent.ui.tray.actions import Actions

NAME = "Desktop Agent"
# A panel may be light or dark: the icon brings its own ground, and white on it reads on all of these.
_GROUNDS: dict[AppState, str] = {
    "idle": "#626b78",
    "thinking": "#2563eb",
    "acting": "#15803d",
    "waiting": "#b45309",
    "paused": "#6d3fc4",
    "failed": "#c62828",
}
_SIZES_PX = (16, 22, 24, 32, 48, 64)
_MESSAGE_MS = 10_000


class Tray(QObject):
    """The icon; shown for good, as it docks by itself where a tray appears later."""

    chosen = Signal()  # the icon itself was clicked

    def __init__(self, actions: Actions, parent: QObject | None = None) -> None:
        """Show the icon with its menu."""
        super().__init__(parent)
        self._menu = menu_of(actions)
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self.follow("idle")
        self._icon.show()

    @staticmethod
    def there() -> bool:
        """Tell whether there is a tray; `isVisible` and `supportsMessages` say yes without one."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def follow(self, state: AppState, words: str = "") -> None:
        """Show a state, in other words than its own where there are any."""
        self._icon.setIcon(state_icon(state))
        self._icon.setToolTip(f"{NAME} — {words or WORDS[state]}")

    def notify(self, title: str, text: str) -> None:
        """Show a notification of the desktop, where there is a tray to show it at."""
        if self.there():
            self._icon.showMessage(title, text, self._icon.icon(), _MESSAGE_MS)

    def close(self) -> None:
        """Take the icon away."""
        self._icon.hide()
        self._menu.deleteLater()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.chosen.emit()


def menu_of(actions: Actions) -> QMenu:
    """Return the menu: what goes on, the run, the windows, and the way out."""
    menu = QMenu(NAME)
    menu.addAction(actions.status)
    menu.addSeparator()
    for action in (actions.new_task, actions.hold, actions.stop):
        menu.addAction(action)
    menu.addSeparator()
    for action in (actions.history, actions.settings, actions.check):
        menu.addAction(action)
    menu.addSeparator()
    menu.addAction(actions.quit)
    return menu


def state_icon(state: AppState) -> QIcon:
    """Return the icon of a state: its sign in white on a ground of its colour."""
    made = QIcon()
    for size in _SIZES_PX:
        made.addPixmap(_drawn(state, size))
    return made


def _drawn(state: AppState, size_px: int) -> QPixmap:
    picture = QPixmap(size_px, size_px)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_GROUNDS[state]))
    painter.drawRoundedRect(picture.rect(), size_px / 5, size_px / 5)
    inner = round(size_px * 0.8)
    edge = (size_px - inner) // 2
    painter.drawPixmap(edge, edge, icons.pixmap(state, "#ffffff", inner))
    painter.end()
    return picture

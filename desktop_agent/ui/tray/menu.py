"""The tray's menu: its actions, the icon that opens it, and a window with the same as buttons where there is no tray.

The icon shows the state by shape and colour.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSystemTrayIcon,
    QWidget,
)

from desktop_agent.core.texts.message import Message, gettext, tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.runtime import registry
from desktop_agent.runtime.desktop.desktop_services import shows_icons
from desktop_agent.ui.qt import icons, theme
from desktop_agent.ui.qt.app import TITLE
from desktop_agent.ui.qt.layout import FollowsHeight, column_of
from desktop_agent.ui.qt.widgets import press_with_return, text_label
from desktop_agent.ui.status.state_icon import state_icon
from desktop_agent.ui.status.states import WORDS, AppState

_MESSAGE_MS = 10_000
_CONTROL_TITLE = Message("Desktop Agent — Control")
_HINT = Message("This desktop has no tray, so the menu is here. Closing this window quits Desktop Agent.")
_COLUMNS = 2
_ICON_PX = 24
_RUNNING: frozenset[AppState] = frozenset({"thinking", "acting", "waiting", "paused"})


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

    def dock(self) -> bool:
        """Show the icon if there is a tray by now; return whether there is one.

        Qt complains on the terminal where there is none. Who shows icons is asked over the bus: only until it is shown.
        """
        if self._icon.isVisible():
            return QSystemTrayIcon.isSystemTrayAvailable()
        there = self.is_available()
        if there:
            self._icon.show()
        return there

    @staticmethod
    def is_available() -> bool:
        """Return whether there is a tray; `isVisible` and `supportsMessages` say yes without one.

        Qt gives its icon to a service that takes icons, also where no panel shows them, as in GNOME Flashback.
        """
        return QSystemTrayIcon.isSystemTrayAvailable() and shows_icons() is not False

    def follow(self, state: AppState, words: str = "") -> None:
        """Show a state; `words` replace its usual ones."""
        self._icon.setIcon(state_icon(state))
        self._icon.setToolTip(tr(Message("{title} — {words}", title=TITLE, words=words or WORDS[state])))

    def show_balloon(self, title: str, text: str) -> None:
        """Show a message at the icon, if there is a tray."""
        if self.is_available():
            self._icon.showMessage(tr(title), tr(text), self._icon.icon(), _MESSAGE_MS)

    def hide_balloon(self) -> None:
        """Hide the message, which must be in no picture of a run; Qt has no function for that."""
        for window in QApplication.topLevelWidgets():
            if window.metaObject().className() == "QBalloonTip":
                window.close()

    def close(self) -> None:
        """Hide the icon."""
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
    menu.addActions(actions.of_run)
    menu.aboutToShow.connect(actions.tasks.aboutToShow)  # a tray may read a menu before opening it
    menu.addSeparator()
    menu.addActions(actions.of_windows)
    menu.addMenu(actions.help_icon, gettext("Help")).addActions(actions.help)
    menu.addSeparator()
    menu.addAction(actions.quit)
    return menu


class ControlWindow(QWidget):
    """A small ordinary window; closing it quits, since the program would be inaccessible without it."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self.setWindowTitle(tr(_CONTROL_TITLE))
        self._symbol = QLabel()
        self._words = text_label(role="heading", wraps=False)
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
        column = column_of(self, head, grid, text_label(_HINT, "muted"), margins=None)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        FollowsHeight(self, column, small=True)
        keep_on_screen(self)


def button_of(action: QAction, parent: QWidget) -> QPushButton:
    """Return a button that follows an action's text, icon and enabled state."""
    button = QPushButton(parent)

    def follow() -> None:
        button.setText(action.text())
        button.setIcon(action.icon())
        button.setEnabled(action.isEnabled())
        button.setAccessibleName(action.text().rstrip("…"))

    follow()
    action.changed.connect(follow)
    menu = action.menu()
    if isinstance(menu, QMenu):
        button.setMenu(menu)
    else:
        button.clicked.connect(lambda _=False: action.trigger())
    return button


class Actions(QObject):
    """The menu's actions; their effects are connected elsewhere."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._symbols: dict[QAction, str] = {}
        self.status = self._action(WORDS["idle"], "idle")
        self.status.setEnabled(False)
        self.new_task = self._action(Message("New task…"), "plus", "Ctrl+N")
        self.hold = self._action(Message("Pause"), "pause")
        self.stop = self._action(Message("Stop"), "stop")
        self.tasks = QMenu(gettext("Tasks"))  # filled by the slot connected to its `aboutToShow`
        self._symbols[self.tasks.menuAction()] = "list"
        self.of_slices = tuple(self._action(offer.text, offer.symbol) for offer in registry.at("tray-action"))
        self.history = self._action(Message("History"), "history")
        self.settings = self._action(Message("Settings"), "gear")
        self.guide = self._action(Message("Guide"), "page")
        self.welcome = self._action(Message("Welcome"), "chat")
        self.keys = self._action(Message("Keys"), "keyboard")
        self.about = self._action(Message("About Desktop Agent"), "shield")
        self.check = self._action(Message("Check this computer"), "check")
        self.practise = self._action(Message("Demo"), "play")
        self.quit = self._action(Message("Quit"), "cross", "Ctrl+Q")
        saved = [self.tasks.menuAction()] if registry.PLACES["saved-tasks"] else []
        practice = [self.practise] if registry.PLACES["practice-task"] else []
        checks = [self.check] if registry.PLACES["computer-check"] else []
        self.of_run = (self.new_task, *saved, *self.of_slices, *practice, self.hold, self.stop)
        self.of_windows = (self.history, self.settings)
        self.help = (self.guide, self.keys, self.welcome, *checks, self.about)
        self.follow("idle")
        theme.on_theme_change(self._redraw)

    def all(self) -> tuple[QAction, ...]:
        """Return all actions in the menu's order."""
        return (*self.of_run, *self.of_windows, *self.help, self.quit)

    @property
    def help_icon(self) -> QIcon:
        """Return the icon of the menu that they are in."""
        return icons.icon("chat", theme.colours().text)

    def follow(self, state: AppState, words: str = "", *, running: bool = False) -> None:
        """Show a state, and enable the actions that make sense in it."""
        self.status.setText(tr(words or WORDS[state]))
        running = running or state in _RUNNING
        resumes = state == "paused"
        self.hold.setText(tr(Message("Resume") if resumes else Message("Pause")))
        self.hold.setEnabled(running and state != "waiting")
        self.stop.setEnabled(running)
        for action, offer in zip(self.of_slices, registry.at("tray-action"), strict=True):
            action.setEnabled(offer.anytime or not running)
        for action in (self.practise, self.tasks.menuAction()):
            action.setEnabled(not running)
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

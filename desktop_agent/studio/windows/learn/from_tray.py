"""Show me once, from the tray: the start window, and the processes that record and replay.

As from a terminal, a process of its own records, shows the sign and reviews the steps: its libraries need much memory,
which is freed at its end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.lib.paths import places
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.settings import load
from desktop_agent.studio.learn.control_keys import ControlKeys
from desktop_agent.studio.learn.kept_files import STEPS_FOLDER, saved_files, title_of
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Scrolling, WrapRow
from desktop_agent.ui.qt.sway_places import bring
from desktop_agent.ui.qt.widgets import press_with_return, text_button, text_label
from desktop_agent.ui.session.own_processes import OwnProcesses

Notify = Callable[[str, str], None]
TITLE = Message("Show me once — Desktop Agent")
_WHAT = Message(
    "Do the task yourself while the program watches. It records the task as steps that can run without a model."
)
_SECRETS = Message("Passwords are never saved; the step uses one of your stored secrets instead.")
_SIZE = QSize(560, 420)
_LONGEST_TITLE = 80


class TrayLearning(QObject):
    """One demonstration at a time; `notify` reports errors with a title and a sentence."""

    def __init__(self, notify: Notify) -> None:
        super().__init__()
        self._notify = notify
        self._window: QWidget | None = None
        self._processes = OwnProcesses(self)
        self._processes.failed.connect(lambda text: notify(Message("That didn't work"), text))

    def open(self) -> None:
        """Show the start window."""
        if self._window is None:
            try:
                key = load(places().config_file, os.environ, {}).settings.person.stop_key
            except DesktopAgentError as error:
                self._notify(Message("Can't start watching"), str(error))
                return
            window = LearnWindow(ControlKeys(key), saved_files(places().data / STEPS_FOLDER))
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            window.destroyed.connect(self._forget)
            window.started.connect(lambda title: self._processes.start("learn", "--look-over", "--", title))
            window.again.connect(self._do_again)
            self._window = window
        bring(self._window)

    def close(self) -> None:
        """Close the window, and discard the current demonstration."""
        if self._window is not None:
            self._window.close()
        self._processes.close()

    def _do_again(self, file: Path) -> None:
        if self._window is not None:
            self._window.close()
        self._processes.start("run-steps", str(file))

    def _forget(self) -> None:
        self._window = None


class LearnWindow(QWidget):
    """`started`: demonstrate a task with this name; `again`: play the steps in this file."""

    started = Signal(str)
    again = Signal(object)  # Path

    def __init__(self, keys: ControlKeys, files: Sequence[Path]) -> None:
        super().__init__()
        self.setWindowTitle(tr(TITLE))
        self.name = QLineEdit()
        self.name.setAccessibleName(gettext("Task name"))
        self.name.setPlaceholderText(gettext("For example: Monthly report"))
        self._start = text_button(Message("Start"), self._begin, role="primary", name=Message("Start to watch"))
        self._list, self._again = QListWidget(), text_button(Message("Run it"), self._do_again)
        self._list.setAccessibleName(gettext("Recorded tasks"))
        page = Page()
        inside, column = QVBoxLayout(page), QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        for text in (_WHAT, _SECRETS, keys.hint):
            inside.addWidget(text_label(text, "muted"))
        inside.addWidget(self.name)
        inside.addWidget(text_label(Message("Recorded tasks"), "heading"))
        inside.addWidget(self._list, 1)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(text_label(Message("Show me once"), "heading"))
        column.addWidget(Scrolling(page).fill(), 1)
        column.addWidget(_row(self._start, self._again))
        self.name.textChanged.connect(self._follow)
        self._list.currentRowChanged.connect(self._follow)
        press_with_return(self)
        FollowsHeight(self, column)
        self.show_files(files)
        keep_on_screen(self, _SIZE)

    def show_files(self, files: Sequence[Path]) -> None:
        """List these steps files."""
        self._list.clear()
        for file in files:
            item = QListWidgetItem(visible(title_of(file), _LONGEST_TITLE))
            item.setToolTip(file.name)
            item.setData(Qt.ItemDataRole.UserRole, str(file))
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._follow()

    def _follow(self) -> None:
        self._start.setEnabled(bool(self.name.text().strip()))
        self._again.setEnabled(self._list.currentItem() is not None)

    def _begin(self) -> None:
        self.started.emit(" ".join(self.name.text().split()))
        self.close()

    def _do_again(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.again.emit(Path(str(item.data(Qt.ItemDataRole.UserRole))))


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    row.setLayout(WrapRow(*parts))
    return row

"""Show me once, from the tray: the start window, and the process that watches.

As from a terminal, a process of its own records, shows the sign and reviews the steps: its libraries need much memory,
which is freed at its end.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import QObject, QProcess, QSize, Qt, Signal  # noqa: TID251 - in START_FOLDER
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message, gettext, tr
from desktop_agent.lib.child_process import START_FOLDER, python_command
from desktop_agent.lib.paths import places
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.settings import load
from desktop_agent.tasks.learn.control_keys import ControlKeys
from desktop_agent.tasks.saved.store import TaskStore
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Scrolling, WrapRow
from desktop_agent.ui.qt.widgets import press_with_return, text_button, text_label
from desktop_agent.ui.qt.window_places import bring

Notify = Callable[[str, str], None]
TITLE = Message("Show me once — Desktop Agent")
_WHAT = Message(
    "Do the task yourself while the program watches. It's saved as steps that can run without a model: see Tasks."
)
_SECRETS = Message("Passwords are never saved; the step uses one of your stored secrets instead.")
_SIZE = QSize(560, 280)
_REPORTED = frozenset({1, 2})  # exit codes of errors; the person knows when they discarded


class TrayLearning(QObject):
    """One demonstration at a time; `notify` reports errors with a title and a sentence."""

    def __init__(self, notify: Notify) -> None:
        super().__init__()
        self._notify = notify
        self._window: QWidget | None = None
        self._process = QProcess(self)
        self._process.setStandardInputFile(QProcess.nullDevice())
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.setWorkingDirectory(START_FOLDER)
        self._process.finished.connect(self._report)

    def open(self) -> None:
        """Show the start window."""
        if self._window is None:
            try:
                key = load(places().config_file, os.environ, {}).settings.person.stop_key
            except DesktopAgentError as error:
                self._notify(Message("Can't start watching"), str(error))
                return
            window = LearnWindow(ControlKeys(key))
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            window.destroyed.connect(self._forget)
            window.started.connect(self._start_watching)
            self._window = window
        bring(self._window)

    def close(self) -> None:
        """Close the window, and discard the current demonstration."""
        if self._window is not None:
            self._window.close()
        self._process.finished.disconnect()
        self._process.terminate()

    def _start_watching(self, title: str) -> None:
        if self._process.state() != QProcess.ProcessState.NotRunning:
            return
        name = TaskStore(places().config).free_name(title)
        program, *words = python_command(
            "desktop_agent", "tasks", "add", name, "--watch", "--look-over", f"--title={title}"
        )
        self._process.start(program, words)

    def _report(self, code: int) -> None:
        lines = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip().split("\n")
        if code in _REPORTED:
            self._notify(Message("That didn't work"), lines[-1])

    def _forget(self) -> None:
        self._window = None


class LearnWindow(QWidget):
    """`started`: demonstrate a task with this title."""

    started = Signal(str)

    def __init__(self, keys: ControlKeys) -> None:
        super().__init__()
        self.setWindowTitle(tr(TITLE))
        self.name = QLineEdit()
        self.name.setAccessibleName(gettext("Task name"))
        self.name.setPlaceholderText(gettext("For example: Monthly report"))
        self._start = text_button(Message("Start"), self._emit_start, role="primary", name=Message("Start to watch"))
        page = Page()
        inside = QVBoxLayout(page)
        column = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        for text in (_WHAT, _SECRETS, keys.hint):
            inside.addWidget(text_label(text, "muted"))
        inside.addWidget(self.name)
        inside.addStretch()
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(text_label(Message("Show me once"), "heading"))
        column.addWidget(Scrolling(page).fill(), 1)
        column.addLayout(WrapRow(self._start))
        self.name.textChanged.connect(self._follow)
        press_with_return(self)
        FollowsHeight(self, column, small=True)
        self._follow()
        keep_on_screen(self, _SIZE)

    def _follow(self) -> None:
        self._start.setEnabled(bool(self.name.text().strip()))

    def _emit_start(self) -> None:
        self.started.emit(" ".join(self.name.text().split()))
        self.close()

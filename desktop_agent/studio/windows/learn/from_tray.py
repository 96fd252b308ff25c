"""Show me once, from the tray: the window from which it begins, and the processes that watch and do again.

A process of its own watches, shows the sign and has the steps looked over, as from a terminal: what it needs is large,
and goes with it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Qt
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.lib.paths import places
from desktop_agent.settings import load
from desktop_agent.studio.learn.control_keys import ControlKeys
from desktop_agent.studio.learn.kept_files import STEPS_FOLDER, kept
from desktop_agent.studio.windows.learn.learn_window import LearnWindow
from desktop_agent.ui.qt.bring import bring

_TOLD = frozenset({1, 2})  # exit codes of what went wrong; a person who has discarded knows it
Notify = Callable[[str, str], None]


class TrayLearning(QObject):
    """One demonstration at a time; `notify` says what went wrong, as a title and a sentence."""

    def __init__(self, notify: Notify) -> None:
        """Show nothing yet."""
        super().__init__()
        self._notify = notify
        self._window: QWidget | None = None
        self._processes: list[QProcess] = []

    def open(self) -> None:
        """Show the window from which it begins."""
        if self._window is None:
            try:
                key = load(places().config_file, os.environ, {}).settings.person.stop_key
            except DesktopAgentError as error:
                self._notify("Nothing can be watched", str(error))
                return
            window = LearnWindow(ControlKeys(key), kept(places().data / STEPS_FOLDER))
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            window.destroyed.connect(self._forget)
            window.begun.connect(lambda title: self._start("learn", "--look-over", "--", title))
            window.again.connect(self._do_again)
            self._window = window
        bring(self._window)

    def close(self) -> None:
        """Close the window, and discard what is being shown."""
        if self._window is not None:
            self._window.close()
        for process in self._processes:
            process.finished.disconnect()
            process.terminate()

    def _do_again(self, file: Path) -> None:
        if self._window is not None:
            self._window.close()
        self._start("run-steps", str(file))

    def _start(self, *words: str) -> None:
        process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.finished.connect(lambda code, _status: self._ended(process, int(code)))
        self._processes.append(process)
        process.start(sys.executable, ["-m", "desktop_agent", *words])

    def _ended(self, process: QProcess, code: int) -> None:
        self._processes.remove(process)
        said = bytes(process.readAllStandardError().data()).decode(errors="replace").strip().split("\n")
        if code in _TOLD:
            self._notify("That did not work", said[-1])
        process.deleteLater()

    def _forget(self) -> None:
        self._window = None

"""The line in the console that says how the last task ended, or why none could begin; with the way to its report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.record.report.write import write_report
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label

_IN_SETTINGS = "Choose another model in the console, or look into Settings."
_WRITING = "Writing the report…"


class OutcomeLine(QWidget):
    """Words, and a button where there is a report to be had."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        write: Callable[[Path], Path] = write_report,
        open_file: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        """Start hidden; `write` makes the report of a run's folder, `open_file` shows it."""
        super().__init__(parent)
        self._write, self._folder = write, Path()
        self._words = text_label()
        self._report = text_button("Open report", self._make)
        self._making = BackgroundTask(self)
        self._making.done.connect(lambda path: self._opened(open_file, path))
        self._making.failed.connect(lambda error: self.tell(str(error)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(self._report)
        self.tell("")

    def tell(self, text: str, role: str = "bad", *, folder: Path | None = None) -> None:
        """Say something, or nothing; `folder` is of the run that it is about."""
        self._making.drop()
        set_state(self._words, "role", role)
        self._words.setText(text)
        self._folder = folder or Path()
        self._report.setText("Open report")
        self._report.setEnabled(folder is not None)
        self._report.setVisible(folder is not None)
        self.setVisible(bool(text))

    def _make(self) -> None:
        folder = self._folder
        self._report.setText(_WRITING)
        self._report.setEnabled(False)
        self._making.start(lambda: self._write(folder))

    def _opened(self, open_file: Callable[[QUrl], object], path: object) -> None:
        self._report.setText("Open report")
        self._report.setEnabled(True)
        open_file(QUrl.fromLocalFile(str(path)))


def in_a_window(error: DesktopAgentError) -> str:
    """Return what is said of an error; a hint that names flags of the command line is no help in a window."""
    return f"{error.message} {_IN_SETTINGS}" if "--" in error.hint else str(error)

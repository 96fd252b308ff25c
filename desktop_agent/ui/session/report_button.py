"""The button that writes a run's report and opens it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop_agent.core.message import Message
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.widgets import text_button

_OPEN, _WRITING = Message("Open report"), Message("Writing…")


class ReportButton(QObject):
    """`button` is shown once there is a run to report on; `failed` tells a DesktopAgentError."""

    failed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        write: Callable[[Path], Path] | None = None,
        open_file: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        """Start hidden; `write` makes the report of a run's folder, `open_file` shows it."""
        super().__init__(parent)
        self._write, self._folder = write or _write_report, Path()
        self.button = text_button(_OPEN, self._make)
        self._had_focus = False
        self._making = BackgroundTask(self)
        self._making.done.connect(lambda path: self._opened(open_file, path))
        self._making.failed.connect(self._fail)
        self.offer(None)

    def offer(self, folder: Path | None) -> None:
        """Offer the report of the run in a folder, or none."""
        self._making.drop()
        self._folder = folder or Path()
        self._rest()
        self.button.setVisible(folder is not None)

    def _make(self) -> None:
        folder = self._folder
        self._had_focus = self.button.hasFocus()
        self.button.setMinimumWidth(self.button.width())  # the shorter text moves no neighbour
        self.button.setText(_WRITING)
        self.button.setEnabled(False)
        self._making.start(lambda: self._write(folder))

    def _opened(self, open_file: Callable[[QUrl], object], path: object) -> None:
        self._rest()
        open_file(QUrl.fromLocalFile(str(path)))

    def _fail(self, error: object) -> None:
        self._rest()
        self.failed.emit(error)

    def _rest(self) -> None:
        self.button.setText(_OPEN)
        self.button.setEnabled(True)
        if self._had_focus:  # which a disabled button passes on to its neighbour
            self.button.setFocus()


def _write_report(folder: Path) -> Path:
    from desktop_agent.record.report.page import write_report

    return write_report(folder)

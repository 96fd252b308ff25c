"""The History window: all runs, the steps of one, and for each step what the model saw and what was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.demo.window_bounds import keep_on_screen
from desktop_agent.record.reader import read_run
from desktop_agent.record.recording import RecordedRun
from desktop_agent.record.report.write import write_report
from desktop_agent.record.store import RunStore
from desktop_agent.ui.history.detail import Detail
from desktop_agent.ui.history.rows import rows_of, summed_up
from desktop_agent.ui.history.tables import RunsModel, StepsModel, list_of, table_of
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.density import FollowsHeight
from desktop_agent.ui.qt.panes import Panes
from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.qt.widgets import IconButton, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow

TITLE = "Desktop Agent — History"
_LOOK_MS = 1000
_SIZE = QSize(1240, 660)
_SHARES = (310, 570, 360)
_NO_RUNS = "There are no runs yet. Tasks you run will appear here."


def open_history(
    store: RunStore, *, run: str | None = None, opener: Callable[[QUrl], bool] = QDesktopServices.openUrl
) -> HistoryWindow:
    """Show the window with the run of this id selected, else the newest; closing destroys it.

    Keep a reference until its `destroyed`. `opener` shows a file or folder in another program.
    """
    window = HistoryWindow(store, opener)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.refresh()
    window.choose(run)
    window.show()
    return window


class HistoryWindow(QWidget):
    """Shows runs and emits what the person wants to do with the one under way; decides nothing."""

    resume_asked = Signal()
    pause_asked = Signal()
    stop_asked = Signal()

    def __init__(self, store: RunStore, opener: Callable[[QUrl], bool]) -> None:
        """Build the window; `refresh` fills it."""
        super().__init__()
        self._store, self._opener = store, opener
        self._folder: Path | None = None
        self._size, self._listed = -1, -1
        self._runs, self._steps = RunsModel(), StepsModel()
        self._summary, self._status = (text_label(role="muted", selectable=True) for _ in range(2))
        self._reading, self._reporting = BackgroundTask(self), BackgroundTask(self)
        self._reading.done.connect(self._show_run)
        self._reading.failed.connect(self._show_trouble)
        self._reporting.done.connect(self._open)
        self._reporting.failed.connect(lambda error: self._status.setText(str(error)))
        self._list, self._table, self._detail = list_of(self._runs), table_of(self._steps), Detail()
        self._list.selectionModel().currentChanged.connect(self._run_chosen)
        self._table.selectionModel().currentChanged.connect(self._step_chosen)
        self._build()
        self.set_live(None)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.refresh)

    def set_live(self, run: str | None, *, paused: bool = False) -> None:
        """Enable the buttons for the run under way, if any, by whether it is paused."""
        self._resume.setEnabled(run is not None and paused)
        self._pause.setEnabled(run is not None and not paused)
        self._stop.setEnabled(run is not None)

    def refresh(self) -> None:
        """Look for new runs, and for new events of the run that is shown."""
        changed = _changed(self._store.root)
        if changed != self._listed:
            try:
                self._runs.show(self._store.folders())
            except DesktopAgentError as error:
                self._show_trouble(error)
                return
            self._listed = changed
        shown = self._folder
        if shown is not None and self._runs.row_of(shown) >= 0:
            self._mark_chosen(shown)
            self._read_if_longer(shown)
        elif self._runs.rowCount() == 0:
            self._summary.setText("")
            self._detail.clear(_NO_RUNS)

    def choose(self, run: str | None) -> None:
        """Show the run with this id, else the newest one."""
        folder = self._store.root / run if run else None
        row = self._runs.row_of(folder) if folder else 0
        chosen = self._runs.folder(max(row, 0))
        if chosen is not None:
            self._mark_chosen(chosen)

    def _build(self) -> None:
        self.setWindowTitle(TITLE)
        inside = Page()
        around = QVBoxLayout(inside)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(Panes((self._list, self._table, self._detail), _SHARES, stretch=(2, 4, 5)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.addLayout(self._build_bar())
        layout.addWidget(Scrolling(inside, "Runs and steps").fill(), 1)
        layout.addWidget(self._status)
        FollowsHeight(self, layout)
        keep_on_screen(self, _SIZE)
        QShortcut(QKeySequence.StandardKey.Refresh, self, self._look_again)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self._list.setFocus()

    def _build_bar(self) -> WrapRow:
        bar = WrapRow()
        self._resume = IconButton("Resume", "play", self.resume_asked.emit)
        self._pause = IconButton("Pause", "pause", self.pause_asked.emit)
        self._stop = IconButton("Stop run", "stop", self.stop_asked.emit)
        self._report = IconButton("Report", "page", self._make_report, name="Open report")
        self._show_folder = IconButton("Folder", "folder", self._open_folder, name="Show folder")
        for each in (self._resume, self._pause, self._stop, self._report, self._show_folder):
            bar.addWidget(each)
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bar.spring()
        bar.addWidget(self._summary)
        return bar

    def _look_again(self) -> None:
        self._listed = self._size = -1
        self.refresh()

    def _mark_chosen(self, folder: Path) -> None:
        at = self._runs.index(self._runs.row_of(folder))
        if self._list.currentIndex() != at:
            self._list.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _run_chosen(self, now: QModelIndex) -> None:
        folder = self._runs.folder(now.row())
        if folder is None or folder == self._folder:
            return
        self._folder, self._size = folder, -1
        self._steps.show(())
        self._detail.clear("Reading…")
        self._read_if_longer(folder)

    def _read_if_longer(self, folder: Path) -> None:
        """Read the run, unless its journal is as long as it was when it was last read."""
        size = _length(folder)
        if size != self._size:
            self._size = size
            self._runs.forget(folder)
            self._reading.start(lambda: read_run(folder))

    def _show_run(self, run: object) -> None:
        if not isinstance(run, RecordedRun) or self._folder is None:
            return
        at_end = self._table.currentIndex().row() == self._steps.rowCount() - 1
        self._steps.show(rows_of(run))
        self._step_chosen(self._table.currentIndex())
        self._summary.setText(summed_up(run))
        last = self._steps.rowCount() - 1
        if last < 0:
            self._detail.clear("Nothing happened in this run.")
        elif at_end or not self._table.currentIndex().isValid():
            row = last if run.summary.status == "running" else 0
            self._table.setCurrentIndex(self._steps.index(row, 1))

    def _show_trouble(self, error: object) -> None:
        self._steps.show(())
        self._summary.setText("")
        self._detail.clear(str(error))

    def _step_chosen(self, now: QModelIndex) -> None:
        if self._folder is not None and now.isValid():
            self._detail.show_row(self._folder, self._steps.rows[now.row()])

    def _make_report(self) -> None:
        folder = self._folder
        if folder is not None:
            self._status.setText("Writing the report…")
            self._reporting.start(lambda: write_report(folder))

    def _open_folder(self) -> None:
        if self._folder is not None:
            self._open(self._folder)

    def _open(self, path: object) -> None:
        opened = isinstance(path, Path) and self._opener(QUrl.fromLocalFile(str(path)))
        self._status.setText(f"{'Opened' if opened else 'No program here can open'} {path}")

    def showEvent(self, event: object) -> None:
        """Look for new events while the window is visible."""
        self._look.start()

    def hideEvent(self, event: object) -> None:
        """Stop looking."""
        self._look.stop()


def _length(folder: Path) -> int:
    try:
        return (folder / "events.jsonl").stat().st_size
    except OSError:
        return -2


def _changed(folder: Path) -> int:
    """Return when something was last added to a folder or removed from it, in nanoseconds."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return -2

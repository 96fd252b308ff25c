"""The History window: the runs in a list with a field to search it, and beside it all of the one that is selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QLocale, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QLineEdit,
    QListView,
    QMessageBox,
    QSizePolicy,
    QWidget,
)

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.runs.events import AGENT
from desktop_agent.core.texts.message import Message, gettext, language, plural, sentences, tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.record.export_run import export_run
from desktop_agent.record.recording import RecordedRun, RunSummary
from desktop_agent.record.search import RunFilter, RunSearch
from desktop_agent.record.sessions import SessionChains, continued_in, read_chain
from desktop_agent.record.store import RunStore, is_being_recorded
from desktop_agent.runtime.continuation import may_be_resumed
from desktop_agent.ui.history.run_list import RunRowDelegate, RunsModel, started_at, title_of
from desktop_agent.ui.offers import run_buttons
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import FollowsHeight, Panes, WrapRow, column_of, row_of
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label
from desktop_agent.ui.view.run_view import RunView

TITLE = Message("Desktop Agent — History")
_LOOK_MS = 1000
_SEARCH_AFTER_MS = 150  # without a key
_FEW = 20  # sessions of a chain, which are read at once
_MANY = 200  # runs that aren't known yet: above that, they are read beside the window
_SIZE = QSize(1180, 720)
_SHARES = (320, 840)
_NARROW_PX = 560
_ANY_PX = 16_777_215  # QWIDGETSIZE_MAX, which PySide6 does not export
_LEAST = QSize(680, 440)  # in which a run is shown beside the list
_NO_RUNS = Message("No runs yet. Tasks you run will appear here.")


def open_history(store: RunStore, opener: Callable[[QUrl], bool] = QDesktopServices.openUrl) -> HistoryWindow:
    """Show the window with the newest run selected; closing destroys it.

    Keep a reference until its `destroyed`. `opener` shows a file in another program.
    """
    window = HistoryWindow(store, opener)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.refresh()
    window.show()
    return window


class HistoryWindow(QWidget):
    """Shows runs, and emits which of them the person wants again; the folder is looked at once a second."""

    again_asked = Signal(object)  # RunStarted of the run that is to be done again
    continue_asked = Signal(object)  # the folder of the run that is to be resumed

    def __init__(self, store: RunStore, opener: Callable[[QUrl], bool]) -> None:
        super().__init__()
        self._store = store
        self._opener = opener
        locale = QLocale(language())
        days = [locale.dayName(number) for number in range(1, 8)]
        months = [locale.monthName(number) for number in range(1, 13)]
        self._search = RunSearch(lambda day: f"{days[day.weekday()]} {day.day} {months[day.month - 1]} {day.year}")
        self._chains = SessionChains()
        self._folders: Mapping[Path, tuple[Path, ...]] = {}  # each with the sessions that it stands for
        self._listed_at = -1
        self._is_live = False
        self._is_following = False
        self._unread: dict[Path, tuple[Path, ...]] = {}  # long chains, of which only the last session is shown
        self._is_adding = False
        self._chosen: tuple[Path | None, str, int] = (None, "", -1)  # what was read last: run, status, when listed
        self._run: RecordedRun | None = None
        self._later: Path | None = None  # the run that continues it
        self.field = QLineEdit()
        self.view = QListView()
        self.runs = RunsModel(self._summary)
        self._counts = text_label(role="muted")
        self._status = text_label(role="muted", selectable=True)
        self._empty = text_label(role="muted")
        self._shown = RunView(self)
        self._again = text_button(Message("Run again"), self._request_repeat)
        self._go_on = text_button(Message("Resume run"), lambda: self.continue_asked.emit(self.current))
        self._export = text_button(Message("Export…"), self._export_run)
        self._delete = text_button(Message("Delete"), self._ask_to_delete)
        self._buttons = run_buttons(self, lambda path: self._open(QUrl.fromLocalFile(str(path))), self._show_error)
        self._chaining, self._listing, self._following = (BackgroundTask(self) for _ in range(3))
        self._adding, self._reading = (BackgroundTask(self) for _ in range(2))
        self._exporting = BackgroundTask(self)
        self._deleting = BackgroundTask(self)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._wait = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._lay_out()
        self._connect()

    @property
    def current(self) -> Path | None:
        """Return the run that the buttons are for."""
        return self.runs.folder(self.view.currentIndex().row())

    @property
    def selected(self) -> Sequence[Path]:
        """Return all runs that are selected, from the top."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.runs.folders[row] for row in rows]

    def choose(self, folder: Path | None) -> None:
        """Select a run, where it is listed, else the newest one."""
        index = self.runs.index(max(0, self.runs.row_of(folder)))
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index)

    def set_live(self, *, live: bool) -> None:
        """Offer no other run while one is under way."""
        self._is_live = live
        self._read_selection()

    def refresh(self) -> None:
        """Look for runs that are new or gone, and for what those under way have done."""
        changed = _changed_at(self._store.root)
        if changed != self._listed_at:
            try:
                folders = self._store.folders()
            except DesktopAgentError as error:
                self._show_error(error)
                return
            self._listed_at = changed
            if self._chains.unread(folders) > _MANY:
                self._chaining.start(lambda: self._chains.of(folders))
            else:
                self._chaining.drop()
                self._set_chains(self._chains.of(folders))
        running = self.runs.running
        if running and not self._is_following:
            self._is_following = True
            chains = [self._folders.get(folder, (folder,)) for folder in running]
            self._following.start(lambda: [self._search.summary(chain) for chain in chains])

    def _forget_listing(self) -> None:
        self._listed_at = -1

    def _set_chains(self, chains: Mapping[Path, tuple[Path, ...]]) -> None:
        self._folders = chains
        self._filter()

    def _lay_out(self) -> None:
        self.setWindowTitle(tr(TITLE))
        self.field.setPlaceholderText(gettext("Search"))
        self.field.setToolTip(gettext("Search tasks, programs, results, days"))
        self.field.setAccessibleName(gettext("Search runs"))
        self.field.setClearButtonEnabled(True)
        self.view.setModel(self.runs)
        self.view.setAccessibleName(gettext("Recorded runs"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setItemDelegate(RunRowDelegate(self.view))
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._bar = QWidget()
        report, *others = (button for button, _ in self._buttons)
        several = WrapRow(report, self._again, self._go_on, self._export, *others)
        row = row_of(self._bar, several, self._delete, room=several)
        row.setAlignment(self._delete, Qt.AlignmentFlag.AlignTop)  # stays there, however the others wrap
        # What was done is said above the buttons, with room from the view, so that none of them moves.
        left = QWidget()
        self._right = QWidget()
        column_of(left, self.field, self.view, self._counts, spacing=8, room=self.view)
        self._right_column = column_of(self._right, self._shown, self._status, self._bar, spacing=8, room=self._shown)
        self._panes = Panes((left, self._right), _SHARES, narrow_px=_NARROW_PX)
        layout = column_of(self, self._panes, self._empty, margins=(12, 12, 12, 10), room=self._panes)
        FollowsHeight(self, layout)
        keep_on_screen(self, _SIZE)
        self.view.setFocus()

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _: self._wait.start())
        self._wait.timeout.connect(self._filter)
        self._look.timeout.connect(self.refresh)
        self._chaining.done.connect(self._set_chains)
        self._listing.done.connect(self._show_runs)
        self._following.done.connect(self._show_refreshed)
        self._adding.done.connect(self._show_read_summaries)
        self._reading.done.connect(self._show_read)
        self._exporting.done.connect(lambda path: self._status.setText(Message("Exported to {path}", path=path)))
        self._deleting.done.connect(self._show_deleted)
        self._chaining.failed.connect(self._forget_listing)
        self._following.failed.connect(lambda _: self._show_refreshed(()))
        self._adding.failed.connect(lambda _: self._show_read_summaries(()))
        self._reading.failed.connect(lambda error: self._shown.stage.clear(str(error)))
        self.runs.changed.connect(lambda row: self.view.update(self.runs.index(row)))
        readers = (self._chaining, self._listing, self._following, self._adding, self._reading)
        for work in (*readers, self._exporting, self._deleting):
            work.failed.connect(self._show_error)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._read_selection())
        self.view.doubleClicked.connect(lambda _: self._open_report())
        for key, pressed in (
            (Qt.Key.Key_Return, self._open_report),
            (Qt.Key.Key_Enter, self._open_report),
            (Qt.Key.Key_Delete, self._ask_to_delete),
        ):
            QShortcut(QKeySequence(key), self.view, pressed, context=Qt.ShortcutContext.WidgetShortcut)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.field.setFocus)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)

    def _summary(self, folder: Path) -> RunSummary:
        """Return what a line shows of a run; of a long chain at first that of its last session, until all is read."""
        chain = self._folders.get(folder, (folder,))
        if len(chain) <= _FEW or self._search.knows(chain):
            return self._search.summary(chain)
        self._unread[folder] = chain
        self._read_more()
        return replace(self._search.summary(chain[-1:]), earlier=chain[:-1])

    def _filter(self) -> None:
        """List the runs in which the words are found."""
        words = self.field.text().strip()
        chains = self._folders
        self._listing.drop()
        if words:
            self._listing.start(lambda: [run.dir for run in self._search.chosen(chains, words, RunFilter())])
        else:
            self._show_runs(list(chains))

    def _show_runs(self, folders: Sequence[Path]) -> None:
        before = self.current
        row = self.view.currentIndex().row()
        self.runs.show(folders)
        self.choose(before if before in folders else self.runs.folder(min(row, len(folders) - 1)))
        there = len(self._folders)
        words = self.field.text().strip()
        runs = plural("{count:,} run", "{count:,} runs", count=there)
        self._counts.setText(Message("{listed} of {there}", listed=len(folders), there=runs) if words else tr(runs))
        none = Message("No run contains “{words}” in its task, programs, result or day.", words=words)
        self._empty.setText(none if there else _NO_RUNS)
        self._empty.setVisible(not folders)
        self._panes.setVisible(bool(there))
        for part in (self.view, self._counts, self._right):
            part.setVisible(bool(folders))
        self._read_selection()

    def _show_refreshed(self, runs: Sequence[RunSummary]) -> None:
        self._is_following = False
        self._update_runs(runs)

    def _read_more(self) -> None:
        if self._is_adding or not self._unread:
            return
        self._is_adding = True
        chains = list(self._unread.values())
        self._unread.clear()
        self._adding.start(lambda: [self._search.summary(chain) for chain in chains])

    def _show_read_summaries(self, runs: Sequence[RunSummary]) -> None:
        self._is_adding = False
        self._update_runs(runs)
        self._read_more()

    def _update_runs(self, runs: Sequence[RunSummary]) -> None:
        for run in runs:
            self.runs.put(run)
        self._read_selection()

    def _read_selection(self) -> None:
        """Read the run that is selected, unless that was done, and offer what can be done with it."""
        folder = self.current
        store = self._store
        before = self._chosen[0]
        status = "" if folder is None else self.runs.summary(folder).status
        if folder != before and before in self.runs.folders:  # else what is said is of one that was deleted
            self._status.clear()
        if (chosen := (folder, status, self._listed_at)) != self._chosen:
            self._chosen = chosen
            self._run = None
            self._later = None
            self._reading.drop()
            self.runs.refresh_picture(folder)
            if folder != before:
                self._shown.clear("" if folder is None else title_of(self.runs.summary(folder)))
            if folder is not None:
                sessions = self._folders.get(folder, (folder,))
                self._reading.start(lambda: (read_chain(sessions), continued_in(store, folder)))
        self._update_buttons()

    def _show_read(self, read: tuple[RecordedRun, Path | None]) -> None:
        self._run, self._later = read
        self._shown.show_run(self._run)
        self._update_buttons()

    def _update_buttons(self) -> None:
        run = self._run
        self._bar.setVisible(self.current is not None)
        can_repeat = run is not None and run.started is not None and run.started.provider != AGENT
        self._again.setEnabled(not self._is_live)
        self._again.setVisible(can_repeat)
        may_go_on = run is not None and self._later is None and may_be_resumed(run)
        self._go_on.setEnabled(not self._is_live)
        self._go_on.setVisible(may_go_on)
        self._delete.setEnabled(any(not is_being_recorded(each) for each in self.selected))
        for button, of_slice in self._buttons:
            button.setVisible(of_slice.offer(self.current, run))

    def _open_report(self) -> None:
        if self.current is not None:
            self._buttons[0][0].click()

    def _request_repeat(self) -> None:
        if self._run is not None and self._run.started is not None:
            self.again_asked.emit(self._run.started)

    def _export_run(self) -> None:
        """Ask where the run's zip file goes, and write it: as the terminal does, with everything that is recorded."""
        folder = self.current
        if folder is not None:
            self._ask_for_target(folder, Path.home() / f"{folder.name}.zip")

    def _ask_for_target(self, folder: Path, usual: Path) -> None:
        dialog = QFileDialog(self, gettext("Export this run"), str(usual), gettext("Zip files (*.zip)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(partial(self._export_to, folder))
        dialog.open()

    def _export_to(self, folder: Path, name: str) -> None:
        """Export a run to what was named; ask again where the name lacks its ending and with it is another file's.

        The desktop's dialog asks only about the name as it was typed.
        """
        typed = Path(name)
        target = typed if typed.suffix else typed.with_name(f"{typed.name}.zip")
        if target != typed and target.exists():
            self._status.setText(Message("{path} already exists.", path=target))
            self._ask_for_target(folder, target)
            return
        self._status.setText(Message("Exporting…"))
        self._exporting.start(lambda: export_run(folder, target))

    def _ask_to_delete(self) -> None:
        runs = [self.runs.summary(each) for each in self.selected if not is_being_recorded(each)]
        if not runs:
            return
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(tr(TITLE))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(_delete_question(runs, one_stays=len(runs) < len(self.selected)))
        delete = box.addButton(tr(Message("Delete for good")), QMessageBox.ButtonRole.AcceptRole)
        set_state(delete, "role", "no")
        cancel = box.addButton(tr(Message("Cancel")), QMessageBox.ButtonRole.RejectRole)
        for button in (delete, cancel):
            button.setAccessibleName(button.text())
        box.setDefaultButton(cancel)
        box.accepted.connect(lambda: self._deleting.start(lambda: self._delete_runs(runs)))
        box.open()

    def _delete_runs(self, runs: Sequence[RunSummary]) -> int:
        for run in runs:
            for folder in (*run.earlier, run.dir):
                self._store.delete(folder)
        return len(runs)

    def _show_deleted(self, count: int) -> None:
        self.refresh()
        self._status.setText(
            Message("One run was deleted") if count == 1 else Message("{runs} runs were deleted", runs=count)
        )
        self.view.setFocus()

    def _open(self, url: QUrl) -> None:
        path = url.toLocalFile()
        self._status.setText(
            Message("Opened {path}", path=path)
            if self._opener(url)
            else Message("No program on this computer can open {path}", path=path)
        )

    def _show_error(self, error: DesktopAgentError) -> None:
        self._status.setText(str(error))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the list alone in a small window: the report shows the rest."""
        has_room = event.size().width() >= _LEAST.width() and event.size().height() >= _LEAST.height()
        self._shown.setVisible(has_room)
        buttons = self._right_column.totalHeightForWidth(event.size().width())
        self._right.setMaximumHeight(_ANY_PX if has_room else max(0, buttons))
        super().resizeEvent(event)

    def showEvent(self, event: object) -> None:
        """Look for new events while the window is visible."""
        self._look.start()

    def hideEvent(self, event: object) -> None:
        """Stop looking."""
        self._look.stop()


def _delete_question(runs: Sequence[RunSummary], *, one_stays: bool) -> str:
    """Ask about these runs; `one_stays`: one of those selected is under way."""
    which = Message("Delete {runs} runs?", runs=len(runs))
    if len(runs) == 1:
        which = Message(
            "Delete “{title_of}” from {started_at}?", title_of=title_of(runs[0]), started_at=started_at(runs[0])
        )
    stays = Message("The current run will be kept.") if one_stays else ""
    return tr(sentences(which, Message("This can't be undone."), stays))


def _changed_at(folder: Path) -> int:
    """Return when something was last added to a folder or removed from it, in nanoseconds."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return -2

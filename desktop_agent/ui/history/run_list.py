"""The pane of all runs: a field to search them, the list, and how many there are and how much space they take.

The folder is looked at once a second. What takes long (searching, measuring, reading what a run has done meanwhile) is
done beside Qt's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QListView, QSizePolicy, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message, plural
from desktop_agent.core.translation import gettext, tr
from desktop_agent.record.recording import RunSummary
from desktop_agent.record.retention import is_kept, mark_kept
from desktop_agent.record.search import STATUSES, RunFilter, RunSearch
from desktop_agent.record.sessions import SessionChains, read_chain_summary
from desktop_agent.record.store import RunStore, disk_use, is_being_recorded
from desktop_agent.record.wording import file_size, money, status_wording
from desktop_agent.ui.history.rows import listed
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.icons import tinted
from desktop_agent.ui.qt.layout import column_of
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import ComboBox, RowDelegate, text_label

_SEARCH_AFTER_MS = 150  # without a key
_LETTERS = 16  # of width, at least
_BROKEN_OFF = frozenset({"cut off", "stopped", "failed", "limit"})
_BYTES = (10**6, 10**7, 10**8)
_COSTS = (0.01, 0.1, 1.0)  # USD
_LineIndex = QModelIndex | QPersistentModelIndex
_AIR_PX: Final = 18
_STATUS_ICONS: Final = {"ok": "check", "bad": "failed", "warn": "alert", "text": "play", "muted": "eye"}


class RunList(QWidget):
    """Shows the runs of a store that fit the search."""

    chosen = Signal(object)  # Path of the run that is to be shown, None where there is none
    changed = Signal()  # of what is selected, or listed
    failed = Signal(object)  # DesktopAgentError
    menu_wanted = Signal(QPoint)  # on the screen
    delete_wanted = Signal()

    def __init__(self, store: RunStore) -> None:
        super().__init__()
        self._store, self._search = store, RunSearch()
        self._chains = SessionChains()
        self._folders: Mapping[Path, tuple[Path, ...]] = {}  # each with the sessions that it stands for
        self._listed_at = -1
        self._counts = text_label(role="muted")
        self.field, self.filters, self.view = QLineEdit(), RunFilterRow(), QListView()
        self.runs = RunsModel(self.view.fontMetrics().lineSpacing(), self._summary)
        self._wait = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._searching, self._measuring, self._following = (BackgroundTask(self) for _ in range(3))
        self._is_following = False
        self._build()
        self._wait.timeout.connect(self._filter)
        self._searching.done.connect(self._show)
        self._measuring.done.connect(self._measured)
        self._following.done.connect(self._followed)
        self._following.failed.connect(self._followed)

    def refresh(self) -> None:
        """Look for runs that are new or gone, and for what those under way have done."""
        changed = _changed_at(self._store.root)
        if changed != self._listed_at:
            try:
                self._folders = self._chains.of(self._store.folders())
            except DesktopAgentError as error:
                self.failed.emit(error)
                return
            self._listed_at = changed
            self._filter()
            self.measure()
        self._follow()

    def keep_or_let_go(self) -> None:
        """Mark the run that is shown to stay whatever the settings say of old ones, or take the mark away."""
        if (folder := self.current) is None:
            return
        try:
            kept = is_kept(folder)
            for each in self.sessions(folder):
                mark_kept(each, kept=not kept)
        except DesktopAgentError as error:
            self.failed.emit(error)
        self.runs.look_again_at(folder)
        self.changed.emit()

    def look_again(self) -> None:
        """Read the folder at the next look, whether or not it has changed."""
        self._listed_at = -1

    def measure(self, *again: Path) -> None:
        """Begin to measure the runs that were not measured, and those that are named."""
        wanted = [*again, *(each for each in self._folders if self.runs.size(each) is None and each not in again)]
        sessions = {folder: self.sessions(folder) for folder in wanted}
        self._measuring.start(lambda: {folder: sum(map(disk_use, chain)) for folder, chain in sessions.items()})

    def sessions(self, folder: Path) -> tuple[Path, ...]:
        """Return the sessions that a run stands for, oldest first; itself where it is none of several."""
        return self._folders.get(folder, (folder,))

    @property
    def has_runs(self) -> bool:
        """Tell whether there are any, listed or not."""
        return bool(self._folders)

    @property
    def current(self) -> Path | None:
        """Return the run that is to be shown."""
        return self.runs.folder(self.view.currentIndex().row())

    @property
    def selected(self) -> tuple[Path, ...]:
        """Return the selected runs, from the top."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return tuple(folder for row in rows if (folder := self.runs.folder(row)))

    def choose(self, folder: Path | None) -> None:
        """Select a run, where it is listed, else the newest one."""
        at = self.runs.index(max(self.runs.row_of(folder), 0))
        if self.view.currentIndex() != at:
            self.view.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _build(self) -> None:
        self.field.setPlaceholderText(gettext("Search tasks, programs, results"))
        self.field.setAccessibleName(gettext("Search runs"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._wait.start)
        self.filters.changed.connect(self._filter)
        view = self.view
        view.setModel(self.runs)
        view.setItemDelegate(RowDelegate(view))
        # All lines are equally high: else every run would be read before the first is shown.
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMinimumWidth(_LETTERS * view.fontMetrics().averageCharWidth())
        view.setAccessibleName(gettext("Runs"))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(lambda at: self.menu_wanted.emit(view.viewport().mapToGlobal(at)))
        view.selectionModel().currentChanged.connect(self._current_changed)
        view.selectionModel().selectionChanged.connect(lambda *_: self.changed.emit())
        here = Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Delete), view, self.delete_wanted.emit, context=here)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.field.setFocus)
        column_of(self, self.field, self.filters, view, self._counts, spacing=6, room=view)

    def _current_changed(self, now: QModelIndex) -> None:
        self.chosen.emit(self.runs.folder(now.row()))

    def _filter(self) -> None:
        """List the runs that fit the search."""
        words, wanted, chains = self.field.text(), self.filters.wanted, self._folders
        if not self._leaves_out:
            self._searching.drop()
            self._show(tuple(chains))
        else:
            self._searching.start(lambda: tuple(run.dir for run in self._search.chosen(chains, words, wanted)))

    @property
    def _leaves_out(self) -> bool:
        return bool(self.field.text().strip()) or self.filters.leaves_out

    def _show(self, folders: object) -> None:
        if not isinstance(folders, tuple):
            return
        before, row = self.current, self.view.currentIndex().row()
        self.runs.show(folders)
        if before is None or self.runs.row_of(before) < 0:
            self.choose(self.runs.folder(min(max(row, 0), len(folders) - 1)))
            if not folders:
                self.chosen.emit(None)
        else:
            self.choose(before)
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        listed, there = self.runs.rowCount(), len(self._folders)
        sizes = [self.runs.size(each) for each in self._folders]
        used = Message(" · {file_size}", file_size=file_size(sum(filter(None, sizes)))) if None not in sizes else ""
        if self._leaves_out:
            words = self.field.text().strip()
            none = (
                Message("No run contains “{words}” in its task, programs or result.", words=words)
                if words
                else Message("No run matches.")
            )
            none = Message("No run matches.") if self.filters.leaves_out else none
            self._counts.setText(
                Message(
                    "{listed} of {there}", listed=listed, there=plural("{count:,} run", "{count:,} runs", count=there)
                )
                if listed
                else none
            )
        else:
            self._counts.setText(tr(plural("{count:,} run", "{count:,} runs", count=there)) + used)

    def _measured(self, sizes: object) -> None:
        if isinstance(sizes, dict):
            self.runs.measure(sizes)
            self._count()
            self.changed.emit()

    def _follow(self) -> None:
        """Begin to read again what was under way, but for the run that is shown: the window reads that."""
        running = [run.dir for run in self.runs.running if run.dir != self.current or not is_being_recorded(run.dir)]
        if running and not self._is_following:
            self._is_following = True
            self._following.start(lambda: [self._summary(folder) for folder in running])

    def _summary(self, folder: Path) -> RunSummary:
        return read_chain_summary(self.sessions(folder))

    def _followed(self, runs: object) -> None:
        self._is_following = False
        for run in runs if isinstance(runs, list) else ():
            self.runs.put(run)
            if run.status != "running":
                self.measure(run.dir)
        self.changed.emit()


def _changed_at(folder: Path) -> int:
    """Return when something was last added to a folder or removed from it, in nanoseconds."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return -2


class RunFilterRow(QWidget):
    """Two choices; `wanted` is what they come to."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        endings = [(gettext("Any outcome"), frozenset[str]()), (gettext("Can be resumed"), _BROKEN_OFF)]
        endings += [(status_wording(status).word, frozenset({status})) for status in STATUSES]
        sizes = [(gettext("Any size or cost"), RunFilter())]
        sizes += [
            (Message("{least} or more", least=file_size(least)), RunFilter(least_bytes=least)) for least in _BYTES
        ]
        sizes += [(Message("{least} or more", least=money(least)), RunFilter(least_cost=least)) for least in _COSTS]
        self.ending, self.sum = self._choice(Message("Ending"), endings), self._choice(Message("Size or cost"), sizes)
        column_of(self, self.ending, self.sum, spacing=6)

    @property
    def wanted(self) -> RunFilter:
        """Return what a run has to be."""
        least: RunFilter = self.sum.currentData()
        return replace(least, statuses=self.ending.currentData())

    @property
    def leaves_out(self) -> bool:
        """Tell whether any run may be left out."""
        return self.wanted != RunFilter()

    def _choice(self, name: str, choices: Sequence[tuple[str, object]]) -> QComboBox:
        box = ComboBox(self)
        box.setAccessibleName(tr(name))
        for text, value in choices:
            box.addItem(tr(text), value)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box.currentIndexChanged.connect(lambda _: self.changed.emit())
        return box


class RunsModel(QAbstractListModel):
    """Some runs, newest first."""

    def __init__(self, line_px: int, read: Callable[[Path], RunSummary]) -> None:
        """Start empty; `line_px` is how high a line of letters is, and `read` reads what is shown of a run."""
        super().__init__()
        self._summary_of = read
        self._row_px = 2 * line_px + _AIR_PX
        self._folders: list[Path] = []
        self._rows: dict[Path, int] = {}  # where each of them is: thousands are looked up when they are measured
        self._read: dict[Path, RunSummary] = {}
        self._sizes: dict[Path, int] = {}

    def show(self, folders: Sequence[Path]) -> None:
        """Show these runs; what was read of them is kept, and the place in the list if possible."""
        new = len(folders) - len(self._folders)
        if list(folders) == self._folders:
            return
        if new > 0 and list(folders[new:]) == self._folders:
            self.beginInsertRows(QModelIndex(), 0, new - 1)
            self._take(folders)
            self.endInsertRows()
            return
        self.beginResetModel()
        self._take(folders)
        self.endResetModel()

    def put(self, run: RunSummary) -> None:
        """Show what is now known of a run."""
        if run != self._read.get(run.dir):
            self._read[run.dir] = run
            self._changed(run.dir)

    def look_again_at(self, folder: Path) -> None:
        """Show a run anew: it was marked to stay, or may go again."""
        self._changed(folder)

    def measure(self, sizes: Mapping[Path, int]) -> None:
        """Show how much space these runs take."""
        for folder, size in sizes.items():
            if self._sizes.get(folder) != size:
                self._sizes[folder] = size
                self._changed(folder)

    def size(self, folder: Path) -> int | None:
        """Return how many bytes a run takes, if that is known."""
        return self._sizes.get(folder)

    def summary(self, folder: Path) -> RunSummary:
        """Return what is known of a run."""
        if folder not in self._read:
            self._read[folder] = self._summary_of(folder)
        return self._read[folder]

    @property
    def running(self) -> tuple[RunSummary, ...]:
        """Return the runs that were under way when they were last read."""
        return tuple(run for run in self._read.values() if run.status == "running")

    def folder(self, row: int) -> Path | None:
        """Return the folder of a line."""
        return self._folders[row] if 0 <= row < len(self._folders) else None

    def row_of(self, folder: Path | None) -> int:
        """Return the line of a folder; -1 where there is none."""
        return -1 if folder is None else self._rows.get(folder, -1)

    def rowCount(self, parent: _LineIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._folders)

    def data(self, index: _LineIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows in one of Qt's roles."""
        folder = self.folder(index.row())
        if folder is None:
            return None
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, self._row_px)
        if role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.DecorationRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return None
        run = self.summary(folder)
        task, ended, tone = listed(run, self._sizes.get(folder), kept=is_kept(folder))
        match role:
            case Qt.ItemDataRole.DecorationRole:
                return tinted(_STATUS_ICONS[tone], str(getattr(colours(), tone)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return Message("{task}, {ended}", task=task, ended=ended)
            case Qt.ItemDataRole.ToolTipRole:
                return Message("{task}\n{ended}\n{id}", task=task, ended=ended, id=run.id)
            case _:
                return Message("{task}\n{ended}", task=task, ended=ended)

    def _take(self, folders: Sequence[Path]) -> None:
        self._folders = list(folders)
        self._rows = {folder: row for row, folder in enumerate(folders)}

    def _changed(self, folder: Path) -> None:
        row = self.row_of(folder)
        if row >= 0:
            at = self.index(row)
            self.dataChanged.emit(at, at)

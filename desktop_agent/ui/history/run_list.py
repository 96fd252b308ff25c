"""The list of runs by their days: each with its last picture, its task, how it ended, and what it has changed.

A run is read when its line is first shown: thousands of them open at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_agent.core.runs.outcome import is_claimed
from desktop_agent.core.texts.message import Message, gettext, join, language, tr, visible
from desktop_agent.record.picture_file import newest_picture
from desktop_agent.record.reader import time_in
from desktop_agent.record.recording import RunSummary
from desktop_agent.record.spans import time_of
from desktop_agent.record.status import files_in_few_words
from desktop_agent.record.wording import duration, local_day, local_time, status_tone, status_wording
from desktop_agent.ui.qt.icons import SIGN_PX, sign
from desktop_agent.ui.qt.theme import colours, tint
from desktop_agent.ui.qt.widgets import tip_of
from desktop_agent.ui.view.strip import Thumbnails, draw_small

_LineIndex = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_LONGEST = 300  # characters of a task
_STATUS_ICONS: Final = {"ok": "check", "bad": "failed", "warn": "alert", "text": "check", "muted": "eye"}
DAY_ROLE: Final = _Role.UserRole + 1  # the day, in the first line of it
_PICTURE_ROLE: Final = _Role.UserRole + 2
_PICTURE: Final = QSize(80, 50)
_AIR_PX = 8
_BAR_PX = 3  # at the left of what is selected


class RunsModel(QAbstractListModel):
    """Some runs, newest first."""

    changed = Signal(int)  # the row of which something else is to be drawn: on `dataChanged`, Qt lays all of them out

    def __init__(self, read: Callable[[Path], RunSummary]) -> None:
        """Start empty; `read` reads what is shown of a run."""
        super().__init__()
        self._summary_of = read
        self._thumbnails = Thumbnails(_PICTURE, self)
        self._thumbnails.came.connect(self._show_picture)
        self._folders: list[Path] = []
        self._read: dict[Path, RunSummary] = {}

    def show(self, folders: Sequence[Path]) -> None:
        """Show these runs; what was read of them is kept."""
        self.beginResetModel()
        self._folders = list(folders)
        self.endResetModel()

    def put(self, run: RunSummary) -> None:
        """Show what is now known of a run."""
        row = self.row_of(run.dir)
        if run != self._read.get(run.dir) and row >= 0:
            self._read[run.dir] = run
            self._thumbnails.forget(run.dir)
            self.changed.emit(row)

    def refresh_picture(self, folder: Path | None) -> None:
        """Read the last picture of a run again: it may have taken another."""
        self._thumbnails.forget(folder)

    def summary(self, folder: Path) -> RunSummary:
        """Return what is known of a run."""
        if folder not in self._read:
            self._read[folder] = self._summary_of(folder)
        return self._read[folder]

    @property
    def running(self) -> tuple[Path, ...]:
        """Return the runs that were under way when they were last read."""
        return tuple(folder for folder, run in self._read.items() if run.status == "running")

    @property
    def folders(self) -> Sequence[Path]:
        """Return the runs that are shown, from the top."""
        return self._folders

    def folder(self, row: int) -> Path | None:
        """Return the folder of a line."""
        return self._folders[row] if 0 <= row < len(self._folders) else None

    def row_of(self, folder: Path | None) -> int:
        """Return the line of a folder; -1 where there is none."""
        return self._folders.index(folder) if folder in self._folders else -1

    def rowCount(self, parent: _LineIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._folders)

    def data(self, index: _LineIndex, role: int = _Role.DisplayRole) -> object:
        """Return what a line shows in one of Qt's roles."""
        folder = self.folder(index.row())
        if folder is None:
            return None
        if role == DAY_ROLE:
            return self._day_heading(index.row())
        if role == _PICTURE_ROLE:
            return self._thumbnails.image(folder, lambda: newest_picture(folder))
        if role not in {_Role.DisplayRole, _Role.DecorationRole, _Role.ToolTipRole, _Role.AccessibleTextRole}:
            return None
        run = self.summary(folder)
        task = title_of(run)
        ended = _details_of(run)
        match role:
            case _Role.DecorationRole:
                tone = status_tone(run.status)
                # What only the model says has no check mark, and no green.
                name = "chat" if is_claimed(run.status, run.message) else _STATUS_ICONS[tone]
                name = "play" if run.status == "running" else name
                return sign(name, str(getattr(colours(), tone)))
            case _Role.AccessibleTextRole:
                return Message("{task}, {ended}", task=task, ended=ended)
            case _Role.ToolTipRole:
                return tip_of(Message("{task}\n{ended}\n{id}", task=task, ended=ended, id=run.id))
            case _:
                return Message("{task}\n{ended}", task=task, ended=ended)

    def _day_heading(self, row: int) -> str:
        """Return the day of a line in words, where the line above is of another day; else nothing."""
        day = _day_of(self._folders[row])
        above = _day_of(self._folders[row - 1]) if row else None
        return _day_in_words(day) if day is not None and day != above else ""

    def _show_picture(self, folder: Path) -> None:
        row = self.row_of(folder)
        if row >= 0:
            self.changed.emit(row)


class RunRowDelegate(QStyledItemDelegate):
    """Draws the lines of the list, and above the first of each day the day."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._line_px = view.fontMetrics().lineSpacing()

    def sizeHint(self, option: QStyleOptionViewItem, index: _LineIndex) -> QSize:
        """Return the height of a line; its width is the list's."""
        day = self._line_px + 2 * _AIR_PX if index.data(DAY_ROLE) else 0
        return QSize(0, day + max(_PICTURE.height(), 3 * self._line_px) + 2 * _AIR_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _LineIndex) -> None:
        """Draw a line: its picture at the left, its words beside it."""
        now = colours()
        box = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        day = str(index.data(DAY_ROLE) or "")
        if day:
            font = painter.font()
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(QColor(now.muted))
            head = QRect(box.left() + _AIR_PX, box.top() + _AIR_PX, box.width() - 2 * _AIR_PX, self._line_px)
            painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, day)
            font.setBold(False)
            painter.setFont(font)
            box.setTop(box.top() + self._line_px + 2 * _AIR_PX)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, tint())
            painter.fillRect(QRect(box.left(), box.top(), _BAR_PX, box.height()), QColor(now.accent))
        inner = box.adjusted(_AIR_PX + _BAR_PX, _AIR_PX, -_AIR_PX, -_AIR_PX)
        draw_small(painter, QRect(inner.topLeft(), _PICTURE), index.data(_PICTURE_ROLE))
        words = inner.adjusted(_PICTURE.width() + _AIR_PX, 0, 0, 0)
        self._draw_words(painter, words, str(index.data(_Role.DisplayRole)), index.data(_Role.DecorationRole))
        painter.restore()

    def _draw_words(self, painter: QPainter, box: QRect, text: str, icon: object) -> None:
        now = colours()
        metrics = painter.fontMetrics()
        lines = text.split("\n")
        for number, line in enumerate(lines):
            at = QRect(box.left(), box.top() + number * self._line_px, box.width(), self._line_px)
            painter.setPen(QColor(now.text if number == 0 else now.muted))
            if number == 1 and isinstance(icon, QIcon):
                icon.paint(painter, QRect(at.left(), at.top(), SIGN_PX, self._line_px))
                at.setLeft(at.left() + SIGN_PX + _BAR_PX)
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, at.width())
            painter.drawText(at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _day_of(folder: Path) -> date | None:
    """Return the local day on which a run began, by its name, which is read faster than its record."""
    began = time_in(folder.name)
    return None if began is None else began.astimezone().date()


def _day_in_words(day: date) -> str:
    today = datetime.now().astimezone().date()
    if day == today:
        return gettext("Today")
    if day == today - timedelta(days=1):
        return gettext("Yesterday")
    name = QLocale(language()).dayName(day.isoweekday())
    return tr(Message("{weekday}, {day}", weekday=name, day=local_day(day)))


def title_of(run: RunSummary) -> str:
    """Return the first line of what a run's task is called, or why there is none."""
    task = next((line for line in run.title.splitlines() if line.strip()), "")
    return visible(task.strip(), _LONGEST) or tr(
        Message("Starting…") if run.status == "running" else Message("The task wasn't recorded")
    )


def started_at(run: RunSummary) -> str:
    """Return when a run began."""
    at = time_of(run.started)
    return Message("at an unknown time") if at is None else local_time(at)


def _details_of(run: RunSummary) -> str:
    """Return when a run began, how it ended and how long it took; in a second line, which files it changed."""
    resumed = Message("resumed") if run.resumes else ""
    took = "" if run.status in {"running", "unreadable"} else duration(run.seconds * 1000)
    parts = (_start_time_text(run), status_wording(run.status, run.message).word, resumed, took)
    return tr(join("\n", filter(None, (join(" · ", filter(None, parts)), files_in_few_words(run.files)))))


def _start_time_text(run: RunSummary) -> str:
    """Return the time of day at which a run began; with its day where that is not the one it stands under."""
    at = time_of(run.started)
    if at is None or at.astimezone().date() != _day_of(run.dir):
        return started_at(run)
    return f"{at.astimezone():%H:%M}"

"""Asks once before runs are deleted, and deletes them beside Qt's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.record.delete import disk_use
from desktop_agent.record.recording import RunSummary
from desktop_agent.record.store import RunStore
from desktop_agent.record.wording import file_size
from desktop_agent.ui.history.rows import started_at, title_of
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.widgets import text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow


@dataclass(frozen=True, slots=True)
class Deleted:
    """What came of deleting: how many runs are gone, how much space is free, and what went wrong."""

    runs: int
    size: int
    problem: str = ""

    @property
    def sentence(self) -> str:
        """Return it in words."""
        if self.problem:
            return self.problem
        runs = "One run was deleted" if self.runs == 1 else Message("{runs} runs were deleted", runs=self.runs)
        return Message("{runs}; that freed {size}.", runs=runs, size=file_size(self.size))


class DeleteStrip(QFrame):
    """A question in the window itself; nothing is asked a second time."""

    done = Signal(object)  # Deleted

    def __init__(self, store: RunStore, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._store = store
        self._folders: tuple[Path, ...] = ()
        self._sessions: tuple[tuple[Path, ...], ...] = ()  # that each of them stands for
        self._question = text_label()
        self._question.setAccessibleName(tr("What will be deleted"))
        self._keep = text_button("Keep", self.hide)
        self._work = BackgroundTask(self)
        self._work.done.connect(self.done)
        self.setProperty("role", "panel")
        column = QVBoxLayout(self)
        column.addWidget(self._question)
        column.addLayout(WrapRow(text_button("Delete for good", self._delete, role="no"), self._keep))
        self.hide()

    def ask(self, runs: Sequence[RunSummary], size: int | None, *, one_stays: bool) -> None:
        """Ask about these runs; `one_stays` says that one of those selected is under way."""
        self._folders = tuple(run.dir for run in runs)
        self._sessions = tuple((*run.earlier, run.dir) for run in runs)
        self._question.setText(_question(runs, size, one_stays=one_stays))
        self.show()
        self._keep.setFocus()

    def follow(self, selected: Sequence[Path]) -> None:
        """Take the question back where other runs are selected than it is about."""
        if not set(self._folders) <= set(selected):
            self.hide()

    def _delete(self) -> None:
        runs, store = self._sessions, self._store
        self.hide()
        self._work.start(lambda: _deleted(store, runs))


def _question(runs: Sequence[RunSummary], size: int | None, *, one_stays: bool) -> str:
    room = "" if size is None else f" ({file_size(size)})"
    if len(runs) == 1:
        which = Message(
            "Delete “{title_of}” of {started_at}?", title_of=title_of(runs[0]), started_at=started_at(runs[0])
        )
        what = f"Its record, its pictures and its report are removed from the disk{room}."
    else:
        which = Message("Delete {runs} runs?", runs=len(runs))
        what = f"Their records, their pictures and their reports are removed from the disk{room}."
    stays = "The run that is under way stays." if one_stays else ""
    return " ".join(filter(None, (which, what, "That cannot be undone.", stays)))


def _deleted(store: RunStore, runs: Sequence[Sequence[Path]]) -> Deleted:
    gone = size = 0
    problem = ""
    for sessions in runs:
        used = sum(map(disk_use, sessions))
        try:
            for folder in sessions:
                store.delete(folder)
        except DesktopAgentError as error:
            problem = str(error)
        else:
            gone, size = gone + 1, size + used
    return Deleted(gone, size, problem)

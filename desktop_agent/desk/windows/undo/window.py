"""The *Undo file changes* window: the changes to files during a run, each of which can be left out of the undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_agent.core.display_text import foreign
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.desk.folder import DeskRecord, open_desk
from desktop_agent.desk.receipt.change import Receipt, TakeResult
from desktop_agent.desk.receipt.journal import journals
from desktop_agent.desk.receipt.wording import UNDO_WORDS, change_line, counted_changes, left_out_lines, refusal
from desktop_agent.desk.undo import changes
from desktop_agent.desk.windows.receipt.lines import ReceiptChoice, ReceiptSection
from desktop_agent.desk.windows.receipt.tree import tree_of
from desktop_agent.lib.paths import places
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import FollowsHeight, WrapRow
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label

TITLE = Message("Desktop Agent — Undo file changes")
_SIZE = QSize(860, 560)
_MEANS = Message(
    "These files changed in the folders of the run's scope while it went on. What you changed there yourself in that "
    "time is among them: uncheck it. Whatever is replaced or removed is kept for 30 days."
)
_MOST_NOTES = 6  # lines
_LONGEST_TASK = 300


@dataclass(frozen=True, slots=True)
class _Shown:
    folder: Path
    record: DeskRecord
    receipt: Receipt
    may_redo: bool


def open_undo(run: Path, root: Path | None = None) -> UndoWindow:
    """Show what can be undone of the run in a folder; keep a reference until its `destroyed`.

    `root` is the folder of all runs, if not the usual one.
    """
    window = UndoWindow(run, root or places().runs)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.refresh()
    window.show()
    return window


class UndoWindow(QWidget):
    """Lists a run's changes to files, and undoes those that are checked on a worker thread."""

    def __init__(self, run: Path, root: Path) -> None:
        """Build the window for a run below the folder of all runs; `refresh` fills it."""
        super().__init__()
        self._run = run
        self._root = root
        self._shown: _Shown | None = None
        self._is_acting = False
        self.tree, self.model = tree_of(Message("File"))
        self._task = text_label(role="title", selectable=True)
        self.outcome = text_label(role="ok", selectable=True)
        self._notes = text_label(role="muted", selectable=True)
        self.undo = text_button("", self._undo, role="primary", name=Message("Undo the checked changes"))
        self.redo = text_button(Message("Redo"), self._redo, name=Message("Redo what was undone"))
        self._reading = BackgroundTask(self)
        self._acting = BackgroundTask(self)
        self._build()
        self._reading.done.connect(self._show)
        self._reading.failed.connect(lambda error: self._say(str(error), is_good=False))
        self._acting.done.connect(self._announce)
        self._acting.failed.connect(self._announce)
        self.model.choice_changed.connect(self._follow_choice)

    @property
    def is_busy(self) -> bool:
        """Return whether nothing has been read yet, or an undo is being done."""
        return self._shown is None or self._is_acting

    def refresh(self) -> None:
        """Read again what can be undone."""
        self._reading.start(partial(_read, self._run, self._root))

    def _build(self) -> None:
        self.setWindowTitle(tr(TITLE))
        buttons = WrapRow(self.undo, self.redo)
        buttons.spring()
        buttons.addWidget(text_button(Message("Close"), self.close))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        for label in (self._task, text_label(_MEANS, "muted"), self.outcome):
            layout.addWidget(label)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._notes)
        layout.addLayout(buttons)
        self.outcome.hide()
        self._notes.hide()
        self.redo.hide()
        FollowsHeight(self, layout)
        keep_on_screen(self, _SIZE)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self._follow_choice()
        self.tree.setFocus()

    def _show(self, shown: object) -> None:
        if not isinstance(shown, _Shown):
            return
        self._shown = shown
        listed = shown.receipt.changes
        task = foreign(" ".join(shown.record.task.split()), _LONGEST_TASK)
        self._task.setText(Message("What changed during “{task}”", task=task))
        sections = (ReceiptSection("documents", listed),) if listed else ()
        words = partial(change_line, layers=shown.record.layers, home=Path.home(), words=UNDO_WORDS)
        self.model.show(sections, ReceiptChoice.proposed(listed, on_conflict="take-desk"), words)
        for row in range(len(sections)):
            self.tree.setFirstColumnSpanned(row, QModelIndex(), True)  # noqa: FBT003 - Qt's own way
            self.tree.setExpanded(self.model.index(row, 0), True)  # noqa: FBT003
        notes = [tr(line) for line in left_out_lines(shown.receipt.left_out, shown.record.layers, Path.home())]
        self._notes.show_foreign("\n".join(_shortened(notes)))
        self._notes.setVisible(bool(notes))
        self.redo.setVisible(shown.may_redo)
        if not listed and self.outcome.isHidden():
            self._say(tr(Message("There's nothing left to undo.")))
        self._follow_choice()

    def _follow_choice(self) -> None:
        number = len(self.model.choice.of(self._shown.receipt.changes)) if self._shown else 0
        self.undo.setText(Message("Undo {changes}", changes=counted_changes(number)))
        self.undo.setEnabled(bool(number) and not self._is_acting)
        self.redo.setEnabled(not self._is_acting)

    def _undo(self) -> None:
        if shown := self._shown:
            chosen = self.model.choice.of(shown.receipt.changes)
            answers = dict(self.model.choice.answers)
            self._act(lambda: changes.undo(shown.folder, chosen, answers), is_undo=True)

    def _redo(self) -> None:
        if shown := self._shown:
            self._act(lambda: changes.redo(shown.folder), is_undo=False)

    def _act(self, work: Callable[[], TakeResult], *, is_undo: bool) -> None:
        self._is_acting = True
        self.outcome.hide()
        self._follow_choice()
        self._acting.start(lambda: (is_undo, work()))

    def _announce(self, outcome: object) -> None:
        """Say what came of an undo, or the error."""
        self._is_acting = False
        if isinstance(outcome, tuple) and self._shown:
            is_undo, result = outcome
            counted = counted_changes(len(result.taken))
            layers = self._shown.record.layers
            back = Message("Redone: {changes}.", changes=counted)
            done = Message("Undone: {changes}.", changes=counted) if is_undo else back
            refused = [tr(refusal(each, layers, Path.home())) for each in result.refused]
            self._say("\n".join((tr(done), *_shortened(refused))), is_good=not refused)
        else:
            self._say(str(outcome), is_good=False)
        if self.isVisible():
            self.refresh()
        else:
            self.close()

    def _say(self, words: str, *, is_good: bool = True) -> None:
        set_state(self.outcome, "role", "ok" if is_good else "warn")
        self.outcome.show_foreign(words)
        self.outcome.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Drop a pending read; close only after a running act has finished."""
        if self._is_acting:
            event.ignore()
            self.hide()
            return
        self._reading.drop()
        super().closeEvent(event)


def _read(run: Path, root: Path) -> _Shown:
    folder = changes.copy_of(run, root)
    return _Shown(folder, open_desk(folder), changes.read_back(folder), bool(journals(folder)))


def _shortened(lines: list[str]) -> list[str]:
    """Return the first lines, and how many more there are."""
    rest = len(lines) - _MOST_NOTES
    return [*lines[:_MOST_NOTES], tr(Message("… and {rest} more", rest=rest))] if rest > 0 else lines

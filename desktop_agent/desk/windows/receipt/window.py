"""The window of a set of changes: what a desk has changed, applied, or what a run has changed, undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop_agent.core.texts.message import Message, foreign, gettext, tr
from desktop_agent.desk.folder import COPIES
from desktop_agent.desk.receipt.change import SETTINGS, ConflictAnswer, DeskChange, TakeResult
from desktop_agent.desk.receipt.change_set import ChangeSet, DeskChanges, ListedChanges
from desktop_agent.desk.receipt.lines import ReceiptChoice, sections_of
from desktop_agent.desk.receipt.wording import FINISH, SetWords, change_line, counted_changes, refusal
from desktop_agent.desk.windows.receipt.detail import ChangeFacts, ReceiptDetail, copy_to_view, facts_of
from desktop_agent.desk.windows.receipt.tree import new_tree
from desktop_agent.lib.paths import places
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Panes, Scrolling, WrapRow
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label

_SIZE = QSize(1180, 720)
_SHARES = (660, 460)
_NOTHING_COUNTS = Message(
    "None of these changes have taken effect yet. Your files stay unchanged until you apply them."
)
_REST_COUNTS_NOT = Message("The rest hasn't taken effect yet. Apply it or discard it.")
_SETTINGS_LEFT = Message("Only programs' settings haven't been applied. They aren't applied unless you select them.")
_NOTHING_LEFT = Message("There's nothing left to decide.")
_MEANS = Message(
    "These files changed in the folders of the run's scope while it went on. What you changed there yourself in that "
    "time is among them: uncheck it. Whatever is replaced or removed is kept for 30 days."
)
_NOTHING_TO_UNDO = Message("There's nothing left to undo.")
_READ_ONLY = Message("Opened a copy. Any changes you make to it won't be kept.")
_UNKNOWN_NAMES = Message("The initial list of files is missing, so files you've since deleted may be shown as new.")
_LONGEST_TASK = 300
_MOST_SPANNED = 500  # lines that take the width of all columns
_MOST_REFUSED = 6  # lines
_Result = TypeVar("_Result")


def open_changes(changes: ChangeSet, *, opener: Callable[[QUrl], bool] = QDesktopServices.openUrl) -> ChangesWindow:
    """Show a set of changes; closing destroys the window.

    Keep a reference until its `destroyed`. `opener` opens a file in another program.
    """
    window = ChangesWindow(changes, opener)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.refresh()
    window.show()
    return window


class ChangesWindow(QWidget):
    """Shows one set of changes; carries out the person's orders on a worker thread and shows the results."""

    decided = Signal(bool)  # whether changes are applied or discarded; each time that they are read

    def __init__(self, changes: ChangeSet, opener: Callable[[QUrl], bool]) -> None:
        """Build the window; `refresh` fills it."""
        super().__init__()
        self._changes = changes
        self._words = changes.words
        self._opener = opener
        self._home = Path.home()
        self._listed: ListedChanges | None = None
        self._announce_result: Callable[[ListedChanges], None] | None = None  # called with what is read after an act
        self.is_acting = False
        self.detail = ReceiptDetail(self._words)
        self.outcome = OutcomeStrip(self._words, undo=self._undo, finish=self._finish, discard=self._discard)
        self.tree, self.model = new_tree(self._words.column)
        self._task = text_label(role="title", selectable=True)
        self._sentence = text_label(Message("Reading…"), "muted")
        self._status = text_label(role="muted", selectable=True)
        self.take = text_button("", self._apply_chosen, role="primary", name=self._words.apply_none)
        self.discard = text_button(Message("Discard all"), self._ask_to_discard, role="no")
        self.later = text_button(self._words.later, self.close)
        self._reading, self._looking, self._acting, self._copying = (BackgroundTask(self) for _ in range(4))
        self._build()
        self._connect()

    @property
    def is_read(self) -> bool:
        """Return whether the changes have been read."""
        return self._listed is not None

    @property
    def changes(self) -> tuple[DeskChange, ...]:
        """Return the changes; empty before they are read."""
        return self._listed.receipt.changes if self._listed else ()

    def refresh(self) -> None:
        """Read the changes again."""
        self._reading.start(self._changes.read)

    def _build(self) -> None:
        self.setWindowTitle(tr(self._words.title))
        inside = Page()
        around = QVBoxLayout(inside)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(Panes((self.tree, self.detail), _SHARES, stretch=_SHARES, narrow_px=700))
        buttons = WrapRow(self.take, self.discard)
        buttons.spring()
        buttons.addWidget(self.later)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        for part in (self._task, self._sentence, self.outcome):
            layout.addWidget(part)
        layout.addWidget(Scrolling(inside, self._words.column).fill(), 1)
        layout.addWidget(self._status)
        layout.addLayout(buttons)
        self._status.hide()
        self.discard.setVisible(isinstance(self._changes, DeskChanges))
        FollowsHeight(self, layout)
        keep_on_screen(self, _SIZE)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self._on_choice_changed()
        self.tree.setFocus()

    def _connect(self) -> None:
        self._reading.done.connect(self._show_changes)
        self._looking.done.connect(self._show_facts)
        self._copying.done.connect(self._open_copy)
        for task in (self._reading, self._looking, self._acting, self._copying):
            task.failed.connect(self._on_failure)
        self._acting.done.connect(self._on_act_finished)
        self._acting.failed.connect(self._on_act_finished)
        self.model.choice_changed.connect(self._on_choice_changed)
        self.tree.selectionModel().currentChanged.connect(self._on_line_chosen)
        self.detail.answered.connect(self._answer)
        self.detail.open_wanted.connect(self._copy)

    def _show_changes(self, listed: object) -> None:
        if not isinstance(listed, ListedChanges):
            return
        self._listed = listed
        words = self._words
        changes = listed.receipt.changes
        before = self.model.choice
        known = {change.key for section in self.model.sections for change in section.changes}
        choice = before if known else ReceiptChoice.proposed(changes)
        choice.chosen &= {change.key for change in changes}
        line_of = partial(change_line, layers=listed.record.layers, home=self._home, words=words.kinds)
        self.model.show(sections_of(listed, self._home, words), choice, line_of)
        self._unfold_groups()
        self._show_heading(listed)
        announce = self._announce_result
        self._announce_result = None
        outcome = self.outcome
        if announce is not None:
            self._set_status("")
            announce(listed)
        elif listed.cut_off:
            outcome.show_words(tr(words.cut_off), outcome.finish, outcome.undo, is_good=False)
        elif listed.may_undo:
            outcome.show_words(tr(words.is_applied), outcome.undo)
        first = self.model.index(0, 0, self.model.index(0, 0))
        if first.isValid() and not self.model.sections[0].is_folded:
            self.tree.setCurrentIndex(first)
        else:
            self.detail.clear()
        self._on_choice_changed()

    def _show_heading(self, listed: ListedChanges) -> None:
        task = foreign(" ".join(listed.record.task.split()), _LONGEST_TASK)
        self._task.setText(Message(self._words.heading, task=task) if task else self._words.plain_heading)
        is_decided = listed.record.status in {"taken", "discarded"} or listed.may_undo
        self.decided.emit(is_decided)
        if isinstance(self._changes, DeskChanges):
            self._sentence.setText(_desk_sentence(listed, is_decided=is_decided))
        else:
            self._sentence.setText(_MEANS if listed.receipt.changes else _NOTHING_TO_UNDO)
        if not listed.receipt.names_known:
            self._set_status(_UNKNOWN_NAMES)

    def _unfold_groups(self) -> None:
        for row, section in enumerate(self.model.sections):
            self.tree.setFirstColumnSpanned(row, QModelIndex(), True)  # noqa: FBT003 - Qt's own way
            for line in range(0 if section.changes else min(section.size, _MOST_SPANNED)):
                self.tree.setFirstColumnSpanned(line, self.model.index(row, 0), True)  # noqa: FBT003
            self.tree.setExpanded(self.model.index(row, 0), not section.is_folded)

    def _on_line_chosen(self, index: QModelIndex) -> None:
        listed = self._listed
        change = self.model.change_at(index)
        self._looking.drop()
        if change is None or listed is None:
            text = str(index.siblingAtColumn(0).data() or "") if index.isValid() and index.parent().isValid() else ""
            self.detail.show_text(text, "") if text else self.detail.clear()
            return
        self._looking.start(partial(facts_of, change, listed.record.layers, self._home, self._words))

    def _show_facts(self, facts: object) -> None:
        if isinstance(facts, ChangeFacts):
            self.detail.show_facts(facts, self.model.choice.answer_to(facts.change))

    def _answer(self, change: DeskChange, answer: ConflictAnswer) -> None:
        self.model.choice.answer(change, answer)
        self.model.emit_changed(self.tree.currentIndex())

    def _on_choice_changed(self) -> None:
        changes = self.changes
        number = len(self.model.choice.of(changes))
        words = self._words
        counted = Message(words.apply, changes=counted_changes(number))
        self.take.setText(counted if number else words.apply_none)
        self.take.setVisible(bool(changes) or not self.is_read)
        may_act = self._listed is not None and not self._listed.cut_off
        self.take.setEnabled(bool(number) and may_act)
        self.discard.setEnabled(bool(changes) and may_act)
        change = self.model.change_at(self.tree.currentIndex())
        if change is not None:
            self.detail.follow(change, self.model.choice.answer_to(change))

    def _apply_chosen(self) -> None:
        chosen = self.model.choice.of(self.changes)
        answers = dict(self.model.choice.answers)
        self._start_act(lambda: self._changes.apply(chosen, answers), self._announce_applied)

    def _finish(self) -> None:
        self._start_act(self._changes.finish, self._announce_applied)

    def _undo(self) -> None:
        self._start_act(self._changes.undo, partial(self._announce, self._words.undone))

    def _ask_to_discard(self) -> None:
        outcome = self.outcome
        changes = counted_changes(len(self.changes))
        outcome.show_words(
            gettext("{changes} will be permanently discarded.", changes=changes),
            outcome.discard,
            outcome.keep,
            more=(gettext("Anything you've already applied will be kept."),),
            is_good=False,
        )
        outcome.keep.setFocus()

    def _discard(self) -> None:
        done = gettext("Discarded. Your files are unchanged.")
        if isinstance(self._changes, DeskChanges):
            self._start_act(self._changes.discard, lambda _, __: self.outcome.show_words(done))

    def _start_act(self, work: Callable[[], _Result], announce: Callable[[_Result, ListedChanges], None]) -> None:
        """Do `work` on a worker thread; call `announce` with its result once the changes are read again."""
        for button in (self.take, self.discard):
            button.setEnabled(False)
        self.is_acting = True
        self.outcome.hide()
        self._set_status(Message("Working…"))

        def done() -> None:
            result = work()
            self._announce_result = lambda read: announce(result, read)

        self._acting.start(done)

    def _on_act_finished(self, _: object) -> None:
        self.is_acting = False
        if self.isVisible():
            self.refresh()
        else:
            self.close()

    def _announce_applied(self, result: TakeResult, listed: ListedChanges) -> None:
        undo = (self.outcome.undo,) if listed.may_undo else ()
        notes = (tr(self._words.is_kept),) if result.taken and listed.may_undo else ()
        self._announce(self._words.applied, result, listed, *undo, more=notes)

    def _announce(
        self, words: str, result: TakeResult, listed: ListedChanges, *buttons: QPushButton, more: Sequence[str] = ()
    ) -> None:
        refused = [tr(refusal(entry, listed.record.layers, self._home, self._words)) for entry in result.refused]
        if len(refused) > _MOST_REFUSED:
            refused[_MOST_REFUSED:] = [gettext("… and {rest} more", rest=len(refused) - _MOST_REFUSED)]
        done = tr(Message(words, changes=counted_changes(len(result.taken))))
        self.outcome.show_words(done, *buttons, more=(*refused, *more), is_good=not refused)

    def _copy(self, change: DeskChange) -> None:
        listed = self._listed
        if listed is not None:
            place = places().cache / COPIES
            self._copying.start(lambda: copy_to_view(change, listed.record.layers, place, self._words))

    def _open_copy(self, copy: object) -> None:
        if isinstance(copy, Path):
            opened = self._opener(QUrl.fromLocalFile(str(copy)))
            self._set_status(_READ_ONLY if opened else Message("No program on this computer can open it."))

    def _on_failure(self, error: object) -> None:
        if self._listed is None:
            self._sentence.setText(str(error))
        else:
            self._set_status(str(error))

    def _set_status(self, words: str) -> None:
        self._status.setText(words)
        self._status.setVisible(bool(words))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Drop pending reads; close only after a running act has finished."""
        if self.is_acting:
            event.ignore()
            self.hide()
            return
        for task in (self._reading, self._looking, self._copying):
            task.drop()
        super().closeEvent(event)


def _desk_sentence(listed: ListedChanges, *, is_decided: bool) -> str:
    """Return what the changes of a desk mean now."""
    changes = listed.receipt.changes
    if is_decided and changes and all(change.group == SETTINGS for change in changes):
        return _SETTINGS_LEFT
    if changes:
        return _REST_COUNTS_NOT if is_decided else _NOTHING_COUNTS
    if is_decided:
        return _NOTHING_LEFT
    if listed.receipt.left_out:
        return Message("The desk made no changes that can be applied.")
    return Message("The desk hasn't changed anything.")


class OutcomeStrip(QFrame):
    """Shows the outcome of an act, or a question; hidden otherwise."""

    def __init__(
        self,
        words: SetWords,
        *,
        undo: Callable[[], object],
        finish: Callable[[], object],
        discard: Callable[[], object],
    ) -> None:
        """Start hidden, with the functions of its buttons."""
        super().__init__()
        self.setProperty("role", "panel")
        self._words = text_label(role="heading", selectable=True)
        self._more = text_label(selectable=True)
        self.undo = text_button(words.undo, undo, name=words.undo_name)
        self.finish = text_button(FINISH, finish, role="primary")
        self.discard = text_button(Message("Discard for good"), discard, role="no")
        self.keep = text_button(Message("Cancel"), self.hide)
        column = QVBoxLayout(self)
        column.addLayout(WrapRow(self._words, None, self.undo, self.finish, self.discard, self.keep))
        column.addWidget(self._more)
        self.hide()

    def show_words(self, words: str, *buttons: QPushButton, more: Sequence[str] = (), is_good: bool = True) -> None:
        """Show an outcome or a question, in translated lines."""
        for button in (self.undo, self.finish, self.discard, self.keep):
            button.setVisible(button in buttons)
        self._words.show_foreign(words)
        set_state(self._words, "role", "ok" if is_good else "warn")
        self._more.show_foreign("\n".join(more))
        self._more.setVisible(bool(more))
        self.show()

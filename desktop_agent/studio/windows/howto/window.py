"""The *Guide* window: a run's acts as steps for other people, before they are written to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.studio.howto.crop import pictures_of
from desktop_agent.studio.howto.edits import Draft, EditedStep, write_draft
from desktop_agent.studio.howto.instruction import Instruction, plain
from desktop_agent.studio.howto.make import GuideKind, draft_of, make_guide
from desktop_agent.tasks.windows.step_picture import StepPicture
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Panes, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import text_button, text_label

TITLE = Message("Desktop Agent — How-to")
_SIZE = QSize(1040, 640)
_SHARES = (400, 600)
_LONGEST_TITLE = 300
_KINDS: tuple[tuple[GuideKind, str], ...] = (("html", "HTML"), ("markdown", Message("Markdown")), ("pdf", "PDF"))
_STEP = Qt.ItemDataRole.UserRole
_LONGEST_SHOWN = 200
_LONGEST_TEXT = 1_000
_HINT = Message("Words between *asterisks* are emphasized.")


def open_guide(folder: Path, *, opener: Callable[[QUrl], object] = QDesktopServices.openUrl) -> GuideWindow:
    """Show the window for the run in a folder; RecordError where it cannot be read. Closing destroys it.

    Keep a reference until its `destroyed`. `opener` shows a written file in another program.
    """
    window = GuideWindow(folder, draft_of(folder), opener)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.show()
    return window


class GuideWindow(QWidget):
    """Edits one how-to. Changes are saved in the run's folder when a file is written and when the window closes."""

    def __init__(self, folder: Path, draft: Draft, opener: Callable[[QUrl], object]) -> None:
        super().__init__()
        self._folder, self._opener, self._saved = folder, opener, draft
        self.title = QLineEdit(draft.title)
        self.title.setMaxLength(_LONGEST_TITLE)
        self.title.setAccessibleName(gettext("How-to title"))
        self.steps, self.pane = StepList(), StepPane()
        self._status = text_label(role="muted", selectable=True)
        self._writing = BackgroundTask(self)
        self._writing.done.connect(self._written)
        self._writing.failed.connect(self._failed)
        self._build()
        self.steps.chosen.connect(self._show_step)
        self.steps.changed.connect(self._clear_status)
        self.pane.renamed.connect(self._rename)
        self.steps.show_steps(draft.steps)

    @property
    def draft(self) -> Draft:
        """Return the how-to with the current changes."""
        return Draft(self.title.text().strip() or self._saved.title, self.steps.steps)

    def export(self, kind: GuideKind) -> None:
        """Write a file of this kind into the run's folder, and open it."""
        if self._save():
            folder = self._folder
            self._status.setText(gettext("Writing the how-to…"))
            self._writing.start(lambda: make_guide(folder, [kind]))

    def _build(self) -> None:
        self.setWindowTitle(tr(TITLE))
        inside = Page()
        column_of(inside, Panes((self.steps, self.pane), _SHARES, stretch=(2, 3)))
        buttons = WrapRow()
        buttons.addWidget(text_label(Message("Write as"), wraps=False))
        for number, (kind, name) in enumerate(_KINDS):
            role = "" if number else "primary"
            button = text_button(
                name, partial(self.export, kind), role=role, name=Message("Write as {name}", name=name)
            )
            buttons.addWidget(button)
        buttons.spring()
        buttons.addWidget(text_button(Message("Close"), self.close))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addWidget(self.title)
        layout.addWidget(Scrolling(inside, Message("Steps")).fill(), 1)
        layout.addWidget(self._status)
        layout.addLayout(buttons)
        FollowsHeight(self, layout)
        keep_on_screen(self, _SIZE)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self.steps.view.setFocus()

    def _show_step(self) -> None:
        step = self.steps.current
        picture = next(pictures_of(self._folder, [step]), None) if step else None
        self.pane.show_step(step.text if step else "", picture.data if picture else b"")

    def _rename(self, text: str) -> None:
        step = self.steps.current
        if step is not None and text.strip():
            self.steps.rename(replace(step, text=text))

    def _save(self) -> bool:
        """Save changes; return whether that succeeded."""
        draft = self.draft
        if draft == self._saved:
            return True
        try:
            write_draft(self._folder, draft)
        except DesktopAgentError as error:
            self._failed(error)
            return False
        self._saved = draft
        return True

    def _clear_status(self) -> None:
        self._status.setText("")

    def _written(self, paths: object) -> None:
        if isinstance(paths, list):
            self._status.setText(gettext("Written: {paths}", paths=paths[0]))
            self._opener(QUrl.fromLocalFile(str(paths[0])))

    def _failed(self, error: object) -> None:
        self._status.setText(str(error))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save changes; where that fails, keep the window open with the error."""
        if self._save():
            self._writing.drop()
            event.accept()
        else:
            event.ignore()


class StepList(QWidget):
    """The list of steps; `chosen` is emitted at a new selection, `changed` at any edit."""

    chosen = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view = QListWidget()
        self.view.setAccessibleName(gettext("Steps"))
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.view.setWordWrap(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setSpacing(4)
        self._up = text_button(Message("Up"), lambda: self.shift(-1), name=Message("Move the step up"))
        self._down = text_button(Message("Down"), lambda: self.shift(1), name=Message("Move the step down"))
        column_of(self, self.view, WrapRow(self._up, self._down), room=self.view)
        self.view.currentRowChanged.connect(lambda *_: self._follow())
        self.view.itemChanged.connect(lambda *_: self.changed.emit())
        self.view.model().rowsMoved.connect(lambda *_: self._moved())

    def show_steps(self, steps: Sequence[EditedStep]) -> None:
        """Show these steps, the first one selected."""
        self.view.blockSignals(True)  # noqa: FBT003 - Qt's own way
        self.view.clear()
        for each in steps:
            item = QListWidgetItem()
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if each.left_out else Qt.CheckState.Checked)
            item.setData(_STEP, each.step)
            self.view.addItem(item)
        self._number()
        self.view.blockSignals(False)  # noqa: FBT003
        self.view.setCurrentRow(0)
        self._follow()

    @property
    def steps(self) -> tuple[EditedStep, ...]:
        """Return the steps as they are now."""
        items = (self.view.item(row) for row in range(self.view.count()))
        return tuple(EditedStep(_step(item), item.checkState() != Qt.CheckState.Checked) for item in items)

    @property
    def current(self) -> Instruction | None:
        """Return the selected step."""
        item = self.view.currentItem()
        return _step(item) if item else None

    def rename(self, step: Instruction) -> None:
        """Replace the selected step."""
        item = self.view.currentItem()
        if self.current not in {None, step}:
            item.setData(_STEP, step)
            self._number()
            self.changed.emit()

    def shift(self, way: int) -> None:
        """Move the selected step by one place."""
        row = self.view.currentRow()
        if 0 <= row < self.view.count() and 0 <= row + way < self.view.count():
            self.view.insertItem(row + way, self.view.takeItem(row))
            self.view.setCurrentRow(row + way)
            self._moved()

    def _moved(self) -> None:
        self._number()
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        row = self.view.currentRow()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < self.view.count() - 1)
        self.chosen.emit()

    def _number(self) -> None:
        was = self.view.blockSignals(True)  # noqa: FBT003
        for row in range(self.view.count()):
            item = self.view.item(row)
            item.setText(
                Message(
                    "{part}.  {longest_shown}",
                    part=row + 1,
                    longest_shown=visible(plain(_step(item).text), _LONGEST_SHOWN),
                )
            )
        self.view.blockSignals(was)


def _step(item: QListWidgetItem) -> Instruction:
    step: object = item.data(_STEP)
    if not isinstance(step, Instruction):
        raise TypeError(step)
    return step


class StepPane(QWidget):
    """A pane with one step; `renamed` has its text at each change by the person."""

    renamed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._picture = StepPicture()
        self.text = QLineEdit()
        self.text.setMaxLength(_LONGEST_TEXT)
        self.text.setAccessibleName(gettext("Step text"))
        self.text.textEdited.connect(self.renamed.emit)
        layout = column_of(self, self._picture, room=self._picture)
        layout.addWidget(self.text)
        layout.addWidget(text_label(_HINT, "muted"))
        self.show_step("", b"")

    def show_step(self, text: str, picture: bytes) -> None:
        """Show a step's text and picture; empty bytes mean no picture."""
        self._picture.show_picture(picture)
        self.text.setEnabled(bool(text))
        if self.text.text() != text:
            self.text.setText(text)
            self.text.setCursorPosition(0)

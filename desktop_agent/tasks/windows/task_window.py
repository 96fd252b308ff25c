"""The windows that show a task's text: to confirm it, and to edit and save it, with its steps' pictures."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QImage, QPainter, QPaintEvent, QPen, QSyntaxHighlighter
from PySide6.QtWidgets import QInputDialog, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, gettext, tr, visible
from desktop_agent.lib.paths import places
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.record.reader import read_ends
from desktop_agent.settings import Settings
from desktop_agent.tasks.saved.from_run import task_of_run
from desktop_agent.tasks.saved.source import task_to_save
from desktop_agent.tasks.saved.store import TaskStore, task_from
from desktop_agent.tasks.saved.text import FENCE, declaration, write_task
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.task import VARIABLE, TaskVariable, VariableType
from desktop_agent.ui.preferences.confirm_window import ClickWatch, Confirmation, ConfirmWords, click_watch
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Panes, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label

if TYPE_CHECKING:
    from desktop_agent.tasks.saved.store import TaskFile


def confirm_words(name: str) -> ConfirmWords:
    """Return the words around the text of a task."""
    return ConfirmWords(
        Message("Confirm only if you want exactly this every time the task runs."),
        f"desktop-agent run {name}",
        Message("Confirm a task"),
        Message("Task text"),
        Message("Let this task run"),
    )


class TaskConfirmation:
    """Asks about one task at a time; `watch` distinguishes a person's clicks from injected ones."""

    def __init__(self, watch: ClickWatch | None = None) -> None:
        self._asking = Confirmation(watch or partial(click_watch, places().config_file, os.environ))

    def ask(
        self,
        store: TaskStore,
        file: TaskFile,
        confirmed: Callable[[], object],
        failed: Callable[[SettingsError], object],
        sibling: QWidget | None = None,
    ) -> None:
        """Show the text of a task; a yes confirms it and calls `confirmed`, or `failed` if it can't be stored."""

        def confirm() -> None:
            try:
                store.confirm(file)
            except SettingsError as error:
                failed(error)
            else:
                confirmed()

        self._asking.ask(file.text.rstrip("\n").split("\n"), confirm_words(file.name), confirm, sibling)

    def end(self) -> None:
        """Close the window that asks."""
        self._asking.end()


_NO_PICTURE = Message("There is no screenshot of this step.")
_RING_PX = 11.0
_PEN_PX = 2.5


class StepPicture(QWidget):
    """A widget with a picture that is shrunk to fit but never enlarged; without a picture, a text."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._points = tuple[tuple[int, int], ...]()
        self.setAccessibleName(gettext("Step screenshot"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(120, 75))

    def show_picture(self, data: bytes, points: tuple[tuple[int, int], ...] = ()) -> None:
        """Show a picture with rings around points in its pixels."""
        self._image = QImage.fromData(data)
        self._points = points
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which the picture is readable."""
        return QSize(560, 350)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and the rings."""
        painter = QPainter(self)
        now = colours()
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        if self._image.isNull():
            painter.setPen(QColor(now.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, tr(_NO_PICTURE))
            return
        size = self._image.size()
        if size.width() > self.width() or size.height() > self.height():
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self.width() - size.width()) / 2
        top = (self.height() - size.height()) / 2
        place = QRectF(left, top, size.width(), size.height())
        painter.drawImage(place, self._image)
        painter.setPen(QColor(now.line))
        painter.drawRect(place)
        scale = size.width() / self._image.width()
        painter.setPen(QPen(QColor(now.bad), _PEN_PX))
        for x, y in self._points:
            painter.drawEllipse(QPointF(left + x * scale, top + y * scale), _RING_PX, _RING_PX)


_SIZE = QSize(900, 600)
_SHARES = (540, 320)
_LONGEST_TITLE = 60
_LONGEST_VALUE = 40
_EXPLANATION = Message(
    "This is the whole task. Change or delete any line. Select any text that changes from run to run, and turn it into "
    "a variable."
)
_NAME = "task"  # in an error, until it has one
_NAME_IT = Message("Name (letters, digits and _)")
_LOOKS_LIKE: Mapping[VariableType, str] = {"date": r"\d{4}-\d{2}-\d{2}", "number": r"[+-]?\d+(?:[.,]\d+)?"}
_PICTURE = re.compile(r"^ +(?:at: (?P<points>[\d, ]+) in \S+$|picture: (?P<picture>\S.*)$)", re.MULTILINE)


def open_task_window(folder: Path, *, watch: ClickWatch | None = None) -> TaskWindow:
    """Return the window for a run's task, not shown yet; RecordError where the run has none.

    A template or a saved task has its variables there, with the run's values as their defaults. `watch` recognises a
    person's click.
    """
    started, _ = read_ends(folder)
    saved = task_to_save(started, folder, Settings()) if started is not None else None
    if saved is not None:
        book = saved.book
    else:
        task = task_of_run(folder, Settings())
        title = visible(" ".join(task.words.split()), _LONGEST_TITLE)
        book = StepBook(replace(task, title=title), lambda _: None)
    window = TaskWindow(book, TaskConfirmation(watch))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return window


class TaskWindow(QWidget):
    """`saved`: the file of the task; `over`: the window was closed, with or without saving."""

    saved = Signal(object)  # TaskFile
    over = Signal()

    def __init__(self, book: StepBook, confirmation: TaskConfirmation | None = None) -> None:
        """Show a task; with a confirmation, it is stored here under its title, and then confirmed."""
        super().__init__()
        self._png = book.png
        self._confirmation = confirmation
        self.setWindowTitle(gettext("{title} — Desktop Agent", title=tr(Message("Save as a task"))))
        self.text = QPlainTextEdit(write_task(book.task))
        self.text.setAccessibleName(gettext("Task text"))
        self.text.setTabChangesFocus(True)
        self._muted = _MutedDetails(self.text.document())
        self._picture = StepPicture()
        self._message = text_label(role="bad")
        self._picture.setVisible(any(step.picture for step in book.task.steps))
        self._make = text_button(Message("Turn the selection into a variable…"), self._ask_name)
        self._save = text_button(Message("Save"), self.save, role="primary")
        self._lay_out()
        self.text.cursorPositionChanged.connect(self._show_step)
        self.text.selectionChanged.connect(self._update_variable_button)
        self._update_variable_button()
        self._show_step()

    def make_variable(self, name: str) -> None:
        """Replace the selection by a variable; the selected text becomes its default."""
        cursor = self.text.textCursor()
        value = cursor.selectedText().replace("\u2029", "\n")
        kinds = (kind for kind, form in _LOOKS_LIKE.items() if re.fullmatch(form, value, re.ASCII))
        kind: VariableType = next(kinds, "text")
        cursor.beginEditBlock()
        cursor.insertText(f"{{{name}}}")
        cursor.setPosition(self.text.toPlainText().index(f"\n{FENCE}\n"))
        cursor.insertText("\n".join(("", *declaration(TaskVariable(name, kind, default=value)))))
        cursor.endEditBlock()

    def save(self) -> None:
        """Read the text as a task, and store it if that is wanted; show the error where that fails."""
        self._message.hide()
        confirmation = self._confirmation
        store = TaskStore(places().config)
        try:
            file = task_from(self.text.toPlainText(), _NAME, self._png)
            if confirmation is not None:
                file = store.keep(store.free_name(file.task.summary), file)
        except SettingsError as error:
            self._show_message(str(error))
            return
        self.saved.emit(file)
        if confirmation is None or store.is_confirmed(file):
            self.close()
            return
        for part in (self.text, self._make, self._save):
            part.setEnabled(False)
        self._show_message(Message("Saved. It can run after you confirm it."), "muted")
        confirmation.ask(store, file, self.close, lambda error: self._show_message(str(error)), self)

    def _ask_name(self) -> None:
        chosen = visible(self.text.textCursor().selectedText(), _LONGEST_VALUE)
        title = tr(Message("Variable for “{text}” — Desktop Agent", text=chosen))
        name, ok = QInputDialog.getText(self, title, tr(_NAME_IT))
        if ok and re.fullmatch(VARIABLE, name.strip()):
            self.make_variable(name.strip())
        elif ok:
            self._show_message(Message("“{name}” isn't a valid variable name.", name=visible(name, _LONGEST_VALUE)))

    def _show_message(self, words: str, role: str = "bad") -> None:
        set_state(self._message, "role", role)
        self._message.setText(words)
        self._message.show()

    def _update_variable_button(self) -> None:
        self._make.setEnabled(self.text.textCursor().hasSelection())

    def _show_step(self) -> None:
        """Show the picture of the step at the cursor, with rings at its points."""
        text = self.text.toPlainText()
        at = self.text.textCursor().position()
        step = text[:at].rpartition("\n\n")[2] + text[at:].partition("\n\n")[0]
        details = {name: text for match in _PICTURE.finditer(step) for name, text in match.groupdict().items() if text}
        pairs = [pair.split(",") for pair in details.get("points", "").split()]
        self._picture.show_picture(
            self._png(details.get("picture", "")) or b"", tuple((int(x), int(y)) for x, y in pairs)
        )

    def _lay_out(self) -> None:
        set_state(self._make, "dense", "true")
        self._message.hide()
        left = QWidget()
        page = Page()
        column = QVBoxLayout(self)
        column_of(left, self.text, WrapRow(self._make), room=self.text)
        panes = Panes((left, self._picture), _SHARES)
        column_of(page, text_label(_EXPLANATION, "muted"), panes, room=panes)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(text_label(Message("Save as a task"), "heading"))
        column.addWidget(Scrolling(page).fill(), 1)
        column.addWidget(self._message)
        column.addLayout(WrapRow(text_button(Message("Cancel"), self.close), None, self._save))
        FollowsHeight(self, column)
        keep_on_screen(self, _SIZE)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the confirmation as well."""
        if self._confirmation is not None:
            self._confirmation.end()
        self.over.emit()


class _MutedDetails(QSyntaxHighlighter):
    """Shows the indented lines under a step in a muted colour."""

    def highlightBlock(self, text: str) -> None:
        if text.startswith(" "):
            self.setFormat(0, len(text), QColor(colours().muted))

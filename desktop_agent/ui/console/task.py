"""The task that is written: its field, its start, the files attached to it, and what should be seen at its end.

While the field is empty, a menu offers saved tasks, examples and the tasks of earlier runs; then *Start* takes its
place. Where the model follows plain steps alone, the text is checked a moment after the last key, and the line below
says which step is not understood.

A file is dropped anywhere on the window, pasted into the task, or chosen. Where it goes is said beside the terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import PurePath
from typing import TypeVar

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.runs.events import AGENT, STEPS, RunStarted
from desktop_agent.core.texts.message import Message, foreign, gettext, template, tr, visible
from desktop_agent.runtime import registry
from desktop_agent.ui.offers import SavedTasks
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import IconButton, set_state, set_tip, text_button, text_label

Chosen = TypeVar("Chosen")
_LINES = 4
_LINES_FLAT = 2
_LEAST_LINES = 1
_MARGINS_PX = 24
_IN_MENU = 20  # earlier runs
_LONGEST_TITLE = 60
_SUBMITS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
IN_OWN_WORDS = (
    Message("Write a shopping list in the text editor"),
    Message("Make a folder for this month in Documents"),
    Message("Find the newest file in Downloads and open it"),
)
IN_PLAIN_STEPS = (  # for the built-in model, which finds what it reads
    'open "Mousepad"; type "Milk, eggs, bread"; press ctrl+s',
    'click "File"; click "Save As…"',
    'fill "Name" with "Anna"; tick "Newsletter"',
)
_AFTER_MS = 700  # without a key: half a word is no mistake


class TaskField(QPlainTextEdit):
    """Several lines for a task."""

    submitted = Signal()
    given = Signal(list)  # paths of files that were dropped or pasted here

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(gettext("Task"))
        self.setPlaceholderText(gettext("What should be done? Press Ctrl+Enter to start."))
        self.setTabChangesFocus(True)
        self._lines = _LINES
        self.setMinimumHeight(self._height_of(_LEAST_LINES))

    def ask_for_lines(self, lines: int) -> None:
        """Have room for this many lines, unless the person has made it."""
        self._lines = lines
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for a few lines."""
        return QSize(super().sizeHint().width(), self._height_of(self._lines))

    def minimumSizeHint(self) -> QSize:
        """Return the room for one line."""
        return QSize(super().minimumSizeHint().width(), self._height_of(_LEAST_LINES))

    def _height_of(self, lines: int) -> int:
        return self.fontMetrics().lineSpacing() * lines + _MARGINS_PX

    def put(self, task: str) -> None:
        """Write a task into the field, with the cursor at its end."""
        self.setPlainText(task)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Start on Ctrl+Enter."""
        if event.key() in _SUBMITS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take files, too, unless nothing may be written."""
        return bool(files_in(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take files as what they are, and not their addresses as text."""
        if files := files_in(source):
            self.given.emit(files)
        else:
            super().insertFromMimeData(source)


class TaskEntry(QWidget):
    """The field. `start`, and in its place `offers` while nothing is written, stand below it, and `hints` too."""

    submitted = Signal(str)  # the task
    written = Signal(bool)  # a task is being written; whether the model follows plain steps alone
    again_asked = Signal(object)  # RunStarted of an earlier run, whose task is no text for the field

    def __init__(self, saved: SavedTasks | None = None, parent: QWidget | None = None) -> None:
        """Take the tasks that are saved."""
        super().__init__(parent)
        self.field = TaskField(self)
        self.start = text_button(Message("Start"), self._submit, role="primary")
        self.start.setParent(self)
        self.offers = text_button(Message("Examples"), name=Message("Examples, saved tasks and earlier tasks"))
        self.offers.setParent(self)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_task_menu)
        self.offers.setMenu(self._menu)
        self._saved = saved
        self._running = False
        self._plain_steps = False
        self._is_title = False
        self._problem = ""
        self._started = ""
        self.hints = TaskHints(self)
        self._checking = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._checking.timeout.connect(self._show_step_problem)
        column_of(self, self.field, room=self.field)
        self.field.submitted.connect(self._submit)
        self.field.textChanged.connect(self._change)
        self._update_start()

    def take_keyboard(self) -> None:
        """Focus the field; the first letter typed replaces a task that was started, but not a draft."""
        self.field.setFocus()
        if self.field.toPlainText() == self._started:
            self.field.selectAll()

    def show_running(self, task: str) -> None:
        """Show the task that is running, unless something else has been written."""
        self._is_title = False
        if not self.field.toPlainText().strip():
            self._started = task
            self.field.setPlainText(task)

    def show_title(self) -> None:
        """Take what is shown as running for a title, which is no task to start again."""
        self._is_title = True

    def set_running(self, running: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Disable Start while a task is running, and keep its words."""
        self._running = running
        if running != self.field.isReadOnly():
            self.field.setReadOnly(running)
            if self._is_title and not running and self.field.toPlainText() == self._started:
                self.field.clear()
            self.field.moveCursor(QTextCursor.MoveOperation.Start if running else QTextCursor.MoveOperation.End)
            self._show_step_problem()
        self._update_start()

    def expect(self, *, plain_steps: bool, problem: str) -> None:
        """Check what is written if the model follows plain steps alone; do not start while there is a problem."""
        self._plain_steps = plain_steps
        self._problem = problem
        self._update_start()
        self._show_step_problem()

    def set_compact(self, flat: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Ask for fewer lines where there is little height."""
        self.field.ask_for_lines(_LINES_FLAT if flat else _LINES)

    def _update_start(self) -> None:
        written = bool(self.field.toPlainText().strip())
        self.start.setEnabled(not self._running and written and not self._problem)
        self.start.setVisible(written and not self._running)
        self.offers.setVisible(not (written or self._running))

    def _change(self) -> None:
        self._update_start()
        self.hints.show_trouble("")
        if not (self._running or self._problem) and self.field.toPlainText().strip():
            self.written.emit(self._plain_steps)
            self._checking.start()

    def _show_step_problem(self) -> str:
        """Show and return what is said of the first step that the model would not understand."""
        self._checking.stop()
        task = self.field.toPlainText()
        trouble = ""
        if self._plain_steps and not (self._running or self._problem) and task.strip():
            trouble = next(filter(None, (offer.create(task) for offer in registry.at("step-check"))), "")
        self.hints.show_trouble(trouble)
        return trouble

    def _use_task(self, task: str) -> None:
        self.field.put(task)
        self.field.setFocus()

    def _submit(self) -> None:
        if self.start.isEnabled() and not self._show_step_problem():
            self._started = self.field.toPlainText()
            self.submitted.emit(self._started)

    def _fill_task_menu(self) -> None:
        self._menu.clear()
        if self._saved is not None:
            add_saved_tasks(self._menu, self._saved)
        _add_heading(self._menu, Message("Examples"))
        for example in IN_PLAIN_STEPS if self._plain_steps else IN_OWN_WORDS:
            self._add_menu_task(tr(example))
        if earlier := earlier_tasks(_IN_MENU):
            _add_heading(self._menu, Message("Earlier tasks"))
        for title, started in earlier.items():
            if started.source is not None or started.provider == STEPS:
                self._menu.addAction(menu_text(title)).triggered.connect(
                    partial(_choose, self.again_asked.emit, started)
                )
            else:
                self._add_menu_task(title)

    def _add_menu_task(self, task: str) -> None:
        self._menu.addAction(menu_text(task)).triggered.connect(lambda *_: self._use_task(task))


def earlier_tasks(most: int) -> Mapping[str, RunStarted]:
    """Return the tasks of the newest runs by what they are called, each once; none where they cannot be read.

    Sessions of other agents are left out: they have no task of their own.
    """
    from desktop_agent.lib.paths import places
    from desktop_agent.record.reader import read_ends
    from desktop_agent.record.store import RunStore

    tasks = dict[str, RunStarted]()
    with suppress(DesktopAgentError):
        for folder in RunStore(places().runs).folders()[:most]:
            with suppress(DesktopAgentError):
                started, _ = read_ends(folder)
                if started is not None and started.provider != AGENT and started.title.strip():
                    tasks.setdefault(started.title, started)
    return tasks


def menu_text(task: str) -> str:
    """Return a task as a line of a menu."""
    title = visible(" ".join(task.split()), _LONGEST_TITLE)
    return title.replace("&", "&&")  # an ampersand would become a mnemonic


def add_saved_tasks(menu: QMenu, saved: SavedTasks) -> None:
    """Add a person's tasks and the templates to a menu, by their titles."""
    for section, tasks in ((Message("Saved tasks"), saved.listed()), (Message("Templates"), saved.templates())):
        if tasks:
            _add_heading(menu, section)
        for name, title in tasks:
            menu.addAction(menu_text(title or name)).triggered.connect(partial(_choose, saved.open, name))


def _add_heading(menu: QMenu, words: str) -> None:
    menu.addSeparator()
    menu.addAction(tr(words)).setEnabled(False)  # a section's own title isn't shown in every style


def _choose(choose: Callable[[Chosen], object], what: Chosen, _checked: object = None) -> None:
    choose(what)


class TaskHints(QWidget):
    """Which step is not understood, in a line, and another model that would understand it."""

    model_wanted = Signal()
    shown = Signal()  # something is said now that was not, or no longer

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = text_label(role="warn")
        self._words.setAccessibleName(gettext("Hint"))
        model = text_button(Message("Choose a model"), self.model_wanted.emit)
        set_state(model, "dense", "true")
        column_of(self, self._words, WrapRow(model), spacing=4)
        self.hide()

    @property
    def text(self) -> str:
        """Return the sentence."""
        return self._words.text()

    def show_trouble(self, words: str) -> None:
        """Say what is not understood; nothing where that is empty."""
        if words != self.text:
            self._words.setText(words)
            self.setVisible(bool(words))
            self.shown.emit()


_KEY = "run.attach"
_LONGEST = 40
_MEANS = Message("What should be true at the end? Enter one condition per line.")
_OFFERED = template(
    "Without “Prove it”, a run ends when the model says it's done. With it, the program checks the result itself, for "
    "example {example}"
)
_LIKE = 'file:~/Notes/list.txt contains "milk"'
_ADDRESS = re.compile(r"\w+://\S+|\S+@\S+|\bwww\.\S+")
_FILE = re.compile(r"(?<![\w/~.])(?:~?/)?(?:[\w.-]+/)*[\w-]+\.[A-Za-z]\w{1,4}\b(?!/)")
_FOLDER = re.compile(r"(?<![\w/~.])~?/(?:[\w.-]+/?)+")
_QUOTED = re.compile(r'"([^"\n]+)"|“([^”\n]+)”|„([^“”\n]+)[“”]|«\s?([^»\n]+?)\s?»')
_EXPECTED_LINES = 2
_FIELD_MARGINS_PX = 24


class AttachLine(QWidget):
    """A button for each file; the one that adds files stands elsewhere."""

    changed = Signal()  # `flags` are others now

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = IconButton(Message("Attach…"), "plus", self._choose)
        self.button.setParent(self)
        set_tip(self.button, Message("Attachments sent to the model with the task"))
        self._files: tuple[str, ...] = ()
        self._row = QWidget(self)
        self._column = column_of(self, self._row)
        self.button.hide()
        self.hide()

    @property
    def flags(self) -> Mapping[str, object]:
        """Return the attachments as `section.key`; nothing where there are none."""
        return {_KEY: self._files} if self._files else {}

    def add(self, paths: Sequence[str]) -> None:
        """Attach these files as well."""
        self.replace((*self._files, *paths))

    def take_over(self, flags: Mapping[str, object]) -> Mapping[str, object]:
        """Attach what these flags say, in place of what was before, and return the other flags."""
        files = flags.get(_KEY)
        self.replace(tuple(map(str, files)) if isinstance(files, tuple) else ())
        return {key: value for key, value in flags.items() if key != _KEY}

    def follow(self, *, written: bool, running: bool) -> None:
        """Be there where a task is written, and not while one is running: a change would not hold for it."""
        self.button.setVisible(not running and (written or bool(self._files)))
        self.setVisible(not running and bool(self._files))

    def replace(self, files: Sequence[str]) -> None:
        """Attach these files alone, each once."""
        files = tuple(dict.fromkeys(files))
        if files == self._files:
            return
        self._files = files
        row = QWidget(self)
        row.setLayout(WrapRow(*map(self._file_button, files), spacing=6))
        self._column.replaceWidget(self._row, row)
        self._row.hide()
        self._row.deleteLater()
        self._row = row
        self.changed.emit()

    def _file_button(self, file: str) -> IconButton:
        name = foreign(PurePath(file).name, _LONGEST)
        button = IconButton(name.replace("&", "&&"), "cross", partial(self._remove, file))
        button.setAccessibleName(tr(Message("Remove {file}", file=name)))
        set_tip(button, Message("Remove {file}", file=foreign(file, len(file))))
        return button

    def _remove(self, file: str) -> None:
        self.replace([each for each in self._files if each != file])
        self.button.setFocus()

    def _choose(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, tr(Message("Attach — Desktop Agent")))
        self.add(files)


def files_in(data: QMimeData) -> list[str]:
    """Return the paths of the files that are dropped or pasted; empty where something else is."""
    urls = data.urls()
    return [url.toLocalFile() for url in urls] if urls and all(url.isLocalFile() for url in urls) else []


class ExpectLine(QWidget):
    """What should be true at the end: a check box, which stands elsewhere, and a field with a line for each.

    Nothing can be expected of no task, so the box comes with the first letter of one.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = QCheckBox(gettext("Prove it"), self)
        self._field = QPlainTextEdit(self)
        self._field.setAccessibleName(gettext("What should be true at the end?"))
        self._field.setTabChangesFocus(True)
        self._field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._field.setFixedHeight(self._field.fontMetrics().lineSpacing() * _EXPECTED_LINES + _FIELD_MARGINS_PX)
        self._means = text_label(role="muted")
        self._insert = text_button(Message("Insert the example"), self._insert_example)
        set_state(self._insert, "dense", "true")
        self._example = ""
        self._last_task = ""
        column_of(self, self._means, self._field, WrapRow(self._insert), spacing=4)
        self.switch.toggled.connect(self._on_switch)
        self.switch.hide()
        self.hide()

    @property
    def flags(self) -> Mapping[str, object]:
        """Return what is expected, as `section.key`; nothing where the box is not checked."""
        lines = tuple(line.strip() for line in self._field.toPlainText().splitlines() if line.strip())
        return {"run.expect": lines} if self.switch.isChecked() and lines else {}

    def take_over(self, flags: Mapping[str, object]) -> Mapping[str, object]:
        """Show what is expected by these flags, in place of what was written before, and return the other flags."""
        lines = flags.get("run.expect")
        self._field.setPlainText("\n".join(map(str, lines)) if isinstance(lines, tuple) else "")
        self.switch.setChecked(bool(lines))
        return {key: value for key, value in flags.items() if key != "run.expect"}

    def follow(self, task: str, *, running: bool, is_low: bool) -> None:
        """Be there where a task is written, and not while one is running: a change would not hold for it.

        What holds for one task isn't checked for another after it. Where the window `is_low`, what the box means is
        only its tooltip.
        """
        if running:
            self._last_task = task
        elif self._last_task not in {"", task}:
            self._last_task = ""
            self.switch.setChecked(False)
        self._example = example_of(task)
        on = self.switch.isChecked()
        is_offered = bool(task.strip())
        self.switch.setVisible(not running and (is_offered or on))
        self.setVisible(not running and (on or (is_offered and not is_low)))
        self._field.setPlaceholderText(self._example or _LIKE)
        self._field.setVisible(on)
        self._insert.setVisible(on and bool(self._example))
        offered = Message(_OFFERED, example=self._example or _LIKE)
        set_tip(self.switch, offered)
        self._means.setText(_MEANS if on else offered)

    def _on_switch(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signal
        self._field.setVisible(on)
        if on:
            self._field.setFocus()

    def _insert_example(self) -> None:
        self._field.appendPlainText(self._example)
        self._field.setFocus()


def example_of(task: str) -> str:
    """Return an expectation in the words of a task; empty where they name more than one thing, or none."""
    plain = _ADDRESS.sub(" ", task)
    files = {*_FILE.findall(plain)}
    texts = {"".join(groups) for groups in _QUOTED.findall(plain)}
    folders = {folder.rstrip("/.,") for folder in _FOLDER.findall(_FILE.sub(" ", plain))}
    if len(files) == 1:
        (file,) = files
        if "/" not in file and len(folders) != 1:
            return f"window:{file}"
        return f"file:{file} changed" if "/" in file else f"file:{folders.pop()}/{file} changed"
    return f'screen:"{texts.pop()}"' if not files and len(texts) == 1 else ""

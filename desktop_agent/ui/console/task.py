"""The task field of the console, with its buttons, and the choice of one window.

While the field is empty, a menu offers saved tasks, examples and the tasks of earlier runs; then *Start* takes its
place. Where the model follows plain steps alone, the text is checked a moment after the last key: the step that is not
understood is underlined, and the line below says which it is.
"""

from __future__ import annotations

import gettext as catalogues
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol, cast

from PySide6.QtCore import QMimeData, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.frame import Window
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.host import registry
from desktop_agent.host.registry import StepTrouble
from desktop_agent.lib.platform_files import platform_file
from desktop_agent.ui.console.task_material import files_in
from desktop_agent.ui.offers import SavedTasks
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import set_state, set_tip, text_button, text_label

_log = logging.getLogger(__name__)
_LINES, _LINES_FLAT, _LEAST_LINES = 4, 2, 1
_MARGINS_PX = 24
_REMEMBERED, _IN_MENU = 100, 20  # earlier tasks
_LONGEST_TITLE = 60
_SUBMITS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EDITOR = "mousepad"
# The dialog, the menu and the entry by which editors of GNOME and XFCE save under a name.
_SAVE_AS = ("Save As", "File", "Save As…")
_CATALOGUES = Path("/usr/share/locale")
_ELLIPSES = ("…", "...")
_MARKS = "_&"  # before the letter of a mnemonic, in GTK and in Qt
_MNEMONIC = re.compile(r"[_&](?=\S)|\s*\([_&]?\w\)$")
IN_OWN_WORDS = (
    Message("Write a shopping list in the text editor"),
    Message("Make a folder for this month in Documents"),
    Message("Find the newest file in Downloads and open it"),
)
_LONGEST_MENDED = 80  # on a button
_AFTER_MS = 700  # without a key: half a word is no mistake
_LONGEST_WINDOW_TITLE = 40
WITHIN_S = 60.0
PickWindow = Callable[[], Window | None]


class TaskField(QPlainTextEdit):
    """Several lines for a task; Up on the first line and Down on the last one walk through earlier tasks."""

    submitted = Signal()
    given = Signal(list)  # paths of files that were dropped or pasted here

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._earlier: tuple[str, ...] = ()
        self._at = -1  # in the earlier ones, newest first; -1 is the draft
        self._draft = ""
        self.setAccessibleName(gettext("Task"))
        self.setPlaceholderText(gettext("What should be done? Press Ctrl+Enter to start."))
        self.setTabChangesFocus(True)
        self._lines = _LINES
        self.setMinimumHeight(self._high(_LEAST_LINES))

    def ask_for_lines(self, lines: int) -> None:
        """Have room for this many lines, unless the person has made it."""
        self._lines = lines
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for a few lines."""
        return QSize(super().sizeHint().width(), self._high(self._lines))

    def minimumSizeHint(self) -> QSize:
        """Return the room for one line."""
        return QSize(super().minimumSizeHint().width(), self._high(_LEAST_LINES))

    def _high(self, lines: int) -> int:
        return self.fontMetrics().lineSpacing() * lines + _MARGINS_PX

    def remember(self, tasks: Sequence[str]) -> None:
        """Take the tasks of earlier runs, newest first."""
        self._earlier, self._at = tuple(tasks), -1

    @property
    def earlier(self) -> tuple[str, ...]:
        """Return the tasks of earlier runs, newest first."""
        return self._earlier

    def put(self, task: str) -> None:
        """Write a task into the field, with the cursor at its end."""
        self.setPlainText(task)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Start on Ctrl+Enter; walk through earlier tasks at the edges of the text."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in _SUBMITS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        elif not (plain and self._walks(event.key())):
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

    def _walks(self, key: int) -> bool:
        up = key == Qt.Key.Key_Up and self._is_on(0) and self._walk(1)
        return up or (key == Qt.Key.Key_Down and self._is_on(-1) and self._walk(-1))

    def _is_on(self, line: int) -> bool:
        last = self.document().blockCount() - 1
        return self.textCursor().blockNumber() == (last if line < 0 else line)

    def _walk(self, step: int) -> bool:
        at = self._at + step
        if not -1 <= at < len(self._earlier):
            return False
        if self._at == -1:
            self._draft = self.toPlainText()
        self._at = at
        self.put(self._draft if at == -1 else self._earlier[at])
        return True


class TaskEntry(QWidget):
    """The field. `start`, and in its place `offers` while nothing is written, stand below it, and `hints` too."""

    submitted = Signal(str)  # the task
    written = Signal(bool)  # a task is being written; whether the model follows plain steps alone

    def __init__(
        self, earlier: Callable[[], None], saved: SavedTasks | None = None, parent: QWidget | None = None
    ) -> None:
        """Take what to call before the earlier tasks are shown, and the tasks that are saved."""
        super().__init__(parent)
        self.field = TaskField(self)
        self.start = text_button(Message("Start"), self._submit, role="primary")
        self.start.setParent(self)
        self.offers = text_button(Message("Examples"), name=Message("Examples, saved tasks and earlier tasks"))
        self.offers.setParent(self)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.offers.setMenu(self._menu)
        self._reload, self._saved = earlier, saved
        self._running = self._plain_steps = False
        self._problem = ""
        self._started = ""
        self.hints, self._check = TaskHints(self), StepCheck(self.field)
        self._lay_out()
        self.field.submitted.connect(self._submit)
        self.field.textChanged.connect(self._follow)
        self.field.textChanged.connect(self._tell_written)
        self.hints.mended.connect(self._check.mend)
        self._check.checked.connect(self._follow)
        self._follow()

    def _tell_written(self) -> None:
        if not (self._running or self._problem) and self.field.toPlainText().strip():
            self.written.emit(self._plain_steps)

    def take_keyboard(self) -> None:
        """Focus the field; the first letter typed replaces a task that was started, but not a draft."""
        self.field.setFocus()
        if self.field.toPlainText() == self._started:
            self.field.selectAll()

    def show_running(self, task: str) -> None:
        """Show the task that is running, unless something else has been written."""
        if not self.field.toPlainText().strip():
            self._started = task
            self.field.setPlainText(task)

    def set_running(self, running: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Disable Start while a task is running, and keep its words."""
        self._running = running
        if running != self.field.isReadOnly():
            self.field.setReadOnly(running)
            self.field.moveCursor(QTextCursor.MoveOperation.Start if running else QTextCursor.MoveOperation.End)
        self._follow()

    def expect(self, *, plain_steps: bool, problem: str) -> None:
        """Check what is written if the model follows plain steps alone; do not start while there is a problem."""
        self._plain_steps, self._problem = plain_steps, problem
        self._check.want(plain_steps)
        self._follow()

    def lie_flat(self, flat: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Ask for fewer lines where there is little height."""
        self.field.ask_for_lines(_LINES_FLAT if flat else _LINES)

    def _lay_out(self) -> None:
        column_of(self, self.field, room=self.field)

    def _follow(self) -> None:
        written = bool(self.field.toPlainText().strip())
        self.start.setEnabled(not self._running and written and not self._problem)
        self.start.setVisible(written and not self._running)
        self.offers.setVisible(not (written or self._running))
        if self._running or not written or self._problem or self._check.unknown is None:
            self.hints.clear()
        else:
            self.hints.blame(self._check.unknown)

    def _take(self, task: str) -> None:
        self.field.put(task)
        self.field.setFocus()

    def _submit(self) -> None:
        if self.start.isEnabled() and self._check.look() is None:
            self._started = self.field.toPlainText()
            self.submitted.emit(self._started)

    def _fill(self) -> None:
        self._reload()
        self._menu.clear()
        if self._saved is not None and (kept := self._saved.listed()):
            self._menu.addSection(gettext("Saved tasks"))
            add_saved_tasks(self._menu, kept, self._saved.open)
        self._menu.addSection(gettext("Examples"))
        for example in plain_steps() if self._plain_steps else IN_OWN_WORDS:
            self._offer(tr(example))
        if self.field.earlier:
            self._menu.addSection(gettext("Earlier tasks"))
        for task in self.field.earlier[:_IN_MENU]:
            self._offer(task)

    def _offer(self, task: str) -> None:
        self._menu.addAction(in_menu(task)).triggered.connect(lambda *_: self._take(task))


def in_menu(task: str) -> str:
    """Return a task as a line of a menu."""
    title = visible(" ".join(task.split()), _LONGEST_TITLE)
    return title.replace("&", "&&")  # an ampersand would become a mnemonic


def add_saved_tasks(menu: QMenu, kept: Sequence[tuple[str, str]], choose: Callable[[str], object]) -> None:
    """Add names with titles to a menu."""
    for name, title in kept:
        menu.addAction(in_menu(title or name)).triggered.connect(partial(_choose, choose, name))


def _choose(choose: Callable[[str], object], name: str, _checked: object = None) -> None:
    choose(name)


class TaskHistory:
    """The tasks of earlier runs, newest first and each once; a thread reads them, for there may be thousands."""

    def __init__(self, read: Callable[[], list[str]]) -> None:
        self._read = read
        self.tasks: tuple[str, ...] = ()
        self._reading: threading.Thread | None = None

    def reload(self) -> None:
        """Begin to read again; does nothing while that is under way."""
        if self._reading is None or not self._reading.is_alive():
            self._reading = threading.Thread(target=self._load, name="desktop-agent-task-history", daemon=True)
            self._reading.start()

    def add(self, task: str) -> None:
        """Add a task that is being started."""
        self.tasks = (task, *(one for one in self.tasks if one != task))[:_REMEMBERED]

    def _load(self) -> None:
        try:
            tasks = tuple(dict.fromkeys(task for task in self._read() if task.strip()))[:_REMEMBERED]
        except DesktopAgentError:
            _log.debug("earlier tasks cannot be read", exc_info=True)
            return
        newer = tuple(task for task in self.tasks if task not in tasks)
        self.tasks = (*newer, *tasks)[:_REMEMBERED]


def recorded_tasks() -> list[str]:
    """Return the tasks of all recorded runs, newest first."""
    from desktop_agent.lib.paths import places
    from desktop_agent.record.store import RunStore

    return [summary.task for summary in RunStore(places().runs).all()]


def plain_steps() -> tuple[str, ...]:
    """Return examples for the built-in model, which finds what it reads: with the words that the editor shows here."""
    dialog, menu, entry = (_label_here(name, _EDITOR) for name in _SAVE_AS)
    return (
        (
            Message(
                'open "Mousepad"; type "Milk, eggs, bread"; press ctrl+s; wait for "{dialog}"; type '
                '"shopping.txt"; press enter; wait until "{dialog2}" is gone',
                dialog=dialog,
                dialog2=dialog,
            )
        ),
        f'click "{menu}"; click "{entry}"',
        'fill "Name" with "Anna"; tick "Newsletter"',
    )


class TaskHints(QWidget):
    """Which step is not understood, in a line, and what mends that."""

    mended = Signal()  # the step should be what it was probably meant to be
    model_wanted = Signal()  # another model understands it
    shown = Signal()  # something is said now that was not, or no longer

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = text_label(role="warn")
        self._words.setAccessibleName(gettext("Hint"))
        self._mend = text_button("", self.mended.emit)
        other = text_button(Message("Choose a model"), self.model_wanted.emit)
        for button in (self._mend, other):
            set_state(button, "dense", "true")
        column_of(self, self._words, WrapRow(self._mend, other, spacing=6), spacing=4)
        self.hide()

    @property
    def text(self) -> str:
        """Return the sentence."""
        return self._words.text()

    def clear(self) -> None:
        """Show nothing."""
        self._show("")

    def blame(self, step: StepTrouble) -> None:
        """Say what is not understood; all that could be said instead is told while the pointer rests on it."""
        meant = Message("Change it to {near}", near=step.near)
        # An ampersand would become a mnemonic.
        self._mend.setText(visible(tr(meant), _LONGEST_MENDED).replace("&", "&&"))
        self._mend.setAccessibleName(tr(meant))
        self._mend.setVisible(bool(step.near))
        set_tip(self._words, tr(step.message))
        self._show(step.brief)

    def _show(self, words: str) -> None:
        self._words.setText(words)
        self.setVisible(bool(words))
        self.shown.emit()


class StepCheck(QObject):
    """Does nothing until it is wanted: models that are no followers of plain steps understand other words, too."""

    checked = Signal()  # ask `unknown`

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self._field, self._wanted = field, False
        self.unknown: StepTrouble | None = None
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._timer.timeout.connect(self.look)
        field.textChanged.connect(self._changed)

    def want(self, wanted: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Check from here on, or no longer."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.look()

    def look(self) -> StepTrouble | None:
        """Check now; return and mark what is not understood."""
        self._timer.stop()
        task = self._field.toPlainText()
        self.unknown = None
        if self._wanted and task.strip():
            self.unknown = next(filter(None, (one.create(task) for one in registry.at("step-check"))), None)
        self._mark()
        self.checked.emit()
        return self.unknown

    def mend(self) -> None:
        """Write what was probably meant in the place of what was not understood."""
        if self.unknown is not None and self.unknown.near:
            cursor = self._selected(self.unknown)
            cursor.insertText(self.unknown.near)
            self.look()

    def _changed(self) -> None:
        if not self._wanted:
            return
        if self.unknown is not None:
            self.unknown = None
            self._mark()
            self.checked.emit()
        self._timer.start()

    def _mark(self) -> None:
        marks = []
        if self.unknown is not None and self.unknown.end:
            mark = QTextEdit.ExtraSelection()
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(QColor(colours().bad))
            mark.format, mark.cursor = form, self._selected(self.unknown)
            marks.append(mark)
        self._field.setExtraSelections(marks)

    def _selected(self, step: StepTrouble) -> QTextCursor:
        """Return a cursor with the step selected; Qt counts in UTF-16."""
        task, cursor = self._field.toPlainText(), QTextCursor(self._field.document())
        cursor.setPosition(_utf16(task[: step.start]))
        cursor.setPosition(_utf16(task[: step.end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class WindowChoice(QObject):
    """Chooses on the first press, and takes the choice back on the next."""

    failed = Signal(str)
    changed = Signal()

    def __init__(self, pick: PickWindow, parent: QObject | None = None) -> None:
        """Take what lets the person point at a window; it may block."""
        super().__init__(parent)
        self._pick = pick
        self._window: Window | None = None
        self._task = BackgroundTask(self)
        self._task.done.connect(self._chosen)
        self._task.failed.connect(self._not_chosen)
        self.choosing = False

    @property
    def flags(self) -> Mapping[str, object]:
        """Return the setting that the choice is, for one run."""
        return {"screen.window": hex(self._window.id)} if self._window else {}

    @property
    def title(self) -> str:
        """Return what the chosen window is called; empty without one."""
        return (visible(self._window.title, _LONGEST_WINDOW_TITLE) or "…") if self._window else ""

    def press(self) -> None:
        """Have the person click on a window; or take the choice back."""
        if self._window is not None:
            self._show(None)
        elif not self.choosing:
            self.choosing = True
            self.changed.emit()
            self._task.start(self._pick)

    def _chosen(self, window: object) -> None:
        self._show(window if isinstance(window, Window) else None)

    def _not_chosen(self, error: DesktopAgentError) -> None:
        self._show(None)
        self.failed.emit(str(error))

    def _show(self, window: Window | None) -> None:
        self._window, self.choosing = window, False
        self.changed.emit()


class _PickFile(Protocol):
    def picked_window(self, within_s: float, /) -> int | None: ...


def pick_by_hand() -> Window | None:
    """Let the person click a window; None for none, or for one of ours. ScreenError where nothing tells of it."""
    from desktop_agent.screen.choose import choose_windows

    number = _clicked()
    windows = choose_windows()
    try:
        there = [one for one in windows.titled() if one.pid != os.getpid()] if number is not None else []
        return next((one for one in there if (place := windows.place(one)) and place.id == number), None)
    finally:
        windows.close()


def _clicked() -> int | None:
    """Return the number, as the source of windows here has it, of the window that is clicked; None for none in time."""
    session = "wayland" if os.environ.get("WAYLAND_DISPLAY") else "x11"
    return cast("_PickFile", platform_file(f"{session}.pick_window")).picked_window(WITHIN_S)


def _label_here(name: str, program: str, languages: Sequence[str] = ()) -> str:
    """Return what a program calls a command or a window of its own on this desktop; the English where it says no other.

    `name` has no mnemonic, and an ellipsis where the label has one.
    """
    plain = name.rstrip("….")
    try:
        catalogue = catalogues.translation(program, str(_CATALOGUES), tuple(languages) or tuple(_spoken()))
    except OSError:
        return name
    ends = ("",) if plain == name else _ELLIPSES
    labels = ((written, catalogue.gettext(written)) for written in _as_written(plain, ends))
    found = next((label for written, label in labels if label != written), name)
    return " ".join(_MNEMONIC.sub("", found).split())  # a narrow space before an ellipsis is none that anybody types


def _spoken() -> Iterator[str]:
    """Give the languages that programs are to speak, best first, as gettext has them."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for one in os.environ.get(name, "").split(":"):
            if one and one not in {"C", "POSIX", "C.UTF-8"}:
                yield one


def _as_written(name: str, ends: Sequence[str]) -> Iterator[str]:
    """Yield a name as sources write it: with a mnemonic before any letter or without, and with each of these ends."""
    for end in ends:
        yield name + end
        letters = [at for at, letter in enumerate(name) if letter.isalpha()]
        yield from (f"{name[:at]}{mark}{name[at:]}{end}" for mark in _MARKS for at in letters)

"""What belongs to the next task: what goes to the model with it, and what should be true at its end.

A file is dropped anywhere on the window, pasted into the task, or chosen. Where it goes is said beside the terms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import PurePath

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPlainTextEdit, QWidget

from desktop_agent.core.texts.message import Message, foreign, gettext, template, tr
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import IconButton, set_state, set_tip, text_button, text_label

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
_LINES = 2
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
        self._field.setFixedHeight(self._field.fontMetrics().lineSpacing() * _LINES + _FIELD_MARGINS_PX)
        self._means = text_label(role="muted")
        self._insert = text_button(Message("Insert the example"), self._insert_example)
        set_state(self._insert, "dense", "true")
        self._example = ""
        self._last_task = ""
        column_of(self, self._means, self._field, WrapRow(self._insert), spacing=4)
        self.switch.toggled.connect(self._switched)
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

    def _switched(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signal
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

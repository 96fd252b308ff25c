"""What belongs to the next task: what goes to the model with it, and what should be true at its end.

A file is dropped anywhere on the window, pasted into the task, or chosen. A run, or a file of steps, shows how it was
done before. Where all that goes is said beside the terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import PurePath

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QMenu, QPlainTextEdit, QWidget

from desktop_agent.core.display_text import foreign, visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import IconButton, set_tip, text_label

_KEY, _LIKE_KEY = "run.attach", "run.like"
_LONGEST, _LONGEST_TASK = 40, 60
_RUNS = 12  # in the menu
_MEANS = Message(
    "What should be true at the end? Enter one condition per line. The run checks them itself and "
    "doesn't rely on what the model says."
)
_LIKE = 'file:~/Notes/list.txt contains "milk"'
_LINES = 2


def recent_runs() -> Iterable[tuple[str, str]]:
    """Return the id and the task of each recorded run, newest first, read one by one; none where that fails."""
    from desktop_agent.lib.paths import places
    from desktop_agent.record.store import RunStore, summary_of

    try:
        folders = RunStore(places().runs).folders()
    except DesktopAgentError:
        return ()
    return ((folder.name, summary_of(folder).task) for folder in folders)


class AttachLine(QWidget):
    """A button for each thing; the menu that adds one stands elsewhere."""

    changed = Signal()  # `flags` are others now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = IconButton(Message("Attach…"), "plus")
        self.button.setParent(self)
        set_tip(self.button, Message("Attachments sent to the model with the task"))
        self._menu = QMenu(self.button)
        self._menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self._menu)
        self._files: tuple[str, ...] = ()
        self._like = self._like_name = ""
        self._row = QWidget(self)
        self._column = column_of(self, self._row)
        self.button.hide()
        self.hide()

    @property
    def flags(self) -> Mapping[str, object]:
        """Return what goes along, as `section.key`; nothing where nothing does."""
        return {key: one for key, one in ((_KEY, self._files), (_LIKE_KEY, self._like)) if one}

    def add(self, paths: Sequence[str]) -> None:
        """Attach these files as well."""
        self._have((*self._files, *paths), self._like, self._like_name)

    def clear(self) -> None:
        """Attach nothing any more."""
        self._have(())

    def take_over(self, flags: Mapping[str, object]) -> Mapping[str, object]:
        """Attach what these flags say, in place of what was before, and return the other flags."""
        files = flags.get(_KEY)
        self._have(tuple(map(str, files)) if isinstance(files, tuple) else (), str(flags.get(_LIKE_KEY) or ""))
        return {key: value for key, value in flags.items() if key not in {_KEY, _LIKE_KEY}}

    def follow(self, *, written: bool, running: bool) -> None:
        """Be there where a task is written, and not while one is running: a change would not hold for it."""
        self.button.setVisible(not running and (written or bool(self.flags)))
        self.setVisible(not running and bool(self.flags))

    def _have(self, files: Sequence[str], like: str = "", like_name: str = "") -> None:
        files = tuple(dict.fromkeys(files))
        if (files, like) == (self._files, self._like):
            return
        self._files, self._like, self._like_name = files, like, like_name or PurePath(like).name
        self._column.removeWidget(self._row)
        self._row.hide()
        self._row.deleteLater()
        self._row = QWidget(self)
        self._row.setLayout(WrapRow(*map(self._shown, files), *self._shown_like(), spacing=6))
        self._column.addWidget(self._row)
        self.changed.emit()

    def _shown(self, file: str) -> IconButton:
        name = foreign(PurePath(file).name, _LONGEST)
        shown = IconButton(name.replace("&", "&&"), "cross", partial(self._remove, file))
        shown.setAccessibleName(tr(Message("Remove {file}", file=name)))
        set_tip(shown, Message("Remove {file}", file=foreign(file, len(file))))
        return shown

    def _shown_like(self) -> Iterable[IconButton]:
        if self._like:
            name = foreign(self._like_name, _LONGEST)
            words = tr(Message("As before: {name}", name=name))
            shown = IconButton(words.replace("&", "&&"), "cross", self._remove_like)
            shown.setAccessibleName(tr(Message("Remove {file}", file=words)))
            set_tip(
                shown,
                Message("The model sees how it was done before, but only as a hint. This doesn't approve any action."),
            )
            yield shown

    def _remove(self, file: str) -> None:
        self._have(tuple(one for one in self._files if one != file), self._like, self._like_name)
        self.button.setFocus()

    def _remove_like(self) -> None:
        self._have(self._files)
        self.button.setFocus()

    def _fill(self) -> None:
        self._menu.clear()
        self._menu.addAction(gettext("A file…")).triggered.connect(lambda *_: self._choose())
        before = self._menu.addMenu(gettext("How it was done before"))
        for run, task in islice(recent_runs(), _RUNS):
            title = visible(" ".join(task.split()), _LONGEST_TASK) or run
            choice = before.addAction(title.replace("&", "&&"))
            choice.triggered.connect(partial(self._go_by, run, title))
        before.addSeparator()
        before.addAction(gettext("A steps file…")).triggered.connect(lambda *_: self._choose_steps())

    def _go_by(self, like: str, name: str, _checked: object = None) -> None:
        self._have(self._files, like, name)

    def _choose(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, tr(Message("Attach — Desktop Agent")))
        self.add(files)

    def _choose_steps(self) -> None:
        steps = gettext("Steps")
        file, _ = QFileDialog.getOpenFileName(
            self, tr(Message("Choose a steps file — Desktop Agent")), filter=f"{steps} (*.steps)"
        )
        if file:
            self._go_by(file, PurePath(file).name)


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
        self._field.setPlaceholderText(tr(_LIKE))
        self._field.setTabChangesFocus(True)
        self._field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        around = (
            self._field.height() - self._field.viewport().height() + 2 * int(self._field.document().documentMargin())
        )
        self._field.setFixedHeight(self._field.fontMetrics().lineSpacing() * _LINES + max(around, 16))
        column_of(self, text_label(_MEANS, "muted"), self._field, spacing=4)
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

    def follow(self, *, written: bool, running: bool) -> None:
        """Be there where a task is written, and not while one is running: a change would not hold for it."""
        self.switch.setVisible(not running and (written or self.switch.isChecked()))
        self.setVisible(not running and self.switch.isChecked())

    def _switched(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signal
        self.setVisible(on)
        if on:
            self._field.setFocus()

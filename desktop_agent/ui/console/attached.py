"""The files that go to the model with the next task: a button among the chips, and one for each file, which removes it.

A file is dropped anywhere on the window, pasted into the task, or chosen. Where it goes is said beside the terms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import PurePath

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop_agent.core.display_text import foreign
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.ui.qt.widgets import IconButton, set_tip
from desktop_agent.ui.qt.wrap_row import WrapRow

_KEY = "run.attach"
_LONGEST = 40


class AttachLine(QWidget):
    """A button for each file; the button that adds one stands elsewhere."""

    changed = Signal()  # `flags` are others now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = IconButton(Message("Attach…"), "plus", self._choose)
        self.button.setParent(self)
        set_tip(self.button, Message("A file that goes to the model with the task"))
        self._files: tuple[str, ...] = ()
        self._row = QWidget(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._row)
        self.button.hide()
        self.hide()

    @property
    def flags(self) -> Mapping[str, object]:
        """Return the files, as `section.key`; nothing where there are none."""
        return {_KEY: self._files} if self._files else {}

    def add(self, paths: Sequence[str]) -> None:
        """Attach these files as well."""
        self._have((*self._files, *paths))

    def clear(self) -> None:
        """Attach nothing any more."""
        self._have(())

    def take_over(self, flags: Mapping[str, object]) -> Mapping[str, object]:
        """Attach the files of these flags, in place of those before, and return the other flags."""
        files = flags.get(_KEY)
        self._have(tuple(map(str, files)) if isinstance(files, tuple) else ())
        return {key: value for key, value in flags.items() if key != _KEY}

    def follow(self, *, written: bool, running: bool) -> None:
        """Be there where a task is written, and not while one is running: a change would not hold for it."""
        self.button.setVisible(not running and (written or bool(self._files)))
        self.setVisible(not running and bool(self._files))

    def _have(self, files: Sequence[str]) -> None:
        files = tuple(dict.fromkeys(files))
        if files == self._files:
            return
        self._files = files
        self._column.removeWidget(self._row)
        self._row.hide()
        self._row.deleteLater()
        self._row = QWidget(self)
        self._row.setLayout(WrapRow(*map(self._shown, files), spacing=6))
        self._column.addWidget(self._row)
        self.changed.emit()

    def _shown(self, file: str) -> IconButton:
        name = foreign(PurePath(file).name, _LONGEST)
        shown = IconButton(name.replace("&", "&&"), "cross", partial(self._remove, file))
        shown.setAccessibleName(tr(Message("Remove {file}", file=name)))
        set_tip(shown, Message("Remove {file}", file=foreign(file, len(file))))
        return shown

    def _remove(self, file: str) -> None:
        self._have(tuple(one for one in self._files if one != file))
        self.button.setFocus()

    def _choose(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, tr(Message("Attach — Desktop Agent")))
        self.add(files)


def files_in(data: QMimeData) -> list[str]:
    """Return the paths of the files that are dropped or pasted; empty where something else is."""
    urls = data.urls()
    return [url.toLocalFile() for url in urls] if urls and all(url.isLocalFile() for url in urls) else []

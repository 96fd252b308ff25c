"""Checks a task of plain steps a moment after the last key, and underlines the step that is not understood."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from desktop_agent.offline.grammar import understand
from desktop_agent.offline.plan.unknown import UnknownStep
from desktop_agent.ui.qt.theme import colours

_AFTER_MS = 700  # without a key: half a word is no mistake


class StepCheck(QObject):
    """Does nothing until it is wanted: models that are no followers of plain steps understand other words, too."""

    checked = Signal()  # ask `unknown`

    def __init__(self, field: QPlainTextEdit) -> None:
        """Check the text of a field."""
        super().__init__(field)
        self._field, self._wanted = field, False
        self.unknown: UnknownStep | None = None
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._timer.timeout.connect(self.look)
        field.textChanged.connect(self._changed)

    def want(self, wanted: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Check from here on, or no longer."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.look()

    def look(self) -> UnknownStep | None:
        """Check now; return and mark what is not understood."""
        self._timer.stop()
        task = self._field.toPlainText()
        plan = understand(task) if self._wanted and task.strip() else None
        self.unknown = plan if isinstance(plan, UnknownStep) else None
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

    def _selected(self, step: UnknownStep) -> QTextCursor:
        """Return a cursor with the step selected; Qt counts in UTF-16."""
        task, cursor = self._field.toPlainText(), QTextCursor(self._field.document())
        cursor.setPosition(_utf16(task[: step.start]))
        cursor.setPosition(_utf16(task[: step.end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

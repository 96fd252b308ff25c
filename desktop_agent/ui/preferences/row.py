"""One setting in the Settings window: its name, an editor, what it does, where its value is from, and its error."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.errors import SettingsError
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import text_button, text_label

if TYPE_CHECKING:
    from desktop_agent.ui.preferences.fields import Field, Preferences

_LABEL_PX, _LONG_PX, _NARROW_PX = 168, 90, 520


class FieldRow(QWidget):
    """Shows a setting, writes a new value, and says why a value is refused."""

    def __init__(self, field: Field, preferences: Preferences, changed: Callable[[], None]) -> None:
        """Build the row; `changed` has to call `show_value`, which fills it."""
        super().__init__()
        self.field = field
        self._preferences, self._changed = preferences, changed
        self._shown = ""
        self.editor = _editor(field, self._commit)
        self.editor.setAccessibleName(field.label)
        self._origin, self._error = text_label(role="muted"), text_label(role="bad")
        self._error.hide()
        self._reset = text_button("Reset", self._to_default, name=f"Reset {field.label}")
        self._reset.setStyleSheet("padding: 2px 10px; min-height: 20px;")
        self._lay_out()

    def show_value(self) -> None:
        """Show the current value; a refused value stays in the editor, with its error."""
        shown = self._preferences.shown(self.field)
        self._origin.setText(f"{self.field.says} {shown.origin}.".replace("..", ".").strip())
        self.editor.setEnabled(shown.editable)
        self._reset.setVisible(shown.in_file)
        if self._error.isHidden():
            self._shown = shown.text
            _put(self.editor, shown.text, is_default=not shown.in_file and shown.editable)

    def finish(self) -> None:
        """Write what is in the editor, if it was not written yet."""
        if isinstance(self.editor, QLineEdit):
            self._commit(self.editor.text())
        elif isinstance(self.editor, QPlainTextEdit):
            self._commit(self.editor.toPlainText())

    @property
    def error(self) -> str:
        """Return why the value is refused; empty when it is not."""
        return self._error.text() if not self._error.isHidden() else ""

    def _lay_out(self) -> None:
        label = text_label(self.field.label)
        label.setBuddy(self.editor)
        label.setMinimumWidth(_LABEL_PX)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(0, 7, 0, 0)
        first = QHBoxLayout()
        first.addWidget(self.editor, 1)
        first.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(3)
        right.addLayout(first)
        right.addWidget(self._error)
        right.addWidget(self._origin)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 8)
        self._box.setSpacing(4)
        self._box.addWidget(label)
        self._box.addLayout(right, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the name over the editor where both have no room side by side."""
        narrow = event.size().width() < _NARROW_PX
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _commit(self, text: str) -> None:
        if text == self._shown and self._error.isHidden():
            return
        self._try(lambda: self._preferences.change(self.field, text))

    def _to_default(self) -> None:
        self._try(lambda: self._preferences.reset(self.field))

    def _try(self, change: Callable[[], None]) -> None:
        was_wrong = not self._error.isHidden()
        self._error.hide()
        try:
            change()
        except SettingsError as error:
            self._error.setText(self._preferences.in_words(error))
            self._error.show()
        if was_wrong or not self._error.isHidden():
            self.editor.setAccessibleDescription(self.error)
        self._changed()


class _Choices(QComboBox):
    """A list that scrolling over it does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class _Switch(QCheckBox):
    """A box that is visible on a dark page too: Fusion draws its edge in a darker shade of the page."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Take new colours when the system turns light or dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._tint()

    def _tint(self) -> None:
        look = self.palette()
        look.setColor(QPalette.ColorRole.Window, QColor(colours().edge).lighter())
        self.setPalette(look)


class _TextEditor(QPlainTextEdit):
    """A text of several lines, written when it loses the focus."""

    def __init__(self, commit: Callable[[str], None]) -> None:
        super().__init__()
        self._commit = commit
        self.setTabChangesFocus(True)
        self.setFixedHeight(_LONG_PX)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the text."""
        super().focusOutEvent(event)
        self._commit(self.toPlainText())


def scrolled(content: QWidget, name: str) -> QScrollArea:
    """Return a part of a window that scrolls where the screen is too small for it."""
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setAccessibleName(name)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _editor(field: Field, commit: Callable[[str], None]) -> QWidget:
    match field.kind:
        case "switch":
            switch = _Switch("On")
            switch.clicked.connect(lambda on: commit("true" if on else "false"))
            return switch
        case "choice":
            choices = _Choices()
            choices.addItem("", "")
            for value, words in field.choices:
                choices.addItem(words, value)
            choices.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            choices.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            choices.activated.connect(lambda _index: commit(choices.currentData()))
            return choices
        case "long":
            return _TextEditor(commit)
        case "text" | "number":
            line = QLineEdit()
            line.editingFinished.connect(lambda: commit(line.text()))
            return line


def _put(editor: QWidget, text: str, *, is_default: bool) -> None:
    match editor:
        case QCheckBox():
            editor.setChecked(text == "true")
        case QComboBox():
            default = next((editor.itemText(n) for n in range(1, editor.count()) if editor.itemData(n) == text), "")
            editor.setItemText(0, f"Default: {default}" if is_default and default else "Default")
            at = 0 if is_default else editor.findData(text)
            if at < 0:
                # The file has a value that is not offered here: it is shown, and its reader says what is wrong.
                editor.addItem(text, text)
                at = editor.count() - 1
            editor.setCurrentIndex(at)
        case QPlainTextEdit():
            if editor.toPlainText() != text:
                editor.setPlainText(text)
        case QLineEdit():
            if editor.text() != text:
                editor.setText(text)

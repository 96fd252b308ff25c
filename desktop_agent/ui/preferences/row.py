"""A row of the Settings window: a setting's name, editor, description, the value's origin, and an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, gettext, sentences, tr
from desktop_agent.lib.setting import Setting
from desktop_agent.settings.autostart import XdgAutostart
from desktop_agent.ui.preferences.fields import editor_for, show_text
from desktop_agent.ui.qt.layout import column_of, row_of
from desktop_agent.ui.qt.widgets import Label, text_button, text_label

if TYPE_CHECKING:
    from desktop_agent.ui.preferences.fields import Preferences

_LABEL_PX = 168
_NARROW_PX = 520
_GAP_PX = 12
_NARROW_GAP_PX = 4
NAME = Message("Start with the desktop")


class LabelledRow(QWidget):
    """A label next to its widget, or above it in a narrow window."""

    def __init__(self, label: Label, editor: QWidget, right: QLayout) -> None:
        super().__init__()
        label.setBuddy(editor)
        label.setMinimumWidth(_LABEL_PX)
        # Centred on the editor, or on its first line.
        line = editor.sizeHint().height() if isinstance(editor, QCheckBox) else QLineEdit().sizeHint().height()
        label.setMinimumHeight(line)
        label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 8)
        self._box.setSpacing(_GAP_PX)
        self._box.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addLayout(right, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change the row's direction when the width crosses the limit."""
        narrow = event.size().width() < _NARROW_PX
        self._box.setSpacing(_NARROW_GAP_PX if narrow else _GAP_PX)
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


class FieldRow(QWidget):
    """Shows a setting, writes a new value, and shows why a value is refused."""

    def __init__(self, field: Setting, preferences: Preferences, changed: Callable[[], None]) -> None:
        """Build the row; `changed` must call `show_value`, which fills it."""
        super().__init__()
        self.field = field
        self._preferences = preferences
        self._changed = changed
        self._displayed = ""
        self.editor = editor_for(field, self._commit)
        self.editor.setAccessibleName(tr(field.title))
        self._origin = text_label(role="muted")
        self._error = text_label(role="bad")
        self._error.hide()
        self._reset = text_button(Message("Reset"), self._reset_value, name=Message("Reset {label}", label=field.title))
        self._reset.setStyleSheet("padding: 2px 10px; min-height: 20px;")
        self._lay_out()

    def show_value(self) -> None:
        """Show the current value; a refused value stays in the editor, with its error."""
        value = self._preferences.value_of(self.field)
        self._origin.setText(tr(sentences(self.field.says, value.origin)))
        self._origin.setVisible(bool(self._origin.text()))
        self.editor.setEnabled(value.editable)
        self._reset.setVisible(value.in_file)
        if self._error.isHidden():
            self._displayed = value.text
            show_text(self.editor, value.text)

    def finish(self) -> None:
        """Write the editor's value, if it isn't written yet."""
        if isinstance(self.editor, QLineEdit):
            self._commit(self.editor.text())
        elif isinstance(self.editor, QPlainTextEdit):
            self._commit(self.editor.toPlainText())

    @property
    def error(self) -> str:
        """Return why the value is refused; empty when it is not."""
        return self._error.text() if not self._error.isHidden() else ""

    def _lay_out(self) -> None:
        at = Qt.AlignmentFlag.AlignTop if self.field.control == "long" else Qt.AlignmentFlag.AlignVCenter
        first = row_of(None, self.editor, self._reset, spacing=6, room=self.editor)
        first.setAlignment(self._reset, at)
        right = column_of(None, first, self._error, self._origin, spacing=3)
        column_of(self, LabelledRow(text_label(self.field.title), self.editor, right))

    def _commit(self, text: str) -> None:
        if text == self._displayed and self._error.isHidden():
            return
        self._apply_change(lambda: self._preferences.change(self.field, text))

    def _reset_value(self) -> None:
        self._apply_change(lambda: self._preferences.reset(self.field))

    def _apply_change(self, change: Callable[[], None]) -> None:
        was_wrong = not self._error.isHidden()
        self._error.hide()
        try:
            change()
        except SettingsError as error:
            self._error.setText(self._preferences.in_words(error))
            self._error.show()
        if was_wrong or not self._error.isHidden():
            self.editor.setAccessibleDescription(tr(self.error))
        self._changed()


class AutostartRow(QWidget):
    """The switch for starting with the desktop, which other programs may change as well."""

    def __init__(self, autostart: XdgAutostart) -> None:
        super().__init__()
        self._autostart = autostart
        self._switch = QCheckBox(gettext("On"))
        self._switch.setAccessibleName(tr(NAME))
        self._switch.clicked.connect(self._set_autostart)
        self._error = text_label(role="bad")
        self._error.hide()
        right = column_of(
            None,
            self._switch,
            self._error,
            text_label(Message("The icon appears as soon as you log in."), "muted"),
            spacing=3,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(LabelledRow(text_label(NAME), self._switch, right))
        self.refresh()

    def refresh(self) -> None:
        """Reload the state."""
        self._switch.setChecked(self._autostart.is_on())

    def _set_autostart(self, on: bool) -> None:  # noqa: FBT001 - as the signal gives it
        try:
            self._autostart.turn(on=on)
        except SettingsError as error:
            self._error.setText(str(error))
        else:
            self._error.clear()
        self._error.setVisible(bool(self._error.text()))
        self.refresh()

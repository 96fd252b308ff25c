"""Editors for the values of settings: fields, and recorders of pressed keys."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QFocusEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QKeySequenceEdit, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop_agent.core.actions.keys import chord, key_name
from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.texts.message import gettext, tr
from desktop_agent.lib.setting import Setting
from desktop_agent.ui.preferences.fields import kind_of
from desktop_agent.ui.qt.widgets import ComboBox

_LONG_PX = 90
_MODIFIER_KEYS = {
    Qt.KeyboardModifier.ControlModifier: "ctrl",
    Qt.KeyboardModifier.AltModifier: "alt",
    Qt.KeyboardModifier.ShiftModifier: "shift",
    Qt.KeyboardModifier.MetaModifier: "super",
}


def editor_for(field: Setting, commit: Callable[[str], None]) -> QWidget:
    """Return an editor that passes on the person's input."""
    match kind_of(field):
        case "switch":
            switch = QCheckBox(gettext("On"))
            switch.clicked.connect(lambda on: commit("true" if on else "false"))
            return switch
        case "choice":
            choices = _Choices()
            choose(choices, field)
            choices.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            choices.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            choices.activated.connect(lambda _index: commit(choices.currentData()))
            return choices
        case "long":
            return _TextEditor(commit)
        case "chord":
            keys = QKeySequenceEdit()
            keys.setMaximumSequenceLength(1)
            keys.findChildren(QLineEdit)[0].setAccessibleName(tr(field.title))
            keys.editingFinished.connect(lambda: _commit_chord(keys.keySequence(), commit))
            return keys
        case "text" | "number" | "command":
            line = QLineEdit()
            line.setPlaceholderText(tr(field.example))
            line.editingFinished.connect(lambda: commit(line.text()))
            return line


def choose(editor: QWidget, field: Setting) -> None:
    """Fill a list with a setting's values; it passes on nothing by that."""
    if isinstance(editor, QComboBox):
        editor.clear()
        for value, words in {**({"": field.unset} if field.unset else {}), **field.words}.items():
            editor.addItem(tr(words), value)


def put(editor: QWidget, text: str) -> None:
    """Show a value; an empty text means no value."""
    match editor:
        case QCheckBox():
            editor.setChecked(text == "true")
        case QComboBox():
            at = editor.findData(text)
            if at < 0:
                # The file's value isn't among the choices: it is shown with the reader's error.
                editor.addItem(text, text)
                at = editor.count() - 1
            editor.setCurrentIndex(at)
        case QKeySequenceEdit():
            editor.setKeySequence(QKeySequence.fromString(text.replace("super", "meta")))
            editor.findChildren(QLineEdit)[0].setPlaceholderText(text)  # Qt has no name for some keys
        case QPlainTextEdit():
            if editor.toPlainText() != text:
                editor.setPlainText(text)
        case QLineEdit():
            if editor.text() != text:
                editor.setText(text)


class _Choices(ComboBox):
    """A list as high as a line of text that ignores the wheel."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(QLineEdit().sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass the wheel on to the page."""
        event.ignore()


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


def _commit_chord(keys: QKeySequence, commit: Callable[[str], None]) -> None:
    """Pass on the pressed chord in the spelling of the settings; nothing for a key without a name."""
    pressed = keys[0] if keys.count() else None  # type: ignore[index]  # missing in its types
    if isinstance(pressed, QKeyCombination):
        modifiers = [name for modifier, name in _MODIFIER_KEYS.items() if pressed.keyboardModifiers() & modifier]
        with suppress(UnknownKeyError):
            commit("+".join(chord([*modifiers, key_name(QKeySequence(pressed.key()).toString().lower())])))

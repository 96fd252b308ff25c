"""What values of settings are edited with: fields, and keys that are pressed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QWheelEvent,
)
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QSizePolicy, QWidget

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.keys import chord, key_name
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.settings.setting import Setting
from desktop_agent.ui.preferences.fields import kind_of
from desktop_agent.ui.qt.widgets import ComboBox, PushButton

_LONG_PX = 90
_ASKS, _WAITS = Message("Press keys…"), Message("Press them now")
_HELD = {
    Qt.KeyboardModifier.ControlModifier: "ctrl",
    Qt.KeyboardModifier.AltModifier: "alt",
    Qt.KeyboardModifier.ShiftModifier: "shift",
    Qt.KeyboardModifier.MetaModifier: "super",
}
_MODIFIER_KEYS = {Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
                  Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock}  # fmt: skip


def editor_for(field: Setting, commit: Callable[[str], None]) -> QWidget:
    """Return an editor that hands on what a person enters."""
    match kind_of(field):
        case "switch":
            switch = QCheckBox(gettext("On"))
            switch.clicked.connect(lambda on: commit("true" if on else "false"))
            return switch
        case "choice":
            choices = _Choices()
            if field.unset:
                choices.addItem(tr(field.unset), "")
            for value, words in field.words.items():
                choices.addItem(tr(words), value)
            choices.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            choices.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            choices.activated.connect(lambda _index: commit(choices.currentData()))
            return choices
        case "long":
            return _TextEditor(commit)
        case "text" | "number" | "chord" | "command":
            line = QLineEdit()
            line.setPlaceholderText(tr(field.example))
            line.editingFinished.connect(lambda: commit(line.text()))
            return line


def helper_for(field: Setting, commit: Callable[[str], None]) -> QPushButton | None:
    """Return a button that spares typing a value; None where there is none."""
    return ChordButton(field.title, commit) if field.control == "chord" else None


def put(editor: QWidget, text: str) -> None:
    """Show a value; an empty text is no value."""
    match editor:
        case QCheckBox():
            editor.setChecked(text == "true")
        case QComboBox():
            at = editor.findData(text)
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


class _Choices(ComboBox):
    """A list that scrolling over it does not change, as high as a line of text."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(QLineEdit().sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
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


class ChordButton(PushButton):
    """Pressed, it waits for a chord and hands it on; without one it stops waiting when it loses the keyboard."""

    def __init__(self, name: str, taken: Callable[[str], None]) -> None:
        super().__init__(_ASKS)
        self._taken, self._waits = taken, False
        self.setAutoDefault(False)
        self.setAccessibleName(gettext("Press keys ({name})", name=name))
        self.clicked.connect(lambda _=False: self._wait(on=True))
        self.setMinimumWidth(self._width_of_both())

    def event(self, event: QEvent) -> bool:
        """Take a key before it is a shortcut of the window."""
        if self._waits and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self._waits and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._press(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop waiting."""
        super().focusOutEvent(event)
        self._wait(on=False)

    def _press(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIER_KEYS:
            return
        spelled = chord_of(event)
        self._wait(on=False)
        if spelled:
            self._taken(spelled)

    def _wait(self, *, on: bool) -> None:
        self._waits = on
        self.setText(_WAITS if on else _ASKS)

    def _width_of_both(self) -> int:
        """Return how wide it is with the longer of its two texts."""
        metrics = self.fontMetrics()
        both = max(metrics.horizontalAdvance(tr(words)) for words in (_ASKS, _WAITS))
        return self.sizeHint().width() - metrics.horizontalAdvance(tr(_ASKS)) + both


def chord_of(event: QKeyEvent) -> str:
    """Return a key with what is held, as the settings spell it; empty for a key that nobody can name."""
    held = [name for modifier, name in _HELD.items() if event.modifiers() & modifier]
    try:
        return "+".join(chord([*held, key_name(QKeySequence(event.key()).toString().lower())]))
    except UnknownKeyError:
        return ""

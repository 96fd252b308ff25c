"""What values of settings are edited with: fields, keys that are pressed, a part of the screen to drag over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QRegion,
    QScreen,
    QWheelEvent,
)
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QSizePolicy, QWidget

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.geometry import Rect
from desktop_agent.core.keys import chord, key_name
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.ui.qt.screen_units import native, ratio_of
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import ComboBox, PushButton

if TYPE_CHECKING:
    from desktop_agent.ui.preferences.fields import Field

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
TITLE = Message("Desktop Agent — Part of the screen")
_HINT = Message("Drag to select the part the model should see. Press Esc to leave it unchanged.")
_OTHER = Message("To use another screen, press Esc and move the Settings window there first.")
_DARK = QColor(0, 0, 0, 130)
_LEAST_PX, _GAP = 20, 12
_GONE_MS = 400  # until our window is off the screen, also where it fades away


def editor_for(field: Field, commit: Callable[[str], None]) -> QWidget:
    """Return an editor that hands on what a person enters."""
    match field.kind:
        case "switch":
            switch = Switch(gettext("On"))
            switch.clicked.connect(lambda on: commit("true" if on else "false"))
            return switch
        case "choice":
            choices = _Choices()
            if field.unset:
                choices.addItem(tr(field.unset), "")
            for value, words in field.choices:
                choices.addItem(tr(words), value)
            choices.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            choices.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            choices.activated.connect(lambda _index: commit(choices.currentData()))
            return choices
        case "long":
            return _TextEditor(commit)
        case "text" | "number" | "chord" | "region" | "command":
            line = QLineEdit()
            line.setPlaceholderText(tr(field.example))
            line.editingFinished.connect(lambda: commit(line.text()))
            return line


def helper_for(field: Field, commit: Callable[[str], None]) -> QPushButton | None:
    """Return a button that spares typing a value; None where there is none."""
    match field.kind:
        case "chord":
            return ChordButton(field.label, commit)
        case "region":
            pick = PickButton(field.label)
            pick.picked.connect(lambda box: commit(f"{box.x},{box.y},{box.width},{box.height}"))
            return pick
        case _:
            return None


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


def rename(choices: QWidget, value: str, words: str) -> None:
    """Show other words for one of the choices, if it is there."""
    if isinstance(choices, QComboBox) and (at := choices.findData(value)) >= 0:
        choices.setItemText(at, tr(words))


class _Choices(ComboBox):
    """A list that scrolling over it does not change, as high as a line of text."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(QLineEdit().sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class Switch(QCheckBox):
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


class RegionPicker(QWidget):
    """One screen; ends itself after one drag, or by Esc."""

    picked = Signal(object)  # Rect in pixels of the desktop
    ended = Signal()

    def __init__(self, screen: QScreen, picture: QPixmap) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self._screen, self._picture = screen, picture
        self._from = self._to = QPoint()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(TITLE))
        self.hint = (
            Message("{hint}\n{other}", hint=_HINT, other=_OTHER) if len(QGuiApplication.screens()) > 1 else _HINT
        )
        self.setAccessibleName(tr(self.hint))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setGeometry(screen.geometry())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture, dark but for the part."""
        painter, part = QPainter(self), self._part()
        painter.drawPixmap(self.rect(), self._picture)
        painter.setClipRegion(QRegion(self.rect()).subtracted(QRegion(part)))
        painter.fillRect(self.rect(), _DARK)
        painter.setClipping(False)
        painter.setPen(Qt.GlobalColor.white)
        box = self._pixels(part)
        words = tr(self.hint) if part.isEmpty() else f"{box.width} × {box.height}"
        at = self.rect().adjusted(_GAP, _GAP, -_GAP, 0)
        painter.drawText(at, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, words)
        if not part.isEmpty():
            painter.setPen(QColor(colours().accent))
            painter.drawRect(part.adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin."""
        self._from = self._to = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self._to = event.position().toPoint()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the part; a mere click begins anew."""
        self._to = event.position().toPoint()
        box = self._pixels(self._part())
        if min(box.width, box.height) < _LEAST_PX:
            self._from = self._to = QPoint()
            self.update()
            return
        self.picked.emit(box)
        self._end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave it as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self._end()

    def _end(self) -> None:
        self.ended.emit()
        self.close()

    def _part(self) -> QRect:
        left, right = sorted((self._from.x(), self._to.x()))
        top, bottom = sorted((self._from.y(), self._to.y()))
        return QRect(left, top, right - left, bottom - top).intersected(self.rect())

    def _pixels(self, part: QRect) -> Rect:
        whole, ratio = native(self._screen), ratio_of(self._screen)
        left, top = round(part.x() * ratio), round(part.y() * ratio)
        return Rect(whole.x + left, whole.y + top, round(part.width() * ratio), round(part.height() * ratio))


class PickButton(PushButton):
    """Hides its window, lets a part of the screen be picked, and shows the window again."""

    picked = Signal(object)  # Rect

    def __init__(self, name: str) -> None:
        super().__init__(Message("Pick on the screen…"))
        self.setAutoDefault(False)
        self.setAccessibleName(gettext("Pick on the screen ({name})", name=name))
        self.picker: RegionPicker | None = None
        self.clicked.connect(self._begin)

    def _begin(self) -> None:
        self.window().hide()
        QTimer.singleShot(_GONE_MS, self, self._show)

    def _show(self) -> None:
        screen = self.window().screen() or QGuiApplication.primaryScreen()
        picker = self.picker = RegionPicker(screen, screen.grabWindow(0))
        picker.picked.connect(self.picked)
        picker.ended.connect(self._end)
        picker.showFullScreen()
        picker.activateWindow()

    def _end(self) -> None:
        self.picker = None
        self.window().show()
        self.window().activateWindow()

"""The windows next to the card for text input: they take the focus, which the card never does by itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
    QTextCursor,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_agent.core.pictures import Rect
from desktop_agent.core.texts.message import Message, foreign, gettext, tr
from desktop_agent.lib.window_bounds import available_geometry, keep_on_screen
from desktop_agent.ui.approval.card_body import foreign_text_box
from desktop_agent.ui.overlay.windows import paint_row
from desktop_agent.ui.proof.guarded_window import DIGITS, Challenge
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.screen_units import is_xwayland, pixels_of
from desktop_agent.ui.qt.widgets import delete_window, polish, text_button, text_label
from desktop_agent.ui.qt.window_places import window_places

# a title bar is about as high
_GAP = 12
_FRAME = 40
LONGEST_QUESTION = 1000
_LEAST = QSize(420, 0)


class SecondaryWindow(QWidget):
    """A window with a heading, scrolling `rows`, and a fixed row of buttons; `closed`: closed without an answer."""

    closed = Signal()

    def __init__(self, title: str, heading: str) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(gettext("{title} — Desktop Agent", title=title))
        self.setAccessibleName(tr(title))
        self._requested_place: QPoint | None = None
        inside = Page()
        self.rows = QVBoxLayout(inside)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(10)
        column = column_of(self, text_label(heading, "heading"), spacing=10, margins=(20, 16, 20, 16))
        self._column = column
        self._scrolling = Scrolling(inside).fill()
        column.addWidget(self._scrolling, 1)

    def add_button_row(self, *buttons: QPushButton, notice: QWidget | None = None) -> None:
        """Add the last row: *Cancel* on the left, these buttons on the right; `notice` is above it."""
        if notice is not None:
            self._column.addWidget(notice)
        self._column.addLayout(WrapRow(text_button(Message("Cancel"), self.close), None, *buttons))
        FollowsHeight(self, self._column, small=True)
        keep_on_screen(self)

    def open_beside(self, anchor: QWidget, focus: QWidget) -> None:
        """Show it on the screen of `anchor`, clear of that where there is room, with the focus in a field."""
        part = available_geometry(anchor.screen())
        self._fit(part)
        left = anchor.x() - self.width() - _GAP
        x = left if left >= part.left() else min(anchor.frameGeometry().right() + _GAP, part.right() - self.width())
        y = min(anchor.y(), part.bottom() - self.height() - _FRAME)
        self._open_at(QPoint(max(part.left(), x), max(part.top(), y)), focus)

    def open_in(self, part: QRect, focus: QWidget) -> None:
        """Show it in the centre of a part of the screen, with the focus in a field."""
        self._fit(part)
        self._open_at(part.center() - self.rect().center(), focus)

    def end(self) -> Rect:
        """Close it without emitting `closed`; return the pixels that it covered."""
        box = pixels_of(self)
        delete_window(self)
        self._restore_full_screens()
        return box

    def place(self) -> QRect:
        """Return its box on the desktop, in Qt's units; in sway the requested one, as Qt doesn't know the real one."""
        return self.frameGeometry() if self._requested_place is None else QRect(self._requested_place, self.size())

    def grow(self) -> None:
        """Enlarge the window for added rows."""
        self._fit(available_geometry(self.screen()), self.size())

    def _restore_full_screens(self) -> None:
        if self._requested_place is not None and (places := window_places()) is not None:
            places.give_back()

    def _fit(self, part: QRect, least: QSize = _LEAST) -> None:
        polish(self)
        self._scrolling.updateGeometry()
        self._column.invalidate()
        self.resize(self.sizeHint().expandedTo(least).boundedTo(part.size()))

    def _open_at(self, at: QPoint, focus: QWidget) -> None:
        at = QPoint(at.x(), max(at.y(), 0))
        self.move(at)
        self.show()
        self.raise_()
        if not self.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating):
            self.activateWindow()
        focus.setFocus()
        if (places := window_places()) is not None:
            self._requested_place = at
            places.put(self, at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the watermark, which shows that no picture has this window."""
        painter = QPainter(self)
        paint_row(painter, self, "question", 0, 0)
        painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Emit `closed`."""
        self._restore_full_screens()
        self.closed.emit()


class WordsWindow(SecondaryWindow):
    """A window for a text; `sent` has the text. Ctrl+Enter sends."""

    sent = Signal(str)

    def __init__(self, title: str, heading: str, send: str, question: str = "") -> None:
        super().__init__(title, heading)
        if question:
            self.rows.addWidget(foreign_text_box(((Message("The model"), foreign(question, LONGEST_QUESTION)),)))
        self.field = QPlainTextEdit()
        self.field.setAccessibleName(gettext("Your words"))
        self.field.setTabChangesFocus(True)
        self.field.setMinimumHeight(84)
        self.rows.addWidget(self.field, 1)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._send)
        self.add_button_row(text_button(send, self._send, role="primary"))

    def _send(self) -> None:
        self.sent.emit(self.field.toPlainText().strip())


def reason_window() -> WordsWindow:
    """Return the window that asks for the reason of a refusal."""
    return WordsWindow(
        Message("Refuse with a reason"), Message("What should the model know or do instead?"), Message("Refuse")
    )


def words_window(words: str) -> WordsWindow:
    """Return the window for a message to the model at the resume; `words` is the text so far."""
    window = WordsWindow(
        Message("Tell the model"),
        Message("What should the model know before it continues?"),
        Message("Send on resume"),
    )
    window.field.setPlainText(words)
    window.field.moveCursor(QTextCursor.MoveOperation.End)
    return window


def reply_window(question: str) -> WordsWindow:
    """Return the window with a question of the model, for the answer.

    The person hasn't asked for it. An X11 window manager judges whether it gets the keyboard at once; a Wayland
    compositor (seen on GNOME 48) gives it to Xwayland's windows while the person types in another.
    """
    window = WordsWindow(Message("The model asks"), Message("The model asks:"), Message("Answer"), question)
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, on=is_xwayland())
    return window


class DigitsWindow(SecondaryWindow):
    """A field for the digits; emits `right` or `over` at the end, `changed` when the card has to show new digits."""

    right = Signal()
    over = Signal()
    changed = Signal()

    def __init__(self, challenge: Challenge) -> None:
        super().__init__(Message("Confirm with digits"), Message("Type the four digits that are shown."))
        self._challenge = challenge
        # On a small screen the card is hidden, so the digits are shown here.
        self._digits = text_label("", "title")
        self._digits.hide()
        self.rows.addWidget(self._digits)
        self.field = QLineEdit()
        self.field.setAccessibleName(gettext("Digits"))
        self.field.setMaxLength(DIGITS + 3)
        self.field.textChanged.connect(self._judge_digits)
        self.rows.addWidget(self.field)
        self._notice = text_label("", "warn")
        self.add_button_row(text_button(Message("Confirm"), self._judge_digits, role="primary"), notice=self._notice)

    def show_digits(self, digits: str) -> None:
        """Show the digits in this window; empty where the card shows them."""
        self._digits.setText(" ".join(digits))
        if self._digits.isHidden() == bool(digits):
            self._digits.setVisible(bool(digits))
            self.grow()

    def show_own_digits(self) -> None:
        """Show the digits here, also new ones: there is no card beside this window."""
        self.show_digits(self._challenge.digits)
        self.changed.connect(lambda: self.show_digits(self._challenge.digits))

    def _judge_digits(self) -> None:
        """Judge the digits once there are four; before that, there is nothing to judge."""
        if len("".join(self.field.text().split())) < DIGITS:
            return
        outcome = self._challenge.attempt(self.field.text())
        self.field.clear()
        if outcome == "right":
            self.right.emit()
        elif outcome == "over":
            self.over.emit()
        else:
            self._notice.setText(Message("The digits were incorrect. Type the new ones."))
            self.changed.emit()

"""The desk's screen in our window: refreshed ten times a second while visible, and operated while taken over.

If the picture cannot be read, the last one stays, with a message. Without `take` no event is sent to the desk.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_agent.core.errors import DeskError
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.translation import gettext, tr
from desktop_agent.desk.view.picture import DeskPicture
from desktop_agent.desk.windows.view.hand_link import HandOrder, orders_for, orders_for_text
from desktop_agent.ui.qt.theme import colours

EVERY_MS = 100
_EDGE_PX = 3
_NOTCH = 120  # of a wheel, as Qt counts
_OPENING = Message("The side desk is opening.")
_WATCHED = Message("You're viewing the side desk.")
_YOURS = Message("You're controlling the side desk.")
_OVER = Message("The side desk has ended.")
_BUTTONS = {
    Qt.MouseButton.LeftButton: 1,
    Qt.MouseButton.MiddleButton: 2,
    Qt.MouseButton.RightButton: 3,
    Qt.MouseButton.BackButton: 8,
    Qt.MouseButton.ForwardButton: 9,
}


class DeskScreen(QWidget):
    """The desk's picture, fitted into the widget; emits `ordered` for the person's input while they have the desk."""

    ordered = Signal(object)  # list[HandOrder]
    given_back = Signal()  # by the keyboard

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without a desk."""
        super().__init__(parent)
        self._picture: DeskPicture | None = None
        self._image = QImage()
        self._is_taken = False
        self._is_readable = False
        self._wheel_rest = QPointF()
        self._pointer = (-1, -1)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self.setAccessibleName(gettext("The side desk"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 90)
        self._set_message(_OPENING)

    @property
    def taken(self) -> bool:
        """Return whether the person has the desk."""
        return self._is_taken

    def show_desk(self, file: Path, size: tuple[int, int]) -> None:
        """Show a desk's picture, or a message if it cannot be read."""
        self.close_desk(_WATCHED)
        self._image = QImage()
        try:
            self._picture = DeskPicture(file, size)
        except DeskError as error:
            self._show_error(error)
            return
        picture = self._picture
        self._image = QImage(
            picture.pixels, picture.width, picture.height, picture.row_bytes, QImage.Format.Format_RGB32
        )
        self._is_readable = True
        self._update_timer()

    def close_desk(self, words: str = _OVER) -> None:
        """Close the desk's picture; the last one stays on screen."""
        self.give_back()
        self._is_readable = False
        self._update_timer()
        if self._picture is not None:
            self._image = self._image.copy()  # its buffer is closed below
            self._picture.close()
        self._picture = None
        self._set_message(words)

    def forget(self) -> None:
        """Remove the picture."""
        self.close_desk(_OPENING)
        self._image = QImage()
        self.update()

    def take(self) -> None:
        """Send the person's input to the desk from now on."""
        self._is_taken = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setMouseTracking(True)
        self.setFocus()
        self._set_message(_YOURS)

    def give_back(self) -> None:
        """Stop sending input to the desk."""
        if not self._is_taken:
            return
        self._is_taken = False
        self._pointer = (-1, -1)
        self.clearFocus()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setMouseTracking(False)
        self._set_message(_WATCHED)

    def look(self) -> None:
        """Redraw the changed parts of the picture."""
        if self._picture is None or self.visibleRegion().isEmpty():
            return
        try:
            spans = self._picture.look()
        except DeskError as error:
            self._show_error(error)
            return
        place = self.place()
        scale = place.height() / self._picture.height
        for top, bottom in spans:
            part = QRectF(place.x(), place.y() + top * scale, place.width(), (bottom - top) * scale)
            self.update(part.toAlignedRect().adjusted(-1, -1, 1, 1))

    def place(self) -> QRectF:
        """Return the picture's rectangle in the widget: as large as fits, centred, never enlarged."""
        image = self._image.size()
        room = self.size()
        scale = min(1.0, room.width() / max(1, image.width()), room.height() / max(1, image.height()))
        width = image.width() * scale
        height = image.height() * scale
        return QRectF((room.width() - width) / 2, (room.height() - height) / 2, width, height)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(480, 300)

    def _update_timer(self) -> None:
        """Run the timer while the picture is visible."""
        if self._is_readable and self.isVisible():
            self._timer.start()
            self.look()
        else:
            self._timer.stop()

    def _show_error(self, error: DeskError) -> None:
        self._is_readable = False
        self._update_timer()
        self._set_message(error.message)

    def _set_message(self, words: str) -> None:
        self._message = words
        self.setAccessibleDescription(tr(words))
        self.update()

    def _send_orders(self, *orders: HandOrder) -> None:
        if self._is_taken:
            self.ordered.emit(list(orders))

    def _to_desk(self, at: QPointF) -> tuple[int, int]:
        """Return the desk's pixel at a position in the widget, or the nearest one."""
        place = self.place()
        image = self._image.size()
        x = (at.x() - place.x()) * image.width() / max(1.0, place.width())
        y = (at.y() - place.y()) * image.height() / max(1.0, place.height())
        return max(0, min(image.width() - 1, int(x))), max(0, min(image.height() - 1, int(y)))

    def _move(self, event: QMouseEvent) -> None:
        at = self._to_desk(event.position())
        if self._is_taken and at != self._pointer:
            self._pointer = at
            self._send_orders(("move", *at))

    # Qt's overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Start refreshing."""
        super().showEvent(event)
        self._update_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop refreshing."""
        super().hideEvent(event)
        self._update_timer()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, or the message if there is none."""
        painter = QPainter(self)
        if self._image.isNull():
            painter.setPen(self.palette().placeholderText().color())
            room = self.rect().adjusted(16, 16, -16, -16)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, tr(self._message))
            return
        place = self.place()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=place.width() < self._image.width())
        painter.drawImage(place, self._image)
        if self._is_taken:
            painter.setPen(QPen(QColor(colours().accent), _EDGE_PX))
            painter.drawRect(place.adjusted(1, 1, -1, -1))

    def event(self, event: QEvent) -> bool:
        """Keep our shortcuts from taking keys meant for the desk."""
        if self._is_taken and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's own
        """Leave Tab to the desk."""
        return False if self._is_taken else super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the key on the desk; Ctrl+Alt+Enter gives the desk back."""
        if not self._is_taken:
            super().keyPressEvent(event)
        elif _gives_back(event):
            self.given_back.emit()
        else:
            self._send_orders(*orders_for(event, down=True))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of it on the desk."""
        if self._is_taken:
            self._send_orders(*orders_for(event, down=False))
        else:
            super().keyReleaseEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Type the text of an input method."""
        self._send_orders(*orders_for_text(event.commitString()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the desk's pointer."""
        self._move(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press the button on the desk."""
        self._press(event, down=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Press the button again."""
        self._press(event, down=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it on the desk."""
        self._press(event, down=False)

    def _press(self, event: QMouseEvent, *, down: bool) -> None:
        number = _BUTTONS.get(event.button())
        if not self._is_taken or number is None or (down and not self.place().contains(event.position())):
            return
        self._move(event)
        self._send_orders(("button", number, down))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the desk's wheel."""
        if not self._is_taken:
            super().wheelEvent(event)
            return
        self._wheel_rest += QPointF(event.angleDelta())
        right = int(-self._wheel_rest.x() / _NOTCH)
        down = int(-self._wheel_rest.y() / _NOTCH)
        self._wheel_rest += QPointF(right * _NOTCH, down * _NOTCH)
        if right or down:
            self._send_orders(("turn", right, down))
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of everything: the releases go elsewhere."""
        super().focusOutEvent(event)
        self._send_orders(("release",))

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of everything here, too."""
        super().leaveEvent(event)
        self._send_orders(("release",))


def _gives_back(event: QKeyEvent) -> bool:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain == both

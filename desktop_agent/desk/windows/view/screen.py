"""The desk's screen in a window of ours: looked at ten times a second while it is seen, and worked while it is taken.

A picture that cannot be read leaves the last one there and says so. Without `take` no event leaves this widget.
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
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.desk.view.picture import DeskPicture
from desktop_agent.desk.windows.view.hand_link import HandOrder, orders_for, orders_for_text
from desktop_agent.ui.qt.theme import colours

EVERY_MS = 100
_EDGE_PX = 3
_NOTCH = 120  # of a wheel, as Qt counts
_OPENING, _WATCHED, _YOURS = (
    Message("The side desk is opening."),
    Message("You're viewing the side desk."),
    Message("You're controlling the side desk."),
)
_OVER = Message("The side desk has ended.")
_BUTTONS = {
    Qt.MouseButton.LeftButton: 1,
    Qt.MouseButton.MiddleButton: 2,
    Qt.MouseButton.RightButton: 3,
    Qt.MouseButton.BackButton: 8,
    Qt.MouseButton.ForwardButton: 9,
}


class DeskScreen(QWidget):
    """The picture fitted into the widget; `ordered` tells what the person does on it while they have the desk."""

    ordered = Signal(object)  # list[HandOrder]
    given_back = Signal()  # by the keyboard

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without a desk."""
        super().__init__(parent)
        self._picture: DeskPicture | None = None
        self._image = QImage()
        self._taken = self._readable = False
        self._turned = QPointF()
        self._at = (-1, -1)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self.setAccessibleName(gettext("The side desk"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 90)
        self._say(_OPENING)

    @property
    def taken(self) -> bool:
        """Tell whether the person has the desk."""
        return self._taken

    def show_desk(self, file: Path, size: tuple[int, int]) -> None:
        """Show a desk from now on; says so where its picture cannot be read."""
        self.close_desk(_WATCHED)
        self._image = QImage()
        try:
            self._picture = DeskPicture(file, size)
        except DeskError as error:
            self._break(error)
            return
        picture = self._picture
        self._image = QImage(
            picture.pixels, picture.width, picture.height, picture.row_bytes, QImage.Format.Format_RGB32
        )
        self._readable = True
        self._follow()

    def close_desk(self, words: str = _OVER) -> None:
        """Look no more; the last picture stays."""
        self.give_back()
        self._readable = False
        self._follow()
        if self._picture is not None:
            self._image = self._image.copy()  # that it was made of goes
            self._picture.close()
        self._picture = None
        self._say(words)

    def forget(self) -> None:
        """Show no picture any longer."""
        self.close_desk(_OPENING)
        self._image = QImage()
        self.update()

    def take(self) -> None:
        """Send what the person does here to the desk from now on."""
        self._taken = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setMouseTracking(True)
        self.setFocus()
        self._say(_YOURS)

    def give_back(self) -> None:
        """Send nothing any longer."""
        if not self._taken:
            return
        self._taken, self._at = False, (-1, -1)
        self.clearFocus()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setMouseTracking(False)
        self._say(_WATCHED)

    def look(self) -> None:
        """Show what has changed on the desk."""
        if self._picture is None or self.visibleRegion().isEmpty():
            return
        try:
            spans = self._picture.look()
        except DeskError as error:
            self._break(error)
            return
        place = self.place()
        scale = place.height() / self._picture.height
        for top, bottom in spans:
            part = QRectF(place.x(), place.y() + top * scale, place.width(), (bottom - top) * scale)
            self.update(part.toAlignedRect().adjusted(-1, -1, 1, 1))

    def place(self) -> QRectF:
        """Return where in the widget the picture is: as large as fits, centred, never enlarged."""
        image, room = self._image.size(), self.size()
        scale = min(1.0, room.width() / max(1, image.width()), room.height() / max(1, image.height()))
        width, height = image.width() * scale, image.height() * scale
        return QRectF((room.width() - width) / 2, (room.height() - height) / 2, width, height)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(480, 300)

    def _follow(self) -> None:
        """Look while the picture is seen."""
        if self._readable and self.isVisible():
            self._timer.start()
            self.look()
        else:
            self._timer.stop()

    def _break(self, error: DeskError) -> None:
        self._readable = False
        self._follow()
        self._say(error.message)

    def _say(self, words: str) -> None:
        self._words = words
        self.setAccessibleDescription(tr(words))
        self.update()

    def _tell(self, *orders: HandOrder) -> None:
        if self._taken:
            self.ordered.emit(list(orders))

    def _on_desk(self, at: QPointF) -> tuple[int, int]:
        """Return the desk's pixel under a place in the widget, or the nearest one."""
        place, image = self.place(), self._image.size()
        x = (at.x() - place.x()) * image.width() / max(1.0, place.width())
        y = (at.y() - place.y()) * image.height() / max(1.0, place.height())
        return max(0, min(image.width() - 1, int(x))), max(0, min(image.height() - 1, int(y)))

    def _move(self, event: QMouseEvent) -> None:
        at = self._on_desk(event.position())
        if self._taken and at != self._at:
            self._at = at
            self._tell(("move", *at))

    # Qt's overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to look."""
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what of the picture is asked for, or words where there is none."""
        painter = QPainter(self)
        if self._image.isNull():
            painter.setPen(self.palette().placeholderText().color())
            room = self.rect().adjusted(16, 16, -16, -16)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, tr(self._words))
            return
        place = self.place()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=place.width() < self._image.width())
        painter.drawImage(place, self._image)
        if self._taken:
            painter.setPen(QPen(QColor(colours().accent), _EDGE_PX))
            painter.drawRect(place.adjusted(1, 1, -1, -1))

    def event(self, event: QEvent) -> bool:
        """Let no shortcut of ours take a key that is the desk's."""
        if self._taken and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's own
        """Leave Tab to the desk."""
        return False if self._taken else super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it on the desk; Ctrl+Alt+Enter gives the desk back."""
        if not self._taken:
            super().keyPressEvent(event)
        elif _gives_back(event):
            self.given_back.emit()
        else:
            self._tell(*orders_for(event, down=True))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of it on the desk."""
        if self._taken:
            self._tell(*orders_for(event, down=False))
        else:
            super().keyReleaseEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Type what an input method has made of several keys."""
        self._tell(*orders_for_text(event.commitString()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the desk's pointer."""
        self._move(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press the button on the desk."""
        self._press(event, down=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Press it again."""
        self._press(event, down=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it on the desk."""
        self._press(event, down=False)

    def _press(self, event: QMouseEvent, *, down: bool) -> None:
        number = _BUTTONS.get(event.button())
        if not self._taken or number is None or (down and not self.place().contains(event.position())):
            return
        self._move(event)
        self._tell(("button", number, down))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the desk's wheel."""
        if not self._taken:
            super().wheelEvent(event)
            return
        self._turned += QPointF(event.angleDelta())
        right, down = int(-self._turned.x() / _NOTCH), int(-self._turned.y() / _NOTCH)
        self._turned += QPointF(right * _NOTCH, down * _NOTCH)
        if right or down:
            self._tell(("turn", right, down))
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of everything: the releases go elsewhere."""
        super().focusOutEvent(event)
        self._tell(("release",))

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of everything here, too."""
        super().leaveEvent(event)
        self._tell(("release",))


def _gives_back(event: QKeyEvent) -> bool:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain == both

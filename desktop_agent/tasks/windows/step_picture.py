"""A step's picture in a window: as large as fits, with rings at the pressed points."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_agent.core.texts.message import Message, gettext, tr
from desktop_agent.ui.qt.theme import colours

_NO_PICTURE = Message("There is no screenshot of this step.")
_RING_PX = 11.0
_PEN_PX = 2.5


class StepPicture(QWidget):
    """A widget with a picture that is shrunk to fit but never enlarged; without a picture, a text."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._points = tuple[tuple[int, int], ...]()
        self.setAccessibleName(gettext("Step screenshot"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(120, 75))

    def show_picture(self, data: bytes, points: tuple[tuple[int, int], ...] = ()) -> None:
        """Show a picture with rings around points in its pixels."""
        self._image = QImage.fromData(data)
        self._points = points
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which the picture is readable."""
        return QSize(560, 350)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and the rings."""
        painter = QPainter(self)
        now = colours()
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        if self._image.isNull():
            painter.setPen(QColor(now.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, tr(_NO_PICTURE))
            return
        size = self._image.size()
        if size.width() > self.width() or size.height() > self.height():
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self.width() - size.width()) / 2
        top = (self.height() - size.height()) / 2
        place = QRectF(left, top, size.width(), size.height())
        painter.drawImage(place, self._image)
        painter.setPen(QColor(now.line))
        painter.drawRect(place)
        scale = size.width() / self._image.width()
        painter.setPen(QPen(QColor(now.bad), _PEN_PX))
        for x, y in self._points:
            painter.drawEllipse(QPointF(left + x * scale, top + y * scale), _RING_PX, _RING_PX)

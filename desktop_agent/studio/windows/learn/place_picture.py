"""The picture of a step: its window as it was, with a ring where the step goes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_agent.core.translation import tr
from desktop_agent.studio.steps.step import Step
from desktop_agent.ui.qt.theme import colours

_RING_PX, _PEN_PX = 11.0, 2.5
_NO_PICTURE = "This step has no picture."


class PlacePicture(QWidget):
    """Fits the picture into the widget."""

    def __init__(self) -> None:
        """Start without a picture."""
        super().__init__()
        self._image, self._points = QImage(), tuple[tuple[int, int], ...]()
        self.setAccessibleName(tr("Picture of the step"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 90)

    def show_step(self, step: Step, png: bytes | None) -> None:
        """Show a step's picture; without one say so."""
        self._image = QImage.fromData(png or b"")
        self._points = step.place.points if step.place and not step.place.of_screen else ()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room to see something."""
        return QSize(360, 240)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and the rings."""
        painter, now = QPainter(self), colours()
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        if self._image.isNull():
            painter.setPen(QColor(now.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, tr(_NO_PICTURE))
            return
        shown = QSize(self._image.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - shown.width()) / 2, (self.height() - shown.height()) / 2
        painter.drawImage(QRectF(left, top, shown.width(), shown.height()), self._image)
        scale = shown.width() / self._image.width()
        painter.setPen(QPen(QColor(now.bad), _PEN_PX))
        for x, y in self._points:
            painter.drawEllipse(QPointF(left + x * scale, top + y * scale), _RING_PX, _RING_PX)
        painter.end()

"""Two pictures side by side: before, and as the desk has made it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_agent.core.translation import tr
from desktop_agent.desk.windows.receipt.picture import DecodedPicture
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import text_label


class PicturePair(QWidget):
    """Shows one picture, or two."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._before, self._after = _OnePicture("Before"), _OnePicture("On the desk")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._before, 1)
        row.addWidget(self._after, 1)

    def show_pictures(self, before: DecodedPicture | None, after: DecodedPicture | None) -> None:
        """Show what there is."""
        self._before.show_picture(before)
        self._after.show_picture(after)


class _OnePicture(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._canvas, self._below = _Canvas(name), text_label(role="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(text_label(name, "heading"))
        column.addWidget(self._canvas, 1)
        column.addWidget(self._below)

    def show_picture(self, picture: DecodedPicture | None) -> None:
        self.setVisible(picture is not None)
        if picture is None:
            self._canvas.show_image(QImage())
            return
        self._canvas.show_image(picture.image)
        self._below.setText(picture.why_not or f"{picture.size.width()} × {picture.size.height()}")


class _Canvas(QWidget):
    """A picture as large as there is room, but never larger than it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._image = QImage()
        self.setAccessibleName(tr(name))
        self.setMinimumSize(QSize(60, 40))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self._image.isNull():
            size = self._image.size()
            if size.width() > self.width() or size.height() > self.height():
                size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(0, 0, size.width(), size.height())
            painter.drawImage(place, self._image)
            painter.setPen(QColor(colours().line))
            painter.drawRect(place.adjusted(0, 0, -1, -1))

"""The chosen step of a how-to: its picture as it will be, and its text, which can be changed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_agent.core.translation import tr
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import text_label

_LONGEST = 1_000
_HINT = "What stands between *asterisks* stands out."
_NO_PICTURE = "There is no picture of this step."


class StepPane(QWidget):
    """Shows one step; `renamed` gives its text whenever a person has changed it."""

    renamed = Signal(str)

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._picture, self._none = _StepImage(), text_label(_NO_PICTURE, "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = QLineEdit()
        self.text.setMaxLength(_LONGEST)
        self.text.setAccessibleName(tr("Text of the step"))
        self.text.textEdited.connect(self.renamed.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._picture, 1)
        layout.addWidget(self._none, 1)
        layout.addWidget(self.text)
        layout.addWidget(text_label(_HINT, "muted"))
        self.show_step("", b"")

    def show_step(self, text: str, picture: bytes) -> None:
        """Show a step's text and picture; no picture where there is none."""
        image = QImage.fromData(picture) if picture else QImage()
        self._picture.show_image(image)
        self._picture.setVisible(not image.isNull())
        self._none.setVisible(image.isNull())
        self.text.setEnabled(bool(text))
        if self.text.text() != text:
            self.text.setText(text)
            self.text.setCursorPosition(0)


class _StepImage(QWidget):
    """A picture as large as there is room, but never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setAccessibleName(tr("Picture of the step"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(120, 75))

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(560, 350)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        size = self._image.size()
        if size.width() > self.width() or size.height() > self.height():
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)
        painter.setPen(QColor(colours().line))
        painter.drawRect(place)

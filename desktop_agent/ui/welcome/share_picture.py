"""A picture of GNOME's dialog for sharing the screen: which monitor is chosen, which switch is on, what is pressed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_agent.core.texts.message import Message, tr
from desktop_agent.ui.qt.layout import column_of
from desktop_agent.ui.qt.theme import colours, font
from desktop_agent.ui.qt.widgets import text_label

_BEFORE = Message(
    "Before that, GNOME asks whether to share your screen, as in this picture. Choose the screen, turn the switch on, "
    "and then press Share."
)
_PICTURE = Message("Picture: the screen is chosen, “Allow Remote Interaction” is on, and “Share” is pressed.")
_SWITCH = Message("Allow Remote Interaction")  # as GNOME's portal calls it in this language
_SHARE = Message("Share")
_SIZE = QSize(380, 132)
_GAP = 12.0
_MONITOR = QRectF(_GAP, 40.0, 128.0, 76.0)
_BAR = 32.0
_ROW = QRectF(_MONITOR.right() + _GAP, 62.0, 0.0, 34.0)
_TRACK = QSize(38, 20)


def is_asked(environment: Mapping[str, str]) -> bool:
    """Return whether a run makes GNOME show this dialog, as it does in its Wayland session."""
    is_gnome = "GNOME" in environment.get("XDG_CURRENT_DESKTOP", "").split(":")
    return is_gnome and bool(environment.get("WAYLAND_DISPLAY"))


class ShareExplained(QWidget):
    """What is to be chosen in the dialog, in words and in a picture."""

    def __init__(self) -> None:
        super().__init__()
        column_of(self, text_label(_BEFORE), _SharePicture(), spacing=8)


class _SharePicture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_SIZE)
        self.setAccessibleName(tr(_PICTURE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dialog."""
        now = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font())
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(now.line))
        painter.setBrush(QColor(now.card))
        painter.drawRoundedRect(frame, 10, 10)
        painter.drawLine(QPointF(0, _BAR), QPointF(frame.right(), _BAR))
        self._draw_button(painter)
        painter.setBrush(QColor(now.ground))
        painter.setPen(QPen(QColor(now.accent), 2.0))
        painter.drawRoundedRect(_MONITOR, 6, 6)
        self._draw_row(painter, QRectF(_ROW.left(), _ROW.top(), frame.right() - _GAP - _ROW.left(), _ROW.height()))

    def _draw_button(self, painter: QPainter) -> None:
        now = colours()
        width = painter.fontMetrics().horizontalAdvance(tr(_SHARE)) + 24.0
        button = QRectF(self.width() - width - 5.0, 4.5, width, _BAR - 9.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.fill))
        painter.drawRoundedRect(button, 6, 6)
        painter.setPen(QColor("white"))
        painter.drawText(button, Qt.AlignmentFlag.AlignCenter, tr(_SHARE))

    def _draw_row(self, painter: QPainter, row: QRectF) -> None:
        now = colours()
        track = QRectF(row.right() - _TRACK.width(), row.center().y() - _TRACK.height() / 2, 38.0, 20.0)
        painter.setPen(QColor(now.text))
        words = QRectF(row.left(), row.top() - 12, track.left() - row.left() - 6, row.height() + 24)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, left | Qt.TextFlag.TextWordWrap, tr(_SWITCH))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.fill))
        painter.drawRoundedRect(track, 10, 10)
        painter.setBrush(QColor("white"))
        painter.drawEllipse(QRectF(track.right() - 18, track.top() + 2, 16, 16))

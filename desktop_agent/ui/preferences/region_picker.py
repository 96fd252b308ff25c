"""Picks a part of the screen: a darkened picture of it fills the screen, and the person drags over the part."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QScreen,
)
from PySide6.QtWidgets import QWidget

from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.ui.qt.screen_units import native, ratio_of
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import PushButton

TITLE = Message("Desktop Agent — Part of the screen")
_HINT = Message("Drag over the part the model should see. Esc leaves it unchanged.")
_OTHER = Message("For another screen, press Esc and move the Settings window there first.")
_DARK = QColor(0, 0, 0, 130)
_LEAST_PX, _GAP = 20, 12
_GONE_MS = 400  # until our window is off the screen, also where it fades away


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

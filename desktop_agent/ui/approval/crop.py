"""The part of the very picture that the model saw, with the target circled or the drag's path drawn on it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_agent.core.actions import Action, points_of, uses_keyboard
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint, ScreenPoint
from desktop_agent.core.translation import gettext
from desktop_agent.ui.qt.theme import colours

HEIGHT = 170
_AROUND_Y = 85  # of the picture's pixels above and below a single target
_SHAPE = 460 / HEIGHT
_MARGIN = 60
_RING, _LEAST_RING, _OF_HEIGHT = 22.0, 10.0, 7.0  # a lower picture has a smaller ring: names stay readable


class Crop(QWidget):
    """Shows where; `pointed` gives the picture's pixel that was clicked on, for windows that let one choose."""

    pointed = Signal(object)  # ImagePoint

    def __init__(self, frame: Frame, actions: tuple[Action, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Without its name Qt loads every format that it knows, to look which one it is.
        named = frame.media_type.removeprefix("image/")
        self._picture = QImage.fromData(frame.data, named)  # type: ignore[arg-type]  # PySide wants a str after all
        self._points = tuple(points_of(action) for action in actions)
        self._part = _part(frame, actions, self._picture)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(gettext("The picture that the model saw, with the target marked"))

    def point_at(self, at: ImagePoint) -> None:
        """Move the mark to another point."""
        self._points = ((at,),)
        self.update()

    def shown_at(self, at: ImagePoint) -> QPointF:
        """Return where in this widget a pixel of the picture is drawn."""
        place, scale = self._place()
        return QPointF(
            place.left() + (at.x + 0.5 - self._part.left()) * scale,
            place.top() + (at.y + 0.5 - self._part.top()) * scale,
        )

    def _place(self) -> tuple[QRectF, float]:
        part = self._part
        scale = min(self.width() / max(1, part.width()), self.height() / max(1, part.height()))
        width, height = part.width() * scale, part.height() * scale
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height), scale

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture's part and the marks."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        now = colours()
        painter.fillRect(self.rect(), QColor(now.ground))
        place, _ = self._place()
        painter.drawImage(place, self._picture, QRectF(self._part))
        painter.setPen(QPen(QColor(now.line), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        for points in self._points:
            self._mark([self.shown_at(at) for at in points], painter)
        painter.end()

    def _mark(self, spots: list[QPointF], painter: QPainter) -> None:
        if len(spots) > 1:
            path = QPainterPath(spots[0])
            for spot in spots[1:]:
                path.lineTo(spot)
            _stroke(painter, path)
            painter.setBrush(QColor(colours().bad))
            painter.drawEllipse(spots[0], 4, 4)
        if spots:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            _stroke(painter, ring_and_cross(spots[-1], min(_RING, max(_LEAST_RING, self.height() / _OF_HEIGHT))))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which pixel was pointed at."""
        place, scale = self._place()
        if place.contains(event.position()):
            x = self._part.left() + int((event.position().x() - place.left()) / scale)
            y = self._part.top() + int((event.position().y() - place.top()) / scale)
            self.pointed.emit(ImagePoint(x, y))


def ring_and_cross(at: QPointF, radius: float) -> QPainterPath:
    """Return the mark of a target: a ring, and a cross around it that leaves what is inside readable."""
    path = QPainterPath()
    path.addEllipse(at, radius, radius)
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        path.moveTo(at + QPointF(across, down) * (radius * 0.8))
        path.lineTo(at + QPointF(across, down) * (radius * 1.45))
    return path


def _stroke(painter: QPainter, path: QPainterPath) -> None:
    """Draw a line that is seen on any ground."""
    painter.setPen(QPen(QColor(255, 255, 255, 220), 5))
    painter.drawPath(path)
    painter.setPen(QPen(QColor("#e02d2d"), 2.5))
    painter.drawPath(path)


def _part(frame: Frame, actions: tuple[Action, ...], picture: QImage) -> QRect:
    """Return what to show: around the targets; for keys the window that has the keyboard; else all."""
    whole = picture.rect()
    points = [at for action in actions for at in points_of(action)]
    if points:
        left, right = min(at.x for at in points), max(at.x for at in points)
        top, bottom = min(at.y for at in points), max(at.y for at in points)
        high = max(_AROUND_Y * 2, bottom - top + 2 * _MARGIN, round((right - left + 2 * _MARGIN) / _SHAPE))
        wide = round(high * _SHAPE)
        return _inside(QRect((left + right - wide) // 2, (top + bottom - high) // 2, wide, high), whole)
    view = frame.viewport
    focused = next((one.box for one in frame.scene.windows if one.id == frame.scene.focus), None)
    box = focused.intersection(view.screen) if focused and any(uses_keyboard(action) for action in actions) else None
    if box is None:
        return whole
    first, last = view.to_image(ScreenPoint(box.x, box.y)), view.to_image(ScreenPoint(box.right - 1, box.bottom - 1))
    return QRect(QPoint(first.x, first.y), QPoint(last.x, last.y))


def _inside(part: QRect, whole: QRect) -> QRect:
    """Return a part pushed into the picture, and cut where it is larger."""
    left = max(whole.left(), min(part.left(), whole.right() + 1 - part.width()))
    top = max(whole.top(), min(part.top(), whole.bottom() + 1 - part.height()))
    return QRect(left, top, part.width(), part.height()) & whole

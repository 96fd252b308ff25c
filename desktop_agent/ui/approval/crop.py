"""The part of the screen where an act would go, with the mark on it that the real screen shows, or a drag's path."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_agent.core.actions.action import Action, points_of
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, ScreenPoint
from desktop_agent.core.texts.message import gettext
from desktop_agent.ui.qt.screen_units import pixels_in_units
from desktop_agent.ui.qt.theme import colours

HEIGHT = 118
_ACROSS = 472
_MARGIN = 60
# what is larger is no button: there a ring says more
_WIDEST = 480
_HIGHEST = 120
# from the control to the line around it
_OFF = 4
_CORNER = 4.0
# a lower picture has a smaller ring: names stay readable
_RING = 22.0
_LEAST_RING = 10.0
_OF_HEIGHT = 7.0


class Crop(QWidget):
    """Shows where; `pointed` gives the picture's pixel that was clicked on, for windows that let one choose."""

    pointed = Signal(object)  # ImagePoint

    def __init__(
        self, frame: Frame, actions: tuple[Action, ...], boxes: Sequence[Rect | None] = (), high: int = HEIGHT
    ) -> None:
        """Show what the actions point at; `boxes`: where the control is that each hits, in pixels of the desktop."""
        super().__init__()
        # Without its name Qt loads every format that it knows, to look which one it is.
        named = frame.media_type.removeprefix("image/")
        self._picture = QImage.fromData(frame.data, named)  # type: ignore[arg-type]  # PySide wants a str after all
        self._frame = frame
        self._boxes = (*boxes, *(None for _ in actions))[: len(actions)]
        self._points = tuple(
            points_of(action) or _field_centre(frame, box) for action, box in zip(actions, self._boxes, strict=True)
        )
        self.has_target = any(self._points)
        self._part = _part([at for points in self._points for at in points], high, self._picture)
        self.setFixedHeight(high)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(gettext("The screenshot the model saw, with the target marked"))

    def point_at(self, at: ImagePoint) -> None:
        """Move the mark to another point."""
        self._points = ((at,),)
        self.update()

    def widget_point(self, at: ImagePoint) -> QPointF:
        """Return where in this widget a pixel of the picture is drawn."""
        place, scale = self._picture_box()
        return QPointF(
            place.left() + (at.x + 0.5 - self._part.left()) * scale,
            place.top() + (at.y + 0.5 - self._part.top()) * scale,
        )

    def _picture_box(self) -> tuple[QRectF, float]:
        part = self._part
        scale = min(self.width() / max(1, part.width()), self.height() / max(1, part.height()))
        width = part.width() * scale
        height = part.height() * scale
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height), scale

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture's part and the marks."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        now = colours()
        painter.fillRect(self.rect(), QColor(now.ground))
        place, _ = self._picture_box()
        painter.drawImage(place, self._picture, QRectF(self._part))
        painter.setPen(QPen(QColor(now.line), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        for points, box in zip(self._points, self._boxes, strict=True):
            if (around := self._control_outline(points, box)) is not None:
                path = QPainterPath()
                path.addRoundedRect(around, _CORNER, _CORNER)
                _stroke(painter, path)
            else:
                self._draw_mark([self.widget_point(at) for at in points], painter)
        painter.end()

    def _control_outline(self, points: tuple[ImagePoint, ...], box: Rect | None) -> QRectF | None:
        """Return where the line goes around a control, as on the screen; None where a ring marks the point."""
        view = self._frame.viewport
        with suppress(OffScreenError):
            if box is not None and len(points) == 1 and control_outline(view.to_screen(points[0]), box) is not None:
                first, last = _control_corners(self._frame, box)
                return QRectF(self.widget_point(first), self.widget_point(last)).adjusted(-_OFF, -_OFF, _OFF, _OFF)
        return None

    def _draw_mark(self, spots: list[QPointF], painter: QPainter) -> None:
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
        """Emit which pixel was pointed at."""
        place, scale = self._picture_box()
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


def control_outline(at: ScreenPoint, box: Rect | None) -> QRect | None:
    """Return where the line goes around a control on the screen, in Qt's units; None where its place says nothing."""
    if box is None or not box.contains(at):
        return None
    around = pixels_in_units(box).adjusted(-_OFF, -_OFF, _OFF, _OFF)
    return around if around.width() <= _WIDEST and around.height() <= _HIGHEST else None


def _field_centre(frame: Frame, box: Rect | None) -> tuple[ImagePoint, ...]:
    """Return the middle of a field, for an action that points nowhere; nothing where there is no small one."""
    with suppress(OffScreenError):
        if (
            box is not None
            and control_outline(ScreenPoint(box.x + box.width // 2, box.y + box.height // 2), box) is not None
        ):
            first, last = _control_corners(frame, box)
            return (ImagePoint((first.x + last.x) // 2, (first.y + last.y) // 2),)
    return ()


def _control_corners(frame: Frame, box: Rect) -> tuple[ImagePoint, ImagePoint]:
    view = frame.viewport
    return view.to_image(ScreenPoint(box.x, box.y)), view.to_image(ScreenPoint(box.right - 1, box.bottom - 1))


def _part(points: Sequence[ImagePoint], high: int, picture: QImage) -> QRect:
    """Return what to show: around the targets, a picture's pixel for one of the screen; all where there is none."""
    whole = picture.rect()
    if not points:
        return whole
    shape = _ACROSS / high
    left = min(at.x for at in points)
    right = max(at.x for at in points)
    top = min(at.y for at in points)
    bottom = max(at.y for at in points)
    down = max(high, bottom - top + 2 * _MARGIN, round((right - left + 2 * _MARGIN) / shape))
    wide = round(down * shape)
    return _moved_inside(QRect((left + right - wide) // 2, (top + bottom - down) // 2, wide, down), whole)


def _moved_inside(part: QRect, whole: QRect) -> QRect:
    """Return a part pushed into the picture, and cut where it is larger."""
    left = max(whole.left(), min(part.left(), whole.right() + 1 - part.width()))
    top = max(whole.top(), min(part.top(), whole.bottom() + 1 - part.height()))
    return QRect(left, top, part.width(), part.height()) & whole

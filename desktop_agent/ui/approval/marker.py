"""The mark on the real screen: a frame around the control, or a ring where its place is unknown; clicks pass through.

Its lines are thin, so that names next to the target stay readable. A person who presses the marked control themselves
has answered the question (`OwnPress`).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QBitmap, QColor, QPainter, QPainterPath, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from desktop_agent.core.actions.action import Click
from desktop_agent.core.decisions.decision import Question
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.core.presence import Presence, UserInput
from desktop_agent.core.texts.message import Message, tr
from desktop_agent.screen.captures.watermark import SIDE_PX
from desktop_agent.ui.approval.crop import framed, ring_and_cross
from desktop_agent.ui.overlay.floating import TargetWindow, float_over_all, paint_row, watermark_side
from desktop_agent.ui.qt.screen_units import pixels_in_units, pointer, screen_of, to_units
from desktop_agent.ui.qt.widgets import visible_windows

TITLE = Message("Target — Desktop Agent")
_RADIUS = 22.0
_CORNER = 4.0
# widths of the line, and of the white below it
_RED = 2.0
_WHITE = 5.0
_EDGE = 4  # from the line to the window's edge
_ARM = 34


class Marker(TargetWindow):
    """One target, in pixels of the desktop; `box` is its control's."""

    def __init__(self, at: ScreenPoint, box: Rect | None = None) -> None:
        super().__init__(None, Qt.WindowType.WindowTransparentForInput)
        float_over_all(self, TITLE)
        self.setAccessibleName(tr(TITLE))
        self.point_at(at, box)

    def point_at(self, at: ScreenPoint, box: Rect | None = None) -> None:
        """Mark a target."""
        centre = to_units(at)
        around = framed(at, box)
        if around is None:
            area = QRect(centre.x() - _ARM, centre.y() - _ARM, 2 * _ARM, 2 * _ARM)
            self._path = ring_and_cross(QPointF(_ARM, _ARM), _RADIUS)
            row = QRect(area.x() + _ARM + round(_RADIUS), centre.y(), _ARM - round(_RADIUS) - 2, 1)
            opposite_row = row.translated(-2 * _ARM + row.width() + 4, 0)
        else:
            area = around.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE)
            self._path = QPainterPath()
            self._path.addRoundedRect(QRectF(around.translated(-area.topLeft())), _CORNER, _CORNER)
            row = QRect(around.x() + round(_CORNER), around.y(), around.width() - 2 * round(_CORNER), 1)
            opposite_row = row.translated(0, around.height())
        self._row = _on_screen(at, row, opposite_row).translated(-area.topLeft())
        self.setFixedSize(area.size())
        self.move(area.topLeft())
        self.setMask(self._shape())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw red on white, visible on any background; the mask limits the window to the lines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#e02d2d"), _RED))
        painter.drawPath(self._path)
        paint_row(painter, self, "question", self._row.x(), self._row.y())
        painter.end()

    def _shape(self) -> QRegion:
        bits = QBitmap(self.size())
        bits.clear()
        painter = QPainter(bits)
        painter.setPen(QPen(Qt.GlobalColor.color1, _WHITE))
        painter.drawPath(self._path)
        painter.end()
        return QRegion(bits).united(self._row.adjusted(0, -1, 0, 1))


def _on_screen(at: ScreenPoint, row: QRect, opposite_row: QRect) -> QRect:
    """Return the visible part of either row, if as long as the watermark; else the first row."""
    screen = screen_of(at)
    long = (SIDE_PX - 2) * watermark_side(screen) / screen.devicePixelRatio() + 1
    parts = [line & screen.geometry() for line in (row, opposite_row)]
    return next((part for part in parts if part.width() >= long), row)


class OwnPress(QObject):
    """Emits `done` once the person presses the question's control; only for a single press on a control."""

    done = Signal()
    _pressed = Signal()  # from the watcher's thread

    def __init__(self, question: Question | None, presence: Presence, card: QWidget) -> None:
        """Watch for the question's press; None where its target isn't on this display."""
        super().__init__(card)
        pressed = question.target.control if question is not None and _is_single_press(question) else None
        box = pressed.box if pressed else None
        self._box = pixels_in_units(box) if box is not None and box.width and box.height else None
        self._pressed.connect(self._check_pointer)
        self.end = presence.watch(self._on_input, lambda _how: None)

    def _on_input(self, hand: UserInput) -> None:
        if hand.what == "button":
            self._pressed.emit()

    def _check_pointer(self) -> None:
        at = pointer()
        if self._box is not None and at is not None and self._box.contains(at) and not _is_on_ours(at):
            self.done.emit()


def _is_single_press(question: Question) -> bool:
    return question.kind == "action" and len(question.actions) == 1 and _is_press(question)


def _is_press(question: Question) -> bool:
    action = question.actions[0]
    return isinstance(action, Click) and (action.button, action.count, action.keys) == ("left", 1, ())


def _is_on_ours(at: QPoint) -> bool:
    """Return whether a window of ours is at a point, marks excepted, as presses pass through them."""
    ours = (window for window in visible_windows() if not isinstance(window, Marker))
    return any(window.frameGeometry().contains(at) for window in ours)

"""Windows that lie over the desktop without taking mouse or keyboard from it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPaintEvent, QPen, QRegion, QScreen
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

from desktop_agent.core.own_windows import CLEARANCE_PX, Announcement
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.core.texts.message import Message
from desktop_agent.screen.captures.watermark import COLOURS, SIDE_PX, MarkKind
from desktop_agent.ui.qt.layers import can_place, is_wayland, layers, stacking
from desktop_agent.ui.qt.layout import row_of
from desktop_agent.ui.qt.screen_units import (
    frame_pixels_of,
    in_units,
    is_xwayland,
    pixels_of,
    pointer,
    ratio_of,
    screen_of,
    to_units,
)
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import delete_window, text_label, visible_windows
from desktop_agent.ui.qt.window_places import window_places

_PROBE_UNITS = 24
_PROBE_INSET = QPoint(2, 2)
_MARK_TITLE = Message("Next action — Desktop Agent")
# units: the ring's width, a dot's radius, and the distance of the dots
_BAND = 5
_DOT = 3
_APART = 16
_GAP = 10
_LONGEST = 60


class OverlayWindows:
    """The floating windows of a run; remembers which to show again while all are hidden."""

    def __init__(self) -> None:
        self._can_place = can_place()
        # Whether a hidden window is in no later picture; otherwise the pictures must be checked.
        self.leaves_at_once = layers() is not None or not self._can_place
        self._windows: list[QWidget] = []
        self._hidden = False
        self._displaced: list[QWidget] = []  # windows hidden because they covered an act's place
        self._mark: ActMark | None = None

    def show(self, window: QWidget) -> None:
        """Show a window, at once or when the others are restored; not at all where it would lie anywhere."""
        if not self._can_place:
            return
        if window not in self._windows:
            self._windows.append(window)
        if not self._hidden and window not in self._displaced:
            window.show()

    def remove(self, window: QWidget) -> None:
        """Hide a window for good, and delete it."""
        for listed in (self._windows, self._displaced):
            if window in listed:
                listed.remove(window)
        delete_window(window)

    def announce(self, act: Announcement) -> None:
        """Mark the next act."""
        self._remove_mark()
        self._mark = ActMark(act) if self._can_place else None

    def make_way(self, places: tuple[Rect, ...]) -> tuple[Rect, ...]:
        """Hide the mark and the windows over these places, in pixels; return the boxes that became free."""
        boxes = list(self._remove_mark())
        for window in self._windows:
            box = pixels_of(window)
            if not window.isVisible() or not any(box.intersection(place) for place in places):
                continue
            boxes.append(box)
            if not (isinstance(window, MovableWindow) and window.move_off(places)):
                window.hide()
                self._displaced.append(window)
        if boxes:
            stacking().sync()
        # Windows that stay show their watermark, so their boxes aren't checked.
        stay = [pixels_of(window) for window in self._windows if window.isVisible()]
        return tuple(part for box in boxes for part in box.without(*stay))

    def in_layers(self) -> tuple[Rect, ...]:
        """Return the pixels that visible windows cover as layers, which are in no list of windows."""
        return tuple(pixels_of(window) for window in self._windows if window.isVisible()) if layers() else ()

    def hide_all(self) -> tuple[Rect, ...]:
        """Hide the visible windows once the display server has done so; return the pixels that they covered."""
        self._hidden = True
        visible = [window for window in self._windows if window.isVisible()]
        boxes = (*self._remove_mark(), *(pixels_of(window) for window in visible))
        for window in visible:
            window.hide()
        if boxes:
            stacking().sync()
        return boxes

    def restore(self) -> None:
        """Show the windows again."""
        self._hidden = False
        self._displaced = []
        self._remove_mark()
        for window in self._windows:
            window.show()

    def show_probe(self, at: ScreenPoint) -> tuple[QWidget, Rect]:
        """Show a small window near a place; return it with the pixels that it covers."""
        self.restore()
        probe = _Probe()
        probe.move(to_units(at) + _PROBE_INSET)
        self.show(probe)
        return probe, pixels_of(probe)

    def hide_probe(self, probe: QWidget) -> tuple[Rect, ...]:
        """Hide the probe in the same way as all windows, then delete it; return the pixels that were covered."""
        boxes = self.hide_all()
        self.remove(probe)
        return boxes

    def _remove_mark(self) -> tuple[Rect, ...]:
        """Delete the mark; return the pixels that it covered."""
        windows = self._mark.windows if self._mark else []
        self._mark = None
        boxes = tuple(pixels_of(window) for window in windows)
        for window in windows:
            delete_window(window)
        return boxes


class OrdinaryWindows:
    """The ordinary windows, such as the console: hides those on a part of the desktop, until `restore`."""

    def __init__(self) -> None:
        self._hidden: list[QWidget] = []

    def hide_from(self, box: Rect) -> int:
        """Hide every ordinary window on a part of the desktop, in pixels; return their number."""
        windows = _lowest_first([window for window in ordinary_windows() if _may_lie_on(window, box)])
        for window in windows:
            window.hide()
        self._hidden = [*(window for window in self._hidden if window not in windows), *windows]
        return len(windows)

    def restore(self) -> None:
        """Show the hidden windows again in their order, without taking the focus."""
        windows = self._hidden
        self._hidden = []
        for window in windows:
            if Shiboken.isValid(window):  # it may have been closed meanwhile
                window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
                window.show()
                window.raise_()  # a window manager may put what it shows below its active window
                window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, on=False)


def _may_lie_on(window: QWidget, box: Rect) -> bool:
    """Return whether a window is on a part of the desktop; True where its place is unknown."""
    if not is_wayland():
        return frame_pixels_of(window).intersection(box) is not None
    places = window_places()
    place = places.box_of(window) if places is not None else None
    return place is None or place.intersection(box) is not None


def _lowest_first(windows: Sequence[QWidget]) -> list[QWidget]:
    """Return windows from the lowest to the uppermost; the active one last where the order is unknown."""
    by_number = {int(window.winId()): window for window in windows}
    order = {number: at for at, number in enumerate(stacking().in_order(by_number))}
    return sorted(windows, key=lambda window: (order.get(int(window.winId()), -1), window.isActiveWindow()))


def ordinary_windows() -> list[QWidget]:
    """Return our visible windows that the window manager manages; the tray icon is none of them."""
    kind = Qt.WindowType.Window
    unmanaged = Qt.WindowType.BypassWindowManagerHint
    windows = [window for window in visible_windows() if window.windowType() == kind]
    return [window for window in windows if not window.windowFlags() & unmanaged]


def ordinary_boxes() -> tuple[QRect, ...]:
    """Return the boxes of our ordinary windows, with their frames, in Qt's units."""
    return tuple(window.frameGeometry() for window in ordinary_windows() if not window.isMinimized())


def floating_boxes(*but: QWidget | None) -> tuple[QRect, ...]:
    """Return the boxes of our floating windows that accept clicks or mark a target, without `but`, in Qt's units."""
    tool = Qt.WindowType.Tool
    passes = Qt.WindowType.WindowTransparentForInput
    windows = [window for window in visible_windows() if window.windowType() == tool]
    solid = (window for window in windows if isinstance(window, TargetWindow) or not window.windowFlags() & passes)
    return tuple(window.geometry() for window in solid if window not in but)


class _Probe(QWidget):
    """A tiny window with only the watermark."""

    def __init__(self) -> None:
        super().__init__()
        float_over_all(self, "Desktop Agent")
        self.setFixedSize(_PROBE_UNITS, _PROBE_UNITS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the watermark."""
        painter = QPainter(self)
        paint_row(painter, self, "question", 0, 0)
        painter.end()


class PointerPath(QWidget):
    """A dotted line from the pointer, and a ring around each end of a press or drag."""

    def __init__(self, way: Sequence[QPoint], radius: int) -> None:
        super().__init__(None, Qt.WindowType.WindowTransparentForInput)
        float_over_all(self, _MARK_TITLE)
        self._radius = radius
        spots = [*filter(None, [pointer()]), *way]
        reach = radius + _BAND
        box = QRect(spots[0], spots[0])
        for spot in spots:
            box |= QRect(spot.x() - reach, spot.y() - reach, 2 * reach + 1, 2 * reach + 1)
        self.setGeometry(box & screen_box(way[0]))
        self._rings = [spot - self.pos() for spot in dict.fromkeys((way[0], way[-1]))]
        self._dots = list(_dots([spot - self.pos() for spot in spots], self._rings, reach))
        self.setMask(self._shape())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the accent on white, visible on any background, and rows of the watermark on the rings."""
        painter = QPainter(self)
        accent = QColor(colours().accent)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(accent, _BAND - 2))
        for ring in self._rings:
            painter.drawEllipse(QPointF(ring), self._radius + _BAND / 2, self._radius + _BAND / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        for dot in self._dots:
            painter.drawEllipse(QPointF(dot), _DOT - 1, _DOT - 1)
        half = SIDE_PX * watermark_side(self.screen()) / 2 / self.devicePixelRatioF()
        for ring in self._rings:
            for y in (ring.y() + self._radius + _BAND // 2, ring.y() - self._radius - _BAND // 2):
                paint_row(painter, self, "watching", ring.x() - half, y)
        painter.end()

    def _shape(self) -> QRegion:
        shape = QRegion()
        for ring in self._rings:
            shape |= _disc(ring, self._radius + _BAND) - _disc(ring, self._radius)
        for dot in self._dots:
            shape |= _disc(dot, _DOT)
        return shape


class Caption(QWidget):
    """The act in words, near a box of the desktop in Qt's units."""

    def __init__(self, act: Announcement, beside: QRect) -> None:
        super().__init__(None, Qt.WindowType.WindowTransparentForInput)
        float_over_all(self, _MARK_TITLE)
        words = act.words
        row_of(
            self,
            text_label(words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…", "heading", wraps=False),
            margins=(12, 6, 12, 6),
        )
        self.ensurePolished()
        self.adjustSize()
        clear = [in_units(place) for place in act.keep_clear]
        self.move(_place_near(beside, self.size(), screen_box(beside.center()), clear))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, the border and the watermark."""
        paint_background(self, "watching")


class ActMark:
    """The mark of the next act: the pointer's path, a ring around its target, and a caption next to it.

    The ring's inside stays free, as it is compared right before a press, and clicks pass through the mark.
    """

    def __init__(self, act: Announcement) -> None:
        self.windows: list[PointerPath | Caption] = []
        if act.way:
            ratio = ratio_of(screen_of(act.way[0]))
            radius = math.ceil(CLEARANCE_PX / ratio)
            way = [to_units(at) for at in act.way]
            reach = radius + _BAND
            last = way[-1]
            self.windows.append(PointerPath(way, radius))
            self.windows.append(Caption(act, QRect(last.x() - reach, last.y() - reach, 2 * reach, 2 * reach)))
        elif act.target is not None:
            self.windows.append(Caption(act, in_units(act.target)))
        for window in self.windows:
            window.show()


def screen_box(at: QPoint) -> QRect:
    """Return the box of the screen at a place, in Qt's units."""
    return (QGuiApplication.screenAt(at) or QGuiApplication.primaryScreen()).geometry()


def _disc(at: QPoint, radius: int) -> QRegion:
    return QRegion(QRect(at.x() - radius, at.y() - radius, 2 * radius + 1, 2 * radius + 1), QRegion.RegionType.Ellipse)


def _dots(spots: Sequence[QPoint], rings: Sequence[QPoint], reach: int) -> Iterator[QPoint]:
    """Yield points along the path that are outside of the rings."""
    for start, end in pairwise(spots):
        length = math.hypot(end.x() - start.x(), end.y() - start.y())
        for step in range(1, int(length / _APART)):
            share = step * _APART / length
            dot = start + (end - start) * share
            if all(math.hypot(dot.x() - ring.x(), dot.y() - ring.y()) > reach + _DOT for ring in rings):
                yield dot


def _place_near(box: QRect, size: QSize, screen: QRect, clear: Sequence[QRect]) -> QPoint:
    """Return where a window lies within the screen: below the box, above it or beside it, wherever it covers least.

    A box may fill the screen, or reach beyond it, such as the lower end of a dialog that is too high.
    """
    middle = box.center() - QPoint(size.width() // 2, size.height() // 2)
    below = box.bottom() + _GAP
    above = box.top() - _GAP - size.height()
    right = box.right() + _GAP
    left = box.left() - _GAP - size.width()
    first = screen.topLeft() + QPoint(_GAP, _GAP)
    last = screen.bottomRight() - QPoint(_GAP + size.width(), _GAP + size.height())
    sides = ((middle.x(), below), (middle.x(), above), (right, middle.y()), (left, middle.y()))
    places = [QPoint(min(max(x, first.x()), last.x()), min(max(y, first.y()), last.y())) for x, y in sides]
    return min(places, key=lambda at: sum(QRect(at, size).intersects(part) for part in (box, *clear)))


def float_over_all(window: QWidget, title: str, *, opens_fields: bool = False) -> None:
    """Make a window float, as a layer where the session has layers.

    On X11 it bypasses the window manager, which would put it behind a full screen or focus it. One that `opens_fields`
    doesn't in Xwayland: a Wayland compositor gives the keyboard, after a click, to windows that it manages alone.
    """
    managed = opens_fields and is_xwayland()
    window.setWindowFlags(
        Qt.WindowType.Tool
        | Qt.WindowType.FramelessWindowHint
        | Qt.WindowType.WindowStaysOnTopHint
        | (Qt.WindowType(0) if managed else Qt.WindowType.BypassWindowManagerHint)
        | window.windowFlags() & Qt.WindowType.WindowTransparentForInput
    )
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    if is_xwayland():  # mutter draws no shadow around what may be transparent: one would change the pixels beside us
        window.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    window.setWindowTitle(title)
    if (here := layers()) is not None:
        here.show_as_layer(window)


class MovableWindow(QWidget):
    """A floating window that can move out of the way."""

    def move_off(self, places: tuple[Rect, ...]) -> bool:
        """Move to where it covers none of these places, in pixels of the desktop; return whether that is possible."""
        raise NotImplementedError


class SubstituteWindow(QWidget):
    """A floating window that takes the place of another one as long as it is visible."""

    stands_for: QWidget | None = None


class TargetWindow(QWidget):
    """A floating window that marks a target, which no other window of ours may cover."""


def paint_background(window: QWidget, kind: MarkKind = "question") -> None:
    """Draw a window's background, its border, and a row of the watermark in that."""
    painter = QPainter(window)
    now = colours()
    painter.fillRect(window.rect(), QColor(now.card))
    painter.setPen(QPen(QColor(now.edge), 1))
    painter.drawRect(window.rect().adjusted(0, 0, -1, -1))
    paint_row(painter, window, kind, SIDE_PX, 0)
    painter.end()


def paint_row(painter: QPainter, window: QWidget, kind: MarkKind, x: float, y: float, *, upright: bool = False) -> None:
    """Draw one row of the watermark, or a column, in pixels of the screen; the place is in Qt's units."""
    side = watermark_side(window.screen())
    length = SIDE_PX * side
    row = QImage(side if upright else length, length if upright else side, QImage.Format.Format_RGB32)
    filling = QPainter(row)
    for at in range(SIDE_PX):
        place = QPoint(0, at) if upright else QPoint(at, 0)
        filling.fillRect(QRect(place * side, QSize(side, side)), QColor(*COLOURS[kind][at % 2]))
    filling.end()
    ratio = window.devicePixelRatioF()
    row.setDevicePixelRatio(ratio)
    hints = painter.renderHints()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(round(x * ratio) / ratio, round(y * ratio) / ratio, row)  # type: ignore[call-overload]
    painter.setRenderHints(hints)


def watermark_side(screen: QScreen) -> int:
    """Return how many pixels of Qt's a pixel of the watermark has, so that a capture shows its pure colour.

    A Wayland compositor scales what Xwayland shows, by any factor up to that of the largest scale.
    """
    return 1 + math.ceil(screen.devicePixelRatio() / ratio_of(screen)) if is_xwayland() else 1

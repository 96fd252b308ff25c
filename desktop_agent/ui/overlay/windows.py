"""Hides our windows, floating and ordinary ones, and shows them again. For Qt's thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from desktop_agent.core.announcement import Announcement
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.ui.overlay.act_mark import ActMark
from desktop_agent.ui.overlay.floating import MovableWindow, float_over_all, paint_row
from desktop_agent.ui.overlay.left_out import Pictures, pictures_here
from desktop_agent.ui.proof.stacking import stacking
from desktop_agent.ui.qt.delete_window import delete_window
from desktop_agent.ui.qt.layers import is_wayland, layers
from desktop_agent.ui.qt.screen_units import frame_pixels_of, pixels_of, to_units
from desktop_agent.ui.qt.sway_places import sway_places

_PROBE_UNITS, _PROBE_INSET = 12, QPoint(2, 2)


class OverlayWindows:
    """The floating windows of a run: remembers which are to be visible while all are hidden."""

    def __init__(self, pictures: Pictures | None = None) -> None:
        self._pictures = pictures or pictures_here()
        self._left_out: list[QWidget] = []
        # Whether a window is in no picture any more once it is hidden; else the pictures have to say so.
        self.leaves_at_once = layers() is not None
        self._windows: list[QWidget] = []
        self._hidden = False
        self._away: list[QWidget] = []  # those that lay where an act went
        self._mark: ActMark | None = None

    def show(self, window: QWidget) -> None:
        """Show a window, at once or as soon as the others are restored."""
        if window not in self._windows:
            self._windows.append(window)
        if not self._hidden and window not in self._away:
            window.show()

    def remove(self, window: QWidget) -> None:
        """Hide a window for good, and delete it."""
        for listed in (self._windows, self._away, self._left_out):
            if window in listed:
                listed.remove(window)
        delete_window(window)

    def announce(self, act: Announcement) -> None:
        """Mark what is about to be done."""
        self._unmark()
        self._mark = ActMark(act)

    def make_way(self, places: tuple[Rect, ...]) -> tuple[Rect, ...]:
        """Take away the mark and what covers these places, in pixels; return where something was."""
        boxes = list(self._unmark())
        for window in self._windows:
            box = pixels_of(window)
            if not window.isVisible() or not any(box.intersection(place) for place in places):
                continue
            boxes.append(box)
            if not (isinstance(window, MovableWindow) and window.move_off(places)):
                window.hide()
                self._away.append(window)
        if boxes:
            stacking().sync()
        # What stays shows its watermark: it is no sign that something else has not gone.
        stay = [pixels_of(window) for window in self._windows if window.isVisible()]
        return tuple(part for box in boxes for part in box.without(*stay))

    def hide_all(self) -> tuple[Rect, ...]:
        """Take what is visible out of pictures, hidden where nothing else helps; return the pixels it covered there.

        The display server has taken it away by then.
        """
        self._hidden = True
        visible = [window for window in self._windows if window.isVisible() and window not in self._left_out]
        boxes = (*self._unmark(), *(pixels_of(window) for window in visible))
        for window in visible:
            if self._pictures.leave_out(int(window.winId())):
                self._left_out.append(window)
            else:
                window.hide()
        if boxes:
            stacking().sync()
        return boxes

    def restore(self) -> None:
        """Show the windows again."""
        self._hidden, self._away = False, []
        self._unmark()
        for window in self._left_out:
            self._pictures.take_in(int(window.winId()))
        self._left_out.clear()
        for window in self._windows:
            window.show()

    def show_probe(self, at: ScreenPoint) -> tuple[QWidget, Rect]:
        """Show a small window near a place; return it, and the pixels it covers."""
        self.restore()
        probe = _Probe()
        probe.move(to_units(at) + _PROBE_INSET)
        self.show(probe)
        return probe, pixels_of(probe)

    def hide_probe(self, probe: QWidget) -> tuple[Rect, ...]:
        """Hide the probe in the very way by which all windows are hidden, then delete it."""
        boxes = self.hide_all()
        self.remove(probe)
        return boxes

    def _unmark(self) -> tuple[Rect, ...]:
        """Take the mark off the screen; return the pixels it covered."""
        windows, self._mark = (self._mark.windows if self._mark else []), None
        boxes = tuple(pixels_of(window) for window in windows)
        for window in windows:
            delete_window(window)
        return boxes


class OrdinaryWindows:
    """The ordinary windows, such as the console: hides those on a part of the desktop, until `restore`."""

    def __init__(self) -> None:
        self._hidden: list[QWidget] = []

    def hide_from(self, box: Rect) -> int:
        """Hide every ordinary window that lies on a part of the desktop, in pixels; return how many there were."""
        windows = _lowest_first([one for one in ordinary_windows() if _may_lie_on(one, box)])
        for window in windows:
            window.hide()
        self._hidden = [*(one for one in self._hidden if one not in windows), *windows]
        return len(windows)

    def restore(self) -> None:
        """Show the hidden windows again in the order they had, without taking the keyboard."""
        windows, self._hidden = self._hidden, []
        for window in windows:
            if Shiboken.isValid(window):  # it may have been closed meanwhile
                window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
                window.show()
                window.raise_()  # a window manager may put what it shows below its active window
                window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, on=False)


def _may_lie_on(window: QWidget, box: Rect) -> bool:
    """Tell whether a window lies on a part of the desktop; yes where nobody tells where it is."""
    if not is_wayland():
        return frame_pixels_of(window).intersection(box) is not None
    places = sway_places()
    place = places.box_of(window) if places is not None else None
    return place is None or place.intersection(box) is not None


def _lowest_first(windows: Sequence[QWidget]) -> list[QWidget]:
    """Return windows from the lowest to the uppermost; the one with the keyboard last where nobody tells the order."""
    by_number = {int(one.winId()): one for one in windows}
    order = {number: at for at, number in enumerate(stacking().in_order(by_number))}
    return sorted(windows, key=lambda one: (order.get(int(one.winId()), -1), one.isActiveWindow()))


def ordinary_windows() -> list[QWidget]:
    """Return our visible windows that the window manager manages; the tray icon is none of them."""
    kind, unmanaged = Qt.WindowType.Window, Qt.WindowType.BypassWindowManagerHint
    windows = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowType() == kind]
    return [one for one in windows if not one.windowFlags() & unmanaged]


def ordinary_boxes() -> tuple[QRect, ...]:
    """Return where our ordinary windows are, with their frames, in Qt's units."""
    return tuple(one.frameGeometry() for one in ordinary_windows() if not one.isMinimized())


def floating_boxes(*, but: QWidget) -> tuple[QRect, ...]:
    """Return where all other floating windows of ours are that take clicks, such as a card, in Qt's units."""
    tool, passes = Qt.WindowType.Tool, Qt.WindowType.WindowTransparentForInput
    windows = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowType() == tool]
    return tuple(one.geometry() for one in windows if one is not but and not one.windowFlags() & passes)


class _Probe(QWidget):
    """A speck that shows the watermark and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        float_over_all(self, "Desktop Agent")
        self.setFixedSize(_PROBE_UNITS, _PROBE_UNITS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the watermark."""
        painter = QPainter(self)
        paint_row(painter, self, "question", 0, 0)
        painter.end()

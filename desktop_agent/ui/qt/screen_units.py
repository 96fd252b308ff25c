"""Pixels of the desktop and Qt's units, which differ on a scaled screen; and where a card goes.

In a Wayland session the desktop's pixels are its logical units, in which captures and input are. Xwayland has pixels of
its own: on GNOME 48 at 125 % two of them are one unit, on a desktop that doesn't scale it one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QRect
from PySide6.QtGui import QCursor, QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.lib.platform_files import platform_module
from desktop_agent.lib.window_bounds import available_geometry
from desktop_agent.ui.qt.layers import can_place, is_wayland

if TYPE_CHECKING:
    from desktop_agent.platforms.wayland.outputs import Outputs

# a small screen has less to give: this part of its height
_GAP = 16
_SMALL = 40
_ROUNDED = 2
_OFF_POINTER = 8
_KEEP_OFF = 70  # how far our windows stay from a target, in pixels


def ratio_of(screen: QScreen) -> float:
    """Return how many pixels of the desktop one of Qt's units has."""
    return native(screen).width / screen.geometry().width()


def is_xwayland() -> bool:
    """Return whether Qt shows its windows by Xwayland in a Wayland session."""
    return QGuiApplication.platformName() == "xcb" and bool(os.environ.get("WAYLAND_DISPLAY"))


def pointer() -> QPoint | None:
    """Return where the pointer is, in Qt's units; None in a Wayland session, where no program gets it."""
    return None if is_wayland() or is_xwayland() else QCursor.pos()


def native(screen: QScreen) -> Rect:
    """Return where a screen is on the desktop, in pixels: Qt scales its size, and leaves its origin alone."""
    if is_xwayland() and (box := _output_box(screen)) is not None:
        return box
    at = screen.geometry()
    ratio = 1.0 if is_wayland() else screen.devicePixelRatio()
    return Rect(at.x(), at.y(), round(at.width() * ratio), round(at.height() * ratio))


def screen_of(at: ScreenPoint) -> QScreen:
    """Return the screen that shows a pixel; the primary one where none does."""
    screens = (screen for screen in QGuiApplication.screens() if native(screen).contains(at))
    return next(screens, QGuiApplication.primaryScreen())


def to_units(at: ScreenPoint, screen: QScreen | None = None) -> QPoint:
    """Return a pixel of the desktop in Qt's units, as those of `screen` go on; by default of the one that shows it."""
    screen = screen or screen_of(at)
    whole = native(screen)
    ratio = ratio_of(screen)
    return screen.geometry().topLeft() + QPoint(round((at.x - whole.x) / ratio), round((at.y - whole.y) / ratio))


def pixels_of(window: QWidget) -> Rect:
    """Return the pixels of its screen that a window covers, and a few around it; all where its place is unknown."""
    whole = native(window.screen())
    box = _pixels(window.geometry(), window.screen())
    if not can_place():
        return whole
    # A scaled place is a rounded one: what is grabbed to see whether a window is gone must not miss a column of it.
    box = Rect(box.x - _ROUNDED, box.y - _ROUNDED, box.width + 2 * _ROUNDED, box.height + 2 * _ROUNDED)
    return box.intersection(whole) or Rect(box.x, box.y, 0, 0)


def frame_pixels_of(window: QWidget) -> Rect:
    """Return the pixels of the desktop where a window lies, with its frame, also where it is off its screen."""
    return _pixels(window.frameGeometry(), window.screen())


def _pixels(box: QRect, screen: QScreen) -> Rect:
    whole = native(screen)
    ratio = ratio_of(screen)
    inside = box.topLeft() - screen.geometry().topLeft()
    left = whole.x + round(inside.x() * ratio)
    top = whole.y + round(inside.y() * ratio)
    return Rect(left, top, round(box.width() * ratio), round(box.height() * ratio))


def free_part(box: Rect) -> QRect:
    """Return the part of a monitor that no panel takes, in Qt's units; the primary screen's where it is unplugged."""
    screen = screen_of(ScreenPoint(box.x + box.width // 2, box.y + box.height // 2))
    part = available_geometry(screen)
    gap = min(_GAP, part.height() // _SMALL)
    return part.adjusted(gap, gap, -gap, -gap)


def pixels_in_units(box: Rect) -> QRect:
    """Return the pixels of a box in Qt's units, from its first to its last."""
    return QRect(to_units(ScreenPoint(box.x, box.y)), to_units(ScreenPoint(box.right - 1, box.bottom - 1)))


def in_units(box: Rect) -> QRect:
    """Return a box of pixels of the desktop in Qt's units, with all that it touches."""
    # the last may be on no screen
    first = ScreenPoint(box.x, box.y)
    last = ScreenPoint(box.right, box.bottom)
    screen = screen_of(first)
    return QRect(to_units(first, screen), to_units(last, screen))


def clear_corner(width: int, height: int, part: QRect, others: Iterable[QRect]) -> QPoint | None:
    """Return where a window of this size touches none of the others: a corner, the lower and left ones first."""
    right = part.right() - width + 1
    bottom = part.bottom() - height + 1
    corners = (QPoint(x, y) for y in (bottom, part.top()) for x in (part.left(), right))
    boxes = tuple(others)
    return next((at for at in corners if not any(QRect(at.x(), at.y(), width, height) & box for box in boxes)), None)


def place_away_from(targets: Iterable[Rect], size: QRect, within: QRect, pointer: QPoint | None = None) -> QPoint:
    """Return where a window of a size goes: the corner that is clear of the most targets, in pixels, and far from them.

    Not under the pointer if another corner is free of it: a click may be on its way.
    """
    right = within.right() - size.width() + 1
    bottom = within.bottom() - size.height() + 1
    corners = [QPoint(x, y) for y in (bottom, within.top()) for x in (right, within.left())]
    boxes = [pixels_in_units(target) for target in targets]
    places = [at for at in corners if _is_clear(pointer, QRect(at, size.size()))]

    def room(corner: QPoint) -> list[int]:
        return sorted(min(_distance(QRect(corner, size.size()), box), _KEEP_OFF) for box in boxes)

    return max(places or corners, key=room)


def _is_clear(pointer: QPoint | None, box: QRect) -> bool:
    margin = _OFF_POINTER
    return pointer is None or not box.adjusted(-margin, -margin, margin, margin).contains(pointer)


def _distance(box: QRect, other: QRect) -> int:
    across = max(box.left() - other.right(), other.left() - box.right(), 0)
    down = max(box.top() - other.bottom(), other.top() - box.bottom(), 0)
    return max(across, down)


def _output_box(screen: QScreen) -> Rect | None:
    """Return the box of the compositor's output that a screen of Xwayland is; None while the two differ in number.

    Older versions of Xwayland (22) have names of their own for them, but all have their order on the desktop.
    """
    app = QCoreApplication.instance()
    if app is None:
        return None
    boxes = (app.findChild(_CompositorOutputs) or _CompositorOutputs(app)).boxes()
    screens = sorted(QGuiApplication.screens(), key=lambda one: (one.geometry().x(), one.geometry().y()))
    return boxes[screens.index(screen)] if len(boxes) == len(screens) else None


class _CompositorOutputs(QObject):
    """The outputs of the Wayland session, on a connection of its own."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._outputs: Outputs | None = None
        with suppress(DesktopAgentError):
            self._connection = platform_module("wayland.connection").connect_wayland(os.environ)
            self._outputs = platform_module("wayland.outputs").Outputs(
                platform_module("wayland.connection").Registry(self._connection)
            )

    def boxes(self) -> list[Rect]:
        """Return their boxes in logical units, from the left, then from the top; none without a connection."""
        if self._outputs is None:
            return []
        try:
            self._connection.dispatch()
        except DesktopAgentError:
            self._outputs = None
            return []
        return sorted((output.box for output in self._outputs.now()), key=lambda box: (box.x, box.y))

"""Where objects are on the screen, whatever positions their program reports.

A program counts from a corner (`Origins`), in a unit (`WindowScale`), and may miss the place (`Displacement`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from desktop_agent.core.controls.role import Role
from desktop_agent.core.errors import InputError, NoScreenError
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.platforms.gnome.windows import GnomeWindows
from desktop_agent.platforms.gnome.windows import create as gnome_windows
from desktop_agent.platforms.kwin.windows import KwinWindows
from desktop_agent.platforms.kwin.windows import create as kwin_windows
from desktop_agent.platforms.wayland.sway_ipc import SwayIpc, connect_sway
from desktop_agent.screen.controls.accessible_nodes import Node

DESKTOP_CORNER = ScreenPoint(0, 0)
_RATIOS = (0.75, 0.8, 0.9, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5, 3.0)
# of a frame, in pixels
_WIDEST_SIDES = 24
_HIGHEST_ENDS = 80
_ROUNDED = 4
_WHOLE_CONTENTS = Role.ROOT_PANE
_FARTHEST_PX = 200  # a menu bar on a large screen
_ROUNDED_PX = 2


class Origins(Protocol):
    """Where programs begin to count: on X at the desktop's corner, on Wayland at that of their window with its shadow.

    No program knows on Wayland where its windows are, and each reports positions in its window as positions on the
    screen.
    """

    def of(self, window: int, box: Rect) -> ScreenPoint:
        """Return the point of the screen that the program of a window at this box calls 0, 0."""

    def drawn(self, window: int, box: Rect) -> Rect | None:
        """Return a window's box with its shadow, where the size shows what its program counts from; else None."""

    def close(self) -> None:
        """Disconnect."""


class DesktopOrigins:
    """All count from the desktop's corner."""

    def of(self, window: int, box: Rect) -> ScreenPoint:
        """Return the corner."""
        return DESKTOP_CORNER

    def drawn(self, window: int, box: Rect) -> Rect | None:
        """Return None."""
        return None

    def close(self) -> None:
        """Do nothing."""


class GnomeOrigins:
    """Every program counts from its window, with its shadow or without, as GNOME's extension reports it."""

    def __init__(self, windows: GnomeWindows | None) -> None:
        """`windows` is None where the extension isn't there; then no window has a shadow."""
        self._windows = windows

    def of(self, window: int, box: Rect) -> ScreenPoint:
        """Return the desktop's corner, for a window whose size fits nothing."""
        return DESKTOP_CORNER

    def drawn(self, window: int, box: Rect) -> Rect | None:
        """Return the window's box with its shadow; as the desktop has it now."""
        with suppress(NoScreenError):
            return (self._windows and self._windows.drawn(window)) or box
        return box

    def close(self) -> None:
        """Disconnect."""
        if self._windows is not None:
            self._windows.close()


class SwayOrigins:
    """Every program counts from its window; those that sway shows for X count from the desktop's corner."""

    def __init__(self, sway: SwayIpc) -> None:
        self._sway = sway

    def of(self, window: int, box: Rect) -> ScreenPoint:
        """Return the window's corner, or that of its shadow; as sway has it now."""
        with suppress(InputError):
            view = next((one for one in self._sway.views() if one.id == window), None)
            if view is not None:
                left, above = view.inset
                return DESKTOP_CORNER if view.of_x else ScreenPoint(view.box.x - left, view.box.y - above)
        return ScreenPoint(box.x, box.y)

    def drawn(self, window: int, box: Rect) -> Rect | None:
        """Return None: `of` knows."""
        return None

    def close(self) -> None:
        """Disconnect."""
        self._sway.close()


class KwinOrigins:
    """The same for a session of KWin's."""

    def __init__(self, windows: KwinWindows) -> None:
        self._windows = windows
        self.close = windows.close

    def of(self, window: int, box: Rect) -> ScreenPoint:
        """Return the window's corner, or that of its shadow; as KWin has it now."""
        with suppress(NoScreenError):
            return self._windows.origin(window) or ScreenPoint(box.x, box.y)
        return ScreenPoint(box.x, box.y)

    def drawn(self, window: int, box: Rect) -> Rect | None:
        """Return None: `of` knows."""
        return None


def session_origins(environment: Mapping[str, str] = os.environ) -> Origins:
    """Return what knows it in the session of the environment."""
    if environment.get("WAYLAND_DISPLAY"):
        with suppress(InputError, NoScreenError):
            sway = connect_sway(environment)
            return SwayOrigins(sway) if sway is not None else KwinOrigins(kwin_windows(environment))
        with suppress(NoScreenError):
            return GnomeOrigins(gnome_windows(environment))
        return GnomeOrigins(None)
    return DesktopOrigins()


def origin_in_frame(nodes: Sequence[Node], title: str, frame: Rect, drawn: Rect) -> ScreenPoint | None:
    """Return where the only window with this title and at 0, 0 begins; None where unknown.

    That is the corner of its shadow for a window as large as with it, and else inside of the frame, which is as wide
    below as on the sides.
    """
    sizes = [node.box for node in nodes if node.name == title and (node.box.x, node.box.y) == (0, 0)]
    if len(sizes) != 1 or not sizes[0].height:
        return None
    if (sizes[0].width, sizes[0].height) == (drawn.width, drawn.height):
        return ScreenPoint(drawn.x, drawn.y)
    sides = frame.width - sizes[0].width
    ends = frame.height - sizes[0].height
    is_framed = 0 <= sides <= _WIDEST_SIDES and sides // 2 <= ends <= _HIGHEST_ENDS
    return ScreenPoint(frame.x + sides // 2, frame.bottom - sides // 2 - sizes[0].height) if is_framed else None


@dataclass(frozen=True, slots=True)
class WindowScale:
    """How one window of a program is scaled; `root` is its place among the program's windows.

    Qt and GTK count in units larger than a pixel on a scaled screen, a browser that was made smaller in smaller ones,
    and they do not report the scale. It follows from the size of the window, and has to fit the window's place: a unit
    is counted from the desktop's corner or from the monitor's, so that one of the two origins is at an edge of the
    desktop.

    What a page holds may be counted otherwise than what is around it: Chromium reports its bars in units and its pages
    in pixels, Firefox both in units (versions 156 and 153, at 125 to 200 %). Which it is follows from the page's own
    place.
    """

    root: int
    ratio: float
    units: Rect  # the window as its program reports it
    pixels: Rect  # and where that is on the screen

    def to_units(self, at: ScreenPoint) -> ScreenPoint:
        """Return a point of the screen as the program counts it."""
        across = (at.x - self.pixels.x) / self.ratio
        down = (at.y - self.pixels.y) / self.ratio
        return ScreenPoint(self.units.x + int(across), self.units.y + int(down))

    def on_screen(self, node: Node) -> Node:
        """Return an object of this window with its place on the screen; others as they are."""
        if node.root != self.root:
            return node
        return replace(node, box=self._on_screen(node.box))

    def is_in_pixels(self, page: Rect, holder: Rect) -> bool:
        """Return whether a page is reported in pixels, by the sides that it shares with its holder in units."""
        return _side_distance(page, self._on_screen(holder)) < _side_distance(page, holder)

    def _on_screen(self, box: Rect) -> Rect:
        left = (box.x - self.units.x) * self.ratio
        top = (box.y - self.units.y) * self.ratio
        width = round(box.width * self.ratio)
        height = round(box.height * self.ratio)
        return Rect(self.pixels.x + round(left), self.pixels.y + round(top), width, height)


def scale_of(nodes: Sequence[Node], title: str, box: Rect) -> WindowScale | None:
    """Return the scale of the window with this title and frame; None where it is not scaled, or that is not certain."""
    windows = [node for node in nodes if node.depth == 0 and node.name == title]
    fitting = [found for node in windows for ratio in _RATIOS if (found := _scale_at_ratio(node, ratio, box))]
    return min(fitting, key=lambda found: box.width - found.pixels.width, default=None)


def _scale_at_ratio(node: Node, ratio: float, frame: Rect) -> WindowScale | None:
    width = round(node.box.width * ratio)
    height = round(node.box.height * ratio)
    sides = max(0, frame.width - width)
    ends = frame.height - height
    is_as_large = -_ROUNDED <= frame.width - width <= _WIDEST_SIDES and sides // 2 - _ROUNDED <= ends <= _HIGHEST_ENDS
    # A small window whose units are pixels would fit, too, with sides that are as wide as these.
    may_be_sides = node.box.width - width in range(1, _WIDEST_SIDES + 1)
    if not is_as_large or width < 1 or may_be_sides:
        return None
    # A frame is as wide below as on the sides.
    pixels = Rect(frame.x + sides // 2, frame.bottom - sides // 2 - height, width, height)
    origins = [
        round((ratio * unit - pixel) / (ratio - 1)) for unit, pixel in ((node.box.x, pixels.x), (node.box.y, pixels.y))
    ]
    fits = min(map(abs, origins)) <= _ROUNDED and min(origins) >= -_ROUNDED
    return WindowScale(node.root, ratio, node.box, pixels) if fits else None


def _side_distance(page: Rect, holder: Rect) -> int:
    # Not above and below: a page may be longer than what is seen of it.
    return abs(page.x - holder.x) + abs(page.right - holder.right)


@dataclass(frozen=True, slots=True)
class Displacement:
    """By how much an object and what is in it lie beside their reported positions.

    LibreOffice draws its toolbars and its document itself, in a part of a GTK window, and counts as if that part began
    where the window does: under the menu bar all of it is reported too high by the height of the bar, and a click on
    the cell A3 seems to be one on A4. What shows it is an object that fills its holder, is as large as it, and is
    reported to be elsewhere. GTK's own fields inside of what LibreOffice draws are reported right again, and fill their
    holder the same way.
    """

    right: int = 0
    down: int = 0

    def reported(self, at: ScreenPoint) -> ScreenPoint:
        """Return a point of the screen as the program counts it."""
        return ScreenPoint(at.x - self.right, at.y - self.down)

    def on_screen(self, node: Node) -> Node:
        """Return the object where it is."""
        if self == PLACED or not (node.box.width and node.box.height):
            return node
        box = Rect(node.box.x + self.right, node.box.y + self.down, node.box.width, node.box.height)
        return replace(node, box=box)


PLACED = Displacement()


def displacement_of(node: Node, holder: Rect, of_holder: Displacement) -> Displacement:
    """Return the displacement of an object as its program reports it, inside of a holder that is at this place."""
    if max(abs(node.box.width - holder.width), abs(node.box.height - holder.height)) > _ROUNDED_PX:
        return of_holder
    right = holder.x - node.box.x
    down = holder.y - node.box.y
    if of_holder != PLACED:
        return PLACED if (right, down) == (0, 0) else of_holder
    is_far = max(abs(right), abs(down)) > _FARTHEST_PX
    return PLACED if is_far or node.role != _WHOLE_CONTENTS else Displacement(right, down)

"""What the window server of macOS lists, as values: windows from front to back, and the parts that take clicks.

Sources: Apple's pages on CGWindowListCopyWindowInfo and on its required and optional keys: bounds are points, counted
from the top left corner of the main display, and `kCGWindowName` is there for those who may record the screen. The
levels are those of CGWindowLevel.h.

The list does not say which part of a window lets clicks through, and the Dock, pictures of the screen and others have
windows as large as a display that take hardly any. So AppKit is asked about windows of that size: Apple's page on
`windowNumberAtPoint:belowWindowWithWindowNumber:`, the window “that would be hit by a mouse-down”, of any program.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_agent.core.frame import WindowBox
from desktop_agent.core.geometry import Rect, ScreenPoint

ORDINARY, FLOATING, MODAL, DOCK, MENU_BAR, STATUS, POP_UP = 0, 3, 8, 20, 24, 25, 101
LONGEST_TITLE = 1024
_PARTS = 4  # of a display's width and height, between which points are tried

# Returns the number of the window that a click would hit, of those behind a window; behind none with 0.
Hit = Callable[[ScreenPoint, int], int]


@dataclass(frozen=True, slots=True)
class MacWindow:
    """One window of the list."""

    id: int
    pid: int
    owner: str  # what its program is called
    title: str
    box: Rect
    level: int
    is_shown: bool  # not minimised, not hidden, not on another space

    @property
    def is_attached(self) -> bool:
        """Tell whether it belongs to another window, as menus do, dialogs, and sheets, which have no title."""
        return self.level in {MODAL, POP_UP} or (self.level in {ORDINARY, FLOATING} and not self.title)

    @property
    def is_titled(self) -> bool:
        """Tell whether a person knows it by its title."""
        return bool(self.title) and self.level in {ORDINARY, FLOATING, MODAL}


@dataclass(frozen=True, slots=True)
class Display:
    """A display, and the part of it that the menu bar and the Dock leave free."""

    box: Rect
    free: Rect


def windows_in(listed: Iterable[Mapping[str, Any]]) -> tuple[MacWindow, ...]:
    """Return the windows of a list that can be seen at all, in its order."""
    windows = (_window(one) for one in listed if float(one.get("kCGWindowAlpha", 1)) > 0)
    return tuple(one for one in windows if one.box.width > 0 and one.box.height > 0)


def boxes_of(windows: Sequence[MacWindow], displays: Sequence[Display], hit: Hit) -> Iterator[WindowBox]:
    """Yield where windows take clicks, topmost first."""
    in_front = 0
    for window in windows:
        covered = next((one for one in displays if window.box.intersection(one.box) == one.box), None)
        if covered is None or _takes(window, _inside(covered.free), hit, in_front):
            yield WindowBox(window.id, window.box)
        else:
            edges = covered.box.without(covered.free)
            taken = (edge for edge in edges if _takes(window, [_middle(edge)], hit, in_front))
            yield from (WindowBox(window.id, edge) for edge in taken)
        in_front = window.id


def owners_of(window: MacWindow, windows: Iterable[MacWindow]) -> tuple[MacWindow, ...]:
    """Return the windows that an attached one may belong to: those of its program that it lies on, else all of them."""
    same = tuple(one for one in windows if one.pid == window.pid and one.is_titled and one.id != window.id)
    return tuple(one for one in same if one.is_shown and one.box.intersection(window.box)) or same


def _takes(window: MacWindow, points: Iterable[ScreenPoint], hit: Hit, in_front: int) -> bool:
    return any(hit(at, in_front) == window.id for at in points)


def _inside(box: Rect) -> Iterator[ScreenPoint]:
    for down in range(1, _PARTS):
        for right in range(1, _PARTS):
            yield ScreenPoint(box.x + box.width * right // _PARTS, box.y + box.height * down // _PARTS)


def _middle(box: Rect) -> ScreenPoint:
    return ScreenPoint(box.x + box.width // 2, box.y + box.height // 2)


def _window(one: Mapping[str, Any]) -> MacWindow:
    bounds = one["kCGWindowBounds"]
    return MacWindow(
        id=int(one["kCGWindowNumber"]),
        pid=int(one["kCGWindowOwnerPID"]),
        owner=str(one.get("kCGWindowOwnerName") or ""),
        title=str(one.get("kCGWindowName") or "")[:LONGEST_TITLE],
        box=whole(bounds["X"], bounds["Y"], bounds["Width"], bounds["Height"]),
        level=int(one["kCGWindowLayer"]),
        is_shown=bool(one.get("kCGWindowIsOnscreen")),
    )


def whole(x: float, y: float, width: float, height: float) -> Rect:
    """Return the smallest rectangle of whole points around one that may lie between them."""
    left, top = math.floor(x), math.floor(y)
    return Rect(left, top, math.ceil(x + width) - left, math.ceil(y + height) - top)

"""Places in programs that count in units larger than a pixel, as Qt and GTK do on a scaled screen.

A program does not tell the scale. It follows from the size of its window, and has to fit the window's place: a unit is
counted from the desktop's corner or from the monitor's, so that one of the two origins is at an edge of the desktop.

What a page holds may be counted otherwise than what is around it: Chromium tells its bars in units and its pages in
pixels, Firefox both in units (versions 156 and 153, at 125 to 200 %). Which it is follows from the page's own place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.screen.accessible import Node

_RATIOS = (1.25, 1.5, 1.75, 2.0, 2.25, 2.5, 3.0)
_WIDEST_SIDES, _HIGHEST_ENDS = 24, 80  # of a frame, in pixels
_ROUNDED = 4


@dataclass(frozen=True, slots=True)
class WindowScale:
    """How one window of a program is scaled; `root` is its place among the program's windows."""

    root: int
    ratio: float
    units: Rect  # the window as its program tells it
    pixels: Rect  # and where that is on the screen

    def to_units(self, at: ScreenPoint) -> ScreenPoint:
        """Return a point of the screen as the program counts it."""
        across, down = (at.x - self.pixels.x) / self.ratio, (at.y - self.pixels.y) / self.ratio
        return ScreenPoint(self.units.x + int(across), self.units.y + int(down))

    def on_screen(self, node: Node) -> Node:
        """Return an object of this window with its place on the screen; others as they are."""
        if node.root != self.root:
            return node
        return replace(node, box=self._on_screen(node.box))

    def is_in_pixels(self, page: Rect, holder: Rect) -> bool:
        """Tell whether a page is told in pixels, by the sides that it shares with what holds it, told in units."""
        return _apart(page, self._on_screen(holder)) < _apart(page, holder)

    def _on_screen(self, box: Rect) -> Rect:
        left, top = (box.x - self.units.x) * self.ratio, (box.y - self.units.y) * self.ratio
        width, height = round(box.width * self.ratio), round(box.height * self.ratio)
        return Rect(self.pixels.x + round(left), self.pixels.y + round(top), width, height)


def scale_of(nodes: Sequence[Node], title: str, box: Rect) -> WindowScale | None:
    """Return the scale of the window with this title and frame; None where it is not scaled, or that is not certain."""
    windows = [node for node in nodes if node.depth == 0 and node.name == title]
    fitting = [found for node in windows for ratio in _RATIOS if (found := _scaled(node, ratio, box))]
    return min(fitting, key=lambda found: box.width - found.pixels.width, default=None)


def _scaled(node: Node, ratio: float, frame: Rect) -> WindowScale | None:
    width, height = round(node.box.width * ratio), round(node.box.height * ratio)
    sides, ends = max(0, frame.width - width), frame.height - height
    is_as_large = -_ROUNDED <= frame.width - width <= _WIDEST_SIDES and sides // 2 - _ROUNDED <= ends <= _HIGHEST_ENDS
    if not is_as_large or width < 1:
        return None
    # A frame is as wide below as on the sides.
    pixels = Rect(frame.x + sides // 2, frame.bottom - sides // 2 - height, width, height)
    origins = [
        round((ratio * unit - pixel) / (ratio - 1)) for unit, pixel in ((node.box.x, pixels.x), (node.box.y, pixels.y))
    ]
    fits = min(map(abs, origins)) <= _ROUNDED and min(origins) >= -_ROUNDED
    return WindowScale(node.root, ratio, node.box, pixels) if fits else None


def _apart(page: Rect, holder: Rect) -> int:
    # Not above and below: a page may be longer than what is seen of it.
    return abs(page.x - holder.x) + abs(page.right - holder.right)

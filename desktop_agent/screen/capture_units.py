"""Boxes of the desktop in pixels of a capture, and back; they differ where a monitor is scaled."""

from __future__ import annotations

from desktop_agent.core.decision import ReadLine
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.core.reading import TextLine


def in_capture(box: Rect, frame: Frame) -> Rect:
    """Return a box of the desktop in pixels of the frame's capture; they differ where a monitor is scaled."""
    return in_pixels(box, frame.viewport.screen, frame.pixels.size)


def in_pixels(box: Rect, shown: Rect, size: Size) -> Rect:
    """Return a box of the desktop in pixels of a capture of `shown`, of this size; boxes side by side share none."""
    x = box.x - shown.x
    y = box.y - shown.y
    left, right = (at * size.width // shown.width for at in (x, x + box.width))
    top, bottom = (at * size.height // shown.height for at in (y, y + box.height))
    return Rect(left, top, right - left, bottom - top)


def covering(box: Rect, shown: Rect, size: Size) -> Rect:
    """Return a box of the desktop in pixels of a capture of `shown`, of this size, with the pixels that it cuts."""
    left = (box.x - shown.x) * size.width // shown.width
    top = (box.y - shown.y) * size.height // shown.height
    right = -(-(box.right - shown.x) * size.width // shown.width)
    bottom = -(-(box.bottom - shown.y) * size.height // shown.height)
    return Rect(left, top, right - left, bottom - top)


def on_desktop(box: Rect, frame: Frame) -> Rect:
    """Return a box in pixels of the frame's capture on the desktop."""
    screen = frame.viewport.screen
    size = frame.pixels.size
    left, right = (screen.x + at * screen.width // size.width for at in (box.x, box.right))
    top, bottom = (screen.y + at * screen.height // size.height for at in (box.y, box.bottom))
    return Rect(left, top, right - left, bottom - top)


def around_on_desktop(box: Rect, shown: Rect, size: Size) -> Rect:
    """Return a box in pixels of a capture of `shown`, of this size, on the desktop, with the units that it cuts."""
    left = box.x * shown.width // size.width
    right = -(-box.right * shown.width // size.width)
    top = box.y * shown.height // size.height
    bottom = -(-box.bottom * shown.height // size.height)
    return Rect(shown.x + left, shown.y + top, right - left, bottom - top)


def read_line(line: TextLine, left: int, top: int, frame: Frame) -> ReadLine:
    """Return a line that was read in a part of the frame's capture, which begins at `left`, `top`, on the desktop."""
    return ReadLine(
        line.text.strip(), on_desktop(Rect(left + line.left, top + line.top, line.width, line.height), frame)
    )

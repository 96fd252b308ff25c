"""Boxes of the desktop in pixels of a capture, and back; they differ where a monitor is scaled."""

from __future__ import annotations

from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.decisions.decision import ReadLine
from desktop_agent.core.pictures import Frame, Rect, Size


def in_capture(box: Rect, frame: Frame) -> Rect:
    """Return a box of the desktop in pixels of the frame's capture; they differ where a monitor is scaled."""
    return in_pixels(box, frame.viewport.screen, frame.pixels.size)


def in_pixels(box: Rect, area: Rect, size: Size) -> Rect:
    """Return a box of the desktop in pixels of a capture of `area`, of this size; boxes side by side share none."""
    x = box.x - area.x
    y = box.y - area.y
    left, right = (edge * size.width // area.width for edge in (x, x + box.width))
    top, bottom = (edge * size.height // area.height for edge in (y, y + box.height))
    return Rect(left, top, right - left, bottom - top)


def covering(box: Rect, area: Rect, size: Size) -> Rect:
    """Return a box of the desktop in pixels of a capture of `area`, of this size, with the pixels that it cuts."""
    left = (box.x - area.x) * size.width // area.width
    top = (box.y - area.y) * size.height // area.height
    right = -(-(box.right - area.x) * size.width // area.width)
    bottom = -(-(box.bottom - area.y) * size.height // area.height)
    return Rect(left, top, right - left, bottom - top)


def on_desktop(box: Rect, frame: Frame) -> Rect:
    """Return a box in pixels of the frame's capture on the desktop."""
    screen = frame.viewport.screen
    size = frame.pixels.size
    left, right = (screen.x + at * screen.width // size.width for at in (box.x, box.right))
    top, bottom = (screen.y + at * screen.height // size.height for at in (box.y, box.bottom))
    return Rect(left, top, right - left, bottom - top)


def around_on_desktop(box: Rect, area: Rect, size: Size) -> Rect:
    """Return a box in pixels of a capture of `area`, of this size, on the desktop, with the units that it cuts."""
    left = box.x * area.width // size.width
    right = -(-box.right * area.width // size.width)
    top = box.y * area.height // size.height
    bottom = -(-box.bottom * area.height // size.height)
    return Rect(area.x + left, area.y + top, right - left, bottom - top)


def read_line(line: TextLine, left: int, top: int, frame: Frame) -> ReadLine:
    """Return a line that was read in a part of the frame's capture, which begins at `left`, `top`, on the desktop."""
    return ReadLine(
        line.text.strip(), on_desktop(Rect(left + line.left, top + line.top, line.width, line.height), frame)
    )

"""The source of pictures: monitors, captures of a part of the desktop, and its boxes in their pixels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.decisions.decision import ReadLine
from desktop_agent.core.pictures import Frame, Pixels, Rect, Size


@dataclass(frozen=True, slots=True)
class Monitor:
    """A monitor in OS input units; number 0 is all of them together, real ones count from 1."""

    n: int
    x: int
    y: int
    width: int
    height: int
    scale: float = 1.0  # pixels of a capture per input unit
    name: str = ""

    @property
    def box(self) -> Rect:
        """Return where the monitor is."""
        return Rect(self.x, self.y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class CursorImage:
    """The pointer's picture: 4 bytes a pixel (blue, green, red, alpha), colours already multiplied by alpha."""

    x: int  # of the left top pixel, in OS input units
    y: int
    size: Size
    bgra: bytes = field(repr=False)


class CaptureSource(Protocol):
    """One way to capture the desktop. Captures never include the pointer, which is a picture of its own."""

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors as they are now, without number 0; NoScreenError when the display is gone."""

    def grab(self, box: Rect) -> Pixels:
        """Capture a part of the desktop; ScreenError when that cannot be done."""

    def quick_grab(self, box: Rect) -> Pixels:
        """Do the same to compare it: what was drawn within the last frame of the monitor may be missing."""

    def cursor(self) -> CursorImage | None:
        """Return the pointer as it is now; None where it cannot be known."""

    def close(self) -> None:
        """Disconnect."""


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

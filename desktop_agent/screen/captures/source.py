"""The source of pictures: monitors, and captures of a part of the desktop."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from desktop_agent.core.pictures import Pixels, Rect, Size


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

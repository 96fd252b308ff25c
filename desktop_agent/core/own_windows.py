"""Our own windows on the desktop that a run works on: they announce each act, keep clear of it, and frame the part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.pictures import Rect, ScreenPoint

# The distance that windows keep from a point to be pressed: more than is compared around it before a press.
CLEARANCE_PX = 40
# The titles of windows that stay on the screen: badge and frame of a run, the badge of a demonstration, a guide's bar.
STATUS_TITLE = "Status — Desktop Agent"
LEARN_TITLE = "Recording — Desktop Agent"
GUIDE_TITLE = "Guide — Desktop Agent"
FRAME_TITLE = "Frame — Desktop Agent"
FLOATING_TITLES = frozenset({STATUS_TITLE, LEARN_TITLE, GUIDE_TITLE, FRAME_TITLE})
_THINNEST_PX = 4
_PART = 540  # of the shorter side; even, as the watermark on the strips needs it


@dataclass(frozen=True, slots=True)
class Announcement:
    """An act, in pixels of the desktop: its words, the pointer's path, and the target if known.

    `keep_clear` are the parts of the desktop that our windows must not cover.
    """

    words: str
    way: tuple[ScreenPoint, ...] = ()
    target: Rect | None = None
    keep_clear: tuple[Rect, ...] = ()


class FloatingWindows(Protocol):
    """Windows that are on the screen all the time, except at the moment of a picture."""

    async def hide(self) -> bool:
        """Hide the windows, and return whether there were any; no picture shows them from now on.

        Raises ScreenError when they don't disappear.
        """

    def restore(self) -> None:
        """Show the windows again. Returns at once, never raises."""


def strips_of(screen: Rect) -> tuple[Rect, Rect, Rect, Rect]:
    """Return the frame around the part of the desktop that a run works on: four strips within `screen`, in its pixels.

    They are above, below, left and right, and none covers another. Windows draw them, and the camera leaves them out of
    account where it compares captures.
    """
    thick = max(_THINNEST_PX, 2 * round(min(screen.width, screen.height) / _PART))
    inner = max(0, screen.height - 2 * thick)
    return (
        Rect(screen.x, screen.y, screen.width, thick),
        Rect(screen.x, screen.bottom - thick, screen.width, thick),
        Rect(screen.x, screen.y + thick, thick, inner),
        Rect(screen.right - thick, screen.y + thick, thick, inner),
    )

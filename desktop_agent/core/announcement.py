"""What is about to be done, for windows that show it and that keep away from it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.geometry import Rect, ScreenPoint

# What windows keep away from a point that is about to be pressed: more than is compared around it before a press.
CLEARANCE_PX = 40


@dataclass(frozen=True, slots=True)
class Announcement:
    """An act, in pixels of the desktop: its words, where the pointer goes, the target where that is known.

    `keep_clear` are the parts of the desktop that have to look as they do without our windows.
    """

    words: str
    way: tuple[ScreenPoint, ...] = ()
    target: Rect | None = None
    keep_clear: tuple[Rect, ...] = ()

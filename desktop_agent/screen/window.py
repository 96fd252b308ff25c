"""What is under a point and what has the keyboard: windows, and the names that programs give their controls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.frame import Scene, Window
from desktop_agent.core.geometry import Rect, ScreenPoint


@dataclass(frozen=True, slots=True)
class Control:
    """A control as its program names it for people who cannot see it; the role is AT-SPI's word for its kind."""

    name: str = ""
    role: str = ""


class WindowSource(Protocol):
    """Knows the windows of the desktop."""

    def scene(self) -> Scene:
        """Return all windows that can take a click, topmost first, and the one that has the keyboard."""

    def describe(self, window: int) -> Window:
        """Return what is known of a window of a scene; only its number when it is gone."""

    def close(self) -> None:
        """Let the display go."""


class ControlSource(Protocol):
    """Knows the names of controls; every answer comes within a fixed short time, empty when nothing is known."""

    async def name_at(self, at: ScreenPoint, window: Window, box: Rect) -> Control:
        """Return the innermost control under a point; `window` is the one on top there, `box` its place."""

    async def pressed_by_key(self, window: Window, *, by_return: bool) -> Control:
        """Return what Return, or else the space bar, would press in a window that has the keyboard."""

    async def close(self) -> None:
        """Let the connection go."""


class NoWindows:
    """Stands in where nothing tells about windows: the pictures alone then have to match."""

    def scene(self) -> Scene:
        """Return an empty scene."""
        return Scene()

    def describe(self, window: int) -> Window:
        """Return the number alone."""
        return Window(window)

    def close(self) -> None:
        """Do nothing."""


class NoControls:
    """Stands in where no program names its controls."""

    async def name_at(self, at: ScreenPoint, window: Window, box: Rect) -> Control:  # noqa: ARG002 - nothing is known anywhere
        """Return an empty control."""
        return Control()

    async def pressed_by_key(self, window: Window, *, by_return: bool) -> Control:  # noqa: ARG002 - as above
        """Return an empty control."""
        return Control()

    async def close(self) -> None:
        """Do nothing."""

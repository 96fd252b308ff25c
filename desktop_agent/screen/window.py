"""What is under a point and what has the keyboard: windows, and the names that programs give their controls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.frame import Scene, Window
from desktop_agent.core.geometry import ScreenPoint


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

    async def name_at(self, at: ScreenPoint, window: Window) -> Control:
        """Return the innermost control under a point; `window` is the one on top there."""

    async def focused(self, window: Window) -> Control:
        """Return what Return would press in a window: the focused button, else the default one, else the focus."""

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

    async def name_at(self, at: ScreenPoint, window: Window) -> Control:  # noqa: ARG002 - nothing is known anywhere
        """Return an empty control."""
        return Control()

    async def focused(self, window: Window) -> Control:  # noqa: ARG002 - nothing is known of any window
        """Return an empty control."""
        return Control()

    async def close(self) -> None:
        """Do nothing."""

"""Where programs begin to count: on X at the desktop's corner, on Wayland at that of their window with its shadow.

No program knows there where its windows are, and each tells places in its window for places on the screen.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol

from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.wayland.sway_ipc import SwayIpc, connect_sway

DESKTOP_CORNER = ScreenPoint(0, 0)


class Origins(Protocol):
    """Knows where a program counts from."""

    def of(self, window: int, box: Rect) -> ScreenPoint:
        """Return the point of the screen that the program of a window at this box calls 0, 0."""

    def close(self) -> None:
        """Disconnect."""


class OnDesktop:
    """All count from the desktop's corner."""

    def of(self, window: int, box: Rect) -> ScreenPoint:
        """Return the corner."""
        return DESKTOP_CORNER

    def close(self) -> None:
        """Do nothing."""


class InSwayWindows:
    """Every program counts from its window; those that sway shows for X count from the desktop's corner."""

    def __init__(self, sway: SwayIpc) -> None:
        self._sway = sway

    def of(self, window: int, box: Rect) -> ScreenPoint:
        """Return the window's corner, or that of its shadow; as sway has it now."""
        with suppress(InputError):
            view = next((one for one in self._sway.views() if one.id == window), None)
            if view is not None:
                left, above = view.inset
                return DESKTOP_CORNER if view.of_x else ScreenPoint(view.box.x - left, view.box.y - above)
        return ScreenPoint(box.x, box.y)

    def close(self) -> None:
        """Disconnect."""
        self._sway.close()


def origins_here(environment: Mapping[str, str] = os.environ) -> Origins:
    """Return what knows it in the session of the environment."""
    if environment.get("WAYLAND_DISPLAY"):
        with suppress(InputError):
            sway = connect_sway(environment)
            return OnDesktop() if sway is None else InSwayWindows(sway)
    return OnDesktop()

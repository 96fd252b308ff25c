"""Chooses which part of the desktop is shown, and how large: from the user's settings to a monitor and a viewport."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_agent.core.errors import NoScreenError, SettingsError
from desktop_agent.core.geometry import Rect, Size, Viewport, fit
from desktop_agent.screen.source import Monitor

DEFAULT_PICTURE = Size(1280, 800)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked to be shown; a region, in desktop coordinates, overrides the monitor."""

    monitor: int = 1
    region: Rect | None = None
    viewport: Size | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """What is shown now."""

    monitor: Monitor
    viewport: Viewport


def take_aim(monitors: Sequence[Monitor], wish: Wish) -> Aim:
    """Return what to show; SettingsError when the desktop has no such monitor, region or size."""
    if not monitors:
        raise NoScreenError("The display has no monitor.", "Switch a monitor on, or start a display that has one.")
    monitor = _holder(monitors, wish.region) if wish.region else _numbered(monitors, wish.monitor)
    box = wish.region or monitor.box
    return Aim(monitor, Viewport(box, _picture(box.size, wish.viewport)))


def whole(monitors: Sequence[Monitor]) -> Monitor:
    """Return monitor 0: the smallest rectangle around all monitors."""
    box = Rect.union(*(one.box for one in monitors))
    scale = monitors[0].scale if len({one.scale for one in monitors}) == 1 else 1.0
    return Monitor(0, box.x, box.y, box.width, box.height, scale)


def _numbered(monitors: Sequence[Monitor], n: int) -> Monitor:
    if n == 0:
        return whole(monitors)
    monitor = next((one for one in monitors if one.n == n), None)
    if monitor is None:
        have = "only monitor 1" if len(monitors) == 1 else f"monitors 1 to {len(monitors)}"
        raise SettingsError(f"There is no monitor {n}: this desktop has {have}.", "Use one of these, or 0 for all.")
    return monitor


def _holder(monitors: Sequence[Monitor], region: Rect) -> Monitor:
    everything = whole(monitors)
    if region.intersection(everything.box) != region:
        box = everything.box
        raise SettingsError(
            f"The region {_words(region)} is not on the desktop, which is {_words(box)}.",
            "Give it as X,Y,WIDTH,HEIGHT in desktop coordinates.",
        )
    return next((one for one in monitors if region.intersection(one.box) == region), everything)


def _picture(screen: Size, size: Size | None) -> Size:
    if size is None:
        return fit(screen, DEFAULT_PICTURE)
    if size.width < 1 or size.height < 1 or size.width > screen.width or size.height > screen.height:
        raise SettingsError(
            f"A viewport of {size.width}x{size.height} does not fit: what is captured has"
            f" {screen.width}x{screen.height} pixels.",
            f"Choose a size up to {screen.width}x{screen.height}, or leave it out.",
        )
    return size


def _words(box: Rect) -> str:
    return f"{box.x},{box.y},{box.width},{box.height}"

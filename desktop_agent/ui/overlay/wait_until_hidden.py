"""Waits until our windows have left the screen: until a capture no longer shows their watermark.

The X server removes a window at once, but the program below redraws later. The first capture after hiding was clean in
less than half of the tries (measured on Debian 12), so none is taken at once. Sway reports ordinary windows, once Qt
has sent it their state.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message
from desktop_agent.ui.overlay.watermark import MarkKind, has_watermark
from desktop_agent.ui.qt.sway_places import connect_sway

Grab = Callable[[Rect], Pixels]
AGAIN_S = 0.004
WITHIN_S = 2.0  # a busy program below them redraws late
LARGE_PX = 60_000
LARGE_MORE_S = 0.05  # without a compositor, a busy program below a large window redraws after the watermark is gone


class LazyCapture:
    """Captures apart from the run's own, opened at the first use, for the thread of that use."""

    def __init__(self) -> None:
        self._grab: Grab | None = None

    def __call__(self, box: Rect) -> Pixels:
        """Return a capture of a part of the desktop; ScreenError when that fails."""
        if self._grab is None:
            from desktop_agent.screen.choose import choose_capture

            self._grab = choose_capture().grab
        return self._grab(box)


async def wait_until_hidden(
    grab: Grab, boxes: Sequence[Rect], kinds: Sequence[MarkKind] = ("question", "watching")
) -> None:
    """Return when no capture of these parts shows our watermark; ScreenError if one still does after `WITHIN_S`."""
    deadline = time.monotonic() + WITHIN_S
    remaining = list(boxes)
    while remaining:
        await asyncio.sleep(AGAIN_S)
        remaining = [box for box in remaining if has_watermark(grab(box), kinds)]
        if remaining and time.monotonic() > deadline:
            raise ScreenError(
                Message("One of our windows couldn't be hidden, so no screenshot was taken."),
                Message("Move or close other windows that stay on top, then start again."),
            )
    if any(box.width * box.height > LARGE_PX for box in boxes):
        await asyncio.sleep(LARGE_MORE_S)


async def wait_until_seen(grab: Grab, box: Rect, within_s: float) -> bool:
    """Return whether a capture shows our watermark within a time."""
    deadline = time.monotonic() + within_s
    while not has_watermark(grab(box)):
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(AGAIN_S)
    return True


async def wait_until_unmapped(most: int) -> None:
    """Return when sway's tree has at most `most` visible windows of ours; at once without sway.

    ScreenError if there are more after `WITHIN_S`, or when sway does not answer.
    """
    sway = connect_sway(ScreenError) if os.environ.get("WAYLAND_DISPLAY") else None
    if sway is None:
        return
    deadline = time.monotonic() + WITHIN_S
    with sway:
        while sum(view.visible and view.pid == os.getpid() for view in sway.views()) > most:
            if time.monotonic() > deadline:
                raise ScreenError(
                    Message("One of our windows couldn't be hidden, so no screenshot was taken."),
                    Message("Close the other Desktop Agent windows, then start again."),
                )
            await asyncio.sleep(AGAIN_S)

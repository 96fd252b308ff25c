"""Waits until our windows are out of the picture: a fresh capture no longer shows their watermark.

The X server removes a window at once, but what was below it is painted when its program gets to it. The first capture
after hiding was clean in less than half of the tries (measured on Debian 12), so none is taken at once. Of ordinary
windows sway tells; it hears of each in Qt's own time.
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
WITHIN_S = 2.0  # a busy program paints late what was below them
LARGE_PX = 60_000
LARGE_MORE_S = 0.05  # without a compositor, a busy program below a large window paints later than the watermark goes


class LazyCapture:
    """Captures of our own, beside the run's camera; opened when first needed, for the thread that first needs it."""

    def __init__(self) -> None:
        self._grab: Grab | None = None

    def __call__(self, box: Rect) -> Pixels:
        """Capture a part of the desktop; ScreenError when that cannot be done."""
        if self._grab is None:
            from desktop_agent.screen.choose import choose_capture

            self._grab = choose_capture().grab
        return self._grab(box)


async def wait_until_hidden(
    grab: Grab, boxes: Sequence[Rect], kinds: Sequence[MarkKind] = ("question", "watching")
) -> None:
    """Return when no capture of these parts shows our watermark; ScreenError if one still does after `WITHIN_S`."""
    ends = time.monotonic() + WITHIN_S
    left = list(boxes)
    while left:
        await asyncio.sleep(AGAIN_S)
        left = [box for box in left if has_watermark(grab(box), kinds)]
        if left and time.monotonic() > ends:
            raise ScreenError(
                Message("One of our windows couldn't be hidden, so no screenshot was taken."),
                Message("Move or close other windows that stay on top, then start again."),
            )
    if any(box.width * box.height > LARGE_PX for box in boxes):
        await asyncio.sleep(LARGE_MORE_S)


async def wait_until_seen(grab: Grab, box: Rect, within_s: float) -> bool:
    """Return whether a capture shows our watermark within a time."""
    ends = time.monotonic() + within_s
    while not has_watermark(grab(box)):
        if time.monotonic() > ends:
            return False
        await asyncio.sleep(AGAIN_S)
    return True


async def wait_until_unmapped(most: int) -> None:
    """Return when sway's tree has `most` visible windows of ours; at once where sway is not.

    ScreenError if there are more after `WITHIN_S`, or when sway does not answer.
    """
    sway = connect_sway(ScreenError) if os.environ.get("WAYLAND_DISPLAY") else None
    if sway is None:
        return
    ends = time.monotonic() + WITHIN_S
    with sway:
        while sum(view.visible and view.pid == os.getpid() for view in sway.views()) > most:
            if time.monotonic() > ends:
                raise ScreenError(
                    Message("One of our windows couldn't be hidden, so no screenshot was taken."),
                    Message("Close the other Desktop Agent windows, then start again."),
                )
            await asyncio.sleep(AGAIN_S)

"""Waits until sway shows no more ordinary windows of ours than it should: it is told of each in Qt's own time."""

from __future__ import annotations

import asyncio
import os
import time

from desktop_agent.core.errors import ScreenError
from desktop_agent.platforms.wayland.sway_ipc import connect_sway

AGAIN_S, WITHIN_S = 0.004, 2.0


async def wait_until_unmapped(most: int, process: int | None = None) -> None:
    """Return when sway's tree has `most` visible windows of a process, ours by default; at once where sway is not.

    ScreenError if there are more after `WITHIN_S`, or when sway does not answer.
    """
    sway = connect_sway(os.environ, ScreenError) if os.environ.get("WAYLAND_DISPLAY") else None
    if sway is None:
        return
    process, ends = process or os.getpid(), time.monotonic() + WITHIN_S
    with sway:
        while sum(one.visible and one.pid == process for one in sway.views()) > most:
            if time.monotonic() > ends:
                raise ScreenError(
                    "One of our windows did not leave the screen, so no picture was taken.",
                    "Close the other windows of Desktop Agent, then start again.",
                )
            await asyncio.sleep(AGAIN_S)

"""Has the person choose a window in sway: the next one of another program that gets the keyboard."""

from __future__ import annotations

import os
import select
import time

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.message import Message
from desktop_agent.platforms.wayland.sway_ipc import SUBSCRIBE, WINDOW_EVENT, SwayAnswer, SwayIpc, connect_sway


def picked_window(within_s: float) -> int | None:
    """Return sway's number of the window of another program that gets the keyboard next; ScreenError without sway."""
    sway = connect_sway(failed=ScreenError)
    if sway is None:
        raise ScreenError(
            Message("This desktop doesn't report which window you click."),
            Message("Enter the window title in Settings instead."),
        )
    with sway:
        return pick_window(sway, within_s, os.getpid())


def pick_window(sway: SwayIpc, within_s: float, own: int) -> int | None:
    """Return sway's number of the window that gets the keyboard next and is not of the process `own`.

    None when there was none in time. Raises what the connection does.
    """
    sway.ask(SUBSCRIBE, '["window"]')
    ends = time.monotonic() + within_s
    while (left := ends - time.monotonic()) > 0:
        if select.select([sway.fileno()], [], [], left)[0]:
            kind, told = sway.event()
            if kind == WINDOW_EVENT and (number := _focused(told, own)) is not None:
                return number
    return None


def _focused(told: SwayAnswer, own: int) -> int | None:
    view = told.get("container") if told.get("change") == "focus" else None
    number = view.get("id") if isinstance(view, dict) and view.get("pid") != own else None
    return number if isinstance(number, int) else None

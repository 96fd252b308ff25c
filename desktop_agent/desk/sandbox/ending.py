"""Closes the windows of a desk as a person would, so that programs may save and take their locks away."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable

from desktop_agent.core.errors import DesktopAgentError, NoScreenError

_LOOK_EVERY_S = 0.02


def paint_background(display: str) -> None:
    """Give a display its calm background."""
    from desktop_agent.desk.display.openbox import BACKGROUND
    from desktop_agent.x11.connection import Connection
    from desktop_agent.x11.root_window import paint

    with contextlib.suppress(DesktopAgentError):
        connection = Connection(display, NoScreenError, NoScreenError)
        paint(connection, BACKGROUND)
        connection.close()


def close_windows(display: str, within_s: float, has_ended: Callable[[], bool]) -> bool:
    """Ask the window manager to close every window; return whether all were closed in time."""
    from desktop_agent.x11.connection import Connection
    from desktop_agent.x11.root_window import ask_to_close, managed_windows

    try:
        connection = Connection(display, NoScreenError, NoScreenError)
    except DesktopAgentError:
        return False
    with contextlib.closing(connection):
        deadline = time.monotonic() + within_s
        asked = set[int]()
        while not has_ended():
            windows = managed_windows(connection)
            if not windows:
                return True
            if time.monotonic() > deadline:
                return False
            for window in windows:
                if window not in asked:
                    ask_to_close(connection, window)
                    asked.add(window)
            time.sleep(_LOOK_EVERY_S)
    return False


def use_display(display: str, cookie: str) -> None:
    """Let this process onto a display; Xlib reads the cookie's place from the environment."""
    os.environ.update({"DISPLAY": display, "XAUTHORITY": cookie})

"""Has Windows leave our windows out of every picture while they go on being seen, so that they need not be hidden.

Sources: Microsoft's pages on SetWindowDisplayAffinity and GetWindowDisplayAffinity
(https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-setwindowdisplayaffinity). Wine 8.0 refuses it; not
yet run on Windows.
"""

from __future__ import annotations

import ctypes
from typing import Any

from desktop_agent.platforms.windows.user32_windows import LEFT_OUT, affinity_of

_EVERYWHERE = 0  # WDA_NONE


class DisplayAffinity:
    """Windows' own way, by `user32`; for windows of this process alone."""

    def __init__(self, user32: Any) -> None:  # noqa: ANN401 - a DLL, as ctypes gives it
        self._user32 = user32

    def leave_out(self, window: int) -> bool:
        """Leave a window out from now on, and make sure that the system says so; False where it does not."""
        done = self._user32.SetWindowDisplayAffinity(ctypes.c_void_p(window), LEFT_OUT)
        return bool(done) and affinity_of(self._user32, window) == LEFT_OUT

    def take_in(self, window: int) -> None:
        """Show a window in pictures again."""
        self._user32.SetWindowDisplayAffinity(ctypes.c_void_p(window), _EVERYWHERE)


def create() -> DisplayAffinity:
    """Return it for this process."""
    return DisplayAffinity(vars(ctypes)["windll"].user32)

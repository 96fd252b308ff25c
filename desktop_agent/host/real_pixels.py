"""Has Windows tell this process real pixels on each monitor, before anything asks it for a place or a size.

Who has not said so gets numbers for 96 dots an inch, and the first library that says it (mss, Qt) changes them under
everybody else: a window would be looked for in one unit and clicked in another. What a process has said once cannot be
changed. Source: Microsoft's page on SetProcessDpiAwarenessContext, and its "High DPI desktop application development".
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from typing import Any

# What ctypes has on Windows only.
_CTYPES: dict[str, Any] = vars(ctypes)
# DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2, since Windows 10 1703, and what those before it, and Wine 8, take.
_CONTEXTS = -4, -3


def use_real_pixels() -> None:
    """Say it; nothing where this is not Windows, or its manifest or somebody else has said it already."""
    if "WinDLL" not in _CTYPES:
        return
    with suppress(OSError, AttributeError):  # an older Windows: mss says what that has
        user32 = _CTYPES["WinDLL"]("user32")
        user32.SetProcessDpiAwarenessContext.argtypes = [ctypes.c_void_p]
        any(user32.SetProcessDpiAwarenessContext(ctypes.c_void_p(one)) for one in _CONTEXTS)

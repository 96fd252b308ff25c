"""What this process asks of its system: real pixels on Windows, one heap for all threads, and freed memory given back.

A process that has not asked Windows for real pixels before anything asks it for a place or a size gets numbers for 96
dots an inch, and the first library that asks (mss, Qt) changes them under everybody else: a window would be looked for
in one unit and clicked in another. What a process has asked once cannot be changed.
Source: Microsoft's page on SetProcessDpiAwarenessContext, and its "High DPI desktop application development".
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

# What ctypes has on Windows only.
_CTYPES: dict[str, Any] = vars(ctypes)
# DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2, since Windows 10 1703, and what those before it, and Wine 8, take.
_CONTEXTS = -4, -3
_M_ARENA_MAX = -8


def use_real_pixels() -> None:
    """Ask for them on each monitor; nothing elsewhere, or where the manifest or another part has said it already."""
    if "WinDLL" not in _CTYPES:
        return
    with suppress(OSError, AttributeError):  # an older Windows: mss says what that has
        user32 = _CTYPES["WinDLL"]("user32")
        user32.SetProcessDpiAwarenessContext.argtypes = [ctypes.c_void_p]
        any(user32.SetProcessDpiAwarenessContext(ctypes.c_void_p(context)) for context in _CONTEXTS)


def use_one_heap() -> None:
    """Keep threads from having heaps of their own: captures of 8 MB that one has freed are of no use to the others."""
    if (mallopt := _of_libc("mallopt")) is not None:
        mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Collect garbage, and return freed memory to the system.

    A program with windows calls it in Qt's thread, as the garbage may contain Qt objects.
    """
    gc.collect()
    # glibc keeps freed pages that lie below one in use.
    if (trim := _of_libc("malloc_trim")) is not None:
        trim(0)


def _of_libc(name: str) -> Callable[..., int] | None:
    """Return a function of glibc; other C libraries have no such ones."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None

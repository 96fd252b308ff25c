"""Gives back to the system what a run has used and left: the tray program lives on for days after it."""

from __future__ import annotations

import ctypes
import gc
import sys


def trim_memory() -> None:
    """Drop what only refers to itself, then hand freed pages over; in Qt's thread, as windows may be among it."""
    gc.collect()
    if sys.platform == "linux":
        # glibc keeps freed pages that lie below one in use; other C libraries have no such function.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)

"""Returns a run's memory to the system: the tray program lives on for days."""

from __future__ import annotations

import ctypes
import gc
import sys


def trim_memory() -> None:
    """Collect garbage and return freed pages; in Qt's thread, as there may be windows among it."""
    gc.collect()
    if sys.platform == "linux":
        # glibc keeps freed pages that lie below one in use; other C libraries have no such function.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)

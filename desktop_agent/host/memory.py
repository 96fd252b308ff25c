"""What this process holds of the system's memory: one heap for all threads, and given back what a run has left."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable

_M_ARENA_MAX = -8


def use_one_heap() -> None:
    """Keep threads from having heaps of their own: captures of 8 MB that one has freed are of no use to the others."""
    if (mallopt := _of_libc("mallopt")) is not None:
        mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Collect garbage and return freed pages; where there are windows, in Qt's thread: some may be among it."""
    gc.collect()
    # glibc keeps freed pages that lie below one in use.
    if (trim := _of_libc("malloc_trim")) is not None:
        trim(0)


def _of_libc(name: str) -> Callable[..., int] | None:
    """Return a function of glibc; other C libraries have no such ones."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None

"""How a process that has a run says that it takes a stop, and how another process of the same person tells it to.

Everywhere but on Windows that is SIGTERM. There `os.kill` would end the process at once, with keys held down: so the
process makes an event of the system, in its own session's names, and what is told by it comes as SIGTERM does. Nobody
is told who has not said that a stop is handled: the signal would kill.
Source: Microsoft's pages on CreateEventW, OpenEventW and on kernel object namespaces. Run under Wine 8.0.
"""

from __future__ import annotations

import _thread
import ctypes
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

# What ctypes has on Windows only.
_CTYPES: dict[str, Any] = vars(ctypes)
_FOR_EVER, _MODIFY_STATE = 0xFFFFFFFF, 0x0002


def takes_stop() -> bool:
    """Tell whether this process handles the signal."""
    return callable(signal.getsignal(signal.SIGTERM))


@contextmanager
def heard_stops() -> Iterator[None]:
    """Have another process's `tell_stop` come as a signal meanwhile, where the system sends none."""
    kernel32 = _kernel32()
    if kernel32 is None or not takes_stop():
        yield
        return
    event = kernel32.CreateEventW(None, False, False, _name(os.getpid()))  # noqa: FBT003 - a C call
    ended = threading.Event()

    def hear() -> None:
        while event and kernel32.WaitForSingleObject(event, _FOR_EVER) == 0 and not ended.is_set():
            _thread.interrupt_main(signal.SIGTERM)

    thread = threading.Thread(target=hear, name="stop-event", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        kernel32.SetEvent(event)
        thread.join()
        kernel32.CloseHandle(event)


def tell_stop(process: int) -> bool:
    """Tell a process of this person's to stop, which has said that it takes that; False where it is gone."""
    kernel32 = _kernel32()
    if kernel32 is None:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(process, signal.SIGTERM)
            return True
        return False
    event = kernel32.OpenEventW(_MODIFY_STATE, False, _name(process))  # noqa: FBT003 - a C call
    if not event:
        return False
    try:
        return bool(kernel32.SetEvent(event))
    finally:
        kernel32.CloseHandle(event)


def _name(process: int) -> str:
    return f"Local\\desktop-agent-stop-{process}"


def _kernel32() -> Any:  # noqa: ANN401 - a C library
    """Return the system's library, with its handles as wide as they are; None where this is not Windows."""
    if "WinDLL" not in _CTYPES:
        return None
    library = _CTYPES["WinDLL"]("kernel32")
    handle = ctypes.c_void_p
    library.CreateEventW.restype = library.OpenEventW.restype = handle
    library.CreateEventW.argtypes = [handle, ctypes.c_int, ctypes.c_int, ctypes.c_wchar_p]
    library.OpenEventW.argtypes = [ctypes.c_uint32, ctypes.c_int, ctypes.c_wchar_p]
    library.WaitForSingleObject.argtypes = [handle, ctypes.c_uint32]
    library.SetEvent.argtypes = library.CloseHandle.argtypes = [handle]
    return library

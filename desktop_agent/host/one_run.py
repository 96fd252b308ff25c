"""One run at a time on a screen, as two would take the pointer from each other's hands; and how it is told to stop.

Whoever has the screen says whether it takes a stop: the signal would kill another. Everywhere but on Windows that is
SIGTERM. There `os.kill` would end the process at once, with keys held down: so it makes an event of the system, in its
own session's names, and what is told by it comes as SIGTERM does.
Source: Microsoft's pages on CreateEventW, OpenEventW and on kernel object namespaces. Run under Wine 8.0.
"""

from __future__ import annotations

import _thread
import ctypes
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.host.tray_link import STOP, STOPPED, ask_tray, screen_name
from desktop_agent.lib.paths import places
from desktop_agent.record.lock import is_locked, lock_file

_LONGEST, _LONG = 60, 256  # letters that are shown, bytes that are kept
_STOPPABLE = "stoppable"
# What ctypes has on Windows only.
_CTYPES: dict[str, Any] = vars(ctypes)
_FOR_EVER, _MODIFY_STATE = 0xFFFFFFFF, 0x0002


@contextmanager
def only_run(task: str, environment: Mapping[str, str]) -> Iterator[None]:
    """Have this screen for the run; DesktopAgentError where another run has it, with that one's task.

    Its file tells who has it: the process in its first line, and whether it takes a stop, and then the task. It's
    emptied once the run is over.
    """
    cache = places(environment).cache
    screen = "".join(char for char in screen_name(environment) if char.isalnum())
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(cache / f"run{screen}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield  # a cache that cannot be written keeps nobody from working
        return
    try:
        if is_locked(fd):
            os.lseek(fd, 0, os.SEEK_SET)
            _, _, task_there = os.read(fd, _LONG).decode(errors="ignore").partition("\n")
            other = visible(task_there, _LONGEST)
            message = Message("Another task is running on this screen: “{other}”", other=other)
            raise DesktopAgentError(message, Message("Wait for it to finish, or stop it first."))
        lock_file(fd)
        with suppress(OSError):
            os.lseek(fd, 0, os.SEEK_SET)
            holder = f"{os.getpid()} {_STOPPABLE if _takes_stop() else ''}"
            os.truncate(fd, os.write(fd, f"{holder}\n{task}".encode()[:_LONG]))
        try:
            with _heard_stops():
                yield
        finally:
            with suppress(OSError):
                os.truncate(fd, 0)  # a task may hold what nobody is to read later
    finally:
        os.close(fd)


def _stoppable_holders(cache: Path) -> Iterator[int]:
    """Yield the processes that have a screen for a run now, and take a stop: the signal would kill another."""
    for file in sorted(cache.glob("run*.lock")):
        with suppress(OSError, ValueError), file.open("rb") as kept:
            if is_locked(kept.fileno()):
                kept.seek(0)
                process, _, says = kept.readline().decode().strip().partition(" ")
                if says == _STOPPABLE:
                    yield int(process)


def _takes_stop() -> bool:
    """Tell whether this process handles the signal."""
    return callable(signal.getsignal(signal.SIGTERM))


@contextmanager
def _heard_stops() -> Iterator[None]:
    """Have another process's `stop_run` come as a signal meanwhile, where the system sends none."""
    kernel32 = _kernel32()
    if kernel32 is None or not _takes_stop():
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


def _tell_stop(process: int) -> bool:
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


def stop_run(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell every run to stop, from outside of it; False where none is under way.

    The tray program is asked first, which stops its own run, or one from a terminal that it follows.
    """
    if ask_tray(environment, STOP) == STOPPED:
        return True
    stopped = [_tell_stop(process) for process in _stoppable_holders(places(environment).cache)]
    return any(stopped)

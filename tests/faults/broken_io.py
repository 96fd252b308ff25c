"""Lets one input or output call of the program fail: the n-th, counted over name look-ups, sockets and the record.

    with Breaking(7, "reset") as calls:
        ... a whole run ...
    calls.struck  # which call it was, or empty: there was no seventh that a reset could hit

SQLite's method: the same run again and again, the first call failing, then the second, until nothing is left to fail.
What fails is the system call itself, below asyncio, httpx and TLS, with the error or the silence that a kernel gives.
Only sockets that an event loop makes are counted, which are those of the client; the servers of the tests use threads.
"""

from __future__ import annotations

import asyncio.base_events
import errno
import os
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self, cast

from desktop_agent.lib import files
from desktop_agent.record import journal

Fault = Literal[
    "no name", "name server", "refused", "unreachable", "timed out", "reset", "pipe", "end", "silence", "short",
    "half", "garbage", "full", "broken disk", "no files", "forbidden", "not connected",
]  # fmt: skip
# Which faults a call can meet. "short" is none: the system may always take or give less than it could.
FAULTS: Mapping[str, tuple[Fault, ...]] = {
    "getaddrinfo": ("no name", "name server"),
    "connect": ("refused", "unreachable", "timed out"),
    "send": ("reset", "pipe", "half", "short", "silence", "unreachable"),
    "recv": ("reset", "end", "half", "short", "silence", "garbage", "timed out"),
    "shutdown": ("not connected",),
    "close": ("broken disk",),  # of a file
    "open": ("full", "broken disk", "no files", "forbidden"),
    "mkdir": ("full", "forbidden"),
    "write": ("full", "broken disk", "half", "short"),
    "fsync": ("full", "broken disk"),
    "rename": ("full", "broken disk"),
    "ftruncate": ("broken disk",),
    "unlink": ("forbidden",),
}
FILES = ("open", "mkdir", "write", "fsync", "rename", "ftruncate", "unlink", "close")
_ERRORS: Mapping[str, int] = {
    "refused": errno.ECONNREFUSED,
    "unreachable": errno.ENETUNREACH,
    "timed out": errno.ETIMEDOUT,
    "reset": errno.ECONNRESET,
    "pipe": errno.EPIPE,
    "full": errno.ENOSPC,
    "broken disk": errno.EIO,
    "no files": errno.EMFILE,
    "forbidden": errno.EACCES,
    "not connected": errno.ENOTCONN,
}
_NAMES: Mapping[str, int] = {"no name": socket.EAI_NONAME, "name server": socket.EAI_AGAIN}
# What arrives comes in small pieces, so that every moment of an answer is some call's.
PIECE = 400


@dataclass
class Breaking:
    """Counts the calls; the one with the number `at` (from 1; 0 means none) fails. A context manager."""

    at: int = 0
    fault: Fault | None = None
    calls: list[str] = field(default_factory=list)
    struck: str = ""
    left_open: int = 0  # files and sockets
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _undo: list[Callable[[], None]] = field(default_factory=list)

    def __enter__(self) -> Self:
        base_events: Any = asyncio.base_events
        self._put(base_events, "socket", _Sockets(self))
        for module in (files, journal):
            self._put(module, "os", _System(self))
        return self

    def __exit__(self, *_: object) -> None:
        while self._undo:
            self._undo.pop()()

    def meets(self, call: str) -> Fault | None:
        """Count a call and return what is to go wrong with it."""
        with self._lock:
            self.calls.append(call)
            if len(self.calls) != self.at or self.fault not in FAULTS[call]:
                return None
            self.struck = call
            return self.fault

    def _put(self, module: object, name: str, value: object) -> None:
        before = getattr(module, name)
        setattr(module, name, value)
        self._undo.append(lambda: setattr(module, name, before))


def _raise(fault: str) -> None:
    """Raise what the system would; nothing for faults that are no errors."""
    if fault in _ERRORS:
        raise OSError(_ERRORS[fault], os.strerror(_ERRORS[fault]))
    if fault in _NAMES:
        raise socket.gaierror(_NAMES[fault], "Name or service not known")


class _Sockets:
    """The module `socket` as an event loop sees it."""

    def __init__(self, breaking: Breaking) -> None:
        self._breaking = breaking

    def __getattr__(self, name: str) -> object:
        return getattr(socket, name)

    def getaddrinfo(self, *args: Any, **named: Any) -> object:  # noqa: ANN401 - as it was called
        _raise(self._breaking.meets("getaddrinfo") or "")
        return socket.getaddrinfo(*args, **named)

    def socket(self, *args: Any, **named: Any) -> socket.socket:  # noqa: ANN401 - as it was called
        made = _Socket(*args, **named)
        made.breaking = self._breaking
        made.breaking.left_open += 1
        return made


class _Socket(socket.socket):
    """A socket one of whose calls may fail."""

    breaking: Breaking
    other_end: socket.socket | None = None
    gone: bool = False

    def connect(self, address: Any) -> None:  # noqa: ANN401 - as it was called
        _raise(self.breaking.meets("connect") or "")
        super().connect(address)

    def send(self, data: Any, *flags: int) -> int:  # noqa: ANN401 - as it was called
        fault = self.breaking.meets("send")
        _raise(fault or "")
        match fault:
            case "short":
                return super().send(data[:1], *flags)
            case "half":
                super().send(data[: len(data) // 2], *flags)
                self._cut()
                raise ConnectionResetError(errno.ECONNRESET, "half of it was sent")
            case "silence":
                self._fall_silent()
        return super().send(data, *flags)

    def recv(self, size: int, *flags: int) -> bytes:
        fault = self.breaking.meets("recv")
        _raise(fault or "")
        if self.gone:
            return b""
        match fault:
            case "end":
                self._cut()
                return b""
            case "short":
                return super().recv(1, *flags)
            case "silence":
                self._fall_silent()
            case "half":
                data = super().recv(min(size, PIECE), *flags)
                self._cut()
                return data[: len(data) // 2]
            case "garbage":
                return bytes(byte ^ 0x55 for byte in super().recv(min(size, PIECE), *flags))
        return super().recv(min(size, PIECE), *flags)

    def shutdown(self, how: int) -> None:
        _raise(self.breaking.meets("shutdown") or "")
        super().shutdown(how)

    def close(self) -> None:
        if self.other_end is not None:
            self.other_end.close()
        if self.fileno() >= 0:
            self.breaking.left_open -= 1
        super().close()
        self.breaking.meets("close")  # CPython itself passes over what a socket says to that

    def _cut(self) -> None:
        """From here on nothing comes and nothing goes, not even what had arrived already."""
        self.gone = True
        super().shutdown(socket.SHUT_RDWR)

    def _fall_silent(self) -> None:
        """Put a line in place of this one on which nobody ever says anything."""
        with socket.create_server(("127.0.0.1", 0)) as listening:
            here = socket.create_connection(listening.getsockname())
            there, _ = listening.accept()
        here.setblocking(False)
        os.dup2(here.fileno(), self.fileno(), inheritable=False)
        here.close()
        self.other_end = there


class _System:
    """The module `os` as the record sees it."""

    def __init__(self, breaking: Breaking) -> None:
        self._breaking = breaking

    def __getattr__(self, name: str) -> object:
        real = getattr(os, name)
        if name not in FILES:
            return real

        def call(*args: object, **named: object) -> object:
            _raise(self._breaking.meets(name) or "")
            given = cast("Callable[..., object]", real)(*args, **named)
            self._breaking.left_open += name == "open"
            return given

        return call

    def close(self, fd: int) -> None:
        self._breaking.left_open -= 1
        os.close(fd)  # whatever it says, the file is closed
        _raise(self._breaking.meets("close") or "")

    def write(self, fd: int, data: memoryview) -> int:
        fault = self._breaking.meets("write")
        match fault:
            case "short":
                return os.write(fd, data[:1])
            case "half":
                os.write(fd, data[: len(data) // 2])
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            case _:
                _raise(fault or "")
                return os.write(fd, data)

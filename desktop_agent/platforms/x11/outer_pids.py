"""Translates pids from a display or a bus in another process namespace, such as a side desk's, to ours.

Its server gets the pids from the kernel as they are in its own namespace; here they belong to other programs.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property

_CREDENTIALS = struct.Struct("3i")


class OuterPids:
    """Translates the pids of one namespace, which is looked up at the first call."""

    def __init__(self, find: Callable[[], int | None]) -> None:
        self._find = find
        self._known = dict[int, int]()

    def outer(self, pid: int) -> int:
        """Return our pid of a process; 0 if it has none here."""
        if not pid or self._namespace in {None, namespace_of("self")}:
            return pid
        if self._inner_pid(self._known.get(pid, 0)) != pid:
            self._known = {self._inner_pid(one): one for one in _processes()}
        return self._known.get(pid, 0)

    @cached_property
    def _namespace(self) -> int | None:
        return self._find()

    def _inner_pid(self, ours: int) -> int:
        """Return the pid in that namespace of a process that we see; 0 if it isn't in it."""
        if not ours or namespace_of(str(ours)) != self._namespace:
            return 0
        with suppress(OSError, ValueError, IndexError):
            # Processes of ours that start with every session use this, and load no pathlib.
            with open(f"/proc/{ours}/status", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
                status = file.read()
            return int(status.partition("\nNSpid:")[2].partition("\n")[0].split()[-1])
        return 0


def listeners_namespace(connection: socket.socket) -> int | None:
    """Return the process namespace of the listener at the other end of a local socket; None if unknown."""
    with suppress(OSError, AttributeError, struct.error):
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        return namespace_of(str(_CREDENTIALS.unpack(credentials)[0]))
    return None


def namespace_of(pid: str) -> int | None:
    """Return the process namespace of a process; None if unknown."""
    try:
        return os.stat(f"/proc/{pid}/ns/pid").st_ino  # noqa: PTH116 - as above
    except OSError:
        return None


def _processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]  # noqa: PTH208 - names alone

"""What processes are called here that a display or a bus in another process namespace names, as that of a side desk.

Its server gets the numbers from the kernel as they are in its own namespace; here they belong to other programs.
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
    """Turns the numbers of processes in one namespace into ours; which it is, is found out when it is asked."""

    def __init__(self, find: Callable[[], int | None]) -> None:
        self._find = find
        self._known = dict[int, int]()

    def outer(self, pid: int) -> int:
        """Return our number of a process; 0 where there is none."""
        if not pid or self._namespace in {None, namespace_of("self")}:
            return pid
        if self._named(self._known.get(pid, 0)) != pid:
            self._known = {self._named(one): one for one in _processes()}
        return self._known.get(pid, 0)

    @cached_property
    def _namespace(self) -> int | None:
        return self._find()

    def _named(self, ours: int) -> int:
        """Return what one of our processes is called there; 0 when it is not there."""
        if not ours or namespace_of(str(ours)) != self._namespace:
            return 0
        with suppress(OSError, ValueError, IndexError):
            # Processes of ours that start with every session use this, and load no pathlib.
            with open(f"/proc/{ours}/status", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
                status = file.read()
            return int(status.partition("\nNSpid:")[2].partition("\n")[0].split()[-1])
        return 0


def listeners_namespace(connection: socket.socket) -> int | None:
    """Return the process namespace of whoever listens at the other end of a local socket; None where it is not told."""
    with suppress(OSError, AttributeError, struct.error):
        told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        return namespace_of(str(_CREDENTIALS.unpack(told)[0]))
    return None


def namespace_of(pid: str) -> int | None:
    """Return the process namespace of a process; None where it is not told."""
    try:
        return os.stat(f"/proc/{pid}/ns/pid").st_ino  # noqa: PTH116 - as above
    except OSError:
        return None


def _processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]  # noqa: PTH208 - names alone

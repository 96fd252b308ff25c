"""Checks whether the accessibility bus that a session names is that session's own.

The session bus of a side desk is a hostile place: a program there may answer in the name of accessibility, with the
address of the person's own bus, and a press that is meant for the desk would go to the person's programs. So where a
session runs in a process namespace of its own, the one who listens at the address has to be in the same one.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from desktop_agent.platforms.x11.outer_pids import OuterPids, listeners_namespace, namespace_of

_PATH = re.compile(r"unix:(?:.*,)?(path|abstract)=([^,;]+)")
_WITHIN_S = 2.0


class ForeignBusError(Exception):
    """A bus that is named by a session and is not in it."""


@contextmanager
def session_accessibility_bus(session: str, accessibility: str) -> Iterator[str]:
    """Give the address of the accessibility bus; ForeignBusError when it does not belong to this session bus.

    What is looked at is what is connected to, whatever becomes of its name meanwhile. May block for as long as
    connecting to a socket of this computer takes.
    """
    namespace = _namespace_of_bus(session)
    if namespace is None or namespace == namespace_of("self"):
        yield accessibility
        return
    with _pinned_socket_path(accessibility) as place:
        if _listener_namespace(place) != namespace:
            raise ForeignBusError
        yield f"unix:path={place}" if place.startswith("/") else accessibility


@contextmanager
def _pinned_socket_path(address: str) -> Iterator[str]:
    """Give a path that leads to the socket at an address, wherever its name leads later; empty where there is none."""
    found = _PATH.match(address)
    if found is None or found[1] == "abstract":
        yield f"\0{found[2]}" if found else ""
        return
    try:
        fd = os.open(found[2], os.O_PATH | os.O_CLOEXEC)
    except OSError:
        yield ""
        return
    try:
        yield f"/proc/self/fd/{fd}"
    finally:
        os.close(fd)


def _listener_namespace(place: str) -> int | None:
    """Return the process namespace of the process that listens there; None if unknown."""
    with suppress(OSError), closing(socket.socket(socket.AF_UNIX)) as connection:
        connection.settimeout(_WITHIN_S)
        connection.connect(place)
        return listeners_namespace(connection)
    return None


class SessionPids:
    """Turns the numbers of processes that the session's buses name into ours."""

    def __init__(self) -> None:
        self._pids = OuterPids(lambda: _namespace_of_bus(os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")))

    def outer(self, pid: int) -> int:
        """Return our number of a process; 0 where there is none."""
        return self._pids.outer(pid)


def _namespace_of_bus(address: str) -> int | None:
    with _pinned_socket_path(address) as place:
        return _listener_namespace(place)

"""The tray program's socket, and the user of the process at the other end of a local socket.

What a run reports to the tray program is its task and all that it does. A name that can be guessed, in a folder where
everybody may make one, is anybody's who comes first. So the socket lies where this user alone can make names, and both
ends ask the system whose process the other one is before a byte is said or believed. Windows has no such sockets:
there the tray program listens on a pipe that the system opens to its own user alone (Qt's UserAccessOption).
"""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import struct
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in

_LONGEST = (
    90  # bytes of a path; the system takes 104 on macOS, 108 on Linux, and Qt makes a longer name beside it first
)
_CREDENTIALS = struct.Struct("@iII")  # Linux's ucred: process, user, group
# macOS, sys/un.h and sys/ucred.h: `struct xucred` begins with its version, which is 0, and the user.
_SOL_LOCAL = 0
_LOCAL_PEERCRED = 1
_XUCRED_BYTES = 76
_XUCRED = struct.Struct("@II")


TRAY_LOCK = "tray.lock"  # in the cache


def socket_name(cache: Path) -> str:
    """Return the name of the socket, unique to this user's program with these folders."""
    user = _user() if hasattr(os, "geteuid") else os.environ.get("USERNAME", "")
    return f"desktop-agent-{hashlib.sha256(f'{user} {cache}'.encode()).hexdigest()[:20]}"


def socket_paths(cache: Path, environment: Mapping[str, str], *, make: bool = False) -> Iterator[Path]:
    """Yield where the tray program with these folders may listen, the best first: in folders of this user alone.

    They are several, since a terminal need not have the environment that the tray program has. Who listens has the
    folders made that are the program's.
    """
    name = socket_name(cache)
    for folder in _folders(cache, environment):
        if make:
            with suppress(OSError):  # its name is taken: by us, or by another program
                folder.mkdir(mode=0o700)
        path = folder / name
        if len(os.fsencode(path)) <= _LONGEST and is_private(folder):
            yield path


def run_folder(cache: Path) -> Path:
    """Return the folder for the sockets of runs, the same for all processes of this user with these folders."""
    folder = cache / "run"
    is_short = len(os.fsencode(folder)) + len("/run-4194304-9999") <= _LONGEST
    return folder if is_short else Path(tempfile.gettempdir(), socket_name(cache))


def is_private(folder: Path) -> bool:
    """Return whether a folder belongs to this user, and no other user can create a name in it."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == _user() and not status.st_mode & 0o077


def is_own(connection: int) -> bool:
    """Return whether the process at the other end of a connected local socket, a descriptor, is this user's.

    Where the system has no such sockets, any process that comes through the pipe is.
    """
    if not hasattr(os, "geteuid"):
        return True
    with suppress(OSError, struct.error), socket.socket(fileno=os.dup(connection)) as end:
        return peer_user(end) == _user()
    return False


def peer_user(connection: socket.socket) -> int | None:
    """Return the user of the process at the other end; None where the system does not report it."""
    if hasattr(socket, "SO_PEERCRED"):
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        return int(_CREDENTIALS.unpack(credentials)[1])
    return user_in_xucred(connection.getsockopt(_SOL_LOCAL, _LOCAL_PEERCRED, _XUCRED_BYTES))


def user_in_xucred(credentials: bytes) -> int | None:
    """Return the user in macOS's answer; None for another version of it, which its header asks to check."""
    version, user = _XUCRED.unpack_from(credentials)
    return None if version else int(user)


def _folders(cache: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    session = environment.get("XDG_RUNTIME_DIR", "")
    if session.startswith("/"):
        yield Path(session)
    yield Path(f"/run/user/{_user()}")  # what it is where a login service made it, for who does not have its name
    yield cache / "run"
    yield Path(tempfile.gettempdir(), f"desktop-agent-{_user()}")  # where the path of the other would be too long


def _user() -> int:
    return os.geteuid()


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the sockets of runs and of the tray program, with its lock."""
    cache = places(environment).cache
    kind = Message("Sockets")
    yield from named_in(kind, cache, "run", f"{TRAY_LOCK}*")
    for folder in _folders(cache, environment):
        if folder != cache / "run" and is_private(folder):
            yield from named_in(kind, folder, socket_name(cache))
    runs = run_folder(cache)
    if runs.parent != cache and is_private(runs):
        yield from named_in(kind, runs.parent, runs.name)

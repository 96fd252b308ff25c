"""Local sockets that this user alone can reach: one of each run, and one of the tray program.

They are in one folder, the same for all processes of this user with these settings; where the cache's path is too long
for a socket, for those with the same TMPDIR. No message is sent to a process of another user, or accepted from it.
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

TRAY_LOCK = "tray.lock"  # in the cache
# Bytes of a path: the system takes 104 on macOS, 108 on Linux, and Qt makes a longer name beside it first.
_LONGEST = 90
_LONGEST_NAME = "run-4194304-9999"
_SENT_WITHIN_US = 500_000  # to a process that reads; a run never waits longer for one that hangs
_CREDENTIALS = struct.Struct("@iII")  # Linux's ucred: process, user, group
# macOS, sys/un.h and sys/ucred.h: `struct xucred` begins with its version, which is 0, and the user.
_SOL_LOCAL = 0
_LOCAL_PEERCRED = 1
_XUCRED_BYTES = 76
_XUCRED = struct.Struct("@II")


def screen_name(environment: Mapping[str, str]) -> str:
    """Return the name of a screen, unique on this computer."""
    if name := environment.get("WAYLAND_DISPLAY", ""):
        return f"{environment.get('XDG_RUNTIME_DIR', '')}/{name}"
    return environment.get("DISPLAY", "")


def socket_folder(cache: Path) -> Path:
    """Return the folder of all sockets of this user's processes with these settings."""
    folder = cache / "run"
    is_short = len(os.fsencode(folder / _LONGEST_NAME)) <= _LONGEST
    return folder if is_short else Path(tempfile.gettempdir(), _unique_name(cache))


def tray_address(cache: Path) -> str:
    """Return where the tray program listens: a path, on Windows the name of a pipe."""
    return str(socket_folder(cache) / "tray") if hasattr(os, "geteuid") else _unique_name(cache)


def make_folder(folder: Path) -> None:
    """Make the folder of the sockets; PermissionError where another user can create a name in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not is_private(folder):
        raise PermissionError


def is_private(folder: Path) -> bool:
    """Return whether that is a folder of this user, no link to one, in which no other user can create a name."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return not hasattr(os, "geteuid") or (
        stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077
    )


def listening(path: Path) -> socket.socket | None:
    """Return a socket that listens there; None where there can be none."""
    if not hasattr(socket, "AF_UNIX"):
        return None
    made = socket.socket(socket.AF_UNIX)
    unheard = path.with_name(f".{path.name}")  # until it listens: one that refuses is taken for a leftover
    try:
        make_folder(path.parent)
        made.bind(str(unheard))
        made.listen()
        unheard.rename(path)
    except OSError:
        made.close()
        return None
    return made


def connected(path: Path) -> socket.socket | None:
    """Return a connection to a process of this user that listens there; None without one.

    The socket of a process that was killed is removed; a file that is no socket refuses too, and stays.
    """
    if not hasattr(socket, "AF_UNIX") or not is_private(path.parent):
        return None
    connection = socket.socket(socket.AF_UNIX)
    with suppress(OSError):
        try:
            limit_sending(connection)
            connection.connect(str(path))
        except ConnectionRefusedError:
            if stat.S_ISSOCK(path.lstat().st_mode):
                path.unlink()
        else:
            if is_own(connection.fileno()):
                return connection
    connection.close()
    return None


def limit_sending(connection: socket.socket) -> None:
    """Let a message fail that the other end doesn't take within half a second."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", 0, _SENT_WITHIN_US))


def tray_runs(environment: Mapping[str, str]) -> bool:
    """Return whether a tray program of this user listens."""
    tray = connected(Path(tray_address(places(environment).cache)))
    if tray is None:
        return False
    tray.close()
    return True


def is_own(connection: int) -> bool:
    """Return whether the process at the other end of a connected local socket, a descriptor, is this user's.

    Where the system has no such sockets, any process that comes through the pipe is.
    """
    if not hasattr(os, "geteuid"):
        return True
    with suppress(OSError, struct.error), socket.socket(fileno=os.dup(connection)) as end:
        return _peer_user(end) == os.geteuid()
    return False


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the sockets of runs and of the tray program, with its lock."""
    cache = places(environment).cache
    kind = Message("Sockets")
    yield from named_in(kind, cache, "run", f"{TRAY_LOCK}*")
    folder = socket_folder(cache)
    if folder.parent != cache and folder.is_dir():
        yield from named_in(kind, folder.parent, folder.name)


def _peer_user(connection: socket.socket) -> int | None:
    """Return the user of the process at the other end; None where the system does not report it."""
    if hasattr(socket, "SO_PEERCRED"):
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        return int(_CREDENTIALS.unpack(credentials)[1])
    # None for another version of macOS's answer, which its header asks to check.
    version, user = _XUCRED.unpack_from(connection.getsockopt(_SOL_LOCAL, _LOCAL_PEERCRED, _XUCRED_BYTES))
    return None if version else int(user)


def _unique_name(cache: Path) -> str:
    """Return a name that is this user's and these settings' alone."""
    user = os.geteuid() if hasattr(os, "geteuid") else os.environ.get("USERNAME", "")
    return f"desktop-agent-{hashlib.sha256(f'{user} {cache}'.encode()).hexdigest()[:20]}"

"""Where our displays are found: their numbers, each taken by a lock, as an X server makes it, and their sockets.

Xvfb finds a number by itself (`-displayfd`), but then makes no lock, and sees another server only where both are in one
network namespace. Elsewhere, as in a container that shares `/tmp` with the desktop, it puts its socket in the place of
the other server's: of the person's own display, if that has the first number that it tries.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where every X server has it
_MEMORY = Path("/dev/shm")  # noqa: S108 - only folders with names of their own are made there
_LONGEST_PARENT = 40  # bytes; a socket's path may have 108, and programs make some in folders of their own


def temporary_parent() -> Path:
    """Return the folder for temporary files; where it is too deep for sockets, what `memory_parent` returns."""
    usual = Path(tempfile.gettempdir())
    return usual if _has_room(usual) else memory_parent(os.environ)


def memory_parent(environment: Mapping[str, str]) -> Path:
    """Return a folder in memory that has room for sockets; the folder for temporary files if there is none."""
    own = Path(environment.get("XDG_RUNTIME_DIR") or "/nowhere")
    return next(filter(_has_room, (own, _MEMORY)), Path(tempfile.gettempdir()))


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK) and len(os.fsencode(folder)) < _LONGEST_PARENT


def take_number(numbers: Iterable[int], owner: int, sockets: Path = SOCKETS) -> int:
    """Lock the first number that is free for the process `owner`, and return it; OSError when there is none."""
    with contextlib.suppress(OSError):
        sockets.mkdir(mode=0o1777)
        sockets.chmod(0o1777)
    for number in numbers:
        if is_taken(number, sockets) or not _is_free(sockets / f"X{number}"):
            continue
        try:
            fd = os.open(lock_of(number, sockets), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o444)
        except FileExistsError:
            continue
        with os.fdopen(fd, "w") as lock:
            lock.write(f"{owner:10d}\n")
        return number
    raise OSError(errno.EADDRINUSE, "no number for a display is free")


def lock_of(number: int, sockets: Path = SOCKETS) -> Path:
    """Return the file that says that a number is taken, and by which process."""
    return sockets.parent / f".X{number}-lock"


def is_taken(number: int, sockets: Path = SOCKETS) -> bool:
    """Return whether a lock names a living process; a stale one is removed, as an X server would."""
    lock = lock_of(number, sockets)
    owner = process_in(lock)
    if owner is None:
        return os.path.lexists(lock)
    if is_alive(owner):
        return True
    with contextlib.suppress(OSError):
        lock.unlink()
    return os.path.lexists(lock)


def process_in(file: Path) -> int | None:
    """Return the process that a lock names; None where there is no lock, or no number in it."""
    with contextlib.suppress(OSError, ValueError):
        return int(file.read_text())
    return None


def is_alive(pid: int) -> bool:
    """Return whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_free(path: Path) -> bool:
    """Return whether nothing is in the place of a socket; one that a server has left there is removed."""
    with contextlib.suppress(OSError):
        if path.is_socket():
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(0)
                if client.connect_ex(os.fspath(path)) == errno.ECONNREFUSED:
                    path.unlink()
    return not os.path.lexists(path) and not _is_heard_elsewhere(path)


def _is_heard_elsewhere(path: Path) -> bool:
    """Return whether a server of another `/tmp` in this network has that name as an abstract socket."""
    if sys.platform != "linux":
        return False
    with socket.socket(socket.AF_UNIX) as server:
        try:
            server.bind(f"\0{path}")
        except OSError:
            return True
    return False

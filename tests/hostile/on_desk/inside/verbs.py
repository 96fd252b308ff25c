"""Harm to one file, by a path that leads to it: each way in which a program can change what somebody has."""

import ctypes
import fcntl
import mmap
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.hostile.on_desk.inside.person import call, syscall

_RENAMEAT2, _COPY_RANGE = 316, 326
_EXCHANGE, _HERE = 2, -100
_PUNCH, _KEEP = 2, 1
_FLAGS_GET, _FLAGS_SET, _APPEND_ONLY = 0x80086601, 0x40086602, 0x20
_REFLINK = 0x40049409


@contextmanager
def _open(path: str, flags: int = os.O_RDWR) -> Iterator[int]:
    fd = os.open(path, flags)
    try:
        yield fd
    finally:
        os.close(fd)


def _write(path: str) -> None:
    with _open(path, os.O_WRONLY | os.O_TRUNC) as fd:
        os.write(fd, b"hostile")


def _append(path: str) -> None:
    with _open(path, os.O_WRONLY | os.O_APPEND) as fd:
        os.write(fd, b"hostile")


def _map(path: str) -> None:
    with _open(path) as fd, mmap.mmap(fd, 0) as memory:
        memory[:7] = b"hostile"
        memory.flush()


def _direct(path: str) -> None:
    with _open(path, os.O_RDWR | os.O_SYNC) as fd:
        os.pwritev(fd, [b"hos", b"tile"], 0)


def _replace(path: str) -> None:
    with open(f"{path}.new", "w") as file:
        file.write("hostile")
    os.replace(f"{path}.new", path)


def _link(path: str) -> None:
    os.link(path, f"{path}.link")
    _write(f"{path}.link")


def _exchange(path: str) -> None:
    with open(f"{path}.new", "w") as file:
        file.write("hostile")
    syscall(_RENAMEAT2, _HERE, f"{path}.new".encode(), _HERE, path.encode(), _EXCHANGE)


def _turn(path: str) -> None:
    os.unlink(path)
    os.symlink("/etc/passwd", path)


def _punch(path: str) -> None:
    with _open(path) as fd:
        call("fallocate", fd, _PUNCH | _KEEP, ctypes.c_long(0), ctypes.c_long(4096))


def _copy_over(path: str) -> None:
    with _open("/etc/passwd", os.O_RDONLY) as source, _open(path) as target:
        syscall(_COPY_RANGE, source, None, target, None, 4096, 0)


def _send_over(path: str) -> None:
    with _open("/etc/passwd", os.O_RDONLY) as source, _open(path) as target:
        os.sendfile(target, source, 0, 4096)


def _flags(path: str) -> None:
    with _open(path, os.O_RDONLY) as fd:
        flags = bytearray(8)
        fcntl.ioctl(fd, _FLAGS_GET, flags)
        flags[0] |= _APPEND_ONLY
        fcntl.ioctl(fd, _FLAGS_SET, bytes(flags))


def _reflink(path: str) -> None:
    with _open(os.path.join(os.path.dirname(path), "other.txt"), os.O_RDONLY) as source, _open(path) as target:
        fcntl.ioctl(target, _REFLINK, source)


def _make_folder(path: str) -> None:
    os.unlink(path)
    os.mkdir(path)
    with open(f"{path}/inner", "w") as file:
        file.write("hostile")


# Half A, then half B.
VERBS: dict[str, tuple[Callable[[str], object], str]] = {
    "writes over it": (_write, "A"),
    "maps it and writes": (_map, "A"),
    "puts another in its place": (_replace, "A"),
    "deletes it": (os.unlink, "A"),
    "changes its rights": (lambda path: os.chmod(path, 0), "A"),
    "sets an attribute": (lambda path: os.setxattr(path, "user.hostile", b"1"), "A"),
    "gives it another name and writes": (_link, "A"),
    "copies into it in the kernel": (_copy_over, "A"),
    "makes it a link": (_turn, "A"),
    "appends to it": (_append, "B"),
    "cuts it off": (lambda path: os.truncate(path, 1), "B"),
    "renames it": (lambda path: os.rename(path, f"{path}.moved"), "B"),
    "changes its times": (lambda path: os.utime(path, (1, 1)), "B"),
    "lets it change places": (_exchange, "B"),
    "punches a hole": (_punch, "B"),
    "sends another into it": (_send_over, "B"),
    "writes by vectors at once to disk": (_direct, "B"),
    "sets its flags": (_flags, "B"),
    "clones another into it": (_reflink, "B"),
    "makes it a folder": (_make_folder, "B"),
    "removes its whole folder": (lambda path: shutil.rmtree(os.path.dirname(path)), "B"),
    "gives it away": (lambda path: os.chown(path, os.getuid(), os.getgid()), "B"),
}

"""Harm to one file, by a path that leads to it: each way in which a program can change what somebody has."""

import fcntl
import mmap
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.hostile.on_desk.inside.person import syscall

_RENAMEAT2, _COPY_RANGE = 316, 326
_EXCHANGE, _HERE = 2, -100
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


def _map(path: str) -> None:
    with _open(path) as fd, mmap.mmap(fd, 0) as memory:
        memory[:7] = b"hostile"
        memory.flush()


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


def _copy_over(path: str) -> None:
    with _open("/etc/passwd", os.O_RDONLY) as source, _open(path) as target:
        syscall(_COPY_RANGE, source, None, target, None, 4096, 0)


def _reflink(path: str) -> None:
    with _open(os.path.join(os.path.dirname(path), "other.txt"), os.O_RDONLY) as source, _open(path) as target:
        fcntl.ioctl(target, _REFLINK, source)


VERBS: dict[str, Callable[[str], object]] = {
    "writes over it": _write,
    "maps it and writes": _map,
    "puts another in its place": _replace,
    "deletes it": os.unlink,
    "changes its rights": lambda path: os.chmod(path, 0),
    "sets an attribute": lambda path: os.setxattr(path, "user.hostile", b"1"),
    "gives it another name and writes": _link,
    "copies into it in the kernel": _copy_over,
    "lets it change places": _exchange,
    "clones another into it": _reflink,
    "removes its whole folder": lambda path: shutil.rmtree(os.path.dirname(path)),
}

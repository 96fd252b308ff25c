"""What taking over does to the disk: single acts that the system does whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from desktop_agent.desk.receipt.overlay import OWN_ATTRIBUTES, safe_rights

_NO_REPLACE, _EXCHANGE = 1, 2
_HERE = -100  # AT_FDCWD
# Windows has none of these, and no desk.
_FOLDER = sum(getattr(os, name, 0) for name in ("O_RDONLY", "O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC"))
_MOST_OPEN = 64
# What says that a file system does not know a way of renaming.
UNKNOWN_WAY = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})


class OpenFolders:
    """The folders below one root, opened name by name so that no link among them is followed."""

    def __init__(self, root: Path) -> None:
        self._root = os.open(root, _FOLDER & ~os.O_NOFOLLOW)
        self._open = OrderedDict[str, int]()

    def at(self, path: str) -> tuple[int, str]:
        """Return the open folder of an entry and the entry's name; OSError where the folder is not there."""
        above, _, name = path.rpartition("/")
        return self._folder(above), name

    def forget(self, path: str) -> None:
        """Close a folder that is to be moved, and all below it."""
        for known in [one for one in self._open if one == path or one.startswith(f"{path}/")]:
            os.close(self._open.pop(known))

    def close(self) -> None:
        """Close everything."""
        while self._open:
            os.close(self._open.popitem()[1])
        os.close(self._root)

    def _folder(self, path: str) -> int:
        if not path:
            return self._root
        if path in self._open:
            self._open.move_to_end(path)
            return self._open[path]
        above, _, name = path.rpartition("/")
        fd = os.open(name, _FOLDER, dir_fd=self._folder(above))
        self._open[path] = fd
        if len(self._open) > _MOST_OPEN:
            os.close(self._open.popitem(last=False)[1])
        return fd


class DiskActs:
    """Changes names on the disk; `before` is told each act, which is how a test ends the program between two."""

    def __init__(self, before: Callable[[str], None] = lambda _: None) -> None:
        self._before = before

    def reach(self, point: str) -> None:
        """Say that taking over has come to a point between two acts."""
        self._before(point)

    def exchange(self, source: str, folder: int, name: str) -> None:
        """Let two entries change places."""
        self._rename("exchange", (_HERE, source), (folder, name), _EXCHANGE)

    def put(self, source: str, folder: int, name: str) -> None:
        """Give an entry a name that is free; FileExistsError where it is not."""
        self._rename("put", (_HERE, source), (folder, name), _NO_REPLACE)

    def take_away(self, folder: int, name: str, target: str) -> None:
        """Move an entry to a place of ours that is free."""
        self._rename("take-away", (folder, name), (_HERE, target), _NO_REPLACE)

    def keep(self, source: str, target: str) -> None:
        """Move an entry between two places of ours."""
        self._rename("keep", (_HERE, source), (_HERE, target), _NO_REPLACE)

    def make_folder(self, source: str, folder: int, name: str, mode: int) -> None:
        """Make a folder with these rights: in a place of ours, and then it gets its name, which must be free."""
        with suppress(FileExistsError):  # it was made before a cut
            os.mkdir(source, 0o700)  # noqa: PTH102
        os.chmod(source, mode)  # noqa: PTH101
        self.put(source, folder, name)

    def drop_folder(self, folder: int, name: str) -> None:
        """Remove a folder if it is empty."""
        self._before("drop-folder")
        with suppress(OSError):
            os.rmdir(name, dir_fd=folder)

    def set_rights(self, folder: int, name: str, mode: int) -> None:
        """Set the rights of a folder."""
        self._before("set-rights")
        fd = os.open(name, _FOLDER, dir_fd=folder)
        try:
            os.fchmod(fd, mode)
        finally:
            os.close(fd)

    def _rename(self, act: str, old: tuple[int, str], new: tuple[int, str], flags: int) -> None:
        self._before(act)
        try:
            _rename(old, new, flags)
        except OSError as error:
            if error.errno not in UNKNOWN_WAY or flags != _NO_REPLACE:
                raise
            _rename_without_flags(old, new)


def make_harmless(path: str) -> None:
    """Take from a new version what must not come along: rights of another name, and marks of the overlay."""
    status = os.lstat(path)
    if stat.S_ISREG(status.st_mode) and safe_rights(status.st_mode) != stat.S_IMODE(status.st_mode):
        os.chmod(path, safe_rights(status.st_mode))  # noqa: PTH101 - 20 000 times
    with suppress(OSError):
        for name in os.listxattr(path, follow_symlinks=False):
            if name.startswith(OWN_ATTRIBUTES):
                os.removexattr(path, name, follow_symlinks=False)


def write_to_disk(folder: Path) -> None:
    """Wait until all that was written to a folder's disk is there."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if _libc().syncfs(fd) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(fd)


def _rename(old: tuple[int, str], new: tuple[int, str], flags: int) -> None:
    if _libc().renameat2(old[0], os.fsencode(old[1]), new[0], os.fsencode(new[1]), flags) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), new[1])


def _rename_without_flags(old: tuple[int, str], new: tuple[int, str]) -> None:
    """Rename where the system cannot promise that the new name is free: a second name for a file promises it, too."""
    source, target = (None if one[0] == _HERE else one[0] for one in (old, new))
    if stat.S_ISDIR(os.stat(old[1], dir_fd=source, follow_symlinks=False).st_mode):
        # A folder takes the place of no file, and of a folder only where that is empty.
        os.rename(old[1], new[1], src_dir_fd=source, dst_dir_fd=target)
        return
    os.link(old[1], new[1], src_dir_fd=source, dst_dir_fd=target, follow_symlinks=False)
    os.unlink(old[1], dir_fd=source)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)

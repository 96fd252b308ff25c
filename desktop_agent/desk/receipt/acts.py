"""The disk operations of a takeover, each of which is atomic."""

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

_NO_REPLACE = 1
_EXCHANGE = 2
_CURRENT_FOLDER = -100  # AT_FDCWD
# Windows has none of these, and no desk.
_FOLDER = sum(getattr(os, name, 0) for name in ("O_RDONLY", "O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC"))
_MOST_OPEN = 64
# Errors that say that a file system does not support a kind of renaming.
UNKNOWN_WAY = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})


class MissingRootError(Exception):
    """A whole folder of the person's is gone: what was in it may be elsewhere, or on a disk that isn't connected."""


class OpenFolders:
    """The folders below one root, opened name by name so that no link among them is followed.

    The root is opened when it is first needed, as a folder that is never asked for may be gone.
    """

    def __init__(self, root: Path) -> None:
        self._path = root
        self._root: int | None = None
        self._open = OrderedDict[str, int]()

    def at(self, path: str) -> tuple[int, str]:
        """Return the open folder of an entry and the entry's name.

        MissingRootError if the root is missing, OSError if the folder is.
        """
        above, _, name = path.rpartition("/")
        return self._open_folder(above), name

    def forget(self, path: str) -> None:
        """Close a folder that is to be moved, and all below it."""
        for folder in [
            path_below for path_below in self._open if path_below == path or path_below.startswith(f"{path}/")
        ]:
            os.close(self._open.pop(folder))

    def close(self) -> None:
        """Close everything."""
        while self._open:
            os.close(self._open.popitem()[1])
        if self._root is not None:
            os.close(self._root)
            self._root = None

    def _open_folder(self, path: str) -> int:
        if not path:
            return self._open_root()
        if path in self._open:
            self._open.move_to_end(path)
            return self._open[path]
        above, _, name = path.rpartition("/")
        fd = os.open(name, _FOLDER, dir_fd=self._open_folder(above))
        self._open[path] = fd
        if len(self._open) > _MOST_OPEN:
            os.close(self._open.popitem(last=False)[1])
        return fd

    def _open_root(self) -> int:
        if self._root is None:
            try:
                self._root = os.open(self._path, _FOLDER & ~os.O_NOFOLLOW)
            except (FileNotFoundError, NotADirectoryError) as error:
                raise MissingRootError from error
        return self._root


class DiskActs:
    """Carries out atomic acts on the disk; `before` is called with each act's name, for tests that stop between two."""

    def __init__(self, before: Callable[[str], None] = lambda _: None) -> None:
        self._before = before

    def reach(self, point: str) -> None:
        """Report a point between two acts to `before`."""
        self._before(point)

    def exchange(self, source: str, folder: int, name: str) -> None:
        """Exchange two entries."""
        self._rename("exchange", (_CURRENT_FOLDER, source), (folder, name), _EXCHANGE)

    def put(self, source: str, folder: int, name: str) -> None:
        """Move an entry to a free name; FileExistsError if the name is in use."""
        self._rename("put", (_CURRENT_FOLDER, source), (folder, name), _NO_REPLACE)

    def take_away(self, folder: int, name: str, target: str) -> None:
        """Move an entry to a free place of our own."""
        self._rename("take-away", (folder, name), (_CURRENT_FOLDER, target), _NO_REPLACE)

    def keep(self, source: str, target: str) -> None:
        """Move an entry between two places of our own."""
        self._rename("keep", (_CURRENT_FOLDER, source), (_CURRENT_FOLDER, target), _NO_REPLACE)

    def make_folder(self, source: str, folder: int, name: str, mode: int) -> None:
        """Make a folder with these rights in a place of our own, then move it to its name, which must be free."""
        with suppress(FileExistsError):  # it was made before an interruption
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
    """Remove setuid-like rights and the overlay's attributes from a new version."""
    status = os.lstat(path)
    if stat.S_ISREG(status.st_mode) and safe_rights(status.st_mode) != stat.S_IMODE(status.st_mode):
        os.chmod(path, safe_rights(status.st_mode))  # noqa: PTH101 - 20 000 times
    with suppress(OSError):
        for name in os.listxattr(path, follow_symlinks=False):
            if name.startswith(OWN_ATTRIBUTES):
                os.removexattr(path, name, follow_symlinks=False)


def write_to_disk(folder: Path) -> None:
    """Flush all writes to the disk of a folder."""
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
    """Rename to a free name without renameat2's flags: a hard link fails, too, if the name is in use."""
    source, target = (None if place[0] == _CURRENT_FOLDER else place[0] for place in (old, new))
    if stat.S_ISDIR(os.stat(old[1], dir_fd=source, follow_symlinks=False).st_mode):
        # Renaming a folder replaces no file, and only an empty folder.
        os.rename(old[1], new[1], src_dir_fd=source, dst_dir_fd=target)
        return
    os.link(old[1], new[1], src_dir_fd=source, dst_dir_fd=target, follow_symlinks=False)
    os.unlink(old[1], dir_fd=source)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)

"""Files that are complete or absent, and a folder held open, so that a link that replaces it later isn't followed.

Where the system can open files relative to an open folder (Linux, macOS), each name is looked up in that folder;
elsewhere by its path.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

_PIECE = 1 << 16


if sys.platform == "darwin":
    import fcntl

_HOLDS = os.open in os.supports_dir_fd
_FOLDER: int = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_NEW: int = os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
# To open a plain file: no link is followed, and nothing is waited for at a pipe.
READ_NO_LINK: int = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)
# EFBIG: a limit on the size of files was reached, which is no space as well.
FULL_ERRORS = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


class Folder:
    """One folder and the names in it; every method raises OSError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._identity = self._status()
        self._fd = os.open(path, os.O_RDONLY | _FOLDER) if _HOLDS else None

    def make_folder(self, name: str) -> Folder:
        """Make a folder in this one, for its owner only."""
        where, at = self._place(name)
        os.mkdir(where, 0o700, dir_fd=at)
        return Folder(self.path / name)

    def create(self, name: str, flags: int = os.O_WRONLY) -> int:
        """Create a file for its owner only and return its descriptor; FileExistsError if anything has that name."""
        where, at = self._place(name)
        return os.open(where, flags | _NEW, 0o600, dir_fd=at)

    def publish(self, temporary: str, name: str) -> None:
        """Give a finished file its name, which must be free."""
        old, at = self._place(temporary)
        new, _ = self._place(name)
        with contextlib.suppress(FileNotFoundError):
            os.stat(new, dir_fd=at, follow_symlinks=False)
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)
        os.rename(old, new, src_dir_fd=at, dst_dir_fd=at)

    def discard(self, name: str) -> None:
        """Remove a file; no error when there is none."""
        where, at = self._place(name)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(where, dir_fd=at)

    def is_in_place(self) -> bool:
        """Return whether the folder is still where it was opened, and was not removed, moved or replaced."""
        try:
            return self._status() == self._identity
        except OSError:
            return False

    def sync(self) -> None:
        """Wait until the names in this folder are on disk; systems that cannot sync a folder do so by themselves."""
        if self._fd is not None:
            os.fsync(self._fd)

    def close(self) -> None:
        """Close the folder."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _place(self, name: str) -> tuple[str, int | None]:
        return (str(self.path / name), None) if self._fd is None else (name, self._fd)

    def _status(self) -> tuple[int, int]:
        status = self.path.lstat()
        return status.st_dev, status.st_ino


def file_in(out: Path, name: str) -> Path:
    """Return the path of a file that is written to `out`: called `name` in it, where that is a folder.

    A folder is one that is there, or a path without an ending where there's nothing.
    """
    return out / name if out.is_dir() or not (out.suffix or out.exists()) else out


def write_all(fd: int, data: bytes) -> None:
    """Write all bytes, even if the system takes them in parts."""
    remaining = memoryview(data)
    while remaining:
        remaining = remaining[os.write(fd, remaining) :]


def sync_file(fd: int) -> None:
    """Wait until a file is on disk; on macOS a plain fsync leaves it in the drive's own memory."""
    if sys.platform == "darwin":
        fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
    else:
        os.fsync(fd)


def replace_file(
    target: Path, parts: Iterable[bytes], *, mode: int = 0o600, check: Callable[[Path], None] = lambda _: None
) -> None:
    """Replace a file's contents in one step; a reader sees either the old contents or the new, complete.

    A link at `target` is replaced, not followed. `check` may look at the finished file, and raise to keep the old one.
    """
    fd, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(fd, "wb") as file:
            file.writelines(parts)
            file.flush()
            sync_file(file.fileno())
        check(part)
        part.chmod(mode)
        part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def content_of(path: Path, most: int) -> bytes | None:
    """Return the content of an ordinary file; None for anything else, which is not waited for."""
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    state = os.fstat(opened)
    if not stat.S_ISREG(state.st_mode) or state.st_size > most:
        os.close(opened)
        return None
    with os.fdopen(opened, "rb") as file:
        return file.read()


def read_pipe(file: int, until: float, most: int) -> bytes | None:
    """Read a pipe that another program writes to its end, and close it; None for more than `most` bytes, or too late.

    `until` is a moment of `time.monotonic`.
    """
    parts: list[bytes] = []
    count = 0
    try:
        while (left := until - time.monotonic()) > 0 and select.select([file], [], [], left)[0]:
            part = os.read(file, _PIECE)
            if not part:
                return b"".join(parts)
            parts.append(part)
            count += len(part)
            if count > most:
                return None
    finally:
        os.close(file)
    return None


def disk_use(path: Path) -> int:
    """Return how many bytes a file or a folder takes on the disk, without what links lead to."""
    try:
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode):
            return _on_disk(status)
        with os.scandir(path) as entries:
            inside = sum(_size(entry) for entry in entries)
        return inside + _on_disk(status)
    except OSError:
        return 0  # it is just being deleted, or may not be read


def _size(entry: os.DirEntry[str]) -> int:
    if entry.is_dir(follow_symlinks=False):
        return disk_use(Path(entry.path))
    return _on_disk(entry.stat(follow_symlinks=False))


def _on_disk(status: os.stat_result) -> int:
    """Return the bytes that a file occupies on the disk; on Windows, which does not report them, its length."""
    blocks: int | None = getattr(status, "st_blocks", None)
    return status.st_size if blocks is None else blocks * 512

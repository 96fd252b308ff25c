"""Reads entries of an overlay's upper folder: whiteouts, opaque folders, and the overlay's own attributes."""

from __future__ import annotations

import os
import stat
from collections.abc import Container
from contextlib import suppress

from desktop_agent.desk.receipt.change import EntryKind, EntryVersion

OWN_ATTRIBUTES = ("user.overlay.", "user.fuseoverlayfs.")
# What fuse-overlayfs writes into a folder that hides all below it, and before the name of what is deleted where it may
# make no device. No program gets such a name past it; past the kernel's overlay anybody does.
FUSE_MARK = ".wh."
_FUSE_OPAQUE = (".wh..wh..opq", ".wh..opq")
_OPAQUE = "user.overlay.opaque"
_OPAQUE_BY_FUSE = "user.fuseoverlayfs.opaque"
_WITHOUT_CONTENT = ("user.overlay.metacopy", "user.overlay.redirect")
_COMPARED = ("user.", "system.posix_acl_")
_RIGHTS = 0o7777
_SAFE_RIGHTS = 0o777  # without setuid, setgid, sticky
_CHUNK = 1 << 20


def version(status: os.stat_result) -> EntryVersion:
    """Return an entry's version from its status."""
    return EntryVersion(
        kind_of(status.st_mode),
        status.st_dev,
        status.st_ino,
        status.st_size,
        stat.S_IMODE(status.st_mode) & _RIGHTS,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_nlink,
    )


def kind_of(mode: int) -> EntryKind:
    """Return the kind of an entry by its mode."""
    if stat.S_ISREG(mode):
        return "file"
    if stat.S_ISDIR(mode):
        return "folder"
    return "link" if stat.S_ISLNK(mode) else "other"


def safe_rights(mode: int) -> int:
    """Return the rights without setuid, setgid and sticky."""
    return mode & _SAFE_RIGHTS


def is_whiteout(status: os.stat_result) -> bool:
    """Return whether an entry of the upper folder marks the lower one as deleted."""
    return stat.S_ISCHR(status.st_mode) and status.st_rdev == 0


def is_opaque(folder: str, *, by_fuse: bool = False) -> bool:
    """Return whether an upper folder hides all entries of the lower one."""
    if by_fuse and (_is_yes(folder, _OPAQUE_BY_FUSE) or os.path.lexists(f"{folder}/{_FUSE_OPAQUE[0]}")):
        return True
    return _is_yes(folder, _OPAQUE)


def _is_yes(folder: str, attribute: str) -> bool:
    try:
        return os.getxattr(folder, attribute, follow_symlinks=False) == b"y"
    except OSError:
        return False


def deleted_by_fuse(names: Container[str], name: str) -> str | None:
    """Return the name that an entry marks as deleted: empty if the mark has another meaning, None if it is no mark.

    An entry next to its own mark was made again; the mark concerns the lower one.
    """
    if not name.startswith(FUSE_MARK):
        return None
    marked = name.removeprefix(FUSE_MARK)
    return "" if name in _FUSE_OPAQUE or not marked or marked in names else marked


def lacks_content(file: str) -> bool:
    """Return whether an entry only refers to content elsewhere, which our desks never produce."""
    try:
        return any(name in _WITHOUT_CONTENT for name in os.listxattr(file, follow_symlinks=False))
    except OSError:
        return False


def attributes(path: str) -> dict[str, bytes]:
    """Return the person's extended attributes; empty if the file system supports none."""
    result = dict[str, bytes]()
    with suppress(OSError):
        for name in os.listxattr(path, follow_symlinks=False):
            if name.startswith(_COMPARED) and not name.startswith(OWN_ATTRIBUTES):
                result[name] = os.getxattr(path, name, follow_symlinks=False)
    return result


def same_content(file: str, other_file: str, size: int) -> bool:
    """Return whether two files of this size have equal content; OSError if one cannot be read."""
    if size <= _CHUNK:
        return read_whole(file, size) == read_whole(other_file, size)
    with open(file, "rb", buffering=0) as first, open(other_file, "rb", buffering=0) as second:  # noqa: PTH123
        while chunk := first.read(_CHUNK):
            if chunk != second.read(len(chunk)):
                return False
    return True


def read_whole(file: str, most: int, folder: int | None = None) -> bytes:
    """Return a file's content, at most `most` + 1 bytes; follows no link, and never blocks on a pipe."""
    fd = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    try:
        return os.read(fd, most + 1)
    finally:
        os.close(fd)

"""Entries in the layers of a desk: an overlay's marks in the upper folder, and what the person changed in the lower."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import ConflictKind, EntryKind, EntryVersion

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


@dataclass(frozen=True, slots=True)
class LowerTree:
    """A folder that is moved as a unit: a digest of its content, the number of files, and the first conflict in it."""

    digest: str
    files: int
    conflict: ConflictKind


@dataclass(frozen=True, slots=True)
class KnownTimes:
    """The times that the person's entries had before, or got by an undo: any other is a change by the person."""

    since_ns: int
    restored: Container[tuple[int, int]]  # inode and ctime

    def is_changed(self, inode: int, ctime_ns: int) -> bool:
        """Return whether the person has changed an entry."""
        return ctime_ns >= self.since_ns and (inode, ctime_ns) not in self.restored


class LowerFolder:
    """The person's folder under one layer, compared with what it was when the desk started."""

    def __init__(self, layer: DeskLayer, times: KnownTimes, taken: Container[str]) -> None:
        self.root = str(layer.lower)
        self.unseen = layer.unseen
        self._times = times
        self._taken = taken
        self._hidden = frozenset(layer.hidden)
        self._above_hidden = {above for hidden in layer.hidden for above in folders_above(hidden)}
        names = layer.names_at_start()
        self._names = None if names is None else frozenset(map(os.fsdecode, names))

    @property
    def names_known(self) -> bool:
        """Return whether the list of names at the desk's start exists."""
        return self._names is not None

    def is_hidden(self, path: str) -> bool:
        """Return whether exactly this path was hidden from the desk."""
        return path in self._hidden

    def is_taken(self, path: str) -> bool:
        """Return whether this path was taken over from the desk before."""
        return path in self._taken

    def holds_hidden(self, path: str) -> bool:
        """Return whether something below this path was hidden, so that the desk never saw all of it."""
        return path in self._above_hidden

    def status(self, path: str) -> os.stat_result | None:
        """Return the status of the entry at a path; None if there is none."""
        try:
            return os.lstat(f"{self.root}/{path}")
        except OSError:
            return None

    def conflict(self, path: str, status: os.stat_result | None) -> ConflictKind:
        """Return the conflict at a path: a change by the person since the start, or an entry unseen by the desk."""
        if self.unseen:
            return "" if status is None else "unseen"
        if status is None:
            return "deleted" if self._names is not None and path in self._names else ""
        if self._names is not None and path not in self._names:
            return "made"
        return "changed" if self.is_changed(status) else ""

    def is_changed(self, status: os.stat_result) -> bool:
        """Return whether an entry was changed since the start, other than by an undo."""
        return self._times.is_changed(status.st_ino, status.st_ctime_ns)

    def parent_conflict(self, path: str) -> ConflictKind:
        """Return the conflict of a new entry whose folder the person has removed since the start."""
        above = path.rpartition("/")[0]
        is_missing = self._names is not None and above in self._names and self.status(above) is None
        return "folder-gone" if is_missing else ""

    def entries(self, path: str) -> Iterator[str]:
        """Yield the path of each visible entry of a folder, ordered by name."""
        try:
            names = sorted(os.listdir(f"{self.root}/{path}"))  # noqa: PTH208 - names alone are wanted
        except OSError:
            return
        for name in names:
            inner = f"{path}/{name}"
            if not self.is_hidden(inner):
                yield inner

    def version_and_tree(self, path: str, status: os.stat_result) -> tuple[EntryVersion, LowerTree]:
        """Return the version of a folder, and its tree."""
        tree = self.tree(path)
        return replace(version(status), tree=tree.digest), tree

    def tree(self, path: str) -> LowerTree:
        """Return the tree of a folder."""
        digest = hashlib.blake2b(digest_size=16)
        files = 0
        conflict: ConflictKind = ""
        for inner, status in walk(self.root, path):
            digest.update(_digest_line(inner, path, status))
            files += not stat.S_ISDIR(status.st_mode)
            conflict = conflict or self.conflict(inner, status)
        return LowerTree(digest.hexdigest(), files, conflict)


def folders_above(path: str) -> Iterator[str]:
    """Yield the folders that a relative path goes through, the innermost first."""
    while path := path.rpartition("/")[0]:
        yield path


def walk(root: str, path: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield path and status of all entries below a folder, ordered by name; what can't be read is skipped."""
    try:
        names = sorted(os.listdir(f"{root}/{path}"))  # noqa: PTH208 - names alone are wanted
    except OSError:
        return
    for name in names:
        inner = f"{path}/{name}"
        try:
            status = os.lstat(f"{root}/{inner}")
        except OSError:  # it has gone meanwhile
            continue
        yield inner, status
        if stat.S_ISDIR(status.st_mode):
            yield from walk(root, inner)


def tree_digest(root: str, path: str) -> str:
    """Return a digest of a folder's content that is independent of the folder's own path."""
    digest = hashlib.blake2b(digest_size=16)
    for inner, status in walk(root, path):
        digest.update(_digest_line(inner, path, status))
    return digest.hexdigest()


def _digest_line(inner: str, path: str, status: os.stat_result) -> bytes:
    """Return an entry's relative name and all facts that change with its content or rights, as one line."""
    details = f"{status.st_ino} {status.st_size} {status.st_mode:o} {status.st_mtime_ns} {status.st_ctime_ns}"
    return f"{inner.removeprefix(path)}\0{details}\n".encode("utf-8", "surrogateescape")

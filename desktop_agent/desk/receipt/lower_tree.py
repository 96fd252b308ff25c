"""The person's folder as it is now, and the person's changes in it since the desk started."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import ConflictKind, EntryVersion
from desktop_agent.desk.receipt.overlay import version


@dataclass(frozen=True, slots=True)
class LowerTree:
    """A folder that is moved as a unit: a digest of its content, the number of files, and the first conflict in it."""

    digest: str
    files: int
    conflict: ConflictKind


@dataclass(frozen=True, slots=True)
class OwnTimes:
    """The times that the person's entries had before, or got by an undo: any other is a change by the person."""

    since_ns: int
    restored: Container[tuple[int, int]]  # inode and ctime

    def is_changed(self, inode: int, ctime_ns: int) -> bool:
        """Return whether the person has changed an entry."""
        return ctime_ns >= self.since_ns and (inode, ctime_ns) not in self.restored


class LowerFolder:
    """The person's folder under one layer, compared with what it was when the desk started."""

    def __init__(self, layer: DeskLayer, times: OwnTimes, taken: Container[str]) -> None:
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

    def whole(self, path: str, status: os.stat_result) -> tuple[EntryVersion, LowerTree]:
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
    """Yield path and status of all entries below a folder, ordered by name; unreadable folders are skipped."""
    try:
        entries = sorted(os.scandir(f"{root}/{path}"), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        inner = f"{path}/{entry.name}"
        yield inner, entry.stat(follow_symlinks=False)
        if entry.is_dir(follow_symlinks=False):
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

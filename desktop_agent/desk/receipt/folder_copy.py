"""Copies folders before a run works in them: a clone where the file system has them, else the bytes.

A hard link would take no space, but it is the same file: a program that writes it in place changes the copy as well.
Links aren't followed, and other file systems, pipes, sockets and devices are left out. Whatever isn't in the copy is
listed as hidden in its record, and is never taken for new or removed.
"""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import os
import stat
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from desktop_agent.core.errors import DeskError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.folder import DeskLayer, DeskRecord, layer_in, now_on_disk, quoted, unquoted, write_desk
from desktop_agent.desk.receipt.carry_out import write_to_disk
from desktop_agent.desk.receipt.layers import attributes, kind_of, safe_rights
from desktop_agent.desk.remove import remove_folder
from desktop_agent.lib.files import replace_file

_log = logging.getLogger(__name__)

_CLONE = 0x40049409  # FICLONE of linux/fs.h
_CHUNK = 8_000_000  # bytes between two looks at the time
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
UNCOPIED: Final = "uncopied.json"
_RIGHTS: Final = "rights.json"  # of the folders whose copy has others
_OWN_FOLDER = 0o700  # what we need to remove a copied folder again


@dataclass(frozen=True, slots=True)
class CopyLimits:
    """The number of entries, the bytes and the time that a copy may take, beside a run that doesn't wait for it."""

    entries: int
    size: int
    seconds: float = 60.0


def entries_below(
    root: str, hidden: Collection[str] = (), unread: list[str] | None = None
) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the relative path and status of files, folders and links, folders first; `unread` gets what can't be read.

    Hidden entries and other file systems are left out. OSError if the folder itself is missing or can't be read.
    """
    unread = [] if unread is None else unread
    device = os.stat(root).st_dev  # noqa: PTH116 - 20 000 entries
    folders = [""]
    while folders:
        above = folders.pop()
        try:
            with os.scandir(f"{root}/{above}") as scan:
                inner = [(f"{above}/{entry.name}" if above else entry.name, entry) for entry in scan]
        except OSError:
            if not above:
                raise
            unread.append(above)
            continue
        for path, entry in inner:
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                unread.append(path)
                continue
            if path in hidden or status.st_dev != device or kind_of(status.st_mode) == "other":
                continue
            yield path, status
            if stat.S_ISDIR(status.st_mode):
                folders.append(path)


# What is too large or can't be read: the number of the folder, the path in it, and the inode.
UncopiedEntry = tuple[int, str, int]


_RIGHT_ROWS: TypeAdapter[list[tuple[int, str, int]]] = TypeAdapter(list[tuple[int, str, int]])


class FolderCopy:
    """Makes the copy of some folders; `is_over` returns whether it is no longer needed."""

    def __init__(self, folder: Path, limits: CopyLimits, is_over: Callable[[], bool] = lambda: False) -> None:
        self.uncopied = list[UncopiedEntry]()
        self._rights = list[tuple[int, str, int]]()
        self._folder = folder
        self._limits = limits
        self._is_over = is_over
        self._until = time.monotonic() + limits.seconds
        self._clones = True
        self._count = 0

    def make(self, name: str, task: str, lowers: Sequence[Path], own: Collection[Path]) -> DeskRecord:
        """Copy these folders without our `own` ones; return the record, which `write` makes valid.

        DeskError with the reason if there can be no copy; then nothing is left of it.
        """
        layers = tuple(
            layer_in(
                self._folder,
                number,
                lower,
                tuple(str(place.relative_to(lower)) for place in own if place.is_relative_to(lower)),
            )
            for number, lower in enumerate(lowers)
        )
        try:
            self._folder.mkdir(mode=0o700)
            try:
                return self._copy_layers(DeskRecord(name, task, now_on_disk(self._folder), "ended", name, layers, ()))
            except BaseException:
                remove_folder(self._folder)
                raise
        except OSError as error:
            raise DeskError(error.strerror or type(error).__name__) from error

    def write(self, record: DeskRecord) -> None:
        """Write the copy to the disk, and then its record: without one it's no copy. OSError if that fails."""
        rows = [(number, quoted(path), inode) for number, path, inode in self.uncopied]
        replace_file(self._folder / UNCOPIED, [json.dumps(rows).encode()])
        rights = [(number, quoted(path), mode) for number, path, mode in self._rights]
        replace_file(self._folder / _RIGHTS, [json.dumps(rights).encode()])
        write_to_disk(self._folder)
        _log.info("the copy for an undo has %d entries, and lacks %d", self._count, len(self.uncopied))
        write_desk(self._folder, record)

    def _entries(self, lower: Path, own: Collection[str]) -> tuple[dict[str, os.stat_result], list[str]]:
        """Return what is in a folder, and the paths that can't be read."""
        entries = dict[str, os.stat_result]()
        unread = list[str]()
        for path, status in entries_below(str(lower), own, unread):
            entries[path] = status
            self._check_limit()
            self._count += 1
            if self._count > self._limits.entries:
                raise DeskError(Message("they hold more than {count:,} files", count=self._limits.entries))
        for path in unread:
            entries.pop(path, None)
        return entries, unread

    def _copy_layers(self, record: DeskRecord) -> DeskRecord:
        listings = [self._entries(layer.lower, frozenset(layer.hidden)) for layer in record.layers]
        space = os.statvfs(self._folder)
        room = min(self._limits.size, space.f_bavail * space.f_frsize // 2)
        for part in ("up", "names"):
            (self._folder / part).mkdir(mode=0o700)
        layers = list[DeskLayer]()
        for layer, (entries, unread) in zip(record.layers, listings, strict=True):
            lower = str(layer.lower)
            upper = str(layer.upper)
            layer.upper.mkdir(mode=0o700)
            layer.upper.chmod(rights_in_copy(layer.lower.stat().st_mode))
            self._clones = True
            files = list[tuple[int, str]]()
            for path, status in entries.items():
                if stat.S_ISREG(status.st_mode):
                    # A file with holes takes less than its length, one that is compressed more once it is copied.
                    files.append((min(status.st_size, status.st_blocks * 512), path))
                elif not _copy_folder_or_link(f"{lower}/{path}", f"{upper}/{path}", status):
                    unread.append(path)
                elif stat.S_ISDIR(status.st_mode) and stat.S_IMODE(status.st_mode) != rights_in_copy(status.st_mode):
                    self._rights.append((len(layers), path, stat.S_IMODE(status.st_mode)))
            for size, path in sorted(files):
                room -= size
                if room < 0 or not self._copy_file(f"{lower}/{path}", f"{upper}/{path}"):
                    unread.append(path)
            for path in unread:
                with suppress(FileNotFoundError):
                    self.uncopied.append((len(layers), path, os.lstat(f"{lower}/{path}").st_ino))
            layers.append(replace(layer, hidden=(*layer.hidden, *unread)))
        return replace(record, layers=tuple(layers))

    def _copy_file(self, source: str, target: str) -> bool:
        """Copy a file with its rights, times and attributes; False if it can't be read."""
        self._check_limit()
        try:
            old = os.open(source, _READ)
        except OSError:
            return False
        new = os.open(target, _WRITE, 0o600)
        try:
            status = os.fstat(old)
            if not self._clone(old, new):
                self._copy_bytes(old, new, status.st_size)
            with suppress(OSError):
                os.fchown(new, status.st_uid, status.st_gid)
            os.fchmod(new, safe_rights(status.st_mode))
            for name, value in attributes(source).items():
                with suppress(OSError):
                    os.setxattr(new, name, value)
            os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
        finally:
            os.close(old)
            os.close(new)
        return True

    def _clone(self, old: int, new: int) -> bool:
        """Clone a file; False where the file system has no clones, which is asked once."""
        if self._clones:
            try:
                fcntl.ioctl(new, _CLONE, old)
            except OSError as error:
                _log.debug("this file system has no clones of files: %s", error)
                self._clones = False
        return self._clones

    def _copy_bytes(self, old: int, new: int, size: int) -> None:
        """Copy the content of a file without its holes."""
        at = 0
        while at < size:
            try:
                at = os.lseek(old, at, os.SEEK_DATA)
            except OSError as error:
                if error.errno == errno.ENXIO:  # only a hole is left
                    break
                raise
            end = os.lseek(old, at, os.SEEK_HOLE)
            os.lseek(new, at, os.SEEK_SET)
            while at < end and (sent := os.sendfile(new, old, at, min(_CHUNK, end - at))):
                at += sent
                self._check_limit()
            if at < end:  # it was cut off meanwhile
                break
        os.ftruncate(new, size)

    def _check_limit(self) -> None:
        if self._is_over() or time.monotonic() > self._until:
            _log.info("the copy for an undo was given up after %d entries", self._count)
            raise DeskError(Message("copying them takes too long"))


def rights_in_copy(mode: int) -> int:
    """Return the rights that the copy of a folder has: its own, and all of its owner's."""
    return safe_rights(mode) | _OWN_FOLDER


def rights_of_folders(folder: Path) -> Mapping[tuple[int, str], int]:
    """Return the rights of the folders whose copy has others, by layer and path; empty for a desk."""
    try:
        rows = _RIGHT_ROWS.validate_json((folder / _RIGHTS).read_bytes())
    except (OSError, ValidationError):
        return {}
    return {(number, unquoted(path)): mode for number, path, mode in rows}


def _copy_folder_or_link(source: str, target: str, status: os.stat_result) -> bool:
    """Copy a folder without what is in it, or a link; False for a link that has just been replaced."""
    if stat.S_ISDIR(status.st_mode):
        os.mkdir(target, _OWN_FOLDER)  # noqa: PTH102 - 20 000 entries
        os.chmod(target, rights_in_copy(status.st_mode))  # noqa: PTH101
        return True
    try:
        os.symlink(os.readlink(source), target)  # noqa: PTH115, PTH211
    except OSError:
        return False
    return True

"""Does and undoes steps of a takeover by atomic acts; each can be done again after a cut, as the disk knows it.

A replacement changes places with the old version in one step of the system, and is looked at after that: what came out
has to be what the receipt showed. If the person has saved in between, both go back. So no one's version is ever
overwritten, not even one that was saved a moment before.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from desktop_agent.desk.receipt.change import EntryVersion, RefusalReason, TakeStep
from desktop_agent.desk.receipt.layers import OWN_ATTRIBUTES, folders_above, read_whole, safe_rights, tree_digest

_LARGEST_READ = 4_000_000  # bytes


class RefusedStepError(Exception):
    """A step was refused because the disk no longer matches what the person was shown."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason)
        self.reason = reason


class StepRunner:
    """Carries out and undoes steps in the folders of a desk's layers."""

    def __init__(self, roots: tuple[Path, ...], acts: DiskActs) -> None:
        self._roots = tuple(map(str, roots))
        self._acts = acts
        self._moved = dict[tuple[int, int], int]()  # ctimes of old versions that were moved, by device and inode

    def do(self, step: TakeStep) -> None:
        """Do one step, or finish an interrupted one; RefusedStepError if it must not be done, OSError if it fails."""
        try:
            folder = open_folder_of(self._roots[step.layer], step.path)
        except (FileNotFoundError, NotADirectoryError, MissingRootError) as error:
            if step.act == "remove" and self._is_gone(step, error):
                return  # the entry was removed with its folder
            raise RefusedStepError("folder") from error
        name = _name_of(step)
        try:
            match step.act:
                case "folder":
                    self._make_folder(step, folder, name)
                case "rights":
                    self._set_rights(step, folder, name)
                case "put":
                    self._put_new(step, folder, name)
                case "replace":
                    self._replace(step, folder, name)
                case "remove":
                    self._remove(step, folder, name)
        finally:
            os.close(folder)

    def undo(self, step: TakeStep) -> None:
        """Undo one step, even a half-done one; RefusedStepError if the person has changed the entry since."""
        try:
            folder = open_folder_of(self._roots[step.layer], step.path)
        except (FileNotFoundError, NotADirectoryError, MissingRootError) as error:
            if self._needs_no_undo(step, error):
                return
            raise RefusedStepError("folder") from error
        name = _name_of(step)
        try:
            match step.act:
                case "folder":
                    self._acts.drop_folder(folder, name)
                case "rights":
                    self._undo_rights(step, folder, name)
                case "put":
                    self._undo_put(step, folder, name)
                case "replace":
                    self._undo_replace(step, folder, name)
                case "remove":
                    self._undo_remove(step, folder, name)
        finally:
            os.close(folder)

    def _is_gone(self, step: TakeStep, error: Exception) -> bool:
        """Return whether an entry is gone with its folder, by the error of opening that; a link may lead to it."""
        if isinstance(error, MissingRootError):
            return False
        root = self._roots[step.layer]
        return not any(os.path.islink(f"{root}/{above}") for above in folders_above(step.path))  # noqa: PTH114

    def _needs_no_undo(self, step: TakeStep, error: Exception) -> bool:
        """Return whether a step whose folder can't be opened was never done, or has left nothing to put back."""
        match step.act:
            case "put":
                return os.path.lexists(step.source) or self._is_gone(step, error)
            case "replace" | "remove":
                # What was kept in a missing folder, on its own disk, may still come back with it.
                is_known = not (isinstance(error, MissingRootError) and self._is_below_root(step))
                return is_known and not os.path.lexists(step.undo)
            case _:
                return self._is_gone(step, error)

    def _is_below_root(self, step: TakeStep) -> bool:
        return step.undo.startswith(f"{self._roots[step.layer].rstrip('/')}/")

    def _make_folder(self, step: TakeStep, folder: int, name: str) -> None:
        try:
            self._acts.make_folder(step.source, folder, name, step.mode)
        except FileExistsError as error:
            with suppress(OSError):
                Path(step.source).rmdir()
            now = _status(name, folder)
            if now is None or not stat.S_ISDIR(now.st_mode):
                raise RefusedStepError("folder") from error

    def _put_new(self, step: TakeStep, folder: int, name: str) -> None:
        if _is_same(_status(name, folder), step.new):
            return  # it was done before an interruption
        self._prepare_new(step)
        try:
            self._acts.put(step.source, folder, name)
        except FileExistsError as error:
            raise RefusedStepError("exists") from error
        if not self._is_in_place(step, folder):
            self._acts.move_away(folder, name, step.source)
            raise RefusedStepError("folder")

    def _replace(self, step: TakeStep, folder: int, name: str) -> None:
        now = _status(name, folder)
        if _is_same(now, step.new):
            if os.path.lexists(step.source):
                self._acts.keep(step.source, step.undo)
            self._note_moved(step)
            return
        if now is None and os.path.lexists(step.undo):
            self._put_new(step, folder, name)  # interrupted between the two moves of `_replace_in_two`
            return
        digest = _content_digest(name, step.old, folder)
        if not self._is_as_shown(name, folder, step.old):
            raise RefusedStepError("changed")
        self._prepare_new(step)
        try:
            self._acts.exchange(step.source, folder, name)
        except OSError as error:
            if error.errno not in UNKNOWN_WAY:
                raise
            self._replace_in_two(step, folder, name, digest)
            return
        if not self._is_expected(step, step.source, digest) or not self._is_in_place(step, folder):
            self._acts.exchange(step.source, folder, name)
            raise RefusedStepError("changed")
        self._acts.keep(step.source, step.undo)
        self._note_moved(step)

    def _replace_in_two(self, step: TakeStep, folder: int, name: str, digest: bytes) -> None:
        """Replace an entry in two moves where the disk cannot exchange; in between there is no entry."""
        self._acts.move_away(folder, name, step.undo)
        if not self._is_expected(step, step.undo, digest) or not self._is_in_place(step, folder):
            self._acts.put(step.undo, folder, name)
            raise RefusedStepError("changed")
        self._note_moved(step)
        self._put_new(step, folder, name)

    def _remove(self, step: TakeStep, folder: int, name: str) -> None:
        now = _status(name, folder)
        if now is None or (os.path.lexists(step.undo) and not _is_same(now, step.old)):
            self._note_moved(step)
            return
        digest = _content_digest(name, step.old, folder)
        if not self._is_as_shown(name, folder, step.old):
            raise RefusedStepError("changed")
        self._acts.move_away(folder, name, step.undo)
        if not self._is_expected(step, step.undo, digest) or not self._is_in_place(step, folder):
            self._acts.put(step.undo, folder, name)
            raise RefusedStepError("changed")
        self._note_moved(step)

    def _note_moved(self, step: TakeStep) -> None:
        """Note that we have moved an old version: that changes the ctime of its other names as well."""
        if status := _status(step.undo):
            self._moved[status.st_dev, status.st_ino] = status.st_ctime_ns

    def _undo_put(self, step: TakeStep, folder: int, name: str) -> None:
        now = _status(name, folder)
        if os.path.lexists(step.source) and not _is_same(now, step.new):
            return  # the step was never done
        if now is None:
            return  # the person has removed it since
        if not _is_unchanged(now, step.new):
            raise RefusedStepError("changed")
        Path(step.source).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._acts.move_away(folder, name, step.source)

    def _undo_replace(self, step: TakeStep, folder: int, name: str) -> None:
        now = _status(name, folder)
        old_version = step.undo if os.path.lexists(step.undo) else step.source
        if not _is_same(now, step.new):
            if now is None and old_version == step.undo:
                self._acts.put(step.undo, folder, name)  # interrupted within `_replace_in_two`
            elif _is_same(now, step.old):
                self._move_new_back(step)
            elif old_version == step.undo:
                raise RefusedStepError("changed")
            return
        if not _is_unchanged(now, step.new):
            raise RefusedStepError("changed")
        try:
            self._acts.exchange(old_version, folder, name)
        except OSError as error:
            if error.errno not in UNKNOWN_WAY:
                raise
            Path(step.source).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._acts.move_away(folder, name, step.source)
            self._acts.put(old_version, folder, name)
            return
        self._move_new_back(step)

    def _move_new_back(self, step: TakeStep) -> None:
        """Move the new version from the old version's place back to its staging place."""
        if os.path.lexists(step.undo) and not os.path.lexists(step.source):
            Path(step.source).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._acts.keep(step.undo, step.source)

    def _undo_remove(self, step: TakeStep, folder: int, name: str) -> None:
        if not os.path.lexists(step.undo):
            return
        try:
            self._acts.put(step.undo, folder, name)
        except FileExistsError as error:
            raise RefusedStepError("exists") from error

    def _set_rights(self, step: TakeStep, folder: int, name: str) -> None:
        now = _status(name, folder)
        if now is None or step.old is None or not stat.S_ISDIR(now.st_mode):
            raise RefusedStepError("changed")
        if stat.S_IMODE(now.st_mode) not in {step.old.mode, step.mode}:
            raise RefusedStepError("changed")
        self._acts.set_rights(folder, name, step.mode)

    def _undo_rights(self, step: TakeStep, folder: int, name: str) -> None:
        now = _status(name, folder)
        if step.old and now and stat.S_ISDIR(now.st_mode) and stat.S_IMODE(now.st_mode) == step.mode:
            self._acts.set_rights(folder, name, step.old.mode)

    def _prepare_new(self, step: TakeStep) -> None:
        """Check the new version once more, and remove rights and attributes that must not be applied."""
        if not _is_unchanged(_status(step.source), step.new):
            raise RefusedStepError("shown")
        make_harmless(step.source)

    def _is_expected(self, step: TakeStep, where: str, digest: bytes) -> bool:
        """Return whether the moved entry is the one checked before; times can be set back, so contents are compared."""
        above, name = os.path.split(where)
        is_same = _is_unchanged(_status(where), step.old) and self._holds_same(above, name, step.old)
        return is_same and _content_digest(where, step.old) == digest

    def _is_as_shown(self, name: str, folder: int, known: EntryVersion | None) -> bool:
        """Return whether an entry is exactly the version that was shown."""
        now = _status(name, folder)
        if now is None or known is None or not _is_unchanged(now, known):
            return False
        if known.kind != "folder":
            return now.st_ctime_ns in {known.ctime_ns, self._moved.get((now.st_dev, now.st_ino))}
        return self._holds_same(f"/proc/self/fd/{folder}", name, known)

    def _holds_same(self, above: str, name: str, known: EntryVersion | None) -> bool:
        """Return whether a folder that is moved as a unit still holds the same content; True for other entries."""
        return known is None or known.kind != "folder" or tree_digest(above, name) == known.tree

    def _is_in_place(self, step: TakeStep, folder: int) -> bool:
        """Return whether the open folder still lies at its path."""
        above = step.path.rpartition("/")[0]
        try:
            # A home may itself be a link; links below it are not followed.
            here = os.stat(f"{self._roots[step.layer]}/{above}", follow_symlinks=not above)  # noqa: PTH116 - 20 000 times
        except OSError:
            return False
        return os.path.samestat(os.fstat(folder), here)


def _content_digest(name: str, known: EntryVersion | None, folder: int | None = None) -> bytes:
    """Return a digest of a file's content; empty for large or unreadable files, which are compared by their times."""
    if known is None or known.kind != "file" or known.size > _LARGEST_READ:
        return b""
    try:
        return hashlib.blake2b(read_whole(name, known.size, folder)).digest()
    except OSError:
        return b""


def _status(name: str, folder: int | None = None) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None


def _is_same(now: os.stat_result | None, known: EntryVersion | None) -> bool:
    """Return whether this is the same entry, whatever its content."""
    return now is not None and known is not None and (now.st_dev, now.st_ino) == (known.device, known.inode)


def _is_unchanged(now: os.stat_result | None, known: EntryVersion | None) -> bool:
    """Return whether entry and content are the same; ctime is ignored, as renaming changes it."""
    if now is None or known is None or not _is_same(now, known):
        return False
    return known.kind == "folder" or (now.st_size, now.st_mtime_ns) == (known.size, known.mtime_ns)


_NO_REPLACE = 1
_EXCHANGE = 2
_CURRENT_FOLDER = -100  # AT_FDCWD
# Windows has none of these, and no desk.
_FOLDER = sum(getattr(os, name, 0) for name in ("O_RDONLY", "O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC"))
# Errors that say that a file system does not support a kind of renaming.
UNKNOWN_WAY = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})


class MissingRootError(Exception):
    """A whole folder of the person's is gone: what was in it may be elsewhere, or on a disk that isn't connected."""


def open_folder_of(root: str, path: str) -> int:
    """Open the folder of an entry below a root, name by name, so that no link among them is followed.

    MissingRootError if the root is missing, OSError if the folder is.
    """
    try:
        folder = os.open(root, _FOLDER & ~os.O_NOFOLLOW)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingRootError from error
    for name in path.split("/")[:-1]:
        above = folder
        try:
            folder = os.open(name, _FOLDER, dir_fd=above)
        finally:
            os.close(above)
    return folder


def _name_of(step: TakeStep) -> str:
    return step.path.rpartition("/")[2]


class DiskActs:
    """Carries out atomic acts on the disk; `before` is called with each act's name, for tests that stop between two."""

    def __init__(self, before: Callable[[str], None] = lambda _: None) -> None:
        self._before = before

    def report_point(self, point: str) -> None:
        """Report a point between two acts to `before`."""
        self._before(point)

    def exchange(self, source: str, folder: int, name: str) -> None:
        """Exchange two entries."""
        self._rename("exchange", (_CURRENT_FOLDER, source), (folder, name), _EXCHANGE)

    def put(self, source: str, folder: int, name: str) -> None:
        """Move an entry to a free name; FileExistsError if the name is in use."""
        self._rename("put", (_CURRENT_FOLDER, source), (folder, name), _NO_REPLACE)

    def move_away(self, folder: int, name: str, target: str) -> None:
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

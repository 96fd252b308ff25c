"""Does and undoes single steps of taking over; each can be done again after a cut, as the disk says what is done.

A replacement changes places with the old version in one step of the system, and is looked at after that: what came out
has to be what the receipt showed. If the person has saved in between, both go back. So nobody's version is ever
overwritten, not even one that was saved a moment before.
"""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from desktop_agent.desk.receipt.acts import UNKNOWN_WAY, DiskActs, OpenFolders, make_harmless
from desktop_agent.desk.receipt.change import EntryVersion, RefusalReason, TakeStep
from desktop_agent.desk.receipt.lower_tree import tree_digest
from desktop_agent.desk.receipt.overlay import read_whole

_LARGEST_READ = 4_000_000  # bytes


class RefusedStepError(Exception):
    """A step that is not done, as something is not as it was shown."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason)
        self.reason = reason


class StepRunner:
    """Does steps in the folders of a desk's layers."""

    def __init__(self, roots: tuple[Path, ...], acts: DiskActs) -> None:
        self._roots = tuple(map(str, roots))
        self._folders = [OpenFolders(root) for root in roots]
        self._acts = acts

    def close(self) -> None:
        """Close all folders."""
        for folders in self._folders:
            folders.close()

    def do(self, step: TakeStep) -> None:
        """Do one step, or the rest of it; RefusedStepError when it must not be, OSError when it cannot be."""
        try:
            folder, name = self._folders[step.layer].at(step.path)
        except (FileNotFoundError, NotADirectoryError) as error:
            if step.act == "remove":
                return  # what is to go is gone with its folder
            raise RefusedStepError("folder") from error
        match step.act:
            case "folder":
                self._make_folder(step, folder, name)
            case "rights":
                self._acts.set_rights(folder, name, step.mode)
            case "put":
                self._put(step, folder, name)
            case "replace":
                self._replace(step, folder, name)
            case "remove":
                self._remove(step, folder, name)

    def undo(self, step: TakeStep) -> None:
        """Take one step back, or what was done of it; RefusedStepError where the person has changed it since."""
        try:
            folder, name = self._folders[step.layer].at(step.path)
        except (FileNotFoundError, NotADirectoryError) as error:
            if not _was_done(step):
                return
            raise RefusedStepError("folder") from error
        match step.act:
            case "folder":
                self._folders[step.layer].forget(step.path)
                self._acts.drop_folder(folder, name)
            case "rights":
                self._put_rights_back(step, folder, name)
            case "put":
                self._put_back(step, folder, name)
            case "replace":
                self._replace_back(step, folder, name)
            case "remove":
                self._bring_back(step, folder, name)

    def _make_folder(self, step: TakeStep, folder: int, name: str) -> None:
        try:
            self._acts.make_folder(step.source, folder, name, step.mode)
        except FileExistsError as error:
            with suppress(OSError):
                Path(step.source).rmdir()
            now = _status(name, folder)
            if now is None or not stat.S_ISDIR(now.st_mode):
                raise RefusedStepError("folder") from error

    def _put(self, step: TakeStep, folder: int, name: str) -> None:
        if _is_same(_status(name, folder), step.new):
            return  # it was done before a cut
        self._ready(step)
        try:
            self._acts.put(step.source, folder, name)
        except FileExistsError as error:
            raise RefusedStepError("exists") from error
        if not self._is_in_place(step, folder):
            self._acts.take_away(folder, name, step.source)
            raise RefusedStepError("folder")

    def _replace(self, step: TakeStep, folder: int, name: str) -> None:
        now = _status(name, folder)
        if _is_same(now, step.new):
            if os.path.lexists(step.source):
                self._acts.keep(step.source, step.undo)
            return
        if now is None and os.path.lexists(step.undo):
            self._put(step, folder, name)  # cut between the two halves of the way without exchanging
            return
        held = _content(name, step.old, folder)
        if not self._is_as_shown(name, folder, step.old):
            raise RefusedStepError("changed")
        self._ready(step)
        self._forget_folder(step)
        try:
            self._acts.exchange(step.source, folder, name)
        except OSError as error:
            if error.errno not in UNKNOWN_WAY:
                raise
            self._replace_in_two(step, folder, name, held)
            return
        if not self._is_expected(step, step.source, held) or not self._is_in_place(step, folder):
            self._acts.exchange(step.source, folder, name)
            raise RefusedStepError("changed")
        self._acts.keep(step.source, step.undo)

    def _replace_in_two(self, step: TakeStep, folder: int, name: str, held: bytes) -> None:
        """Replace where two entries cannot change places: for a moment there is none."""
        self._acts.take_away(folder, name, step.undo)
        if not self._is_expected(step, step.undo, held) or not self._is_in_place(step, folder):
            self._acts.put(step.undo, folder, name)
            raise RefusedStepError("changed")
        self._put(step, folder, name)

    def _remove(self, step: TakeStep, folder: int, name: str) -> None:
        now = _status(name, folder)
        if now is None or (os.path.lexists(step.undo) and not _is_same(now, step.old)):
            return
        held = _content(name, step.old, folder)
        if not self._is_as_shown(name, folder, step.old):
            raise RefusedStepError("changed")
        self._forget_folder(step)
        self._acts.take_away(folder, name, step.undo)
        if not self._is_expected(step, step.undo, held) or not self._is_in_place(step, folder):
            self._acts.put(step.undo, folder, name)
            raise RefusedStepError("changed")

    def _put_back(self, step: TakeStep, folder: int, name: str) -> None:
        now = _status(name, folder)
        if os.path.lexists(step.source) and not _is_same(now, step.new):
            return  # it was never done
        if not _is_unchanged(now, step.new):
            raise RefusedStepError("changed")
        Path(step.source).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._acts.take_away(folder, name, step.source)

    def _replace_back(self, step: TakeStep, folder: int, name: str) -> None:
        now = _status(name, folder)
        kept = step.undo if os.path.lexists(step.undo) else step.source
        if not _is_same(now, step.new):
            if now is None and kept == step.undo:
                self._acts.put(step.undo, folder, name)  # cut in the way without exchanging
            elif _is_same(now, step.old):
                self._return_new(step)
            elif kept == step.undo:
                raise RefusedStepError("changed")
            return
        if not _is_unchanged(now, step.new):
            raise RefusedStepError("changed")
        try:
            self._acts.exchange(kept, folder, name)
        except OSError as error:
            if error.errno not in UNKNOWN_WAY:
                raise
            Path(step.source).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._acts.take_away(folder, name, step.source)
            self._acts.put(kept, folder, name)
            return
        self._return_new(step)

    def _return_new(self, step: TakeStep) -> None:
        """Put a new version that lies where the old one was kept back to where it waits."""
        if os.path.lexists(step.undo) and not os.path.lexists(step.source):
            Path(step.source).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._acts.keep(step.undo, step.source)

    def _bring_back(self, step: TakeStep, folder: int, name: str) -> None:
        if not os.path.lexists(step.undo):
            return
        try:
            self._acts.put(step.undo, folder, name)
        except FileExistsError as error:
            raise RefusedStepError("exists") from error

    def _put_rights_back(self, step: TakeStep, folder: int, name: str) -> None:
        now = _status(name, folder)
        if step.old and now and stat.S_ISDIR(now.st_mode) and stat.S_IMODE(now.st_mode) == step.mode:
            self._acts.set_rights(folder, name, step.old.mode)

    def _ready(self, step: TakeStep) -> None:
        """Look at the new version once more, and take from it what must not come along."""
        if not _is_unchanged(_status(step.source), step.new):
            raise RefusedStepError("shown")
        make_harmless(step.source)

    def _forget_folder(self, step: TakeStep) -> None:
        if step.old and step.old.kind == "folder":
            self._folders[step.layer].forget(step.path)

    def _is_expected(self, step: TakeStep, where: str, held: bytes) -> bool:
        """Tell whether what came out is what was looked at before; a time can be set back, so the content counts."""
        above, name = os.path.split(where)
        is_same = _is_unchanged(_status(where), step.old) and self._holds(above, name, step.old)
        return is_same and _content(where, step.old) == held

    def _is_as_shown(self, name: str, folder: int, known: EntryVersion | None) -> bool:
        """Return whether nothing at all was done to an entry."""
        now = _status(name, folder)
        if now is None or known is None or not _is_unchanged(now, known):
            return False
        if known.kind != "folder":
            return now.st_ctime_ns == known.ctime_ns
        return self._holds(f"/proc/self/fd/{folder}", name, known)

    def _holds(self, above: str, name: str, known: EntryVersion | None) -> bool:
        """Tell whether a folder that goes as a whole still holds what it did."""
        return known is None or known.kind != "folder" or tree_digest(above, name) == known.tree

    def _is_in_place(self, step: TakeStep, folder: int) -> bool:
        """Tell whether the open folder is still where it was, and nobody has moved it in this moment."""
        above = step.path.rpartition("/")[0]
        try:
            # A home may itself be a link; nothing below it is followed.
            here = os.stat(f"{self._roots[step.layer]}/{above}", follow_symlinks=not above)  # noqa: PTH116 - 20 000 times
        except OSError:
            return False
        return os.path.samestat(os.fstat(folder), here)


def _content(name: str, known: EntryVersion | None, folder: int | None = None) -> bytes:
    """Return a digest of what a file holds; nothing for what is large or cannot be read, which goes by its times."""
    if known is None or known.kind != "file" or known.size > _LARGEST_READ:
        return b""
    try:
        return hashlib.blake2b(read_whole(name, known.size, folder)).digest()
    except OSError:
        return b""


def _was_done(step: TakeStep) -> bool:
    """Tell, where the folder of a step is gone, whether the step has left something in our hands."""
    match step.act:
        case "put":
            return not os.path.lexists(step.source)
        case "replace" | "remove":
            return os.path.lexists(step.undo)
        case _:
            return False


def _status(name: str, folder: int | None = None) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None


def _is_same(now: os.stat_result | None, known: EntryVersion | None) -> bool:
    """Tell whether this is the very entry, whatever is in it by now."""
    return now is not None and known is not None and (now.st_dev, now.st_ino) == (known.device, known.inode)


def _is_unchanged(now: os.stat_result | None, known: EntryVersion | None) -> bool:
    """Tell whether the entry and its content are the same; a new name changes its time of change."""
    if now is None or known is None or not _is_same(now, known):
        return False
    return known.kind == "folder" or (now.st_size, now.st_mtime_ns) == (known.size, known.mtime_ns)

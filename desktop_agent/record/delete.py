"""Deletes a run's folder: all that is in it, and nothing else. A link in it is removed, never followed."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from desktop_agent.core.errors import RecordError
from desktop_agent.core.message import Message
from desktop_agent.record.journal import JOURNAL
from desktop_agent.record.lock import held
from desktop_agent.record.reader import RUN_NAME

_AS_IT_IS: int = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def delete_run(root: Path, folder: Path) -> None:
    """Delete a run below the folder of all runs; RecordError where it is none, is under way, or cannot be deleted."""
    if folder.parent.resolve() != root.resolve() or not RUN_NAME.fullmatch(folder.name) or folder.is_symlink():
        raise RecordError(
            Message("{folder} is not in the folder of the runs, {root}.", folder=folder, root=root),
            Message("Delete such a folder yourself."),
        )
    if is_under_way(folder):
        raise RecordError(Message("This run is still under way."), Message("Stop it first, then delete it."))
    try:
        # Goes by open folders where the system can: a link that is put in a folder's place meanwhile is not followed.
        shutil.rmtree(folder)
    except FileNotFoundError:
        if folder.exists():
            raise RecordError(
                Message("The run in {folder} changed while it was deleted.", folder=folder), Message("Delete it again.")
            ) from None
    except OSError as error:
        raise RecordError(
            Message("The run in {folder} cannot be deleted: {strerror}.", folder=folder, strerror=error.strerror),
            Message("Check that its files may be changed by you."),
        ) from error


def is_under_way(folder: Path) -> bool:
    """Tell whether a run is being recorded in a folder."""
    try:
        fd = os.open(folder / JOURNAL, _AS_IT_IS)
    except OSError:
        return False
    try:
        return stat.S_ISREG(os.fstat(fd).st_mode) and held(fd)
    finally:
        os.close(fd)


def disk_use(folder: Path) -> int:
    """Return how many bytes a folder takes on the disk, without what its links lead to."""
    try:
        with os.scandir(folder) as entries:
            inside = sum(_size(each) for each in entries)
        return inside + _on_disk(folder.lstat())
    except OSError:
        return 0  # it is just being deleted, or may not be read


def _size(entry: os.DirEntry[str]) -> int:
    if entry.is_dir(follow_symlinks=False):
        return disk_use(Path(entry.path))
    return _on_disk(entry.stat(follow_symlinks=False))


def _on_disk(status: os.stat_result) -> int:
    """Return what is taken for a file, which is more than its length; Windows tells the length alone."""
    blocks: int | None = getattr(status, "st_blocks", None)
    return status.st_size if blocks is None else blocks * 512

"""Folders for work in progress, removed at the end, or else by the process that makes the next one of their name.

A process that is killed leaves its folder behind. The lock of a file in it shows whether its process still lives.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_agent.record.lock import lock_file

_LOCK = "in-use.lock"


@contextmanager
def work_folder(name: str, *, always_there: bool = False) -> Iterator[Path]:
    """Yield a new folder whose name begins with this one, which no other account can read.

    `always_there`: its name is exactly this one unless that is taken, as what is done in it shows its path.
    """
    parent = Path(tempfile.gettempdir())
    for left in parent.glob(f"{name}*"):
        _remove_abandoned(left)
    folder = _make_folder(parent, name, always_there=always_there)
    fd = _lock_folder(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(fd)
        if sys.platform == "win32":  # which removes no file that is open
            shutil.rmtree(folder, ignore_errors=True)


def _make_folder(parent: Path, name: str, *, always_there: bool) -> Path:
    if always_there:
        with suppress(FileExistsError):
            (parent / name).mkdir(0o700)  # it fails wherever something has this name, such as a stranger's link
            return parent / name
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=parent))


def _lock_folder(folder: Path) -> int:
    """Return an open file in a new folder, locked from the moment that it has its name."""
    made = folder / f"{_LOCK}.new"
    fd = os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    lock_file(fd)
    if sys.platform == "win32":
        return fd  # nor does it rename one: no folder is taken for abandoned there
    made.rename(folder / _LOCK)
    return fd


def _remove_abandoned(folder: Path) -> None:
    """Remove a folder of this user whose process has ended; one without a lock may be about to get it."""
    try:
        facts = folder.lstat()
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid():
            return
        fd = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except (OSError, AttributeError):  # a system without users, or without links
        return
    try:
        if lock_file(fd) and _is_there(folder / _LOCK, fd):
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(fd)


def _is_there(path: Path, fd: int) -> bool:
    """Return whether a path still leads to an open file: another process may have removed it, and made it again."""
    try:
        return os.path.samestat(os.fstat(fd), path.lstat())
    except OSError:
        return False

"""Lists that a desk's keeper writes into its folder: the names at its start, and what was lost at its end.

By the names a deletion is recognized later. Lost are the unsaved contents of windows that did not close, and files
saved in folders that end with the desk. These folders lie in memory, and the keeper has them open from the start: so it
can read them after all programs inside have ended, when they no longer change. Like the keeper, this loads no further
modules.
"""

from __future__ import annotations

import contextlib
import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def write_names(file: str, lower: str | None, hidden: Iterable[str]) -> None:
    """Write the names below a folder atomically, none for None; without the right to write there is no file."""
    part = f"{file}.part"
    with contextlib.suppress(OSError):
        with open(part, "wb") as opened:
            # What was not seen is distinguished from what the desk has made by not being known.
            names = () if lower is None else _names(os.fsencode(lower), frozenset(map(os.fsencode, hidden)))
            opened.writelines(name + b"\0" for name in names)
        os.rename(part, file)


def _names(lower: bytes, hidden: frozenset[bytes]) -> Iterator[bytes]:
    """Yield the relative paths of all entries below a folder; links and hidden places are not entered."""
    waiting = [b""]
    while waiting:
        folder = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(os.path.join(lower, folder)) as entries:
            for entry in entries:
                name = os.path.join(folder, entry.name)
                if name in hidden:
                    continue
                yield name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(name)


# in the desk's folder: each path, or title, ended by a NUL byte
UNKEPT = "unkept"
UNSAVED = "unsaved"
FOLDERS = ("/tmp", "/var/tmp", "/run")
_MOST_LOOKED_AT = 5000
_MOST_TOLD = 200
_MOST_WAITING = 100
_FOLDER = sum(getattr(os, name, 0) for name in ("O_RDONLY", "O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC"))


def open_unkept(pid: int) -> list[tuple[str, int]]:
    """Open these folders as a process inside sees them; return each with its descriptor."""
    folders = list[tuple[str, int]]()
    try:
        if os.path.samestat(os.stat(f"/proc/{pid}/root"), os.stat("/")):
            return []  # it isn't inside a desk: these are the person's own folders
    except OSError:
        return []
    for place in FOLDERS:
        try:
            folders.append((place, os.open(f"/proc/{pid}/root{place}", _FOLDER)))
        except OSError:
            pass  # it has ended or can't be read: then nothing is listed
    return folders


def write_unkept(folder: str, folders: Iterable[tuple[str, int]]) -> None:
    """Write the paths of the files in these folders, and close the folders."""
    _write(
        os.path.join(folder, UNKEPT),
        [os.fsencode(path) for place, fd in folders for path in _nonempty_files(place, fd)],
    )


def write_unsaved(folder: str, titles: Iterable[str]) -> None:
    """Write the titles of the windows that did not close."""
    _write(os.path.join(folder, UNSAVED), [title.replace("\0", " ").encode("utf-8", "replace") for title in titles])


def _write(file: str, texts: list[bytes]) -> None:
    try:
        with open(file, "xb") as opened:
            opened.writelines(text + b"\0" for text in texts[:_MOST_TOLD])
    except OSError:
        pass  # a full disk


def unkept(folder: Path) -> list[str]:
    """Return the paths of files lost with a desk; empty if its keeper couldn't list them."""
    return _read(folder / UNKEPT)


def unsaved(folder: Path) -> list[str]:
    """Return the titles of the windows of a desk that did not close when they were asked to."""
    return _read(folder / UNSAVED)


def _read(file: Path) -> list[str]:
    try:
        data = file.read_bytes()
    except OSError:
        return []
    return list(map(os.fsdecode, data.split(b"\0")[:-1]))


def _nonempty_files(place: str, fd: int) -> Iterator[str]:
    """Yield the files that aren't empty below an open folder, without hidden ones and other mounts."""
    disk = os.fstat(fd).st_dev
    looked_at = 0
    waiting = [(place, fd)]
    while waiting:
        above, folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    looked_at += 1
                    if looked_at > _MOST_LOOKED_AT:
                        break
                    if entry.name.startswith("."):
                        continue
                    status = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(status.st_mode) and status.st_size:
                        yield f"{above}/{entry.name}"
                    elif stat.S_ISDIR(status.st_mode) and status.st_dev == disk and len(waiting) < _MOST_WAITING:
                        waiting.append((f"{above}/{entry.name}", os.open(entry.name, _FOLDER, dir_fd=folder)))
        except OSError:
            pass  # without the right to look, as a program has set it
        os.close(folder)

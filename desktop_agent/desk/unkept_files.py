"""What is lost with a desk: its keeper writes it down, so that it is told and not just gone.

That is what a window held that did not close, and what was saved in folders that end with the desk. These folders lie
in memory, and the keeper has them open from the start: so they can be looked at when all in them has ended, and nobody
changes them meanwhile. It loads nothing, as the keeper does.
"""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

UNKEPT, UNSAVED = "unkept", "unsaved"  # in the desk's folder: each path, or title, ended by a NUL byte
FOLDERS = ("/tmp", "/var/tmp", "/run")  # noqa: S108 - of the desk
_MOST_LOOKED_AT, _MOST_TOLD, _MOST_WAITING = 5000, 200, 100
_FOLDER = sum(getattr(os, name, 0) for name in ("O_RDONLY", "O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC"))


def hold_unkept(pid: int) -> list[tuple[str, int]]:
    """Open these folders as a process inside sees them; return each with its descriptor."""
    held = list[tuple[str, int]]()
    try:
        if os.path.samestat(os.stat(f"/proc/{pid}/root"), os.stat("/")):
            return []  # it is not inside, and these folders are the person's own
    except OSError:
        return []
    for place in FOLDERS:
        try:
            held.append((place, os.open(f"/proc/{pid}/root{place}", _FOLDER)))
        except OSError:
            pass  # it has ended, or lets nobody look: then nothing is told
    return held


def write_unkept(folder: str, held: Iterable[tuple[str, int]]) -> None:
    """Write down what is in them, and close them."""
    _write(os.path.join(folder, UNKEPT), [os.fsencode(path) for place, fd in held for path in _files(place, fd)])


def write_unsaved(folder: str, titles: Iterable[str]) -> None:
    """Write down the windows that did not close."""
    _write(os.path.join(folder, UNSAVED), [title.replace("\0", " ").encode("utf-8", "replace") for title in titles])


def _write(file: str, texts: list[bytes]) -> None:
    try:
        with open(file, "xb") as opened:
            opened.writelines(text + b"\0" for text in texts[:_MOST_TOLD])
    except OSError:
        pass  # a full disk


def unkept(folder: Path) -> list[str]:
    """Return what was saved there on a desk; nothing where its keeper could not tell."""
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


def _files(place: str, fd: int) -> Iterator[str]:
    """Yield the files with something in them, by open folders; not hidden ones, nor what is mounted there."""
    disk, looked_at = os.fstat(fd).st_dev, 0
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

"""Desks for tests: a person's folder, what a desk did with it, and the folders of both as a desk leaves them."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from desktop_agent.desk.folder import DeskRecord, make_desk, open_desk, set_status, write_desk
from desktop_agent.desk.receipt.change import DeskChange, Receipt
from desktop_agent.desk.receipt.read import read_receipt

NAME = "20261122-090000-letters-a1b2c3"
_WITH_OVERLAY = """
mount -t overlay overlay -o lowerdir="$1",upperdir="$2",workdir="$3",userxattr "$4" && cd "$4" && sh -euc "$5"
"""


_WITH_FUSE = """
fuse-overlayfs -o lowerdir="$1",upperdir="$2",workdir="$3" "$4" && (cd "$4" && sh -euc "$5") && umount "$4"
"""


class DeskWork:
    """A person's folder and a desk on it, whose changes are made in its upper folder by hand or by a real overlay."""

    def __init__(self, root: Path, *, hidden: tuple[str, ...] = (), home: Path | None = None) -> None:
        self.home = home or root / "home"
        self.home.mkdir(parents=True, exist_ok=True)
        self._root = root
        self._hidden = hidden

    def start(self) -> DeskRecord:
        wait_for_the_next_tick(self.home)
        record = make_desk(self._root / "desks", NAME, "Sort the letters", [(self.home, self._hidden)])
        self.folder = self._root / "desks" / NAME
        self.upper = record.layers[0].upper
        found = [os.fsencode(path.relative_to(self.home)) for path in self.home.rglob("*")]
        record.layers[0].names.write_bytes(b"".join(name + b"\0" for name in found))
        return record

    def write(self, path: str, content: str | bytes = "desk", *, mode: int | None = None) -> Path:
        file = self._above(path)
        file.unlink(missing_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        below = self.home / path
        if mode is None:
            mode = stat.S_IMODE(below.stat().st_mode) if below.is_file() else 0o644
        file.chmod(mode)
        return file

    def folder_on_desk(self, path: str, *, opaque: bool = False) -> Path:
        folder = self._above(path)
        folder.mkdir(exist_ok=True)
        if opaque:
            os.setxattr(folder, "user.overlay.opaque", b"y")
        return folder

    def link(self, path: str, target: str) -> Path:
        link = self._above(path)
        link.symlink_to(target)
        return link

    def delete(self, path: str) -> None:
        os.mknod(self._above(path), stat.S_IFCHR | 0o600, os.makedev(0, 0))

    def end(self) -> DeskRecord:
        return set_status(self.folder, "ended")

    def receipt(self) -> Receipt:
        if open_desk(self.folder).status == "running":
            self.end()
        return read_receipt(self.folder)

    def changes(self) -> dict[str, DeskChange]:
        return {change.path: change for change in self.receipt().changes}

    def _above(self, path: str) -> Path:
        upper = self.upper / path
        for above in reversed(Path(path).parents[:-1]):
            (self.upper / above).mkdir(exist_ok=True)
            if (self.home / above).is_dir():
                (self.upper / above).chmod(stat.S_IMODE((self.home / above).stat().st_mode))
        return upper


def wait_for_the_next_tick(home: Path, *others: Path) -> None:
    """Let the disk's clock, which is coarse, go past the last change: it would count as one during the desk.

    `others` are files whose last change is to be past as well.
    """
    mark = home.with_name("tick")
    newest = max((path.lstat().st_ctime_ns for path in (*home.rglob("*"), *others)), default=0)
    mark.touch()
    while mark.stat().st_ctime_ns <= newest:
        mark.touch()


def work_in_shell(desk: DeskWork, script: str, *, by_fuse: bool = False) -> None:
    for part in ("wk", "merged"):
        (desk.folder / part).mkdir(exist_ok=True)
    places = [desk.home, desk.upper, desk.folder / "wk", desk.folder / "merged"]
    if by_fuse:
        write_desk(desk.folder, replace(open_desk(desk.folder), by_fuse=True))
    mounting = _WITH_FUSE if by_fuse else _WITH_OVERLAY
    command = ["unshare", "-Urm", "sh", "-euc", mounting, "sh", *map(str, places), script]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def has_overlay() -> bool:
    return _mounts("mount -t overlay o -o lowerdir=a,upperdir=b,workdir=c,userxattr d")


def has_fuse() -> bool:
    return _mounts("fuse-overlayfs -o lowerdir=a,upperdir=b,workdir=c d && umount d")


def _mounts(command: str) -> bool:
    """Tell whether a plain user may do this on a file system of their own, and has the program for it."""
    probe = f"mount -t tmpfs t /tmp && cd /tmp && mkdir a b c d && {command}"
    return (
        shutil.which("unshare") is not None
        and not subprocess.run(
            ["unshare", "-Urm", "sh", "-c", probe], check=False, capture_output=True, timeout=60
        ).returncode
    )


def contents(folder: Path, ignoring: Callable[[Path], bool] = lambda _: False) -> dict[str, str]:
    """Return all in a folder by its path: what a file holds, where a link points, and the rights."""
    found = dict[str, str]()
    for path in _all(folder):
        if ignoring(path):
            continue
        name = os.fsdecode(os.fsencode(path.relative_to(folder)))
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_dir():
            found[name] = f"folder {stat.S_IMODE(path.stat().st_mode):o}"
        elif path.is_file():
            found[name] = f"{stat.S_IMODE(path.stat().st_mode):o} {path.read_bytes()!r}"
        else:
            found[name] = "special"
    return found


def _all(folder: Path) -> Iterable[Path]:
    for above, folders, files in os.walk(folder):
        for name in (*folders, *files):
            yield Path(above) / name

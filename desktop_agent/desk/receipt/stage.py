"""Where new versions wait and old ones go: in the desk's folder, or beside the files where that is another disk."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass, field
from pathlib import Path

from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.acts import make_harmless
from desktop_agent.desk.receipt.change import EntryVersion
from desktop_agent.desk.receipt.journal import TakeJournal
from desktop_agent.desk.receipt.overlay import version
from desktop_agent.desk.remove import remove_folder

_MARK = ".desktop-agent-undo-"


@dataclass(slots=True)
class TakeStage:
    """Gives each step its source and its place for the old version."""

    desk: str
    journal: TakeJournal
    beside: list[str] = field(default_factory=list)
    _folders: dict[int, Path | None] = field(default_factory=dict)  # of each layer; None: on the same disk
    _count: int = 0

    def ready(self, number: int, layer: DeskLayer, path: str, new: EntryVersion) -> tuple[str, EntryVersion]:
        """Return where a new version waits, and what it is there; OSError when it cannot be brought there."""
        where = f"{layer.upper}/{path}"
        folder = self._beside(number, layer)
        if folder is None:
            return where, new
        self._count += 1
        staged = str(folder / "new" / str(self._count))
        copy_entry(where, staged)
        return staged, version(os.lstat(staged))

    def undo_for(self, number: int, layer: DeskLayer) -> str:
        """Return a free place of ours, for an old version or a folder to be."""
        self._count += 1
        folder = self._beside(number, layer)
        return f"{self.journal.undo if folder is None else folder / 'undo'}/{self._count}"

    def _beside(self, number: int, layer: DeskLayer) -> Path | None:
        if number not in self._folders:
            folder = None
            if mount_of(layer.upper) != mount_of(layer.lower):
                folder = beside_folder(layer, self.desk, self.journal)
                for part in ("new", "undo"):
                    (folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
                folder.chmod(0o700)
                self.beside.append(str(folder))
            self._folders[number] = folder
        return self._folders[number]


def beside_folder(layer: DeskLayer, desk: str, journal: TakeJournal) -> Path:
    """Return the folder of ours that a taking over uses on another disk."""
    return layer.lower / f"{_MARK}{desk}-{journal.folder.name}"


def drop_staged(layers: tuple[DeskLayer, ...], desk: str, journal: TakeJournal) -> None:
    """Remove what a taking over has brought to other disks."""
    for layer in layers:
        folder = beside_folder(layer, desk, journal)
        if folder.is_dir():
            remove_folder(folder)


def mount_of(folder: Path) -> tuple[int, str]:
    """Return what tells the disk of a folder, and the mount that it is seen by: across either, nothing is renamed."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        lines = Path(f"/proc/self/fdinfo/{fd}").read_text("ascii").splitlines()
        mount = next((line for line in lines if line.startswith("mnt_id:")), "")
        return os.fstat(fd).st_dev, mount
    except OSError:
        return os.fstat(fd).st_dev, ""
    finally:
        os.close(fd)


def copy_entry(source: str, target: str) -> None:
    """Copy a file with its rights and attributes, or a link, and wait until it is on disk."""
    status = os.lstat(source)
    if stat.S_ISLNK(status.st_mode):
        os.symlink(os.readlink(source), target)  # noqa: PTH115, PTH211 - as the receipt has it
        return
    with open(source, "rb") as old, open(target, "xb") as new:  # noqa: PTH123
        shutil.copyfileobj(old, new)
        new.flush()
        os.fsync(new.fileno())
    shutil.copystat(source, target)
    make_harmless(target)

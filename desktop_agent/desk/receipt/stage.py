"""Staging places for new and old versions: in the desk's folder, or next to the files on another disk."""

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
from desktop_agent.record.journal import BESIDE


@dataclass(slots=True)
class TakeStage:
    """Provides each step's source, and the place for its old version."""

    desk: str
    journal: TakeJournal
    beside: list[str] = field(default_factory=list)
    _folders: dict[int, Path | None] = field(default_factory=dict)  # of each layer; None: on the same disk
    _count: int = 0

    def ready(self, number: int, layer: DeskLayer, path: str, new: EntryVersion) -> tuple[str, EntryVersion]:
        """Stage a new version; return its path and its version there. OSError if that fails."""
        where = f"{layer.upper}/{path}"
        folder = self._staging_folder(number, layer)
        if folder is None:
            return where, new
        self._count += 1
        staged = str(folder / "new" / str(self._count))
        copy_entry(where, staged)
        return staged, version(os.lstat(staged))

    def undo_for(self, number: int, layer: DeskLayer) -> str:
        """Return a free path of our own, for an old version or a new folder."""
        self._count += 1
        folder = self._staging_folder(number, layer)
        return f"{self.journal.undo if folder is None else folder / 'undo'}/{self._count}"

    def _staging_folder(self, number: int, layer: DeskLayer) -> Path | None:
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
    """Return our staging folder on the layer's disk."""
    return layer.lower / f"{BESIDE}{desk}-{journal.folder.name}"


def drop_staged(layers: tuple[DeskLayer, ...], desk: str, journal: TakeJournal) -> None:
    """Remove the staging folders of a takeover on other disks."""
    for layer in layers:
        folder = beside_folder(layer, desk, journal)
        if folder.is_dir():
            remove_folder(folder)


def mount_of(folder: Path) -> tuple[int, str]:
    """Return a folder's disk and mount; renaming works only within the same ones."""
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
    """Copy a file with its rights and attributes, or a link, and flush it to disk."""
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

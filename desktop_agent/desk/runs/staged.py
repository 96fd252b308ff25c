"""Finds the version of a file that a desk has: what it has made or changed lies apart from what the person has."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from desktop_agent.desk.folder import DeskLayer, DeskRecord
from desktop_agent.desk.receipt.overlay import deleted_by_fuse, is_opaque, is_whiteout


def staged_file(path: Path, desk: DeskRecord) -> Path | None:
    """Return where the desk's version of a file lies, the person's own where the desk has not touched it.

    None where the desk has deleted it, keeps nothing of that place, or has put a link on the way: it may lead anywhere.
    """
    lies = Path(os.path.realpath(path.parent)) / path.name
    layers = [layer for layer in desk.layers if lies.is_relative_to(layer.lower)]
    if not layers:
        return None
    layer = max(layers, key=lambda one: len(one.lower.parts))
    return _in_layer(lies, layer, by_fuse=desk.by_fuse)


def _in_layer(lies: Path, layer: DeskLayer, *, by_fuse: bool) -> Path | None:
    shows_lower, folder = not layer.unseen, layer.upper
    parts = lies.relative_to(layer.lower).parts
    for at, part in enumerate(parts):
        entry = folder / part
        try:
            status = entry.lstat()
        except OSError:
            is_deleted = by_fuse and deleted_by_fuse(_names(folder), f".wh.{part}") == part and _marked(folder, part)
            return lies if shows_lower and not is_deleted else None
        is_last = at == len(parts) - 1
        is_folder = stat.S_ISDIR(status.st_mode)
        if is_whiteout(status) or not (is_folder or (is_last and stat.S_ISREG(status.st_mode))):
            return None
        if not is_last and is_opaque(str(entry), by_fuse=by_fuse):
            shows_lower = False
        folder = entry
    return folder


def _names(folder: Path) -> set[str]:
    try:
        return {entry.name for entry in folder.iterdir()}
    except OSError:
        return set()


def _marked(folder: Path, name: str) -> bool:
    return os.path.lexists(folder / f".wh.{name}")

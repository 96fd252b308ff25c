"""Marks a run that was made elsewhere: nothing in it is executed or followed, and no approval in it counts."""

from __future__ import annotations

import json
import os
from pathlib import Path

from desktop_agent.record.picture_file import read_picture
from desktop_agent.record.reader import RUN_NAME

_LARGEST = 4_000  # bytes
IMPORTED = "imported.json"


def is_foreign(folder: Path, root: Path | None = None) -> bool:
    """Tell whether a run was made elsewhere; with the folder of all runs, one that is not in it counts as such too."""
    if root is not None and (folder.parent.resolve() != root.resolve() or not RUN_NAME.fullmatch(folder.name)):
        return True
    return os.path.lexists(folder / IMPORTED)


def origin(folder: Path) -> str:
    """Return the name of the file from which a run was imported; empty for one of this computer."""
    try:
        mark = json.loads(read_picture(folder / IMPORTED, _LARGEST))
    except (OSError, ValueError):
        return ""
    return str(mark.get("file", "")) if isinstance(mark, dict) else ""


def mark_of(source: str, digest: str, moment: str) -> bytes:
    """Return the mark's content: from which file the run came, and when."""
    return json.dumps({"format": 1, "file": source, "sha256": digest, "imported": moment}).encode() + b"\n"

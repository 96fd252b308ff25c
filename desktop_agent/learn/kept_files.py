"""Which tasks were learned: the files of steps in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

STEPS_FOLDER: Final = "steps"
ENDING: Final = ".steps"


def kept(folder: Path) -> tuple[Path, ...]:
    """Return the files of steps in a folder, the newest first."""
    try:
        files = [path for path in folder.iterdir() if path.suffix == ENDING and path.is_file()]
        return tuple(sorted(files, key=lambda path: path.stat().st_mtime, reverse=True))
    except OSError:
        return ()

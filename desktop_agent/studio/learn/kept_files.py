"""The learned tasks: steps files in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from desktop_agent.studio.steps.step import ENDING

STEPS_FOLDER: Final = "steps"
_HEAD_CHARS = 4096


def saved_files(folder: Path) -> tuple[Path, ...]:
    """Return the steps files in a folder, the newest first; empty where it cannot be read."""
    try:
        files = [path for path in folder.iterdir() if path.suffix == ENDING and path.is_file()]
        return tuple(sorted(files, key=lambda path: path.stat().st_mtime, reverse=True))
    except OSError:
        return ()


def title_of(path: Path) -> str:
    """Return the title in a steps file's header, else the file's name without its ending."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(_HEAD_CHARS).splitlines()
    except OSError:
        return path.stem
    titles = (line.partition(":")[2].strip() for line in head if line.startswith("title:"))
    return next(filter(None, titles), path.stem)

"""A copy of the desk's version for the person's own editor: read-only, in a folder of ours, and nothing that could run.

The version itself is never opened: what an editor saved into it would be taken over unseen. Which program opens a
copy follows from its name, so only kinds go out that are documents: texts as plain text, whatever they are called,
office files, pictures and PDF.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from desktop_agent.core.errors import DeskError
from desktop_agent.core.message import Message
from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.receipt.change import RUNS_LATER, DeskChange
from desktop_agent.desk.receipt.difference import difference
from desktop_agent.desk.receipt.stage import copy_entry
from desktop_agent.desk.remove import remove_folder
from desktop_agent.lib.office_text import OFFICE_ENDINGS

LARGEST: Final = 200_000_000  # bytes
_DOCUMENTS = OFFICE_ENDINGS | {".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"}
_TEXT = ".txt"
_EXECUTE = 0o111
_KEPT_S = 86_400


def may_be_opened(change: DeskChange) -> bool:
    """Tell whether the desk's version of something is offered to be opened: a plain file that runs nothing."""
    after = change.after
    is_plain = after is not None and after.kind == "file" and not after.mode & _EXECUTE and after.size <= LARGEST
    return is_plain and change.group != RUNS_LATER


def copy_to_view(change: DeskChange, layer: DeskLayer, folder: Path) -> Path:
    """Copy the desk's version under `folder`, read-only, and return the copy; DeskError where that cannot be done."""
    version = layer.upper / change.path
    name = _name_for(change, layer, version)
    if not name or not may_be_opened(change):
        raise DeskError(
            Message("This kind of file is not opened from here."), Message("Take it over first, then open it yourself.")
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        forget_copies(folder)
        place = Path(tempfile.mkdtemp(prefix="view-", dir=folder))
        copy = place / name
        copy_entry(str(version), str(copy))
        copy.chmod(0o400)
    except OSError as error:
        raise DeskError(
            Message("The file cannot be copied to be opened: {strerror}.", strerror=error.strerror),
            Message("Free some space."),
        ) from error
    return copy


def forget_copies(folder: Path, now: float | None = None) -> None:
    """Remove the copies of earlier days."""
    before = (time.time() if now is None else now) - _KEPT_S
    with suppress(OSError):
        for place in folder.iterdir():
            if place.lstat().st_mtime < before:
                remove_folder(place)


def _name_for(change: DeskChange, layer: DeskLayer, version: Path) -> str:
    """Return the name of a copy, which says what opens it; empty where nothing is to."""
    ending = version.suffix.lower()
    name = "".join(char if char.isprintable() and char not in "/\\" else "_" for char in version.name).lstrip(".-")
    if ending in _DOCUMENTS:
        return name or f"file{ending}"
    is_text = difference(change, layer).kind == "text"
    return f"{name.removesuffix(_TEXT) or 'file'}{_TEXT}" if is_text else ""

"""The button that opens the window in which a run's changes to files are undone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.message import Message
from desktop_agent.host.registry import Offer
from desktop_agent.record.journal import BEFORE
from desktop_agent.record.recording import RecordedRun
from desktop_agent.record.store import is_being_recorded
from desktop_agent.ui.offers import WindowButton

if TYPE_CHECKING:
    from desktop_agent.desk.windows.undo.window import UndoWindow


def _run_with_copy(folder: Path | None, _run: RecordedRun | None) -> Path | None:
    """Return the folder of a run that is over, if there is a copy of what it changed."""
    return folder if folder and (folder / BEFORE).is_dir() and not is_being_recorded(folder) else None


def _show(folder: Path) -> UndoWindow:
    from desktop_agent.desk.windows.undo.window import open_undo

    return open_undo(folder)


OFFER = Offer(lambda place: WindowButton(place, _run_with_copy, _show), text=Message("Undo file changes…"))

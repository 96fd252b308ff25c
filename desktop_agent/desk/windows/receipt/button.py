"""The button that opens the changes of a run: of its desk, or those that it made on the person's own screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.runs.events import RunStarted
from desktop_agent.core.texts.message import Message, tr
from desktop_agent.record.journal import BEFORE
from desktop_agent.record.reader import first_event
from desktop_agent.record.recording import RecordedRun
from desktop_agent.record.store import is_being_recorded
from desktop_agent.runtime.registry import Offer
from desktop_agent.ui.offers import ButtonPlace, WindowButton

if TYPE_CHECKING:
    from desktop_agent.desk.windows.receipt.window import ChangesWindow

_CHANGES = Message("View its changes…")
_UNDO = Message("Undo file changes…")


def _button(place: ButtonPlace) -> WindowButton[tuple[str, Path | None]]:
    """Return the button; its text says which of the two it opens."""

    def changes_of(folder: Path | None, run: RecordedRun | None) -> tuple[str, Path | None] | None:
        desk = _desk_of(folder, run)
        text = _CHANGES if desk else _UNDO
        place.button.setText(text)
        place.button.setAccessibleName(tr(text))
        if desk:
            return desk, None
        is_copied = folder is not None and (folder / BEFORE).is_dir() and not is_being_recorded(folder)
        return ("", folder) if is_copied else None

    return WindowButton(place, changes_of, _show)


def _desk_of(folder: Path | None, run: RecordedRun | None) -> str:
    """Return the desk of a run that is over; empty if it had none. Where nothing has been read of it, its start is."""
    if run is not None:
        started = run.started if run.summary.status != "running" else None
        return started.desk if started is not None else ""
    if folder is None or is_being_recorded(folder):
        return ""
    first = first_event(folder)
    return first.event.desk if first is not None and isinstance(first.event, RunStarted) else ""


def _show(changes: tuple[str, Path | None]) -> ChangesWindow:
    from desktop_agent.desk.receipt.change_set import desk_changes, run_changes
    from desktop_agent.desk.windows.receipt.window import open_changes

    desk, run = changes
    return open_changes(run_changes(run) if run else desk_changes(desk))


OFFER = Offer(_button, text=_CHANGES)

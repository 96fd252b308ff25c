"""The button that saves the task of a finished run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.texts.message import Message
from desktop_agent.record.recording import RecordedRun
from desktop_agent.runtime.registry import Offer
from desktop_agent.ui.offers import WindowButton

if TYPE_CHECKING:
    from desktop_agent.tasks.windows.task_window import TaskWindow


def _folder_with_task(folder: Path | None, run: RecordedRun | None) -> Path | None:
    """Return the folder of a run whose task can be saved; History asks each second, and has read the run by then."""
    from desktop_agent.tasks.saved.from_run import run_started_in
    from desktop_agent.tasks.saved.source import can_repeat

    started = run.started if run is not None else None
    if run is None and folder is not None:
        started = run_started_in(folder)
    return folder if started is not None and can_repeat(started) else None


def _show(folder: Path) -> TaskWindow:
    from desktop_agent.tasks.windows.task_window import open_task_window

    return open_task_window(folder)


OFFER = Offer(
    lambda place: WindowButton(place, _folder_with_task, _show, alone=True),
    text=Message("Save as task…"),
    name=Message("Save as a task so you can run it again"),
)

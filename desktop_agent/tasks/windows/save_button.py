"""The button that saves the task of a finished run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.message import Message
from desktop_agent.host.registry import Offer
from desktop_agent.record.recording import RecordedRun
from desktop_agent.ui.offers import WindowButton

if TYPE_CHECKING:
    from desktop_agent.tasks.windows.task_window import TaskWindow


def _with_task(folder: Path | None, run: RecordedRun | None) -> Path | None:
    """Return the folder of a run that has a task in words; History asks each second, and has read the run by then."""
    from desktop_agent.tasks.saved.from_run import has_task, is_in_words

    offers = is_in_words(run.started) if run and run.started else folder is not None and has_task(folder)
    return folder if offers else None


def _show(folder: Path) -> TaskWindow:
    from desktop_agent.tasks.windows.task_window import open_task_window

    return open_task_window(folder)


OFFER = Offer(
    lambda place: WindowButton(place, _with_task, _show, alone=True),
    text=Message("Save as task…"),
    name=Message("Save as a task so you can run it again"),
)

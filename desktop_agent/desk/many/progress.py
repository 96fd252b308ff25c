"""How far one task of a list is, out of the events of its run. Pure: events come in, and the next state comes out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from desktop_agent.core.events import DeskEnded, RunFinished, RunStarted, Stamped, Status
from desktop_agent.desk.many.task import DeskTask
from desktop_agent.record.story import RunStory

TaskState = Literal["waiting", "starting", "working", "asking", "ended"]
_LONGEST_WORDS = 200
_NOT_SHOWN = frozenset({"thought", "end"})  # what it thinks is soon done, and how it ended is said elsewhere


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """One task as it is now."""

    task: DeskTask
    state: TaskState = "waiting"
    step: str = ""
    words: str = ""  # what was done or said last, as it is, with whatever others have written in it
    run: str | None = None
    desk: DeskEnded | None = None  # what became of it, once it has ended
    outcome: Status | None = None  # of its run, once that is over; None where it never came to one
    message: str = ""  # what the run said of its end
    exit_code: int | None = None
    began_s: float | None = None  # by the clock of whoever runs the list
    ended_s: float | None = None

    def seconds(self, now_s: float) -> float:
        """Return how long it has taken so far."""
        return 0.0 if self.began_s is None else (now_s if self.ended_s is None else self.ended_s) - self.began_s


class RunFollower:
    """Follows one run by its events."""

    def __init__(self) -> None:
        self._story = RunStory()

    def after(self, progress: TaskProgress, stamped: Stamped) -> TaskProgress:
        """Return how far it is after an event."""
        index = self._story.take(stamped)
        progress = replace(progress, step=self._story.steps.words)
        match stamped.event:
            case RunStarted(run=run):
                progress = replace(progress, run=run, state="working")
            case DeskEnded() as ended:
                progress = replace(progress, desk=ended)
            case RunFinished(status=status, message=message):
                return replace(progress, outcome=status, message=message)
            case _:
                pass
        if index is not None and (row := self._story.rows[index]).kind not in _NOT_SHOWN:
            said = " ".join(row.account.split())
            progress = replace(progress, words=said[:_LONGEST_WORDS])
        return progress

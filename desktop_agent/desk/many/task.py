"""One task of a list, as data: what is to be done, on what desk, how far it is, and how all ended. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal

from desktop_agent.core.events import DeskEnded, ReceiptAnswer, RunFinished, RunStarted, Stamped, Status
from desktop_agent.record.story import RunStory

WITHOUT_NETWORK_MB, WITH_NETWORK_MB = 700, 1200  # what a desk with its run is taken for; a browser needs the more
TaskState = Literal["waiting", "starting", "working", "asking", "ended"]
_LONGEST_WORDS = 200
_NOT_SHOWN = frozenset({"thought", "end"})  # what it thinks is soon done, and how it ended is said elsewhere
INTERRUPTED, STOPPED = 130, 3
# The worst first: failed, wrong usage, blocked or only partly what was asked for, at a limit, stopped.
_FROM_WORST = (1, 2, 5, 4, 3)


@dataclass(frozen=True, slots=True)
class DeskTask:
    """One task; `flags` are those of `run` that it has besides, by their names: `{"max_minutes": 5.0}`."""

    name: str
    task: str
    files: tuple[str, ...] = ()  # absolute folders; without these and without hosts, the whole home
    hosts: tuple[str, ...] = ()
    receipt: ReceiptAnswer = "keep"
    memory_mb: int | None = None
    flags: Mapping[str, object] = field(default_factory=dict)

    @property
    def needed_mb(self) -> int:
        """Return the memory that its desk is expected to take."""
        return self.memory_mb or (WITH_NETWORK_MB if self.hosts else WITHOUT_NETWORK_MB)

    def folders(self, home: str) -> tuple[str, ...]:
        """Return the folders of the person's that its desk sees."""
        return self.files or (() if self.hosts else (home,))


def shared_folders(tasks: Sequence[DeskTask], home: str) -> Mapping[str, Sequence[str]]:
    """Return the folders that several tasks may change, each on its own desk, with the names of these tasks."""
    shared = dict[str, dict[str, None]]()
    for one, other in combinations(tasks, 2):
        for folder in one.folders(home):
            for beside in other.folders(home):
                if _lies_in(folder, beside) or _lies_in(beside, folder):
                    shared.setdefault(max(folder, beside, key=len), {}).update({one.name: None, other.name: None})
    return {folder: list(names) for folder, names in shared.items()}


def _lies_in(folder: str, above: str) -> bool:
    return folder == above or folder.startswith(above.rstrip("/") + "/")


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


def exit_code(tasks: Sequence[TaskProgress], *, interrupted: bool) -> int:
    """Return 0 where every task has ended with 0, else the worst of their codes; 130 after Ctrl+C.

    What ended by a signal or in any other way counts as failed, and what was never begun as stopped.
    """
    if interrupted:
        return INTERRUPTED
    codes = {STOPPED if one.exit_code is None else one.exit_code for one in tasks} - {0}
    known = {code if code in _FROM_WORST else _FROM_WORST[0] for code in codes}
    return next((code for code in _FROM_WORST if code in known), 0)

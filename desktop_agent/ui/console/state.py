"""What the console shows of its run and of the next task, as one plain object. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_agent.ui.status.states import AppState

_HOLDS: frozenset[AppState] = frozenset({"thinking", "acting"})


@dataclass(frozen=True, slots=True)
class ConsoleState:
    """The state of the run and of the task field, from which follows what can be seen and pressed."""

    state: AppState = "idle"
    words: str = ""  # the state in words
    unnoticed: str = ""  # why a touch doesn't pause the run now
    running: bool = False
    may_resume: bool = False
    hears: bool = False  # something can be said to the model
    written: bool = False  # a task is written
    elsewhere: bool = False  # the next task is done elsewhere than on the person's own desktop
    ended_in: Path | None = None  # the folder of the run that has ended last

    @property
    def may_pause(self) -> bool:
        """Return whether there is something to be paused."""
        return self.running and self.state in _HOLDS

    @property
    def offers_scope(self) -> bool:
        """Return whether it is asked where a task may work: on the person's own desktop, for the next one."""
        return not (self.running or self.elsewhere)

    @property
    def offers_more(self) -> bool:
        """Return whether a task can go on after the run that has ended."""
        return not self.running and self.ended_in is not None

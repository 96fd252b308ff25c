"""Counts a run's steps as people do: the lines of a task of plain steps, else the answers of the model so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from desktop_agent.core.events import Reasoned, RunFinished, RunStarted, Stamped
from desktop_agent.core.message import Message

STEPS: Final = "steps"  # the provider of a run that has none: it plays steps that were shown or recorded
AGENT: Final = "mcp"  # the provider of a run in which an agent from outside stands in a model's place


@dataclass(frozen=True, slots=True)
class StepCount:
    """How far a run is after some of its events; `last` is how many steps the task has, 0 where nobody knows.

    Only what is part of this program tells a step: the built-in model, and the player of steps. In a model's words
    “2 of 9: ” is prose.
    """

    step: int = 0
    last: int = 0
    plays: bool = False  # steps are played, and no model is asked what to do next
    agent: str = ""  # what an agent calls itself that is asked what to do next

    def after(self, stamped: Stamped) -> StepCount:
        """Return the count after the next event."""
        match stamped.event:
            case RunStarted(provider=provider, model=model):
                return StepCount(plays=provider == STEPS, agent=model if provider == AGENT else "")
            case Reasoned(step=int() as step, steps=int() as last):
                return replace(self, step=step, last=last)
            case RunFinished(steps=int() as step):  # the lines between may not have been read
                return replace(self, step=step)
            case _:
                return self if self.last else replace(self, step=stamped.turn)

    @property
    def lines(self) -> int | None:
        """Return the number of steps where they are lines of the task; else None, as they are the answers."""
        return self.step if self.last else None

    @property
    def words(self) -> str:
        """Return the step, and of how many where that is known; empty before the first."""
        return Message("{step} of {last}", step=self.step, last=self.last) if self.last else str(self.step or "")


def follows_lines(started: RunStarted) -> bool:
    """Tell whether a step of this run is a line of its task, where it has one."""
    return started.offline or started.provider == STEPS


def steps_in(events: Iterable[Stamped]) -> int:
    """Return how many steps a run took: what every list, page and window tells."""
    count = StepCount()
    for stamped in events:
        count = count.after(stamped)
    return count.step

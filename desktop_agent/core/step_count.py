"""Which step a run is at, as people count: the line of a task of plain steps, else the answers of the model so far."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from desktop_agent.core.events import Reasoned, RunFinished, RunStarted, Stamped
from desktop_agent.core.message import Message

STEPS: Final = "steps"  # the provider of a run that has none: it plays steps that were shown or recorded
AGENT: Final = "mcp"  # the provider of a run in which an agent from outside stands in a model's place
_IN_PLAN = re.compile(r"^(?:Step )?(\d{1,4}) of (\d{1,4}): ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class StepCount:
    """How far a run is after some of its events; `last` is how many steps the task has, 0 where nobody knows.

    Only what is part of this program tells a step by its words: the built-in model, and the player of steps, whose
    heading stands before whatever a model in its place says. In the words of any other model “2 of 9: ” is prose.
    """

    step: int = 0
    last: int = 0
    plays: bool = False  # steps are played, and no model is asked what to do next
    agent: str = ""  # what an agent calls itself that is asked what to do next
    _plain: bool = False  # the built-in model follows plain steps

    def after(self, stamped: Stamped) -> StepCount:
        """Return how far it is after the next event."""
        match stamped.event:
            case RunStarted(provider=provider, model=model, offline=offline):
                agent = model if provider == AGENT else ""
                return StepCount(plays=provider == STEPS, agent=agent, _plain=offline)
            case Reasoned(text=text) if (place := self._place_in(text)) is not None:
                return replace(self, step=int(place[1]), last=int(place[2]))
            case RunFinished(steps=int() as step):  # the lines between may not have been read
                return replace(self, step=step)
            case _:
                return self if self.last else replace(self, step=stamped.turn)

    def _place_in(self, text: str) -> re.Match[str] | None:
        """Return where our own model's words tell the step; of several that were passed at once, the last."""
        if self.plays:
            return _IN_PLAN.match(text)
        return next(reversed(list(_IN_PLAN.finditer(text))), None) if self._plain else None

    @property
    def lines(self) -> int | None:
        """Return how many steps there were, where they are lines of the task; else they are the answers."""
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


def without_heading(text: str) -> str:
    """Return a model's words without the step that they begin with, for whoever shows the step beside them."""
    return _IN_PLAN.sub("", text)

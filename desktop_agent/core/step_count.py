"""Which step a run is at, as people count: the line of a task of plain steps, else the answers of the model so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from desktop_agent.core.events import Reasoned, RunStarted, Said, Stamped

STEPS: Final = "steps"  # the provider of a run that has none: it plays steps that were shown or recorded
AGENT: Final = "mcp"  # the provider of a run in which an agent from outside stands in a model's place
_FOLLOWS_STEPS = "local"  # the provider whose model follows plain steps
_IN_PLAN = re.compile(r"^(?:Step )?(\d{1,4}) of (\d{1,4}): ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class StepCount:
    """How far a run is after some of its events; `last` is how many steps the task has, 0 where nobody knows."""

    step: int = 0
    last: int = 0
    _told_in: int = 0  # the model's answer that has told it
    _plain: bool = False
    plays: bool = False  # steps are played, and no model is asked what to do next
    agent: str = ""  # what an agent calls itself that is asked what to do next

    def after(self, stamped: Stamped) -> StepCount:
        """Return how far it is after the next event."""
        match stamped.event:
            case RunStarted(provider=provider, model=model):
                agent = model if provider == AGENT else ""
                return StepCount(_plain=provider == _FOLLOWS_STEPS, plays=provider == STEPS, agent=agent)
            case Reasoned(text=text) | Said(text=text) if found := _IN_PLAN.findall(text):
                step, last = map(int, found[-1])
                return replace(self, step=step, last=last, _told_in=stamped.turn)
            case _ if self.last and (self._plain or self._told_in == stamped.turn):
                return self
            case _:
                return StepCount(stamped.turn, _plain=self._plain, plays=self.plays, agent=self.agent)

    @property
    def words(self) -> str:
        """Return the step, and of how many where that is known; empty before the first."""
        return f"{self.step} of {self.last}" if self.last else str(self.step or "")


def without_heading(text: str) -> str:
    """Return a model's words without the step that they begin with, for whoever shows the step beside them."""
    return _IN_PLAN.sub("", text)

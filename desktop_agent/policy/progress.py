"""Detects a lack of progress: the same action again on an unchanged picture."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.actions import Action
from desktop_agent.core.turn import InvalidAction

TELL_AT = 3
ASK_AT = 4
END_AT = 5
TOLD = (
    "You have asked for the same action three times and the picture has not changed. "
    "Try something else, or say that you cannot go on."
)


@dataclass(frozen=True, slots=True)
class ProgressWatch:
    """The actions of the last call and how often they have come in a row without any change."""

    actions: tuple[Action | InvalidAction, ...] = ()
    times: int = 0

    def note(self, actions: tuple[Action | InvalidAction, ...], *, unchanged: bool) -> ProgressWatch:
        """Return the count after one more call; `unchanged` compares with the picture at the last one."""
        again = unchanged and actions == self.actions
        return ProgressWatch(actions, self.times + 1 if again else 1)
